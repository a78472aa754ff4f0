"""One question from the journal becomes one reply in its thread, or one that only the asker sees."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from bot.asking.gaps import UNANSWERED, context_of, is_question
from bot.slack import metrics
from bot.slack.answers.composing import Composer
from bot.slack.answers.marks import mark_of
from bot.slack.answers.outbox import Address, Outbox
from bot.slack.answers.sessions import Sessions
from bot.slack.answers.streaming import recipient_of
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.channels.greeting import Greeter
from bot.slack.channels.refusing import Refusing
from bot.slack.channels.rules import Rules
from bot.slack.errors import SendLater, SendRefused
from bot.slack.feedback.votes import vote_row
from bot.slack.following.revising import Revising
from bot.slack.following.rows import follow_row
from bot.slack.helping.cards import ask_row
from bot.slack.intake.journal import Record
from bot.slack.intake.lanes import thread_of
from bot.slack.parsing import IN_THREAD, Ask, ask_of
from bot.slack.private.rows import private_answer
from bot.slack.private.sharing import Sharing
from bot.slack.private.whispering import Whispering
from bot.slack.walkthrough import cards
from bot.slack.walkthrough.texts import fit
from bot.store.conversations import Conversations, ThreadId, Turn
from bot.store.gaps import Gaps, Missed
from bot.walkthrough.words import continues_walkthrough, starts_walkthrough
from prompts.catalogue.answers import AnswerMessage, ThinkingStatus
from prompts.catalogue.home import HomeAsked, LoadingMessages
from prompts.catalogue.message import Message
from prompts.rendering import Part, plain, render, render_line

log = structlog.get_logger(__name__)

# Below these a button offers the scorecard.
_OFFERING = frozenset({"answer", "partial"})
# Below these people say whether it helped.
_VOTED_ON = _OFFERING | frozenset(UNANSWERED)
_ROWS_MAX = 3
# The whole question is answered; this only tells which one it was.
_ASKED_CHARS_MAX = 500


class Calls(Protocol):
    """The calls that need no record."""

    def respond(self, response_url: str, message: Packed) -> None:
        """The message for the asker alone."""

    def show_status(self, channel: str, thread_ts: str, status: str, loading: Sequence[str]) -> Future[None]:
        """The status line, under way; it never fails."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What goes beside the answers in threads."""

    rules: Rules
    refusing: Refusing
    whispering: Whispering
    sharing: Sharing
    greeting: Greeter


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
    sessions: Sessions
    continued: Callable[[str], Packed]
    """The walkthroughs that somebody takes part in."""
    aside: Aside
    revising: Revising
    offers_help: Callable[[str, str], bool]
    """Whether a person can be asked in a workspace's channel."""

    def answer(self, record: Record) -> str:
        """How it ended, for the log; called again with the same record it replies no second time.

        Raises:
            SendLater: try again.
            StoreUnavailable: try again.
        """
        ask = ask_of(record)
        started = time.monotonic()
        try:
            outcome = self.settle(ask)
        except SendRefused as error:
            log.warning("reply_refused", key=ask.key, code=error.code)
            outcome = "refused"
        except SendLater as error:
            log.info("reply_put_off", key=ask.key, code=error.code)
            time.sleep(error.wait_s)
            raise
        seconds = time.monotonic() - started
        metrics.ANSWERS.labels(outcome).inc()
        metrics.ANSWER_S.observe(seconds)
        log.info("replied", key=ask.key, surface=ask.surface, outcome=outcome, ms=round(seconds * 1000))
        return outcome

    def settle(self, ask: Ask) -> str:
        """How it ended; the trouble that came is raised.

        Raises:
            SendRefused, SendLater, StoreUnavailable: it is not done.
        """
        match ask.surface:
            case "joined":
                return self.aside.greeting.greet(ask)
            case "share":
                return self.aside.sharing.share(ask, self._shareable)
            case "question":
                return self._answer_if_sure(ask)
            case "edited" | "called" | "deleted":
                return self.revising.change(ask, self)
        if self.aside.refusing.refuses(ask):
            return "limited"
        if ask.surface == "home":
            ask = self._begun(ask)
        return self._answer_privately(ask) if self.aside.rules.is_private(ask) else self._answer_in_thread(ask)

    def _answer_privately(self, ask: Ask) -> str:
        earlier = self.conversations.questions_leading_to(thread_of(ask), ask.ts) if ask.ts else ()
        (message,), outcome = self.compose(ask, earlier, is_private=True)
        self.note_gap(ask, outcome, earlier)
        self.aside.whispering.tell(ask, message)
        return outcome

    def _answer_if_sure(self, ask: Ask) -> str:
        """A question that nobody put to the coach: it speaks only when it has something to say, and not of itself."""
        is_sure = self.composer.is_sure(ask.key, ask.text, self.audiences(ask), self.aside.rules.collections(ask))
        if not is_sure or self.aside.refusing.refuses(ask):
            return "silent"
        return self._answer_privately(ask) if self.aside.rules.is_private(ask) else self._answer_in_thread(ask)

    def _shareable(self, ask: Ask, head: tuple[Part, ...]) -> tuple[Sequence[Packed], str]:
        earlier = self.conversations.questions_leading_to(thread_of(ask), ask.ts) if ask.ts else ()
        return self.compose(ask, earlier, head=head)

    def _answer_in_thread(self, ask: Ask) -> str:
        with self.sessions.working(ask.channel, ask.thread_ts):
            return self._answer_as_wanted(ask)

    def _answer_as_wanted(self, ask: Ask) -> str:
        thread = thread_of(ask)
        loading = plain(render(LoadingMessages())).splitlines()
        status = self.calls.show_status(ask.channel, ask.thread_ts, render_line(ThinkingStatus()), loading)
        earlier = self.conversations.questions_leading_to(thread, ask.ts)
        messages, outcome = self.compose(ask, earlier)
        self.note_gap(ask, outcome, earlier)
        turn = Turn(thread, ask.ts, ask.author, ask.text, outcome, time.time(), edited_ts=ask.changed_ts)
        # A status that arrives after the answer would stay for minutes; before it, Slack takes it away.
        status.result()
        is_whole = self.outbox.deliver(
            ask.key,
            Address(ask.channel, ask.thread_ts, recipient_of(ask)),
            messages,
            turn,
            lambda: not self.sessions.is_stopped(ask.channel, ask.thread_ts, ask.ts),
        )
        return outcome if is_whole else "stopped"

    def _begun(self, ask: Ask) -> Ask:
        """What was asked on the Home tab, as a message of the direct conversation with a thread for its answer."""
        asked = pack(render(HomeAsked(fit(ask.text, _ASKED_CHARS_MAX))))[0]
        ts = self.outbox.deliver_one(f"{ask.key}/asked", Address(ask.channel), asked)
        return replace(ask, surface="dm", ts=ts, thread_ts=ts)

    def _composed(self, ask: Ask, earlier: Sequence[str]) -> tuple[Message, str]:
        collections = self.aside.rules.collections(ask)
        return self.composer.compose(ask.key, ask.text, earlier, self.audiences(ask), collections)

    def compose(
        self, ask: Ask, earlier: Sequence[str], head: tuple[Part, ...] = (), *, is_private: bool = False
    ) -> tuple[tuple[Packed, ...], str]:
        """The messages of the answer, with what stands below it, and how it went."""
        if ask.surface == "dm" and continues_walkthrough(ask.text):
            return (self.continued(ask.author),), "offered"
        if starts_walkthrough(ask.text):
            return (cards.start_offer(),), "offered"
        message, outcome = self._composed(ask, earlier)
        *others, last = pack((*head, *render(message)), spare=_ROWS_MAX)
        if is_private:
            votes = _vote_rows(ask, outcome)
            return (private_answer(ask, (*others, last), votes, is_answer=outcome in _OFFERING),), outcome
        rows = self._rows(ask, outcome, is_answer=isinstance(message, AnswerMessage))
        return (*others, Packed(last.text, (*last.blocks, *rows))), outcome

    def _rows(self, ask: Ask, outcome: str, *, is_answer: bool) -> list[dict[str, Any]]:
        """What stands below an answer, at most `_ROWS_MAX` blocks."""
        rows: list[dict[str, Any]] = []
        # A direct conversation is no place for a team, and somebody who was declined wants no scorecard.
        is_offering = outcome in _OFFERING and not ask.channel.startswith("D")
        offers_start = is_offering and not self.is_in_walkthrough(thread_of(ask))
        if is_answer and ask.surface in IN_THREAD:
            rows.append(follow_row(ask.ts, offers_start=offers_start))
        elif offers_start:
            rows.append({"type": "actions", "elements": [cards.start_button()]})
        elif outcome in UNANSWERED and ask.surface in IN_THREAD and self.offers_help(ask.team, ask.channel):
            rows.append(ask_row(ask.channel, ask.ts))
        return [*rows, *_vote_rows(ask, outcome)]

    def note_gap(self, ask: Ask, outcome: str, earlier: Sequence[str]) -> None:
        """A question without an answer is kept for staff.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        reason = next((each for each in UNANSWERED if each == outcome), None)
        if reason is None or not is_question(ask.text):
            return
        # A command has no message of its own.
        message_ts = ask.ts or mark_of(ask.key)
        context = context_of(ask.text, earlier)
        asked = (ask.team, ask.channel, message_ts, time.time(), reason, ask.text, context, ask.written_by)
        self.gaps.note(Missed(*asked))


def _vote_rows(ask: Ask, outcome: str) -> list[dict[str, Any]]:
    """With which people say whether an answer helped."""
    return [vote_row(ask.ts)] if outcome in _VOTED_ON and is_question(ask.text) else []
