"""One question from the journal becomes one reply in its thread, or one that only the asker sees."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.asking.answers import Reply
from bot.slack.blocks import Packed, pack
from bot.slack.errors import SendLater, SendRefused
from bot.slack.journal import Record
from bot.slack.lanes import Lanes
from bot.slack.outbox import Address, Outbox
from bot.slack.parsing import Ask
from bot.store.conversations import Conversations, ThreadId, Turn
from prompts.catalogue import ThinkingStatus, TroubleMessage
from prompts.rendering import Message, render, render_line

log = structlog.get_logger(__name__)

# Answering is pure computing: more at once than this only makes each one slower.
_ANSWERS_AT_ONCE_MAX = 4


class Coach(Protocol):
    """What answers questions."""

    def reply(self, text: str, earlier: Sequence[str] = ()) -> Reply:
        """The reply to `text`, read after the earlier questions of its thread."""


class Calls(Protocol):
    """The calls that need no record."""

    def respond(self, response_url: str, message: Packed) -> None:
        """The message for the asker alone."""

    def show_status(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        """The status line, under way; it never fails."""


@dataclass(frozen=True, slots=True)
class Replying:
    """Everything that a reply needs. Threads may use it at once."""

    coach: Coach
    message_for: Callable[[Reply], Message]
    conversations: Conversations
    outbox: Outbox
    calls: Calls
    lanes: Lanes
    _computing: threading.BoundedSemaphore

    def answer(self, record: Record) -> str:
        """How it ended, for the log; called again with the same record it replies no second time.

        Raises:
            SendLater: try again.
            StoreUnavailable: try again.
        """
        ask = Ask(**record)  # type: ignore[arg-type] # the record was made by `Ask.as_record`
        started = time.monotonic()
        with self.lanes.turn(lane_of(ask), ask.ts):
            try:
                outcome = self._answer(ask)
            except SendRefused as error:
                log.warning("reply_refused", key=ask.key, code=error.code)
                outcome = "refused"
            except SendLater as error:
                log.info("reply_put_off", key=ask.key, code=error.code)
                time.sleep(error.wait_s)
                raise
        log.info("replied", key=ask.key, surface=ask.surface, outcome=outcome, ms=_ms_since(started))
        return outcome

    def _answer(self, ask: Ask) -> str:
        if ask.surface == "command":
            message, outcome = self._compose(ask, ())
            self.calls.respond(ask.response_url, pack(render(message))[0])
            return outcome
        thread = thread_of(ask)
        status = self.calls.show_status(ask.channel, ask.thread_ts, render_line(ThinkingStatus()))
        message, outcome = self._compose(ask, self.conversations.questions_before(thread, ask.ts))
        turn = Turn(thread, ask.ts, ask.author, ask.text, outcome, asked_at=time.time())
        # A status that arrives after the answer would stay for minutes; before it, Slack takes it away.
        status.result()
        self.outbox.deliver(ask.key, Address(ask.channel, ask.thread_ts), pack(render(message)), turn)
        return outcome

    def _compose(self, ask: Ask, earlier: Sequence[str]) -> tuple[Message, str]:
        try:
            with self._computing:
                reply = self.coach.reply(ask.text, earlier)
            return self.message_for(reply), reply.outcome
        except Exception:  # the one place where a defect becomes an apology with a number
            incident = secrets.token_hex(4)
            log.exception("answer_broke", key=ask.key, incident=incident)
            return TroubleMessage(incident=incident), "trouble"


def open_replying(
    coach: Coach, message_for: Callable[[Reply], Message], conversations: Conversations, outbox: Outbox, calls: Calls, lanes: Lanes
) -> Replying:
    """Replying with room for a few answers at once."""
    computing = threading.BoundedSemaphore(_ANSWERS_AT_ONCE_MAX)
    return Replying(coach, message_for, conversations, outbox, calls, lanes, computing)


def thread_of(ask: Ask) -> ThreadId:
    """The thread that the question is in."""
    return ThreadId(ask.team, ask.channel, ask.thread_ts)


def lane_of(ask: Ask) -> str:
    """Questions of one lane are answered in order; a command is alone in its lane."""
    return ask.key if ask.surface == "command" else f"{ask.team}:{ask.channel}:{ask.thread_ts}"


def _ms_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
