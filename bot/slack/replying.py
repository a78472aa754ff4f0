"""One question from the journal becomes one reply in its thread, or one that only the asker sees."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.asking.gaps import UNANSWERED, context_of, is_question
from bot.slack.blocks import Packed, pack
from bot.slack.composing import Composer
from bot.slack.errors import SendLater, SendRefused
from bot.slack.feedback.votes import vote_row
from bot.slack.journal import Record
from bot.slack.lanes import Lanes
from bot.slack.marks import mark_of
from bot.slack.outbox import Address, Outbox
from bot.slack.parsing import Ask
from bot.slack.walkthrough import cards
from bot.store.conversations import Conversations, ThreadId, Turn
from bot.store.gaps import Gaps, Missed
from bot.walkthrough.words import starts_walkthrough
from prompts.catalogue.answers import ThinkingStatus
from prompts.rendering import render, render_line

log = structlog.get_logger(__name__)

# Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
_RESPONSES_MAX = 5
# Below these a button offers the scorecard.
_OFFERING = frozenset({"answer", "partial"})
# Below these people say whether it helped.
_VOTED_ON = _OFFERING | frozenset(UNANSWERED)
_ROWS_MAX = 2


class Calls(Protocol):
    """The calls that need no record."""

    def respond(self, response_url: str, message: Packed) -> None:
        """The message for the asker alone."""

    def show_status(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        """The status line, under way; it never fails."""


@dataclass(frozen=True, slots=True)
class Replying:
    """Everything that a reply needs. Threads may use it at once."""

    composer: Composer
    conversations: Conversations
    outbox: Outbox
    calls: Calls
    gaps: Gaps
    audiences: Callable[[Ask], frozenset[str]]
    """Whose documents may be used in an answer to this question, beside those for everybody."""
    is_in_walkthrough: Callable[[ThreadId], bool]

    def answer(self, record: Record) -> str:
        """How it ended, for the log; called again with the same record it replies no second time.

        Raises:
            SendLater: try again.
            StoreUnavailable: try again.
        """
        ask = _ask_of(record)
        started = time.monotonic()
        try:
            outcome = self._answer(ask)
        except SendRefused as error:
            log.warning("reply_refused", key=ask.key, code=error.code)
            outcome = "refused"
        except SendLater as error:
            log.info("reply_put_off", key=ask.key, code=error.code)
            time.sleep(error.wait_s)
            raise
        ms = round((time.monotonic() - started) * 1000)
        log.info("replied", key=ask.key, surface=ask.surface, outcome=outcome, ms=ms)
        return outcome

    def _answer(self, ask: Ask) -> str:
        return self._answer_privately(ask) if ask.surface == "command" else self._answer_in_thread(ask)

    def _answer_privately(self, ask: Ask) -> str:
        messages, outcome = self._compose(ask, ())
        self._note_gap(ask, outcome, ())
        for packed in messages[:_RESPONSES_MAX]:
            self.calls.respond(ask.response_url, packed)
        return outcome

    def _answer_in_thread(self, ask: Ask) -> str:
        thread = thread_of(ask)
        status = self.calls.show_status(ask.channel, ask.thread_ts, render_line(ThinkingStatus()))
        earlier = self._earlier(ask, thread)
        messages, outcome = self._compose(ask, earlier)
        self._note_gap(ask, outcome, earlier)
        turn = Turn(thread, ask.ts, ask.author, ask.text, outcome, asked_at=time.time())
        # A status that arrives after the answer would stay for minutes; before it, Slack takes it away.
        status.result()
        self.outbox.deliver(ask.key, Address(ask.channel, ask.thread_ts), messages, turn)
        return outcome

    def _earlier(self, ask: Ask, thread: ThreadId) -> tuple[str, ...]:
        is_top_level_direct = ask.surface == "dm" and ask.thread_ts == ask.ts
        look = self.conversations.questions_just_before if is_top_level_direct else self.conversations.questions_before
        return look(thread, ask.ts)

    def _compose(self, ask: Ask, earlier: Sequence[str]) -> tuple[tuple[Packed, ...], str]:
        if starts_walkthrough(ask.text):
            return (cards.start_offer(),), "offered"
        message, outcome = self.composer.compose(ask.key, ask.text, earlier, self.audiences(ask))
        *others, last = pack(render(message), spare=_ROWS_MAX)
        return (*others, Packed(last.text, (*last.blocks, *self._rows(ask, outcome)))), outcome

    def _rows(self, ask: Ask, outcome: str) -> list[dict[str, Any]]:
        """What stands below an answer, at most `_ROWS_MAX` blocks."""
        rows: list[dict[str, Any]] = []
        # A direct conversation is no place for a team, and somebody who was declined wants no scorecard.
        is_offering = outcome in _OFFERING and not ask.channel.startswith("D")
        if is_offering and not self.is_in_walkthrough(thread_of(ask)):
            rows.append({"type": "actions", "elements": [cards.start_button()]})
        # An answer for one person alone cannot be found again; what is told to them alone has no thumbs.
        if outcome in _VOTED_ON and ask.ts and is_question(ask.text):
            rows.append(vote_row(ask.ts))
        return rows

    def _note_gap(self, ask: Ask, outcome: str, earlier: Sequence[str]) -> None:
        reason = next((each for each in UNANSWERED if each == outcome), None)
        if reason is None or not is_question(ask.text):
            return
        # A command has no message of its own.
        message_ts = ask.ts or mark_of(ask.key)
        context = context_of(ask.text, earlier)
        self.gaps.note(Missed(ask.team, ask.channel, message_ts, time.time(), reason, ask.text, context))


def turn(lanes: Lanes, record: Record) -> AbstractContextManager[None]:
    """The question's turn in its thread."""
    ask = _ask_of(record)
    return lanes.turn(lane_of(ask), ask.ts)


def expect(lanes: Lanes, record: Record) -> None:
    """Keep the question's place, before anything moves."""
    ask = _ask_of(record)
    lanes.expect(lane_of(ask), ask.ts)


def thread_of(ask: Ask) -> ThreadId:
    """The thread that the question is in."""
    return ThreadId(ask.team, ask.channel, ask.thread_ts)


def lane_of(ask: Ask) -> str:
    """Questions of one lane are answered in order; a command is alone in its lane."""
    return ask.key if ask.surface == "command" else f"{ask.team}:{ask.channel}:{ask.thread_ts}"


def _ask_of(record: Record) -> Ask:
    return Ask(**record)  # type: ignore[arg-type] # the record was made by `Ask.as_record`
