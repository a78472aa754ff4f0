"""Each reply is posted once, even over a crash (decision 0003)."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.slack.answers.marks import mark_of
from bot.slack.answers.streaming import GrowingMessages, Recipient, Streams, is_long
from bot.slack.block_kit.blocks import Packed, marked
from bot.slack.errors import SendLater, SendRefused
from bot.store.conversations import Turn
from bot.store.deliveries import Claim, Intent

log = structlog.get_logger(__name__)

# How long an echo of a post that may be there is waited for. Slack sends an event again at once when the socket is
# back.  Source: https://docs.slack.dev/apis/events-api#retries
ECHO_WAIT_S = 5.0
# Echoes come back within seconds; this is hours of traffic.
_REMEMBERED_MAX = 10_000


class Poster(GrowingMessages, Protocol):
    """What can put a message into a thread, at once or part by part."""

    def post(self, channel: str, thread_ts: str, text: str, blocks: tuple[dict[str, Any], ...]) -> str:
        """Slack's `ts` of the message."""


class DeliveryRecord(Protocol):
    """What remembers, over a crash, what was meant to go out."""

    def claim(self, intent: Intent, turn: Turn | None = None) -> Claim:
        """What is known about the message; it is on disk from now on."""

    def settle(self, mark: str, ts: str) -> None:
        """Slack has the message."""

    def settle_stream(self, channel: str, thread_ts: str, ts: str) -> str:
        """The mark of the message that began to grow there as `ts`; empty when that is not certain."""

    def finish(self, mark: str) -> None:
        """Nothing more is to come of the message."""

    def withdraw(self, reply_key: str) -> None:
        """Slack certainly does not have it."""

    def drop(self, reply_keys: Sequence[str]) -> None:
        """Nothing is known of these messages any more."""


@dataclass(frozen=True, slots=True)
class Address:
    """The thread to answer in; without `thread_ts` the channel itself."""

    channel: str
    thread_ts: str = ""
    recipient: Recipient | None = None
    """Who sees a long message grow; without one it is posted whole."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message that Slack has; not all of it, when it was stopped as it grew."""

    ts: str
    is_all_sent: bool = True


