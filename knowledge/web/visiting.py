"""One address asked with manners: at its pace, resolved once, checked, within the seconds that are left."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.web.addresses import AddressRules, WebAddress, may_connect
from knowledge.web.clock import Clock
from knowledge.web.errors import Stopped
from knowledge.web.messages import Answer, Request
from knowledge.web.networks import IPAddress
from knowledge.web.pace import PAUSE_S_MAX, Pace
from knowledge.web.resolving import Resolver

if TYPE_CHECKING:
    import httpcore2


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may cost. `request_s` is for all of its redirects together, politeness not counted."""

    connect_s: float = 5.0
    request_s: float = 30.0
    body_bytes_max: int = 10_000_000
    redirects_max: int = 5


@dataclass(slots=True)
class Spending:
    """What one page has cost so far."""

    seconds: float = 0.0


class Visitor:
    """Asks; keeps the pace of every host for one run."""

    def __init__(
        self,
        rules: AddressRules,
        limits: Limits,
        clock: Clock,
        resolver: Resolver,
        network: httpcore2.NetworkBackend | None,
        tls: ssl.SSLContext | None,
    ) -> None:
        self._rules = rules
        self._limits = limits
        self._clock = clock
        self._resolver = resolver
        self._network = network
        self._tls = tls
        self._pace = Pace(clock)

    def slow_down(self, host: str, gap_s: float) -> None:
        """Leave at least `gap_s` between two requests to this host."""
        self._pace.slow_down(host, gap_s)

    def ask(self, request: Request, spending: Spending) -> Answer:
        """The answer; a busy site that asks for a short pause gets it, and is asked once more.

        Raises:
            Stopped: there is no answer that can be used.
        """
        answer = self._ask_once(request, spending)
        if self._pauses(request, answer):
            answer = self._ask_once(request, spending)
            self._pauses(request, answer)
        return answer

    def _pauses(self, request: Request, answer: Answer) -> bool:
        """Whether the site wants a pause that is short enough to wait for; long ones are kept too."""
        pause_s = answer.pause_s(self._clock.now())
        if pause_s is None:
            return False
        self._pace.pause(request.to.host, pause_s)
        return pause_s <= PAUSE_S_MAX

    def _ask_once(self, request: Request, spending: Spending) -> Answer:
        # Here and not above: what makes requests takes a while to load, and a run without web pages needs none of it.
        import httpcore2

        from knowledge.web.connecting import Deadline
        from knowledge.web.exchange import Wire, exchange

        if not self._pace.wait(request.to.host):
            raise Stopped("rate_limited")
        self._network = self._network or httpcore2.SyncBackend()
        self._tls = self._tls or ssl.create_default_context()
        started = time.monotonic()
        deadline = Deadline(self._limits.request_s - spending.seconds)
        try:
            wire = Wire(self._addresses(request.to), deadline, self._limits.connect_s, self._network, self._tls)
            return exchange(request, wire)
        finally:
            spending.seconds += time.monotonic() - started

    def _addresses(self, to: WebAddress) -> tuple[IPAddress, ...]:
        """Where to connect: what the name stands for now, looked up once."""
        found = (to.number,) if to.number else self._resolver.resolve(to.host, self._limits.connect_s)
        if not found:
            raise Stopped("no_connection")
        if not may_connect(to, found, self._rules):
            raise Stopped("private_address")
        return found
