"""Everything that can come of asking for a page."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
import zlib

import pytest

from knowledge.web.addresses import AddressRules
from knowledge.web.fetching import USER_AGENT, Fetcher
from knowledge.web.outcomes import Fetched, NotFetched, Unchanged, Validators
from knowledge.web.visiting import Limits
from tests.fakes.web import FakeClock, FakeResolver, RoutedNetwork
from tests.knowledge.web.fetches import PUBLIC, QUICK, fetched, fetcher_of, reason
from tests.knowledge.web.sites import PAGE, Site, Visit, page, raw, redirect, serving, status


def test_a_page_comes_as_it_is(site: Site, clock: FakeClock) -> None:
    """Bytes, type and charset, what to compare with later, and when."""
    site.replies["/a"] = page(content_type="Text/HTML; Charset=UTF-8", ETag='"1"', Last_Modified="Sun, 22 Nov 2026")
    assert fetcher_of(site, clock).fetch(site.url("/a")) == Fetched(
        url=site.url("/a"),
        final_url=site.url("/a"),
        body=PAGE,
        content_type="text/html; charset=utf-8",
        etag='"1"',
        last_modified="Sun, 22 Nov 2026",
        fetched_at=clock.now(),
    )


def test_the_coach_says_who_it_is_and_keeps_no_cookies(site: Site) -> None:
    """The same name each time, no cookie that a site tried to set, one packing that can be stopped."""
    site.replies |= {"/a": page(Set_Cookie="id=1; Path=/"), "/b": page()}
    fetcher = fetcher_of(site)
    fetched(fetcher.fetch(site.url("/a")))
    fetched(fetcher.fetch(site.url("/b")))
    for _, headers in site.seen:
        assert headers["user-agent"] == USER_AGENT
        assert headers["accept-encoding"] == "gzip"
        assert headers["host"] == site.authority
        assert "cookie" not in headers
        assert "authorization" not in headers


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (400, "server_error"),
        (401, "login"),
        (403, "login"),
        (404, "not_found"),
        (408, "slow"),
        (410, "gone"),
        (418, "server_error"),
        (500, "server_error"),
        (502, "server_error"),
        (503, "server_error"),
        (204, "server_error"),
        (304, "server_error"),
        (302, "server_error"),
    ],
)
def test_a_status_says_why_there_is_no_page(site: Site, code: int, expected: str) -> None:
    """304 without having asked, and a redirect to nowhere, are a server's errors."""
    assert reason(site, status(code)) == expected


def test_headers_that_trickle_are_given_up(site: Site) -> None:
    """One sign now and then keeps no reader waiting beyond the time of a request."""
    assert reason(site, lambda visit: visit.trickle(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"), QUICK) == "slow"


def test_a_body_that_trickles_is_given_up(site: Site) -> None:
    """As with headers."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    assert reason(site, lambda visit: visit.trickle(start, b"a"), QUICK) == "slow"


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:
    """It takes the connection and is silent."""
    assert reason(site, lambda visit: visit.trickle(b"", b""), QUICK) == "slow"


def test_redirects_share_the_time_of_one_page(site: Site) -> None:
    """A slow start of every hop adds up."""

    def slow_redirect(visit: Visit) -> None:
        site.closing.wait(0.12)
        visit.answer(302, headers={"Location": f"{visit.path}x"})

    site.replies |= {"/page" + "x" * number: slow_redirect for number in range(6)}
    assert reason(site, slow_redirect, QUICK) == "slow"


def test_a_body_without_end_is_stopped(site: Site) -> None:
    """At the limit, whatever is still to come."""

    def endless(visit: Visit) -> None:
        visit.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.closing.is_set():
            visit.wfile.write(b"a" * 50_000)

    assert reason(site, endless) == "too_large"


def test_a_body_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    """Its length is believed when it is over the limit."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 200001\r\n\r\n"
    assert reason(site, lambda visit: visit.trickle(start, b"")) == "too_large"


def test_headers_without_end_are_stopped(site: Site) -> None:
    """They are no page, and take no memory."""

    def endless(visit: Visit) -> None:
        visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not site.closing.is_set():
            visit.wfile.write(b"X-Much: " + b"a" * 1_000 + b"\r\n")

    assert reason(site, endless) == "no_connection"


def test_a_packed_page_is_unpacked(site: Site) -> None:
    """As servers send it, in one piece or in two."""
    for packed in (
        gzip.compress(PAGE),
        gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]),
        gzip.compress(PAGE) + b"\0",
    ):
        site.replies["/a"] = page(packed, Content_Encoding="gzip")
        assert fetched(fetcher_of(site).fetch(site.url("/a"))).body == PAGE


