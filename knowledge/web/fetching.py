"""Pages fetched politely and safely: a `Fetcher` lives for one run and asks one thing at a time.

Every address on the way (robots.txt, the page, each redirect) is checked, its name looked up once, and the connection
goes to what was checked. No proxy, cookie or password of the environment is ever used.
"""

from __future__ import annotations

import ssl
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from knowledge.web.addresses import PUBLIC_ONLY, AddressRules, BadAddress, WebAddress, check_url
from knowledge.web.clock import Clock, SystemClock
from knowledge.web.errors import Stopped
from knowledge.web.judging import judge_page, leads_to_login
from knowledge.web.media import HTML_TYPES, PAGE_TYPES, UNTOLD_TYPES, recognised, type_of, with_charset
from knowledge.web.messages import Answer, Request, kept_value
from knowledge.web.outcomes import NOTHING_KNOWN, Fetched, FetchOutcome, NotFetched, Reason, Unchanged, Validators
from knowledge.web.resolving import Resolver, SystemResolver
from knowledge.web.robots import Robots
from knowledge.web.visiting import Limits, Spending, Visitor

if TYPE_CHECKING:
    import httpcore2

PRODUCT = "PartnershipCoach"
USER_AGENT = f"{PRODUCT}/1.0"
# Four times what is read of it: a longer one is no robots.txt.
ROBOTS_FILE_BYTES_MAX = 2_000_000


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is to be brought: `url` as it was asked for. Without `types` it is a robots.txt: of any type, unasked."""

    url: str
    known: Validators = NOTHING_KNOWN
    types: AbstractSet[str] = frozenset()
    spending: Spending = field(default_factory=Spending)

    def takes(self, content_type: str) -> bool:
        return not self.types or type_of(content_type) in self.types | UNTOLD_TYPES


class Fetcher:
    """Brings pages, one at a time.

    Args:
        rules: what may be asked beyond public addresses.
        limits: how much one page may cost.
        clock: what politeness waits by.
        resolver: who knows which addresses a name has; the system's own by default.
        network: what makes connections; the system's own by default.
        tls: whom to trust; the machine's authorities by default, always checked.
        user_agent: how the coach introduces itself.
    """

    def __init__(
        self,
        *,
        rules: AddressRules = PUBLIC_ONLY,
        limits: Limits | None = None,
        clock: Clock | None = None,
        resolver: Resolver | None = None,
        network: httpcore2.NetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
        user_agent: str = USER_AGENT,
    ) -> None:
        self._rules = rules
        self._limits = limits or Limits()
        self._clock = clock or SystemClock()
        self._visitor = Visitor(rules, self._limits, self._clock, resolver or SystemResolver(), network, tls)
        self._user_agent = user_agent
        self._robots: dict[str, Robots | Reason] = {}

    def fetch(self, url: str, known: Validators = NOTHING_KNOWN, types: AbstractSet[str] = PAGE_TYPES) -> FetchOutcome:
        """The page at `url`, or that it is as `known`, or why there is none.

        Args:
            url: as somebody wrote it.
            known: what the server may compare to say "unchanged".
            types: media types that are of use.
        """
        errand = _Errand(url, known, types)
        try:
            to, answer = self._follow(errand)
            if answer.status == HTTPStatus.NOT_MODIFIED and known.url == to.url:
                return Unchanged(url)
            return self._judged(errand, to, answer)
        except Stopped as stopped:
            return NotFetched(url, stopped.reason)

    def _judged(self, errand: _Errand, to: WebAddress, answer: Answer) -> Fetched:
        """The answer as a page, when it is the page that was asked for."""
        if answer.reason:
            raise Stopped(answer.reason)
        if not answer.body.strip():
            raise Stopped("soft_404")
        media_type = type_of(answer.header("content-type"))
        if media_type in UNTOLD_TYPES:
            media_type = recognised(answer.body)
        if media_type not in errand.types:
            raise Stopped("wrong_type")
        judgement = judge_page(answer.body) if media_type in HTML_TYPES else ""
        if judgement:
            raise Stopped(judgement)
        return Fetched(
            errand.url,
            to.url,
            answer.body,
            with_charset(media_type, answer.header("content-type")),
            kept_value(answer.header("etag")),
            kept_value(answer.header("last-modified")),
            self._clock.now(),
        )

    def _follow(self, errand: _Errand) -> tuple[WebAddress, Answer]:
        """Where the way ended, and what stood there."""
        to = first = self._checked(errand.url)
        been = {to.url}
        while True:
            if errand.types:
                self._ask_leave(to)
            answer = self._visitor.ask(self._request(errand, to), errand.spending)
            if not answer.location:
                return to, answer
            to = self._redirected(to, answer.location)
            if leads_to_login(to.target, first.target):
                raise Stopped("login")
            if to.url in been:
                raise Stopped("redirect_loop")
            if len(been) > self._limits.redirects_max:
                raise Stopped("redirects_many")
            been.add(to.url)

    def _redirected(self, place: WebAddress, location: str) -> WebAddress:
        try:
            return self._checked(urljoin(place.url, location))
        except ValueError as error:  # brackets that do not match
            raise Stopped("bad_url") from error

    def _checked(self, url: str) -> WebAddress:
        match check_url(url, self._rules):
            case BadAddress(reason):
                raise Stopped(reason)
            case to:
                return to

    def _request(self, errand: _Errand, to: WebAddress) -> Request:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": ", ".join(sorted(errand.types)) or "text/plain, */*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if errand.known.url == to.url:
            validators = {"If-None-Match": errand.known.etag, "If-Modified-Since": errand.known.last_modified}
            headers |= {name: value for name, value in validators.items() if value}
        return Request(
            to, headers, self._limits.body_bytes_max if errand.types else ROBOTS_FILE_BYTES_MAX, errand.takes
        )

    def _ask_leave(self, to: WebAddress) -> None:
        """Nothing, when the site's robots.txt allows this page."""
        if to.origin not in self._robots:
            self._robots[to.origin] = self._read_robots(to)
        match self._robots[to.origin]:
            case Robots() as robots:
                if not robots.allows(to.url):
                    raise Stopped("robots")
            case reason:
                raise Stopped(reason)

    def _read_robots(self, to: WebAddress) -> Robots | Reason:
        """The rules of the site; or why they could not be read now, and then nothing else is read either.

        Source: RFC 9309, 2.3.1: what is not there forbids nothing; a server in trouble forbids everything.
        """
        try:
            _, answer = self._follow(_Errand(f"{to.origin}/robots.txt"))
        except Stopped as stopped:
            # A site that only sends round in circles, or to its login page, has none.
            is_none = stopped.reason in {"redirect_loop", "redirects_many", "login"}
            return Robots("", PRODUCT) if is_none else stopped.reason
        if answer.reason and not answer.says_no_robots:
            return answer.reason
        robots = Robots(answer.body.decode("utf-8", "replace"), PRODUCT)
        self._visitor.slow_down(to.host, robots.gap_s)
        return robots
