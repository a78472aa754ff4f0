"""Time, names and routes for tests of the web: nothing waits, and nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import httpcore2

from knowledge.web.media import PAGE_TYPES
from knowledge.web.networks import IPAddress
from knowledge.web.outcomes import NOTHING_KNOWN, FetchOutcome, NotFetched, Validators

STARTED = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


class FakeClock:
    """Time that passes only when somebody waits; `waits` holds how long each time."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._passed_s = 0.0

    def now(self) -> datetime:
        return STARTED + timedelta(seconds=self._passed_s)

    def monotonic(self) -> float:
        return self._passed_s

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._passed_s += seconds


class FakeResolver:
    """Knows each name's answers, one a question, the last one for ever; `asked` holds the names in order."""

    def __init__(self, answers: Mapping[str, Iterable[Iterable[str]]]) -> None:
        self._answers = {name: [tuple(map(ip_address, answer)) for answer in each] for name, each in answers.items()}
        self.asked: list[str] = []

    def resolve(self, host: str, timeout_s: float) -> tuple[IPAddress, ...]:  # noqa: ARG002 - it knows at once
        self.asked.append(host)
        answers = self._answers.get(host, [()])
        return answers.pop(0) if len(answers) > 1 else answers[0]


class RoutedNetwork(httpcore2.SyncBackend):
    """Brings connections to public addresses to servers on this machine; `connected` holds where they meant to go."""

    def __init__(self, routes: Mapping[str, int]) -> None:
        self._routes = routes
        self.connected: list[tuple[str, int]] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self.connected.append((host, port))
        if host not in self._routes:
            raise httpcore2.ConnectError("there is no way to it in this test")
        return super().connect_tcp("127.0.0.1", self._routes[host], timeout, local_address, socket_options)


class FakePages:
    """A web of outcomes, one a URL; `asked` holds what was asked for, and with what was known."""

    def __init__(self, outcomes: Mapping[str, FetchOutcome]) -> None:
        self.outcomes = dict(outcomes)
        self.asked: list[tuple[str, Validators]] = []

    def fetch(
        self,
        url: str,
        known: Validators = NOTHING_KNOWN,
        types: AbstractSet[str] = PAGE_TYPES,  # noqa: ARG002 - each URL has one outcome
    ) -> FetchOutcome:
        self.asked.append((url, known))
        return self.outcomes.get(url, NotFetched(url, "not_found"))
