"""Who did what to the knowledge, for staff to look up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Engine, delete, insert, select

from bot.store.engines import writing_trouble
from bot.store.tables import audit

Deed = Literal["planned", "published", "discarded", "undone", "added", "taken_out", "set_up", "failed", "refused"]
NOBODY = ""
"""Stands for the schedule, which does things by itself."""
_ABOUT_CHARS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    team: str
    person: str
    """Slack's id, or `NOBODY`."""
    deed: Deed
    about: str
    """What it was done to, as short text: never what a person wrote."""
    at: float
    """Seconds since 1970, UTC."""


class Audit:
    """The log. Nothing in it is changed, but for a person who is forgotten. Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def note(self, team: str, person: str, deed: Deed, about: str = "") -> None:
        """It stands in the log.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            add_entry(connection, Entry(team, person, deed, about, time.time()))

    def listed(self, limit: int) -> tuple[Entry, ...]:
        """The last entries, newest first, at most `limit`.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        columns = (audit.c.team, audit.c.person, audit.c.deed, audit.c.about, audit.c.at)
        statement = select(*columns).order_by(audit.c.id.desc()).limit(limit)
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(Entry(*row) for row in connection.execute(statement))

    def forget_before(self, moment: float) -> int:
        """How many entries from before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(audit).where(audit.c.at < moment)).rowcount


def add_entry(connection: Connection, entry: Entry) -> None:
    """The entry goes in with whatever else this transaction does."""
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    connection.execute(insert(audit).values({**values, "about": entry.about[:_ABOUT_CHARS_MAX]}))
