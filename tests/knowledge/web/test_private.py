"""No connection to a private address is ever made: a canary on this machine hears every one."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from knowledge.web.addresses import AddressRules
from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import Fetched, FetchOutcome, NotFetched
from tests.fakes.web import FakeClock, FakeResolver, RoutedNetwork
from tests.knowledge.web.sites import Canary, Site, canary, page, redirect, serving
from tests.knowledge.web.spellings import EVERY_FORM, NAMES

REFUSED = {"private_address", "bad_url", "scheme"}
PUBLIC = "93.184.215.14"


@pytest.fixture
def bird() -> Iterator[Canary]:
    with canary() as found:
        yield found


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def rules(bird: Canary, *allowed: str) -> AddressRules:
    """The canary's port is as good as any: only its address stands in the way."""
    return AddressRules(frozenset(allowed), frozenset({80, 443, bird.port}))


def reason(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, NotFetched), outcome
    return outcome.reason


def test_the_canary_hears_who_comes(bird: Canary) -> None:
    """It counts three visits by a reader that checks nothing, by number and by name."""
    for host in ("127.0.0.1", "localhost", "127.0.0.2"):
        with pytest.raises(OSError, match=r"."):
            urllib.request.urlopen(f"http://{host}:{bird.port}/", timeout=0.1)
    assert bird.visitors() == 3


def test_no_spelling_reaches_this_machine(bird: Canary) -> None:
    """Over a hundred forms, with the system's own resolver behind them: each refused, none connected."""
    assert len(EVERY_FORM) > 100
    fetcher = Fetcher(rules=rules(bird), clock=FakeClock())
    for form in EVERY_FORM:
        assert reason(fetcher.fetch(form.replace("{port}", str(bird.port)))) in REFUSED, form
    assert bird.visitors() == 0


def test_no_redirect_reaches_this_machine(bird: Canary, site: Site) -> None:
    """A good site that sends on to each of these forms: its own page is asked for, and nothing else."""
    in_a_header = [form for form in EVERY_FORM if form and not set(form) & set("\0\t\n")]
    forms = [form.replace("{port}", str(bird.port)) for form in in_a_header]
    assert len(forms) > 100
    fetcher = Fetcher(rules=rules(bird, site.authority), clock=FakeClock())
    for number, form in enumerate(forms):
        site.replies[f"/{number}"] = redirect(form)
        # Some are no addresses of their own: they lead back into the site, where nothing is found.
        assert reason(fetcher.fetch(site.url(f"/{number}"))) in REFUSED | {"not_found", "redirect_loop"}, form
    assert bird.visitors() == 0


def test_no_robots_txt_leads_to_this_machine(bird: Canary, site: Site) -> None:
    """Robots.txt is a page like any other; when it leads where nobody may go, the site is not read."""
    site.replies |= {"/robots.txt": redirect(f"http://127.0.0.1:{bird.port}/"), "/": page()}
    fetcher = Fetcher(rules=rules(bird, site.authority), clock=FakeClock())
    assert reason(fetcher.fetch(site.url())) == "private_address"
    assert bird.visitors() == 0


@pytest.mark.parametrize("answer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "10.0.0.1", "169.254.169.254"])
def test_no_name_reaches_a_private_address(bird: Canary, answer: str) -> None:
    """Whatever the name is, and also when a public address stands beside the private one."""
    for answers in ([answer], [PUBLIC, answer], [answer, PUBLIC]):
        network = RoutedNetwork({PUBLIC: bird.port, answer: bird.port})
        fetcher = Fetcher(
            rules=rules(bird),
            clock=FakeClock(),
            resolver=FakeResolver({name: [answers] for name in NAMES}),
            network=network,
        )
        for name in NAMES:
            assert reason(fetcher.fetch(f"http://{name}:{bird.port}/")) == "private_address"
        assert network.connected == []
    assert bird.visitors() == 0


def test_names_of_this_machine_are_known_to_lead_here(bird: Canary) -> None:
    """The names in the system's own files too."""
    fetcher = Fetcher(rules=rules(bird), clock=FakeClock())
    for name in ("ip6-localhost", "ip6-loopback", "localhost.localdomain"):
        assert reason(fetcher.fetch(f"http://{name}:{bird.port}/")) in {"private_address", "no_connection"}
    assert bird.visitors() == 0


def test_a_name_that_changes_its_mind_gains_nothing(bird: Canary, site: Site) -> None:
    """Rebinding: public when it is checked, private a moment later. Only what was checked is connected to.

    Each request looks the name up once; there is no second look-up that could be answered otherwise.
    """
    site.replies["/"] = page()
    resolver = FakeResolver({"rebind.example.org": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]})
    network = RoutedNetwork({PUBLIC: site.port, "127.0.0.1": bird.port})
    fetcher = Fetcher(rules=rules(bird), clock=FakeClock(), resolver=resolver, network=network)
    assert isinstance(fetcher.fetch("http://rebind.example.org/"), Fetched)
    assert network.connected == [(PUBLIC, 80)] * 2  # robots.txt, and the page
    assert resolver.asked == ["rebind.example.org"] * 2
    assert reason(fetcher.fetch("http://rebind.example.org/")) == "private_address"
    assert len(network.connected) == 2
    assert bird.visitors() == 0


def test_a_name_that_changes_its_mind_after_robots_txt_gains_nothing(bird: Canary, site: Site) -> None:
    """The page is looked up anew, and refused."""
    resolver = FakeResolver({"rebind.example.org": [[PUBLIC], ["127.0.0.1"]]})
    network = RoutedNetwork({PUBLIC: site.port, "127.0.0.1": bird.port})
    fetcher = Fetcher(rules=rules(bird), clock=FakeClock(), resolver=resolver, network=network)
    assert reason(fetcher.fetch("http://rebind.example.org/")) == "private_address"
    assert network.connected == [(PUBLIC, 80)]
    assert bird.visitors() == 0


def test_a_redirect_to_a_name_that_is_private_is_refused(bird: Canary, site: Site) -> None:
    """Every hop is checked as the first one is."""
    site.replies["/"] = redirect(f"http://inside.example.org:{bird.port}/secrets")
    network = RoutedNetwork({PUBLIC: site.port, "10.0.0.7": bird.port})
    resolver = FakeResolver({"example.org": [[PUBLIC]], "inside.example.org": [["10.0.0.7"]]})
    fetcher = Fetcher(rules=rules(bird), clock=FakeClock(), resolver=resolver, network=network)
    assert reason(fetcher.fetch("http://example.org/")) == "private_address"
    assert {address for address, _ in network.connected} == {PUBLIC}
    assert bird.visitors() == 0


def test_what_settings_allow_is_one_door_only(bird: Canary, site: Site) -> None:
    """The site that a test may ask may not send on to its neighbour, nor is another name of it good."""
    site.replies |= {"/": page(), "/next": redirect(f"http://127.0.0.1:{bird.port}/")}
    fetcher = Fetcher(rules=rules(bird, site.authority), clock=FakeClock())
    assert isinstance(fetcher.fetch(site.url()), Fetched)
    assert reason(fetcher.fetch(site.url("/next"))) == "private_address"
    assert reason(fetcher.fetch(f"http://localhost:{site.port}/")) == "private_address"
    assert bird.visitors() == 0


def test_no_proxy_of_the_environment_is_used(bird: Canary, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would connect wherever it likes."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{bird.port}")
    site.replies["/"] = page()
    fetcher = Fetcher(rules=rules(bird, site.authority), clock=FakeClock())
    assert isinstance(fetcher.fetch(site.url()), Fetched)
    assert bird.visitors() == 0
