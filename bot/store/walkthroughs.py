"""The log of every walkthrough, and what can be asked of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import walkthrough_events as events
from bot.store.tables import walkthrough_messages as messages
from bot.store.tables import walkthroughs
from bot.walkthrough.events import PersonId, Recorded, Started, from_json, to_json
from bot.walkthrough.guiding import Entry, Place, VersionConflict, WalkthroughId
from bot.walkthrough.state import Phase


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of walkthroughs shows of one."""

    id: WalkthroughId
    scorecard: str
    phase: Phase
    started_at: float
    """Seconds since 1970, UTC."""
    channel: str


class Walkthroughs:
    """The `Log` of the guide, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def begin(self, place: Place, entry: Entry) -> bool:
        """Whether the walkthrough is new; one that is there already stays as it is.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        first = entry.recorded[0]
        with writing_trouble(), self._engine.begin() as connection:
            is_new = insert_once(
                connection,
                walkthroughs,
                id=entry.walkthrough,
                team=place.team,
                channel=place.channel,
                scorecard=first.event.scorecard.id if isinstance(first.event, Started) else "",
                started_at=first.at,
                shown_version=0,
                **_following(entry),
            )
            if is_new:
                _add_events(connection, entry)
            return is_new

    def append(self, entry: Entry) -> bool:
        """Whether the command is new; all of its events are on disk, or none is.

        Raises:
            VersionConflict: the log has gone on from the entry's version, or there is no such walkthrough.
            StoreUnavailable: the database does not answer.
        """
        of_version = (walkthroughs.c.id == entry.walkthrough, walkthroughs.c.version == entry.version)
        try:
            with writing_trouble(), self._engine.begin() as connection:
                if _knows(connection, entry.walkthrough, entry.key):
                    return False
                # The row is locked from here on: whoever comes at the same time waits, and finds another version.
                moved = connection.execute(update(walkthroughs).where(*of_version).values(**_following(entry)))
                if not moved.rowcount:
                    raise VersionConflict
                _add_events(connection, entry)
                return True
        except IntegrityError as error:
            raise VersionConflict from error

    def knows(self, walkthrough: WalkthroughId, key: str) -> bool:
        """Whether the command with this key has been done.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.connect() as connection:
            return _knows(connection, walkthrough, key)

    def since(self, walkthrough: WalkthroughId, version: int) -> Sequence[Recorded]:
        """The events after the first `version` ones; none at all when there is no such walkthrough.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = (
            select(events.c.body, events.c.by, events.c.at)
            .where(events.c.walkthrough == walkthrough, events.c.seq > version)
            .order_by(events.c.seq)
        )
        with writing_trouble(), self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        return tuple(Recorded(from_json(body), PersonId(by), at) for body, by, at in rows)

    def last_in(self, place: Place, scorecard: str, before: WalkthroughId) -> WalkthroughId | None:
        """The channel's newest other walkthrough of this scorecard; when `before` has begun, newest of the older ones.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        begun = select(walkthroughs.c.started_at).where(walkthroughs.c.id == before).scalar_subquery()
        statement = (
            _ids_in(place)
            .where(walkthroughs.c.scorecard == scorecard, walkthroughs.c.id != before)
            .where(walkthroughs.c.started_at <= func.coalesce(begun, walkthroughs.c.started_at))
        )
        return next(iter(self._ids(statement)), None)

    def place(self, walkthrough: WalkthroughId) -> Place | None:
        """Where the team meets, or None when there is no such walkthrough.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = select(walkthroughs.c.team, walkthroughs.c.channel).where(walkthroughs.c.id == walkthrough)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(statement).first()
        return Place(*row) if row else None

    def in_channel(self, team: str, channel: str) -> tuple[WalkthroughId, ...]:
        """The walkthroughs of a channel, newest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return self._ids(_ids_in(Place(team, channel)))

    def concerning(self, team: str, person: str, limit: int) -> tuple[WalkthroughId, ...]:
        """Those that go on, or still have something to do, and that this person is named in; last touched first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        table = walkthroughs.c
        # As long as an action is open its owner is reminded of it, so that there is a time to wake up.
        goes_on = or_(table.phase != "closed", table.wake_at.is_not(None))
        is_named = or_(events.c.by == person, events.c.body.contains(f'"{person}"', autoescape=True))
        named_in = exists().where(events.c.walkthrough == table.id, is_named)
        wanted = select(table.id).where(table.team == team, goes_on, named_in)
        return self._ids(wanted.order_by(table.touched_at.desc(), table.id).limit(limit))

    def due(self, team: str, now: float) -> tuple[WalkthroughId, ...]:
        """Those of a workspace that want to be looked at by now (seconds since 1970), the longest overdue first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = select(walkthroughs.c.id).where(walkthroughs.c.team == team, walkthroughs.c.wake_at <= now)
        return self._ids(wanted.order_by(walkthroughs.c.wake_at, walkthroughs.c.id))

    def behind(self, team: str) -> tuple[WalkthroughId, ...]:
        """Those of a workspace of which Slack does not show the last version yet, the longest untouched first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_behind = walkthroughs.c.shown_version < walkthroughs.c.version
        wanted = select(walkthroughs.c.id).where(walkthroughs.c.team == team, is_behind)
        return self._ids(wanted.order_by(walkthroughs.c.touched_at, walkthroughs.c.id))

    def note_shown(self, walkthrough: WalkthroughId, version: int) -> None:
        """Slack shows this version, or a later one already.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        older = (walkthroughs.c.id == walkthrough, walkthroughs.c.shown_version < version)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(update(walkthroughs).where(*older).values(shown_version=version))

    def forget_before(self, moment: float) -> int:
        """How many that are closed and untouched since before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        over = (walkthroughs.c.phase == "closed", walkthroughs.c.touched_at < moment)
        with writing_trouble(), self._engine.begin() as connection:
            found = connection.execute(select(walkthroughs.c.id).where(*over).with_for_update()).scalars().all()
            for table, column in ((events, events.c.walkthrough), (messages, messages.c.walkthrough)):
                connection.execute(delete(table).where(column.in_(found)))
            connection.execute(delete(walkthroughs).where(walkthroughs.c.id.in_(found)))
            return len(found)

    def listed(self) -> tuple[Head, ...]:
        """Every walkthrough, newest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        table = walkthroughs.c
        columns = (table.id, table.scorecard, table.phase, table.started_at, table.channel)
        statement = select(*columns).order_by(table.started_at.desc(), table.id.desc())
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(Head(*row) for row in connection.execute(statement))

    def _ids(self, statement: Select[str]) -> tuple[WalkthroughId, ...]:
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(WalkthroughId(id_) for id_ in connection.execute(statement).scalars())


def _ids_in(place: Place) -> Select[str]:
    table = walkthroughs.c
    in_place = select(table.id).where(table.team == place.team, table.channel == place.channel)
    return in_place.order_by(table.started_at.desc(), table.id.desc())


def _following(entry: Entry) -> dict[str, object]:
    """The columns that follow from the events."""
    return {
        "version": entry.version + len(entry.recorded),
        "phase": entry.phase,
        "touched_at": entry.recorded[-1].at,
        "wake_at": entry.wake_at,
    }


def _knows(connection: Connection, walkthrough: WalkthroughId, key: str) -> bool:
    same = (events.c.walkthrough == walkthrough, events.c.key == key)
    return connection.execute(select(events.c.seq).where(*same).limit(1)).first() is not None


def _add_events(connection: Connection, entry: Entry) -> None:
    rows = [
        {
            "walkthrough": entry.walkthrough,
            "seq": entry.version + 1 + part,
            "key": entry.key,
            "part": part,
            "at": recorded.at,
            "by": recorded.by,
            "body": to_json(recorded.event),
        }
        for part, recorded in enumerate(entry.recorded)
    ]
    connection.execute(insert(events), rows)