def test_a_bomb_stops_at_the_limit(site: Site) -> None:
    """A few kilobytes that would unpack to a hundred megabytes take no more memory than the limit, twice over."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    assert len(bomb) > 90_000
    limits = Limits(body_bytes_max=400_000)
    tracemalloc.start()
    try:
        assert reason(site, page(bomb, Content_Encoding="gzip"), limits) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (gzip.compress(PAGE)[:-10], "gzip", "no_connection"),
        (b"no gzip at all", "gzip", "wrong_type"),
        (gzip.compress(b"") * 200, "gzip", "soft_404"),
        (PAGE, "br", "wrong_type"),
        (gzip.compress(gzip.compress(PAGE)), "gzip, gzip", "wrong_type"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(site: Site, body: bytes, encoding: str, expected: str) -> None:
    """Cut off, damaged, in a thousand pieces, or packed in a way that was not asked for."""
    assert reason(site, page(body, Content_Encoding=encoding)) == expected


def test_a_cut_off_page_is_no_page(site: Site) -> None:
    """Less than the length that was told."""
    assert reason(site, page(PAGE, Content_Length=str(len(PAGE) + 10))) == "no_connection"


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.9\r\n", b"\0\0\0\0", b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n"],
)
def test_what_is_no_web_server_is_no_connection(site: Site, answer: bytes) -> None:
    """Silence, another protocol, nonsense."""
    assert reason(site, raw(answer)) == "no_connection"


def test_nobody_there_is_no_connection() -> None:
    """A port where nothing listens, and a name that nobody knows."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        authority = f"127.0.0.1:{gone.getsockname()[1]}"
    fetcher = Fetcher(
        rules=AddressRules(frozenset({authority})), clock=FakeClock(), resolver=FakeResolver({}), limits=QUICK
    )
    assert fetcher.fetch(f"http://{authority}/") == NotFetched(f"http://{authority}/", "no_connection")
    assert fetcher.fetch("http://nowhere.example.org/") == NotFetched("http://nowhere.example.org/", "no_connection")


def test_the_next_address_of_a_name_is_tried(site: Site) -> None:
    """Until one answers."""
    site.replies["/"] = page()
    network = RoutedNetwork({PUBLIC: site.port})
    resolver = FakeResolver({"example.org": [["2606:2800:21f::1", PUBLIC]]})
    fetcher = Fetcher(clock=FakeClock(), resolver=resolver, network=network)
    assert fetched(fetcher.fetch("http://example.org/")).body == PAGE
    assert network.connected[:2] == [("2606:2800:21f::1", 80), (PUBLIC, 80)]
    assert site.seen[0][1]["host"] == "example.org"


def test_redirects_are_followed_and_told(site: Site) -> None:
    """Five of them, relative or whole; where they ended is the final address."""
    site.replies |= {f"/{number}": redirect(f"{number + 1}", code) for number, code in enumerate((301, 302, 303, 307))}
    site.replies |= {"/4": redirect(site.url("/5#top"), 308), "/5": page()}
    found = fetched(fetcher_of(site).fetch(site.url("/0")))
    assert (found.url, found.final_url) == (site.url("/0"), site.url("/5"))
    assert site.paths() == [f"/{number}" for number in range(6)]


def test_a_redirect_to_another_site_is_followed_and_told(site: Site) -> None:
    """Its own robots.txt is asked first."""
    with serving({"/b": page()}) as other:
        site.replies["/a"] = redirect(other.url("/b"))
        rules = AddressRules(frozenset({site.authority, other.authority}))
        found = fetched(Fetcher(rules=rules, clock=FakeClock()).fetch(site.url("/a")))
        assert found.final_url == other.url("/b")
        assert [path for path, _ in other.seen] == ["/robots.txt", "/b"]


def test_too_many_redirects_are_given_up(site: Site) -> None:
    """After five."""
    site.replies |= {f"/page{'x' * number}": redirect(f"/page{'x' * (number + 1)}") for number in range(9)}
    assert reason(site, redirect("/pagex")) == "redirects_many"
    assert len(site.paths()) == 6


