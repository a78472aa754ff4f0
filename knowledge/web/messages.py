"""What goes to a server, and what its answer means apart from the body. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from knowledge.web.addresses import WebAddress
from knowledge.web.outcomes import Reason

# A site that is asked too much and does not say how long to wait is left alone for this long.
PAUSE_UNTOLD_S = 60.0
HEADER_CHARS_MAX = 500
WITH_PAGE = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REASONS: dict[int, Reason] = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.GONE: "gone",
    HTTPStatus.UNAUTHORIZED: "login",
    HTTPStatus.FORBIDDEN: "login",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "login",
    HTTPStatus.REQUEST_TIMEOUT: "slow",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limited",
}
# Too many requests is the one refusal of a client that says nothing about the file. Source: RFC 9309, 2.3.1
_NO_ROBOTS = frozenset(range(400, 500)) - {HTTPStatus.TOO_MANY_REQUESTS}
_PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a checked address; `takes` looks at the answer's type before its body is read."""

    to: WebAddress
    headers: Mapping[str, str]
    bytes_max: int
    takes: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `headers` have small letters as keys; `body` is unpacked, and empty without `WITH_PAGE`."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The header's value; empty when there is none."""
        return self.headers.get(name, "")

    @property
    def reason(self) -> Reason | None:
        """Why there is no page in it; None when there is one."""
        return None if self.status in WITH_PAGE else _REASONS.get(self.status, "server_error")

    @property
    def says_no_robots(self) -> bool:
        """Whether a site that was asked for its robots.txt has none."""
        return self.status in _NO_ROBOTS

    @property
    def location(self) -> str:
        """Where it sends the reader, as it says so; empty when it does not."""
        return self.header("location") if self.status in _REDIRECTS else ""

    def pause_s(self, now: datetime) -> float | None:
        """How long a busy server wants to be left alone; None when it is not busy."""
        told = _seconds(self.header("retry-after"), now)
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return PAUSE_UNTOLD_S if told is None else told
        return told if self.status == HTTPStatus.SERVICE_UNAVAILABLE else None


def kept_value(header: str) -> str:
    """A header that can be sent back later; empty when it is long or holds more than plain signs."""
    return header if len(header) <= HEADER_CHARS_MAX and _PRINTABLE.fullmatch(header) else ""


def _seconds(told: str, now: datetime) -> float | None:
    """From `Retry-After`: seconds or a date. Source: RFC 9110, 10.2.3."""
    if re.fullmatch(r"[0-9]{1,9}", told):
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)
