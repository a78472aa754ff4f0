"""An answer follows its question: it reads otherwise when the question does, and goes when the question goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from bot.slack.answers.marks import mark_of
from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed, marked
from bot.slack.channels.refusing import Refusing
from bot.slack.errors import SendRefused
from bot.slack.parsing import Ask, Surface
from bot.slack.private.sharing import shared_key
from bot.store.conversations import Conversations, Turn
from bot.store.deliveries import Deliveries
from bot.store.gaps import Gaps

log = structlog.get_logger(__name__)

# An answer takes one message, hardly ever two.
_MESSAGES_MAX = 20


class Answers(Protocol):
    """What answers questions."""

    def settle(self, ask: Ask) -> str:
        """How it ended."""

    def compose(self, ask: Ask, earlier: Sequence[str]) -> tuple[tuple[Packed, ...], str]:
        """The messages of the answer, and how it went."""

    def note_gap(self, ask: Ask, outcome: str, earlier: Sequence[str]) -> None:
        """A question without an answer is kept for staff."""


class Changes(Protocol):
    """What changes our messages."""

    def update(self, channel: str, ts: str, message: Packed) -> None:
        """The message reads like this from now on."""

    def delete(self, channel: str, ts: str) -> None:
        """The message is gone."""


@dataclass(frozen=True, slots=True)
class Revising:
    """Threads may use it at once. What is a day old stays as it is: where it stands is forgotten by then."""

    room: Changes
    outbox: Outbox
    conversations: Conversations
    deliveries: Deliveries
    gaps: Gaps
    refusing: Refusing

    def change(self, ask: Ask, answers: Answers) -> str:
        """How it ended, for the log; done again with the same change, it makes no difference.

        Raises:
            SendRefused, SendLater, StoreUnavailable: as the calls that it makes.
        """
        turn = self.conversations.turn_of(ask.team, ask.channel, ask.ts)
        if turn is None:
            return answers.settle(_original(ask, "mention")) if ask.surface == "called" else "unknown"
        if ask.surface == "deleted":
            return self._take_back(ask, turn)
        # Slack may tell of an edit late: what was written after it stands.
        if ask.changed_ts <= turn.edited_ts:
            return "outdated"
        if ask.text == turn.question:
            self.conversations.revise(replace(turn, edited_ts=ask.changed_ts))
            return "same"
        return self._revise(ask, turn, answers)

    def _revise(self, ask: Ask, turn: Turn, answers: Answers) -> str:
        sent = self._sent(ask.about)
        if not sent:
            return "too_late"
        asked = _original(ask, "dm" if ask.channel.startswith("D") else "mention")
        # Each edit counts as one more question; beyond the limits the answer stays as it was.
        if self.refusing.refuses(replace(asked, key=ask.key)):
            return "limited"
        earlier = self.conversations.questions_leading_to(turn.thread, ask.ts)
        messages, outcome = answers.compose(asked, earlier)
        keys = _keys(ask.about, len(messages))
        for key, message in zip(keys, messages, strict=True):
            if key in sent:
                blocks = marked(message, mark_of(key))
                self.room.update(ask.channel, sent[key], Packed(message.text, blocks))
            else:
                self.outbox.deliver_one(key, Address(ask.channel, ask.thread_ts), message)
        self._delete({key: ts for key, ts in sent.items() if key not in keys}, ask.channel)
        self.gaps.withdraw(ask.team, ask.channel, ask.ts)
        answers.note_gap(asked, outcome, earlier)
        self.conversations.revise(replace(turn, question=ask.text, outcome=outcome, edited_ts=ask.changed_ts))
        return outcome

    def _take_back(self, ask: Ask, turn: Turn) -> str:
        # What somebody shared about the message goes too. An edit leaves it alone: they shared what they had read.
        self._delete(self._sent(ask.about) | self._sent(shared_key(ask.about)), ask.channel)
        self.gaps.withdraw(ask.team, ask.channel, ask.ts)
        self.conversations.drop(turn)
        return "taken_back"

    def _delete(self, sent: dict[str, str], channel: str) -> None:
        for ts in sent.values():
            try:
                self.room.delete(channel, ts)
            except SendRefused as error:
                # Somebody was faster, or the channel is closed: in either case nothing is left to do.
                log.info("not_deleted", code=error.code)
        # A longer answer later is posted anew: what was deleted must not count as there.
        self.outbox.forget(tuple(sent))

    def _sent(self, reply_key: str) -> dict[str, str]:
        return self.deliveries.sent(_keys(reply_key, _MESSAGES_MAX))


def _original(ask: Ask, surface: Surface) -> Ask:
    """The question as if it had been written like this from the start."""
    return replace(ask, key=ask.about, surface=surface, about="")


def _keys(reply_key: str, count: int) -> tuple[str, ...]:
    return tuple(f"{reply_key}/{number}" for number in range(count))
