"""What people think of answers. The last word of each person on each answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, exists, func, select, update

from bot.asking.gaps import UNANSWERED, Reason, context_of
from bot.store.conversations import EARLIER_TURNS_MAX
from bot.store.engines import writing_trouble
from bot.store.gaps import Missed, add_gap
from bot.store.inserting import insert_once
from bot.store.tables import feedback, gaps, turns

Value = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Vote:
    """One person on one answer."""

    team: str
    channel: str
    answer_ts: str
    question_ts: str
    person: str
    value: Value
    at: float
    """When it was pressed, in seconds since 1970; of two votes of a person the later one counts."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a person did not like an answer."""

    team: str
    channel: str
    answer_ts: str
    person: str
    reason: str
    words: str


class Feedback:
    """Threads may use it at once."""

    def __init__(self, engine: Engine, *, keeps_words: bool) -> None:
        """The tables must be up to date; without `keeps_words` nothing that people wrote is kept."""
        self._engine = engine
        self._keeps_words = keeps_words

    def give(self, vote: Vote) -> bool:
        """Whether it is news: the same vote again, or one that was pressed before the last, changes nothing.

        The question is a gap as long as somebody dislikes its answer; one that is no longer kept becomes none.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            is_news = _keep(connection, vote)
            # Held until the end, so that of two people who press at once the second sees what the first has said.
            turn = connection.execute(select(turns).where(*_asked(vote)).with_for_update()).mappings().first()
            if is_news and turn is not None:
                self._bring_in_line(connection, vote, turn)
            return is_news

    def explain(self, complaint: Complaint) -> bool:
        """Whether the reason was kept; it is not when the person likes the answer by now, or never said anything.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (
            feedback.c.team == complaint.team,
            feedback.c.channel == complaint.channel,
            feedback.c.answer_ts == complaint.answer_ts,
            feedback.c.person == complaint.person,
            feedback.c.value == "down",
        )
        words = complaint.words if complaint.words and self._keeps_words else None
        with writing_trouble(), self._engine.begin() as connection:
            said = update(feedback).where(*own).values(reason=complaint.reason, words=words)
            return connection.execute(said).rowcount > 0

    def counts(self, team: str) -> tuple[int, int]:
        """How many thumbs of a workspace are up, and how many down.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = (
            select(feedback.c.value, func.count().label("votes"))
            .where(feedback.c.team == team)
            .group_by(feedback.c.value)
        )
        with writing_trouble(), self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        found = {str(row.value): int(row.votes) for row in rows}
        return found.get("up", 0), found.get("down", 0)

    def forget_before(self, moment: float) -> int:
        """How much from before `moment` (seconds since 1970) was dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(feedback).where(feedback.c.at < moment)).rowcount

    def _bring_in_line(self, connection: Connection, vote: Vote, turn: RowMapping) -> None:
        reason = _reason(connection, vote, turn["outcome"])
        same = (gaps.c.team == vote.team, gaps.c.channel == vote.channel, gaps.c.message_ts == vote.question_ts)
        if reason is None:
            connection.execute(delete(gaps).where(*same))
            return
        context = context_of(turn["question"], _earlier(connection, turn))
        about = (turn["asked_at"], reason, turn["question"], context, turn["author"])
        asked = Missed(vote.team, vote.channel, vote.question_ts, *about)
        if not add_gap(connection, asked, keeps_words=self._keeps_words):
            connection.execute(update(gaps).where(*same).values(reason=reason))


def _keep(connection: Connection, vote: Vote) -> bool:
    key = {"team": vote.team, "channel": vote.channel, "answer_ts": vote.answer_ts, "person": vote.person}
    said = {"value": vote.value, "at": vote.at, "reason": "", "words": None}
    if insert_once(connection, feedback, **key, question_ts=vote.question_ts, **said):
        return True
    # An event that comes late, or a second time, must not win over what was pressed after it.
    own = [feedback.c[name] == value for name, value in key.items()]
    return connection.execute(update(feedback).where(*own, feedback.c.at < vote.at).values(**said)).rowcount > 0


def _reason(connection: Connection, vote: Vote, outcome: str) -> Reason | None:
    on_it = (
        feedback.c.team == vote.team,
        feedback.c.channel == vote.channel,
        feedback.c.question_ts == vote.question_ts,
        feedback.c.value == "down",
    )
    if connection.execute(select(exists().where(*on_it))).scalar_one():
        return "disliked"
    return next((each for each in UNANSWERED if each == outcome), None)


def _earlier(connection: Connection, turn: RowMapping) -> tuple[str, ...]:
    in_thread = [turns.c[name] == turn[name] for name in ("team", "channel", "thread_ts")]
    before = select(turns.c.question).where(*in_thread, turns.c.message_ts < turn["message_ts"])
    newest = connection.execute(before.order_by(turns.c.message_ts.desc()).limit(EARLIER_TURNS_MAX))
    return tuple(reversed(newest.scalars().all()))


def _asked(vote: Vote) -> tuple[ColumnElement[bool], ...]:
    return turns.c.team == vote.team, turns.c.channel == vote.channel, turns.c.message_ts == vote.question_ts
