"""A private answer for everybody to read: posted once, however often it is pressed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.directory import Directory
from bot.slack.errors import SendRefused
from bot.slack.parsing import Ask, Wire
from bot.slack.private.rows import private_note
from bot.slack.walkthrough.texts import fit, person
from bot.slack.web_api.failures import is_closed_to_us
from bot.slack.web_api.room_calls import Place
from bot.store.conversations import Conversations, ThreadId, Turn
from bot.walkthrough.events import PersonId
from prompts.catalogue.private import SharedHead
from prompts.rendering import Part, render

log = structlog.get_logger(__name__)

_QUESTION_CHARS_MAX = 300


class Interactions(Protocol):
    """What answers an interaction."""

    def respond(self, response_url: str, message: Packed) -> None:
        """One more message for the person."""

    def rewrite(self, response_url: str, message: Packed) -> None:
        """The message in the place of the one that was pressed."""


class Places(Protocol):
    """What Slack tells of channels."""

    def place(self, channel: str) -> Place:
        """The channel."""


Compose = Callable[[Ask, tuple[Part, ...]], tuple[Sequence[Packed], str]]
"""The answer for everybody where the question was asked, below these parts, and its outcome."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Threads may use it at once."""

    outbox: Outbox
    conversations: Conversations
    interactions: Interactions
    places: Places
    directory: Directory

    def share(self, ask: Ask, compose: Compose) -> str:
        """How it ended, for the log. What others may not read is not in it: it is answered again, for all of them.

        Raises:
            SendLater, StoreUnavailable: try again.
        """
        try:
            is_shared = self.places.place(ask.channel).is_shared
            answered = replace(ask, shared="yes" if is_shared else "")
            messages, outcome = compose(answered, self._head(ask))
            self._post(ask, messages, outcome)
        except SendRefused as error:
            log.info("not_shared", key=ask.key, code=error.code)
            if not is_closed_to_us(error.code):
                raise
            self.interactions.respond(ask.response_url, private_note("not_here"))
            return "refused"
        try:
            self.interactions.rewrite(ask.response_url, private_note("shared"))
        except SendRefused as error:
            # Taken away by the person meanwhile, or too late: everybody can see that it is shared.
            log.info("share_not_noted", code=error.code)
        return "shared"

    def _head(self, ask: Ask) -> tuple[Part, ...]:
        name = person(self.directory.names([PersonId(ask.author)]), PersonId(ask.author))
        return render(SharedHead(name, "" if ask.ts else fit(ask.text, _QUESTION_CHARS_MAX)))

    def _post(self, ask: Ask, messages: Sequence[Packed], outcome: str) -> None:
        key = shared_key(f"{ask.team}:{ask.channel}:{ask.ts}" if ask.ts else ask.about)
        if ask.thread_ts:
            turn = _turn(ask, ask.thread_ts, ask.ts, outcome)
            self.outbox.deliver(key, Address(ask.channel, ask.thread_ts), messages, turn)
            return
        first, *others = messages
        root = self.outbox.deliver_one(f"{key}/0", Address(ask.channel), first)
        for number, message in enumerate(others, 1):
            self.outbox.deliver_one(f"{key}/{number}", Address(ask.channel, root), message)
        self.conversations.keep(_turn(ask, root, root, outcome))


def shared_key(about: str) -> str:
    """The reply key of what is shared: for a message (by `team:channel:ts`) once, whoever asked about it; or for a key.

    By the message it is found when that is deleted.
    """
    return f"{about}:shared"


def read_share(body: Wire, asked: Ask | None, person_id: str) -> Ask | str:
    """What to do for a press on *Share in channel*, or the kind of note that says why nothing can be done.

    Args:
        body: of the press.
        asked: the question that the button names, if it is still known.
        person_id: who pressed.
    """
    channel = str((body.get("channel") or {}).get("id") or "")
    if asked is None or asked.channel != channel:
        return "too_old"
    if asked.author != person_id:
        return "not_yours"
    pressed = str(body.get("trigger_id") or "")
    url = str(body.get("response_url") or "")
    return replace(asked, key=f"{asked.key}:share:{pressed}", surface="share", response_url=url, about=asked.key)


def _turn(ask: Ask, thread_ts: str, message_ts: str, outcome: str) -> Turn:
    return Turn(ThreadId(ask.team, ask.channel, thread_ts), message_ts, ask.written_by, ask.text, outcome, time.time())
