"""What can come of asking for a page. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from knowledge.web.media import PAGE_TYPES

Reason = Literal[
    "not_found",  # 404
    "gone",  # 410
    "server_error",  # 5xx, or an answer that means nothing to a reader of pages
    "slow",  # it did not come in time
    "too_large",
    "redirect_loop",
    "redirects_many",
    "login",  # it wants to know who asks
    "robots",  # the site asks robots to leave this page alone
    "private_address",  # it is, or leads to, an address that is not of the public internet
    "scheme",  # neither http nor https
    "bad_url",  # not an address, or one with a name, password or unusual port in it
    "tls",  # the connection could not be made secure
    "no_connection",  # no such name, nobody there, or cut off
    "wrong_type",  # not a page, PDF, Word file, text or XML
    "soft_404",  # it answers "found" and says "not found", or says nothing at all
    "rate_limited",  # the site asks for more time than a run has
]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server can compare to say "unchanged"; true of `url` only, the address that answered."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came; `content_type` is `type/subtype`, with `; charset=…` when the server names one."""

    url: str
    final_url: str
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that what is known is still right."""

    url: str


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Nothing came, and why."""

    url: str
    reason: Reason


FetchOutcome = Fetched | Unchanged | NotFetched


class PageSource(Protocol):
    """What brings pages: a `Fetcher`, or one that has them at hand."""

    def fetch(self, url: str, known: Validators = NOTHING_KNOWN, types: AbstractSet[str] = PAGE_TYPES) -> FetchOutcome:
        """The page at `url` of one of these types, or that it is as `known`, or why there is none."""