def test_redirects_in_a_circle_are_given_up(site: Site) -> None:
    """As soon as one address comes again."""
    site.replies["/b"] = redirect("/page#again")
    assert reason(site, redirect("/b")) == "redirect_loop"
    assert site.paths() == ["/page", "/b"]
    assert reason(site, redirect("/page")) == "redirect_loop"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("http://[::1", "bad_url"),
        ("http://user@example.org/", "bad_url"),
        ("https://example.org:8443/", "bad_url"),
        ("http://10.0.0.1/", "private_address"),
        ("/login?next=%2Fpage", "login"),
        ("/account/sign-in", "login"),
        ("/wp-login.php?redirect_to=page", "login"),
        ("/catalogue/login-free-pages", "not_found"),
        ("http://\uff11\uff12\uff17.0.0.1/", "private_address"),
        ("http://bücher.example.org:8443/", "bad_url"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(site: Site, location: str, expected: str) -> None:
    """Schemes, passwords, ports, private places; the way to a login page is known by its path."""
    assert reason(site, redirect(location)) == expected


LOGIN = (
    b"<html><title>Welcome</title><form><input name=u><input type='password' name=p></form><script>%s</script></html>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (LOGIN % (b"x" * 9_000), "login"),
        (b"<h1>Members</h1><INPUT id=a TYPE=password>", "login"),
        (b"<title>Page not found | Lakeside</title><p>Try the search.</p>", "soft_404"),
        (b"<title>Lakeside</title><body><h1>Sorry, the page you requested could <b>not</b> be found.</h1>", "soft_404"),
        (b"<title>404</title>", "soft_404"),
        (b"", "soft_404"),
        (b" \n ", "soft_404"),
    ],
)
def test_a_page_that_is_a_refusal_is_not_kept_for_a_page(site: Site, body: bytes, expected: str) -> None:
    """A login form, "not found" with a good status, nothing at all."""
    assert reason(site, page(body)) == expected


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("application/octet-stream", b"%PDF-1.7", "application/pdf"),
        ("", b"  <!DOCTYPE html><p>a", "text/html"),
        ("nonsense", b"plain words", "text/plain"),
        ("text/markdown; charset=iso-8859-1", b"# a", "text/markdown; charset=iso-8859-1"),
        ("application/xml", b"<a/>", "application/xml"),
        (
            "application/octet-stream",
            b"PK\x03\x04...",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_types_that_a_reader_knows_are_taken(site: Site, content_type: str, body: bytes, expected: str) -> None:
    """Where the server does not know what it is, the first bytes tell."""
    site.replies["/a"] = page(body, content_type)
    assert fetched(fetcher_of(site).fetch(site.url("/a"))).content_type == expected


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"\x89PNG"),
        ("video/mp4", b"x"),
        ("application/zip", b"PK\x03\x04"),
        ("application/octet-stream", b"\x7fELF\0\0"),
        ("application/octet-stream", gzip.compress(PAGE)),
        ("application/json", b"{}"),
    ],
)
def test_other_types_are_refused(site: Site, content_type: str, body: bytes) -> None:
    """Pictures, films, archives, programs."""
    assert reason(site, page(body, content_type)) == "wrong_type"


def test_a_film_is_refused_before_it_is_read(site: Site) -> None:
    """Its type stands in front of it."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    assert reason(site, lambda visit: visit.trickle(start, b"")) == "wrong_type"


def test_an_unchanged_page_costs_one_question(site: Site) -> None:
    """The server compares; validators go to the address that they came from, and to no other on the way."""

    def compared(visit: Visit) -> None:
        visit.answer(
            304 if visit.headers["If-None-Match"] == '"1"' else 200, b"" if visit.headers["If-None-Match"] else PAGE
        )

    site.replies |= {"/old": redirect("/new"), "/new": compared}
    known = Validators(site.url("/new"), '"1"', "Sun, 22 Nov 2026 12:00:00 GMT")
    assert fetcher_of(site).fetch(site.url("/old"), known) == Unchanged(site.url("/old"))
    asked = dict(site.seen)
    assert "if-none-match" not in asked["/old"]
    assert asked["/new"]["if-modified-since"] == known.last_modified


def test_validators_with_odd_signs_are_not_kept(site: Site) -> None:
    """They would be sent back in a header."""
    site.replies["/a"] = page(ETag="\xe9", Last_Modified="x" * 501)
    found = fetched(fetcher_of(site).fetch(site.url("/a")))
    assert (found.etag, found.last_modified) == ("", "")
