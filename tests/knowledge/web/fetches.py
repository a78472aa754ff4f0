"""A site, and a fetcher that may ask it."""

from __future__ import annotations

from knowledge.web.addresses import AddressRules
from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import Fetched, FetchOutcome, NotFetched
from knowledge.web.visiting import Limits
from tests.fakes.web import FakeClock
from tests.knowledge.web.sites import Reply, Site

PUBLIC = "93.184.215.14"
QUICK = Limits(connect_s=0.3, request_s=0.3, body_bytes_max=200_000)
ROOMY = Limits(connect_s=5, request_s=20, body_bytes_max=200_000)


def fetcher_of(site: Site, clock: FakeClock | None = None, limits: Limits = ROOMY) -> Fetcher:
    """One that may ask this site."""
    return Fetcher(rules=AddressRules(frozenset({site.authority})), limits=limits, clock=clock or FakeClock())


def fetched(outcome: FetchOutcome) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def reason(site: Site, reply: Reply, limits: Limits = ROOMY) -> str:
    """Why a page that is answered like this is not fetched."""
    site.replies["/page"] = reply
    outcome = fetcher_of(site, limits=limits).fetch(site.url("/page"))
    assert isinstance(outcome, NotFetched), outcome
    assert outcome.url == site.url("/page")
    return outcome.reason
