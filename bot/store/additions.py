"""What people want to have in the knowledge, from the moment when they say so in Slack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, delete, select, update

from bot.store.audit import Entry, add_entry
from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import additions


@dataclass(frozen=True, slots=True)
class Addition:
    """One of them, as it is on disk."""

    id: str
    team: str
    person: str
    channel: str
    """Where it was said."""
    ts: str
    """The message with the file, or empty."""
    phase: str
    body: str
    """JSON."""
    at: float
    """When it was said, in seconds since 1970."""


class Additions:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def begin(self, addition: Addition) -> bool:
        """Whether it is new; one with the same id stays as it is.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        values = {name: getattr(addition, name) for name in Addition.__slots__}
        with writing_trouble(), self._engine.begin() as connection:
            return insert_once(connection, additions, **values)

    def find(self, id_: str) -> Addition | None:
        """The addition, or None when there is none of this id.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(select(additions).where(additions.c.id == id_)).mappings().first()
        return _addition(row) if row else None

    def move(self, seen: Addition, phase: str, body: str, noted: Collection[Entry] = ()) -> bool:
        """Whether it went on from the phase where it was `seen`: of several who try at once, one does.

        Args:
            seen: as it was read.
            phase: where it is from now on.
            body: what is known from now on.
            noted: goes into the audit log together with it.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        same = (additions.c.id == seen.id, additions.c.phase == seen.phase)
        statement = update(additions).where(*same).values(phase=phase, body=body)
        with writing_trouble(), self._engine.begin() as connection:
            is_moved = connection.execute(statement).rowcount > 0
            for entry in noted if is_moved else ():
                add_entry(connection, entry)
            return is_moved

    def left(self, team: str, phases: Collection[str]) -> tuple[str, ...]:
        """The ids of those of a workspace that are in one of these phases, oldest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        there = (additions.c.team == team, additions.c.phase.in_(phases))
        wanted = select(additions.c.id).where(*there).order_by(additions.c.at)
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(connection.execute(wanted).scalars())

    def forget_before(self, moment: float, but: Collection[str]) -> int:
        """How many from before `moment` (seconds since 1970) were dropped; those in the phases `but` stay.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        old = (additions.c.at < moment, additions.c.phase.not_in(but))
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(additions).where(*old)).rowcount


def _addition(row: RowMapping) -> Addition:
    return Addition(**{name: row[name] for name in Addition.__slots__})