class Outbox:
    """The way out. Threads may use it at once."""

    def __init__(self, poster: Poster, record: DeliveryRecord, echo_wait_s: float = ECHO_WAIT_S) -> None:
        """Every post goes through `poster`; `record` survives a crash."""
        self._poster = poster
        self._streams = Streams(poster)
        self._record = record
        self._echo_wait_s = echo_wait_s
        self._heard = threading.Condition()
        self._sent: OrderedDict[str, str] = OrderedDict()
        """Mark to `ts`: what this process knows Slack has."""
        self._noted: OrderedDict[str, str] = OrderedDict()
        """The same, once it is on disk."""
        self._delivering: set[str] = set()
        """The marks that somebody is delivering right now."""

    def deliver(
        self,
        reply_key: str,
        address: Address,
        messages: Sequence[Packed],
        turn: Turn,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Whether every message is in the thread, once, in order; the turn is kept with the first.

        Before each one, and each part of a long one, `is_wanted` is asked: from the first that is not on, nothing is
        posted.

        Raises:
            SendRefused: Slack will never take it.
            SendLater: try again with the same key.
            StoreUnavailable: the database does not answer; nothing was posted that is not on disk.
        """
        for number, message in enumerate(messages):
            if not is_wanted():
                return False
            key = f"{reply_key}/{number}"
            if not self._deliver(key, address, message, None if number else turn, is_wanted).is_all_sent:
                return False
        return True

    def deliver_one(self, key: str, address: Address, message: Packed, turn: Turn | None = None) -> str:
        """Slack's `ts` of the message, which is there once.

        Raises:
            SendRefused, SendLater, StoreUnavailable: as `deliver`.
        """
        return self._deliver(key, address, message, turn, lambda: True).ts

    def forget(self, reply_keys: Sequence[str]) -> None:
        """These messages were taken away again: delivered once more, they are posted anew.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        self._record.drop(reply_keys)
        with self._heard:
            for mark in map(mark_of, reply_keys):
                self._sent.pop(mark, None)
                self._noted.pop(mark, None)

    def note_echo(self, mark: str, ts: str) -> None:
        """Our own post came back: Slack has it, and that is on disk when this returns.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        self._settle(mark, ts)

    def note_stream(self, channel: str, thread_ts: str, ts: str) -> None:
        """A message of ours began to grow in this thread, as `ts`; its mark is not to be seen before it has grown.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        mark = self._record.settle_stream(channel, thread_ts, ts)
        if mark:
            self._remember(self._sent, mark, ts)
            self._remember(self._noted, mark, ts)

    def is_noted(self, mark: str) -> bool:
        """Whether nothing has to be written for an echo of this mark."""
        with self._heard:
            return mark in self._noted

    @contextmanager
    def _alone(self, mark: str) -> Iterator[None]:
        with self._heard:
            self._heard.wait_for(lambda: mark not in self._delivering)
            self._delivering.add(mark)
        try:
            yield
        finally:
            with self._heard:
                self._delivering.discard(mark)
                self._heard.notify_all()

    def _deliver(
        self, key: str, address: Address, message: Packed, turn: Turn | None, is_wanted: Callable[[], bool]
    ) -> _Sent:
        mark = mark_of(key)
        streamed_in = address.thread_ts if address.recipient and is_long(message) else ""
        message = Packed(message.text, marked(message, mark))
        # Somebody else who delivers the same may be held up by Slack for longer than an echo is waited for.
        with self._alone(mark):
            intent = Intent(key, mark, address.channel, streamed_in)
            claim = self._record.claim(intent, turn)
            ts = claim.ts or self._sent_ts(mark)
            if ts is None and not claim.is_new:
                ts = self._wait_for_echo(mark)
            if ts is None:
                sent = self._send(intent, address, message, is_wanted, is_first=claim.is_new)
            else:
                sent = _Sent(ts)
                if claim.ts is None:
                    self._settle(mark, ts)
                if not claim.is_finished:
                    # Somebody began to stream it, and nobody knows how far they came.
                    self._streams.complete(address.channel, ts, message)
            if not claim.is_finished:
                self._record.finish(mark)
        return sent

    def _send(
        self, intent: Intent, address: Address, message: Packed, is_wanted: Callable[[], bool], *, is_first: bool
    ) -> _Sent:
        # What was tried before is not tried as a stream again: whatever was in its way may still be there.
        if address.recipient and intent.streamed_in and is_first:
            ts = self._streams.begin(address.channel, address.thread_ts, address.recipient, message.blocks)
            if ts is not None:
                self._settle(intent.mark, ts)
                return _Sent(ts, self._streams.go_on(address.channel, ts, message, is_wanted))
        ts = self._post(intent, address, message)
        self._settle(intent.mark, ts)
        return _Sent(ts)

    def _post(self, intent: Intent, address: Address, message: Packed) -> str:
        try:
            ts = self._poster.post(address.channel, address.thread_ts, message.text, message.blocks)
        except SendRefused:
            self._record.withdraw(intent.reply_key)
            raise
        except SendLater as error:
            if not error.maybe_sent:
                self._record.withdraw(intent.reply_key)
            raise
        return ts

    def _settle(self, mark: str, ts: str) -> None:
        self._remember(self._sent, mark, ts)
        if not self.is_noted(mark):
            self._record.settle(mark, ts)
            self._remember(self._noted, mark, ts)

    def _wait_for_echo(self, mark: str) -> str | None:
        started = time.monotonic()
        with self._heard:
            self._heard.wait_for(lambda: mark in self._sent, timeout=self._echo_wait_s)
            ts = self._sent.get(mark)
        log.info("echo_waited_for", mark=mark, found=ts is not None, ms=round((time.monotonic() - started) * 1000))
        return ts

    def _sent_ts(self, mark: str) -> str | None:
        with self._heard:
            return self._sent.get(mark)

    def _remember(self, known: OrderedDict[str, str], mark: str, ts: str) -> None:
        with self._heard:
            known.setdefault(mark, ts)
            while len(known) > _REMEMBERED_MAX:
                known.popitem(last=False)
            self._heard.notify_all()
