"""Which threads the coach is in, and what was asked there. Slack is never asked to read a thread back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, select, update

from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import turns

# A follow-up leans on what was said just before it; older turns only make it vaguer.
EARLIER_TURNS_MAX = 4
# In a direct conversation people write one message after the other; after a break they begin with something else.
JUST_BEFORE_S = 15 * 60


@dataclass(frozen=True, slots=True)
class ThreadId:
    """One thread of one workspace; `thread_ts` is the `ts` of its first message."""

    team: str
    channel: str
    thread_ts: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and how it was answered."""

    thread: ThreadId
    message_ts: str
    author: str
    question: str
    outcome: str
    asked_at: float
    """Seconds since 1970, UTC."""
    edited_ts: str = ""
    """Slack's `ts` of the last edit of the question that the answer knows of; empty when there was none."""


class Conversations:
    """The turns of every thread that the coach is in."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def knows(self, thread: ThreadId) -> bool:
        """Whether the coach has answered in this thread.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.connect() as connection:
            return connection.execute(select(turns.c.id).where(*_in_thread(thread)).limit(1)).first() is not None

    def turn_of(self, team: str, channel: str, message_ts: str) -> Turn | None:
        """The turn that began with this message; None when there was none, or it is no longer kept.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = select(turns).where(*_asked_in(team, channel, message_ts))
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return _turn(row) if row else None

    def revise(self, turn: Turn) -> None:
        """The turn has other words, and another outcome, from now on; one that is no longer kept stays away.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = _asked_in(turn.thread.team, turn.thread.channel, turn.message_ts)
        values = {"question": turn.question, "outcome": turn.outcome, "edited_ts": turn.edited_ts}
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(update(turns).where(*own).values(**values))

    def drop(self, turn: Turn) -> None:
        """The turn is no longer kept.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = _asked_in(turn.thread.team, turn.thread.channel, turn.message_ts)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(turns).where(*own))

    def questions_leading_to(self, thread: ThreadId, message_ts: str) -> tuple[str, ...]:
        """The last questions that this message may lean on, oldest first.

        Those of its thread; for a message of a direct conversation itself, where nobody makes threads, those just
        before it.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_top_level_direct = thread.channel.startswith("D") and thread.thread_ts == message_ts
        look = self.questions_just_before if is_top_level_direct else self.questions_before
        return look(thread, message_ts)

    def keep(self, turn: Turn) -> None:
        """The turn is on disk, once.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            add_turn(connection, turn)

    def questions_before(self, thread: ThreadId, message_ts: str) -> tuple[str, ...]:
        """The last questions of the thread before this message, oldest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return self._last_questions(*_in_thread(thread), turns.c.message_ts < message_ts)

    def questions_just_before(self, thread: ThreadId, message_ts: str) -> tuple[str, ...]:
        """The last questions of the whole channel within `JUST_BEFORE_S` of this message, oldest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        # Slack's `ts` are seconds with six decimals, all of one length, so they sort as text.
        since = f"{float(message_ts) - JUST_BEFORE_S:.6f}"
        in_channel = (turns.c.team == thread.team, turns.c.channel == thread.channel)
        return self._last_questions(*in_channel, turns.c.message_ts < message_ts, turns.c.message_ts >= since)

    def last_of(self, team: str, author: str, limit: int) -> tuple[Turn, ...]:
        """The last turns of one person, newest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (turns.c.team == team, turns.c.author == author)
        newest_first = select(turns).where(*own).order_by(turns.c.asked_at.desc(), turns.c.id.desc()).limit(limit)
        with writing_trouble(), self._engine.connect() as connection:
            return tuple(_turn(row) for row in connection.execute(newest_first).mappings())

    def forget_before(self, moment: float) -> int:
        """How many questions from before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(turns).where(turns.c.asked_at < moment)).rowcount

    def _last_questions(self, *where: ColumnElement[bool]) -> tuple[str, ...]:
        newest_first = select(turns.c.question).where(*where).order_by(turns.c.message_ts.desc())
        with writing_trouble(), self._engine.connect() as connection:
            found = connection.execute(newest_first.limit(EARLIER_TURNS_MAX)).scalars().all()
        return tuple(reversed(found))


def add_turn(connection: Connection, turn: Turn) -> None:
    """Keep the turn, once, inside the caller's transaction."""
    insert_once(
        connection,
        turns,
        team=turn.thread.team,
        channel=turn.thread.channel,
        thread_ts=turn.thread.thread_ts,
        message_ts=turn.message_ts,
        author=turn.author,
        question=turn.question,
        outcome=turn.outcome,
        asked_at=turn.asked_at,
        edited_ts=turn.edited_ts,
    )


def _turn(row: RowMapping) -> Turn:
    thread = ThreadId(row["team"], row["channel"], row["thread_ts"])
    names = ("message_ts", "author", "question", "outcome", "asked_at", "edited_ts")
    return Turn(thread, *(row[name] for name in names))


def _asked_in(team: str, channel: str, message_ts: str) -> tuple[ColumnElement[bool], ...]:
    return turns.c.team == team, turns.c.channel == channel, turns.c.message_ts == message_ts


def _in_thread(thread: ThreadId) -> tuple[ColumnElement[bool], ...]:
    return (
        turns.c.team == thread.team,
        turns.c.channel == thread.channel,
        turns.c.thread_ts == thread.thread_ts,
    )
