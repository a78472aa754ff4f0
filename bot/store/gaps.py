"""Questions without a good answer, so that staff see what is missing."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, RowMapping, delete, func, select, update

from bot.asking.gaps import Gap, Reason
from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import gaps, turns

# More open gaps than staff will ever read, and about as many as are put in groups within seconds.
OPEN_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Missed:
    """A question as it was asked in vain."""

    team: str
    channel: str
    message_ts: str
    """Slack's id of the message, or another name for what was asked that is the same at each try."""
    asked_at: float
    reason: Reason
    question: str
    context: str
    """The question before it that it leans on, or empty."""
    author: str = ""
    """Who wrote the question, by Slack's id."""


class Gaps:
    """What is missing. Threads may use it at once."""

    def __init__(self, engine: Engine, *, keeps_words: bool) -> None:
        """The tables must be up to date; without `keeps_words` nothing that people wrote is kept."""
        self._engine = engine
        self._keeps_words = keeps_words

    def note(self, missed: Missed) -> None:
        """It stands among the gaps; noted again, the first stays.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            add_gap(connection, missed, keeps_words=self._keeps_words)

    def withdraw(self, team: str, channel: str, message_ts: str) -> None:
        """What this message asked in vain is no gap any more: it was taken back, or asks something else now.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (gaps.c.team == team, gaps.c.channel == channel, gaps.c.message_ts == message_ts)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(gaps).where(*own))

    def open(self, team: str = "", limit: int = OPEN_MAX) -> tuple[Gap, ...]:
        """The open gaps of a workspace, or of all, newest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (gaps.c.team == team,) if team else ()
        wanted = select(gaps).where(gaps.c.closed_at.is_(None), *own).order_by(gaps.c.asked_at.desc(), gaps.c.id.desc())
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(_gap(row) for row in connection.execute(wanted.limit(limit)).mappings())

    def count_open(self, team: str = "") -> int:
        """How many gaps of a workspace, or of all, are open.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (gaps.c.team == team,) if team else ()
        wanted = select(func.count()).select_from(gaps).where(gaps.c.closed_at.is_(None), *own)
        with writing_trouble(), self._engine.connect() as connection:
            return connection.execute(wanted).scalar_one()

    def close(self, ids: Collection[int], generation: str) -> int:
        """How many of these were open, and are closed now by what `generation` says.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        values = {"closed_at": time.time(), "closed_by_generation": generation}
        open_ones = update(gaps).where(gaps.c.id.in_(ids), gaps.c.closed_at.is_(None))
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(open_ones.values(**values)).rowcount

    def closed(self, generation: str, team: str) -> tuple[Gap, ...]:
        """The gaps of a workspace that were closed by what `generation` says, newest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = select(gaps).where(gaps.c.team == team, gaps.c.closed_by_generation == generation)
        with writing_trouble(), self._engine.connect() as connection:
            found = connection.execute(own.order_by(gaps.c.asked_at.desc(), gaps.c.id.desc()).limit(OPEN_MAX))
            return tuple(_gap(row) for row in found.mappings())

    def forget_before(self, moment: float) -> int:
        """How many that were asked before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(gaps).where(gaps.c.asked_at < moment)).rowcount


def add_gap(connection: Connection, missed: Missed, *, keeps_words: bool) -> bool:
    """Whether it was new; kept inside the caller's transaction."""
    context_author = _author_of_context(connection, missed) if keeps_words else ""
    return insert_once(
        connection,
        gaps,
        team=missed.team,
        channel=missed.channel,
        message_ts=missed.message_ts,
        asked_at=missed.asked_at,
        reason=missed.reason,
        question=missed.question if keeps_words else None,
        # Words of nobody who can be found would stay when their author is forgotten.
        context=missed.context if context_author else "",
        author=missed.author,
        context_author=context_author,
    )


def _author_of_context(connection: Connection, missed: Missed) -> str:
    if not missed.context:
        return ""
    asked = (turns.c.team == missed.team, turns.c.channel == missed.channel, turns.c.question == missed.context)
    newest = select(turns.c.author).where(*asked).order_by(turns.c.message_ts.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none() or ""


def _gap(row: RowMapping) -> Gap:
    return Gap(row["id"], row["asked_at"], row["reason"], row["question"], row["context"], row["team"], row["channel"])
