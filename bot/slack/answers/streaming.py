"""A long answer grows before its reader's eyes: one message, part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendError, SendLater
from bot.slack.parsing import Ask

log = structlog.get_logger(__name__)

Blocks = tuple[dict[str, Any], ...]

# Of the answers to our judged questions half have less than 2,050 characters, and 19 in 20 less than this: what people
# are used to comes at once.
LONG_CHARS_MIN = 2_500
# About as much as people read in a quarter of a minute; every part is a call.
_PART_CHARS_MIN = 1_500
# Source: Slack's answer to any other id, https://docs.slack.dev/reference/methods/chat.startStream
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
# Slack still holds the message as one that grows.
_GROWS_STILL = "streaming_state_conflict"
# The reader pressed Slack's button before we heard of it.
_STOPPED = "stopped_by_user"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for: they see it grow, everybody else sees it when it has grown."""

    team: str
    user: str


class GrowingMessages(Protocol):
    """Slack's calls; each may raise `SendRefused` or `SendLater`."""

    def start_stream(self, channel: str, thread_ts: str, team: str, user: str, blocks: Blocks) -> str:
        """Slack's `ts` of the new message, which grows."""

    def append_stream(self, channel: str, ts: str, blocks: Blocks) -> None:
        """It has these blocks as well."""

    def stop_stream(self, channel: str, ts: str, blocks: Blocks) -> None:
        """It ends with these blocks."""

    def update(self, channel: str, ts: str, text: str, blocks: Blocks) -> None:
        """It reads like this, whatever stood there."""


def recipient_of(ask: Ask) -> Recipient | None:
    """Who asked, as somebody of our own workspace; None for what is no person to Slack.

    Who is of another organization is told all the same: Slack refuses them here, and gets a post, or shows them the
    message when it has grown, a moment later.
    """
    return Recipient(ask.team, ask.author) if _PERSON.fullmatch(ask.author) else None


def is_long(message: Packed) -> bool:
    """Whether a message is longer than what people are used to, and can come in parts."""
    return sum(map(_chars, message.blocks)) >= LONG_CHARS_MIN and len(parts_of(message.blocks)) > 1


def parts_of(blocks: Blocks) -> tuple[Blocks, ...]:
    """The blocks in order, in parts of some length; what has no words of its own goes with what is before it."""
    parts: list[list[dict[str, Any]]] = []
    for block in blocks:
        if not parts or (_chars(block) and sum(map(_chars, parts[-1])) >= _PART_CHARS_MIN):
            parts.append([])
        parts[-1].append(block)
    return tuple(map(tuple, parts))


class Streams:
    """Messages that grow. Nothing is kept between two calls; threads may use it at once."""

    def __init__(self, calls: GrowingMessages) -> None:
        """`calls` must repeat none but `update`."""
        self._calls = calls

    def begin(self, channel: str, thread_ts: str, recipient: Recipient, blocks: Blocks) -> str | None:
        """Slack's `ts` of a new message with the first part; None when it certainly is not there.

        Raises:
            SendLater: it may be there.
        """
        first = parts_of(blocks)[0]
        try:
            return self._calls.start_stream(channel, thread_ts, recipient.team, recipient.user, first)
        except SendError as error:
            if isinstance(error, SendLater) and error.maybe_sent:
                raise
            log.info("stream_refused", code=error.code)
            return None

    def go_on(self, channel: str, ts: str, message: Packed, is_wanted: Callable[[], bool]) -> bool:
        """Whether all of the message stands there; otherwise what was there when it was not wanted any more.

        Args:
            channel: where it is.
            ts: the message that has begun.
            message: all of it, the first part too.
            is_wanted: asked before each part.

        Raises:
            SendRefused, SendLater: a part of it is there.
        """
        try:
            return self._append(channel, ts, parts_of(message.blocks)[1:], is_wanted)
        except SendError as error:
            # Slack ends a stream by itself after some minutes, and a part whose answer was lost may be there or not.
            log.info("stream_broke", code=error.code)
            if error.code == _STOPPED or not is_wanted():
                self._end(channel, ts)
                return False
        self.complete(channel, ts, message)
        return True

    def complete(self, channel: str, ts: str, message: Packed) -> None:
        """All of the message stands there, however much of it did before; it grows no more.

        Raises:
            SendRefused, SendLater: as much of it is there as before.
        """
        try:
            self._calls.update(channel, ts, message.text, message.blocks)
        except SendError as error:
            if error.code != _GROWS_STILL:
                raise
            self._end(channel, ts)
            self._calls.update(channel, ts, message.text, message.blocks)

    def _append(self, channel: str, ts: str, parts: Sequence[Blocks], is_wanted: Callable[[], bool]) -> bool:
        for number, part in enumerate(parts, start=1):
            if not is_wanted():
                self._calls.stop_stream(channel, ts, ())
                return False
            send = self._calls.stop_stream if number == len(parts) else self._calls.append_stream
            send(channel, ts, part)
        return True

    def _end(self, channel: str, ts: str) -> None:
        try:
            self._calls.stop_stream(channel, ts, ())
        except SendError as error:
            # It has ended already, or Slack will end it by itself.
            log.info("stream_not_stopped", code=error.code)


def _chars(block: dict[str, Any]) -> int:
    texts = [block.get("text") or {}, *(block.get("elements") or ())]
    return sum(len(each["text"]) for each in texts if isinstance(each.get("text"), str))
