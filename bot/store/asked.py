"""How much is asked, by whom and where: without a word of it, and for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select

from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import asked

LimitKind = Literal["person", "channel", "day", "thread"]
"""What is counted together: one person, one channel, the whole workspace, one person in one thread."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question; `key` is the same at each try to answer it."""

    key: str
    team: str
    channel: str
    thread_ts: str
    person: str
    at: float
    """Seconds since 1970, UTC."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many questions within so long a time."""

    kind: LimitKind
    most: int
    within_s: float


class Asked:
    """The questions that were taken. Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def is_taken(self, key: str) -> bool:
        """Whether this question counts already.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.connect() as connection:
            return connection.execute(select(asked.c.key).where(asked.c.key == key)).first() is not None

    def take(self, asking: Asking, limits: Sequence[Limit]) -> Limit | None:
        """The first limit that is reached, or None once the question counts.

        Two that come at the very same moment may both be the last one: a limit is no exact number.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            reached = next((each for each in limits if _count(connection, asking, each) >= each.most), None)
            if reached is None:
                insert_once(connection, asked, **{name: getattr(asking, name) for name in Asking.__slots__})
            return reached

    def forget_before(self, moment: float) -> int:
        """How many from before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(asked).where(asked.c.at < moment)).rowcount


def _count(connection: Connection, asking: Asking, limit: Limit) -> int:
    together = _together(asking, limit.kind)
    lately = (asked.c.team == asking.team, asked.c.at > asking.at - limit.within_s)
    # No more rows are looked at than it takes to tell.
    found = select(asked.c.key).where(*lately, *together).limit(limit.most).subquery()
    return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def _together(asking: Asking, kind: LimitKind) -> tuple[ColumnElement[bool], ...]:
    match kind:
        case "person":
            return (asked.c.person == asking.person,)
        case "channel":
            return (asked.c.channel == asking.channel,)
        case "thread":
            same_thread = (asked.c.channel == asking.channel, asked.c.thread_ts == asking.thread_ts)
            return (*same_thread, asked.c.person == asking.person)
        case "day":
            return ()
