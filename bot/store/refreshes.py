"""Each refresh that was asked for in Slack, and how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, delete, or_, select, update

from bot.store.audit import Entry, add_entry
from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import refreshes


@dataclass(frozen=True, slots=True)
class Kept:
    """A refresh as it is on disk."""

    id: str
    team: str
    channel: str
    """Where its card stands, or will; empty while there is nothing to show."""
    person: str
    """Who asked for it, or empty for the schedule."""
    phase: str
    story: str
    """JSON."""
    at: float
    """When it was asked for, in seconds since 1970."""
    version: int = 1
    shown_version: int = 0
    ts: str | None = None
    """Slack's id of the card, once Slack is known to have it."""


class Refreshes:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def begin(self, kept: Kept) -> bool:
        """Whether it is new; one with the same id stays as it is.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        values = {name: getattr(kept, name) for name in Kept.__slots__}
        with writing_trouble(), self._engine.begin() as connection:
            return insert_once(connection, refreshes, **values)

    def find(self, id_: str) -> Kept | None:
        """The refresh, or None when there is none of this id.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(select(refreshes).where(refreshes.c.id == id_)).mappings().first()
        return _kept(row) if row else None

    def move(self, seen: Kept, following: Kept, noted: Entry | None = None) -> bool:
        """Whether it went on from where it was `seen`: of several who try at once, one does.

        Args:
            seen: as it was read.
            following: its phase and story from now on, and its channel when it had none.
            noted: goes into the audit log together with it.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        # Where a card stands is known to whoever posted it; only one that had no place yet is given one.
        names = ("phase", "story") if seen.channel else ("phase", "story", "channel")
        values = {name: getattr(following, name) for name in names}
        same = (refreshes.c.id == seen.id, refreshes.c.version == seen.version)
        statement = update(refreshes).where(*same).values(version=seen.version + 1, **values)
        with writing_trouble(), self._engine.begin() as connection:
            is_moved = connection.execute(statement).rowcount > 0
            if is_moved and noted:
                add_entry(connection, noted)
            return is_moved

    def note_shown(self, id_: str, version: int, channel: str, ts: str) -> None:
        """Slack shows this version there, or a later one already.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        older = (refreshes.c.id == id_, refreshes.c.shown_version < version)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(update(refreshes).where(*older).values(shown_version=version, channel=channel, ts=ts))

    def left(self, team: str, phases: Collection[str]) -> tuple[Kept, ...]:
        """Those of a workspace that are in one of these phases, or whose card is behind, oldest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_behind = (refreshes.c.shown_version < refreshes.c.version) & (refreshes.c.channel != "")
        is_left = (refreshes.c.team == team) & or_(refreshes.c.phase.in_(phases), is_behind)
        wanted = select(refreshes).where(is_left).order_by(refreshes.c.at)
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(_kept(row) for row in connection.execute(wanted).mappings())

    def last_by(self, team: str, person: str, before: float) -> Kept | None:
        """The newest one of a workspace that `person` (or the schedule) asked for before a moment.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        earlier = (refreshes.c.team == team, refreshes.c.person == person, refreshes.c.at < before)
        wanted = select(refreshes).where(*earlier).order_by(refreshes.c.at.desc()).limit(1)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return _kept(row) if row else None

    def last(self, team: str) -> Kept | None:
        """The newest one of a workspace, or None when there was none.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = select(refreshes).where(refreshes.c.team == team).order_by(refreshes.c.at.desc()).limit(1)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return _kept(row) if row else None

    def forget_before(self, moment: float) -> int:
        """How many from before `moment` (seconds since 1970) were dropped; their cards say then that they are too old.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(refreshes).where(refreshes.c.at < moment)).rowcount


def _kept(row: RowMapping) -> Kept:
    return Kept(**{name: row[name] for name in Kept.__slots__})
