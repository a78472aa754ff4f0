"""Delivery over Socket Mode: who is connected, what is under way, what must be sent again.

An event goes to one socket. It is sent again when no acknowledgement comes within three seconds, when its socket
dies, and as soon as a socket opens if there was none. Clicks, commands and submissions are never sent again.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode and https://docs.slack.dev/apis/events-api#retries.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.playground.errors import NotAnswered
from bot.playground.workspace import Wire

EnvelopeKind = Literal["events_api", "interactive", "slash_commands"]
ACK_TIMEOUT_S = 3.0
RETRY_DELAYS_S = (0.0, 60.0, 300.0)
_DELIVERIES_MAX = 5000


class Socket(Protocol):
    """One open connection of the app."""

    @property
    def is_draining(self) -> bool:
        """Whether another one is to be used when there is one."""

    def send(self, envelope: Wire) -> None:
        """Put an envelope on the wire, in order, without waiting."""


@dataclass(slots=True)
class Attempt:
    """One time that a delivery was put on a socket."""

    envelope_id: str
    at_s: float
    retry_attempt: int
    retry_reason: str


@dataclass(slots=True)
class Delivery:
    """One payload for the app, until it is acknowledged."""

    kind: EnvelopeKind
    payload: Wire
    answer: asyncio.Future[Wire]
    attempts: list[Attempt] = field(default_factory=list)
    acked_at_s: float = 0.0
    ack_payload: Wire = field(default_factory=dict)
    failed: str = ""
    timer: asyncio.TimerHandle | None = None

    @property
    def event_id(self) -> str:
        """The event's id; empty for what is no event."""
        return str(self.payload.get("event_id", ""))


