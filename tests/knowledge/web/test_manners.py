"""How a site is asked: by its robots.txt, with pauses, and over TLS."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest

from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import Fetched, FetchOutcome, NotFetched, Reason
from tests.fakes.web import STARTED, FakeClock, FakeResolver, RoutedNetwork
from tests.knowledge.web.fetches import PUBLIC, QUICK, ROOMY, fetched, fetcher_of
from tests.knowledge.web.sites import PAGE, Reply, Site, in_turn, page, raw, redirect, serving, status


def robots(text: str) -> Reply:
    return page(text.encode(), "text/plain")


def test_robots_txt_is_obeyed_and_asked_once(site: Site) -> None:
    """The rules for this robot, or those for all; redirects lead nowhere that it forbids."""
    site.replies |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /\n\nUser-agent: PartnershipCoach/9\nDisallow: /private*/\n"),
        "/a": page(),
        "/b": redirect("/private/c"),
        "/private/c": page(),
    }
    fetcher = fetcher_of(site)
    assert isinstance(fetcher.fetch(site.url("/a")), Fetched)
    assert fetcher.fetch(site.url("/private/c")) == NotFetched(site.url("/private/c"), "robots")
    assert fetcher.fetch(site.url("/b")) == NotFetched(site.url("/b"), "robots")
    assert [path for path, _ in site.seen] == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(
    "reply", [status(404), status(403), status(410), status(451), redirect("/robots.txt"), redirect("/login")]
)
def test_a_site_without_robots_txt_allows_everything(site: Site, reply: Reply) -> None:
    """Whatever way it has to say that there is none."""
    site.replies |= {"/robots.txt": reply, "/a": page()}
    fetched(fetcher_of(site).fetch(site.url("/a")))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (status(500), "server_error"),
        (status(429, Retry_After="3600"), "rate_limited"),
        (lambda visit: visit.trickle(b"", b""), "slow"),
        (raw(b"what?"), "no_connection"),
        (page(b"a" * 2_000_001, "text/plain"), "too_large"),
    ],
)
def test_a_site_whose_robots_txt_cannot_be_read_is_not_read_now(site: Site, reply: Reply, expected: Reason) -> None:
    """It may forbid anything; once asked, it is not asked again in this run."""
    site.replies |= {"/robots.txt": reply, "/a": page()}
    fetcher = fetcher_of(site, limits=QUICK if expected == "slow" else ROOMY)
    for path in ("/a", "/b"):
        assert fetcher.fetch(site.url(path)) == NotFetched(site.url(path), expected)
    assert [path for path, _ in site.seen] == ["/robots.txt"]


def test_a_host_is_asked_once_a_second(site: Site, clock: FakeClock) -> None:
    """Robots.txt counts; the first request waits for nothing."""
    site.replies |= {"/a": page(), "/b": page()}
    fetcher = fetcher_of(site, clock)
    for path in ("/a", "/b"):
        fetched(fetcher.fetch(site.url(path)))
    assert clock.waits == [1.0, 1.0]


@pytest.mark.parametrize(("asked", "given"), [("4", 4.0), ("0.1", 1.0), ("3600", 10.0), ("-1", 1.0), ("soon", 1.0)])
def test_a_site_may_ask_for_more_time_between_pages(site: Site, clock: FakeClock, asked: str, given: float) -> None:
    """Ten seconds at most."""
    site.replies |= {"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {asked}\n"), "/a": page(), "/b": page()}
    fetcher = fetcher_of(site, clock)
    for path in ("/a", "/b"):
        fetched(fetcher.fetch(site.url(path)))
    assert clock.waits[-1] == given


@pytest.mark.parametrize("told", ["7", format_datetime(STARTED.replace(second=8), usegmt=True)])
@pytest.mark.parametrize("code", [429, 503])
def test_a_short_pause_is_kept(site: Site, clock: FakeClock, code: int, told: str) -> None:
    """A busy site that says when to come again is asked then, once."""
    site.replies["/a"] = in_turn(status(code, Retry_After=told), page())
    fetched(fetcher_of(site, clock).fetch(site.url("/a")))
    assert clock.waits == [1.0, 7.0]


@pytest.mark.parametrize("told", ["3600", "", "soon", "99999999999999999999"])
def test_a_site_that_wants_a_long_pause_is_left_alone(site: Site, clock: FakeClock, told: str) -> None:
    """For the rest of the run, without waiting."""
    site.replies |= {"/a": status(429, **({"Retry_After": told} if told else {})), "/b": page()}
    fetcher = fetcher_of(site, clock)
    for path in ("/a", "/b"):
        assert fetcher.fetch(site.url(path)) == NotFetched(site.url(path), "rate_limited")
    assert site.paths() == ["/a"]
    assert clock.waits == [1.0]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for pages.example.org that nobody but its own file vouches for, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=pages.example.org", "-addext", "subjectAltName=DNS:pages.example.org"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def secure(authority: tuple[Path, Path]) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority)
    with serving({"/": page()}, context) as found:
        yield found


def secure_fetch(site: Site, host: str, trusted: Path | None) -> FetchOutcome:
    fetcher = Fetcher(
        clock=FakeClock(),
        resolver=FakeResolver({host: [[PUBLIC]]}),
        network=RoutedNetwork({PUBLIC: site.port}),
        tls=ssl.create_default_context(cafile=str(trusted)) if trusted else None,
    )
    return fetcher.fetch(f"https://{host}/")


def test_the_certificate_is_compared_with_the_name(secure: Site, authority: tuple[Path, Path]) -> None:
    """The connection goes to a checked number, while name and certificate are those of the address that was asked."""
    assert fetched(secure_fetch(secure, "pages.example.org", authority[0])).body == PAGE
    assert secure.seen[-1][1]["host"] == "pages.example.org"
    assert reason_of(secure_fetch(secure, "other.example.org", authority[0])) == "tls"


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Site) -> None:
    """There is no way to look away."""
    assert reason_of(secure_fetch(secure, "pages.example.org", None)) == "tls"


def test_a_server_without_tls_is_refused(site: Site) -> None:
    """It answers in plain words where secrets were expected."""
    assert reason_of(secure_fetch(site, "pages.example.org", None)) == "tls"


def reason_of(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, NotFetched), outcome
    return outcome.reason
