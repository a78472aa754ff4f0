"""Who was asked to help with a question, and who says that it is settled."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, RowMapping, delete, select, update

from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import help_requests


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """One call for help with one question."""

    team: str
    channel: str
    question_ts: str
    thread_ts: str
    asked_by: str
    experts: tuple[str, ...]
    """Slack's ids of people and user groups; empty when only the staff channel hears of it."""
    asked_at: float
    """Seconds since 1970, UTC."""
    ts: str = ""
    """Slack's id of the message with the call, once Slack has it."""
    resolved_by: str = ""
    resolved_at: float = 0.0

    @property
    def key(self) -> str:
        """The same however often somebody asks for help with the question."""
        return f"{self.team}:{self.channel}:{self.question_ts}:help"


class HelpRequests:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def make(self, request: HelpRequest) -> bool:
        """Whether it is the first for its question, and kept.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return insert_once(
                connection,
                help_requests,
                team=request.team,
                channel=request.channel,
                question_ts=request.question_ts,
                thread_ts=request.thread_ts,
                asked_by=request.asked_by,
                experts=json.dumps(request.experts),
                asked_at=request.asked_at,
                ts=None,
                resolved_by=None,
                resolved_at=None,
            )

    def of(self, team: str, channel: str, question_ts: str) -> HelpRequest | None:
        """The call for help with this question.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = select(help_requests).where(*_about(team, channel, question_ts))
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return _request(row) if row else None

    def unposted(self, team: str) -> tuple[HelpRequest, ...]:
        """The calls of a workspace that Slack is not known to have, oldest first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = select(help_requests).where(help_requests.c.team == team, help_requests.c.ts.is_(None))
        with writing_trouble(), self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(help_requests.c.asked_at)).mappings()
            return tuple(_request(row) for row in rows)

    def note_posted(self, request: HelpRequest, ts: str) -> None:
        """Slack has the message with the call.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        self._change(request, ts=ts)

    def withdraw(self, request: HelpRequest) -> None:
        """It was never made: Slack does not take it.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = _about(request.team, request.channel, request.question_ts)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(help_requests).where(*own))

    def resolve(self, request: HelpRequest, person: str, at: float) -> bool:
        """Whether this person is the one who settled it: of several at once, the first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return self._change(request, help_requests.c.resolved_by.is_(None), resolved_by=person, resolved_at=at) > 0

    def forget_before(self, moment: float) -> int:
        """How many from before `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(help_requests).where(help_requests.c.asked_at < moment)).rowcount

    def _change(self, request: HelpRequest, *where: ColumnElement[bool], **values: object) -> int:
        own = (*_about(request.team, request.channel, request.question_ts), *where)
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(update(help_requests).where(*own).values(**values)).rowcount


def _about(team: str, channel: str, question_ts: str) -> tuple[ColumnElement[bool], ...]:
    return (
        help_requests.c.team == team,
        help_requests.c.channel == channel,
        help_requests.c.question_ts == question_ts,
    )


def _request(row: RowMapping) -> HelpRequest:
    return HelpRequest(
        row["team"],
        row["channel"],
        row["question_ts"],
        row["thread_ts"],
        row["asked_by"],
        tuple(json.loads(row["experts"])),
        row["asked_at"],
        row["ts"] or "",
        row["resolved_by"] or "",
        row["resolved_at"] or 0.0,
    )