class SocketHub:
    """Chooses sockets, keeps time, counts attempts. Lives in one event loop."""

    def __init__(
        self,
        ack_timeout_s: float = ACK_TIMEOUT_S,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Start with no socket."""
        self._clock = clock
        self.deliveries: list[Delivery] = []
        self.sockets: dict[Socket, dict[str, Delivery]] = {}
        self._ack_timeout_s = ack_timeout_s
        self._retry_delays_s = retry_delays_s
        self._by_envelope: OrderedDict[str, Delivery] = OrderedDict()
        self._waiting: list[Delivery] = []
        self._turn = 0

    def post_event(self, payload: Wire) -> Delivery:
        """Send an event, now or when a socket opens."""
        delivery = self._new("events_api", payload)
        self._attempt(delivery)
        return delivery

    async def ask(self, kind: EnvelopeKind, payload: Wire) -> Wire:
        """The payload of the app's acknowledgement, often empty.

        Raises:
            NotAnswered: `dispatch_failed` without a socket, `operation_timeout` after three seconds.
        """
        delivery = self._new(kind, payload)
        self._attempt(delivery)
        return await delivery.answer

    def redeliver(self, delivery: Delivery) -> None:
        """Send an event once more, although it may have been acknowledged, as Slack does now and then."""
        self._attempt(delivery, "timeout")

    def turn_round(self) -> None:
        """What waits for a socket comes last first: Slack promises no order."""
        self._waiting.reverse()

    def opened(self, socket: Socket) -> None:
        """A socket is ready: it gets at once what waited for one."""
        self.sockets[socket] = {}
        waiting, self._waiting = self._waiting, []
        for delivery in waiting:
            self._attempt(delivery, "connection_failed", retry_attempt=max(1, len(delivery.attempts)))

    def closed(self, socket: Socket) -> None:
        """A socket is gone: what it did not acknowledge goes to another one."""
        for delivery in self.sockets.pop(socket, {}).values():
            if not delivery.acked_at_s:
                self._retry_or_fail(delivery, "connection_failed", delay_s=0.0)

    def acknowledged(self, envelope_id: str, payload: Wire) -> Delivery | None:
        """The delivery that this envelope carried, now done; None when it is not known."""
        delivery = self._by_envelope.get(envelope_id)
        if delivery is None or delivery.acked_at_s:
            return delivery
        delivery.acked_at_s, delivery.ack_payload = self._clock(), payload
        _stop(delivery)
        for under_way in self.sockets.values():
            for attempt in delivery.attempts:
                under_way.pop(attempt.envelope_id, None)
        if not delivery.answer.done():
            delivery.answer.set_result(payload)
        return delivery

    def failed(self, envelope_id: str, reason: str) -> None:
        """The app did not take this envelope, and the other side said so at once."""
        delivery = self._by_envelope.get(envelope_id)
        if delivery is None or delivery.acked_at_s:
            return
        _stop(delivery)
        tries = len(delivery.attempts)
        delay_s = self._retry_delays_s[tries - 1] if tries <= len(self._retry_delays_s) else None
        self._retry_or_fail(delivery, reason, delay_s)

    def close(self) -> None:
        """Stop every timer and give up on every answer."""
        for delivery in self.deliveries:
            _stop(delivery)
            delivery.answer.cancel()

    def _new(self, kind: EnvelopeKind, payload: Wire) -> Delivery:
        delivery = Delivery(kind, payload, asyncio.get_running_loop().create_future())
        self.deliveries.append(delivery)
        if len(self.deliveries) > _DELIVERIES_MAX:
            del self.deliveries[: _DELIVERIES_MAX // 5]
        while len(self._by_envelope) > 2 * _DELIVERIES_MAX:
            self._by_envelope.popitem(last=False)
        return delivery

    def _attempt(self, delivery: Delivery, reason: str = "", retry_attempt: int | None = None) -> None:
        ready = [socket for socket in self.sockets if not socket.is_draining] or list(self.sockets)
        if not ready:
            self._wait_or_fail(delivery)
            return
        self._turn += 1
        socket = ready[self._turn % len(ready)]
        loop = asyncio.get_running_loop()
        number = len(delivery.attempts) if retry_attempt is None else retry_attempt
        attempt = Attempt(str(uuid.uuid4()), self._clock(), number, reason)
        delivery.attempts.append(attempt)
        self._by_envelope[attempt.envelope_id] = delivery
        self.sockets[socket][attempt.envelope_id] = delivery
        _stop(delivery)
        if not delivery.acked_at_s:
            delivery.timer = loop.call_later(self._ack_timeout_s, self._timed_out, delivery)
        socket.send(_envelope(delivery, attempt))

    def _timed_out(self, delivery: Delivery) -> None:
        if not delivery.acked_at_s:
            tries = len(delivery.attempts)
            delay_s = self._retry_delays_s[tries - 1] if tries <= len(self._retry_delays_s) else None
            self._retry_or_fail(delivery, "timeout", delay_s)

    def _retry_or_fail(self, delivery: Delivery, reason: str, delay_s: float | None) -> None:
        if delivery.kind != "events_api":
            _fail(delivery, "operation_timeout")
        elif delay_s is None:
            delivery.failed = reason
        elif delay_s:
            delivery.timer = asyncio.get_running_loop().call_later(delay_s, self._attempt, delivery, reason)
        else:
            self._attempt(delivery, reason)

    def _wait_or_fail(self, delivery: Delivery) -> None:
        if delivery.kind != "events_api":
            _fail(delivery, "dispatch_failed")
        elif delivery not in self._waiting:
            self._waiting.append(delivery)
            del self._waiting[: max(0, len(self._waiting) - _DELIVERIES_MAX)]


def _envelope(delivery: Delivery, attempt: Attempt) -> Wire:
    envelope: Wire = {
        "envelope_id": attempt.envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": attempt.retry_attempt, "retry_reason": attempt.retry_reason}
    return envelope


def _fail(delivery: Delivery, code: str) -> None:
    delivery.failed = code
    if not delivery.answer.done():
        delivery.answer.set_exception(NotAnswered(code))


def _stop(delivery: Delivery) -> None:
    if delivery.timer:
        delivery.timer.cancel()
        delivery.timer = None
