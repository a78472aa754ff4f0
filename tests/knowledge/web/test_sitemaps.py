"""A site's own list of its pages."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.web.addresses import AddressRules
from knowledge.web.errors import Stopped
from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import Fetched, NotFetched, Unchanged
from knowledge.web.sitemap_files import DEPTH_MAX, Listed, is_due, parse_sitemap
from knowledge.web.sitemaps import FILES_MAX, Sitemap, read_sitemap
from tests.fakes.web import STARTED, FakeClock, FakePages
from tests.knowledge.web.sites import page, serving

HOME = "https://example.org"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def listing(*urls: str, kind: str = "url", lastmod: str = "") -> bytes:
    """A file that lists pages, or sitemaps."""
    root = "urlset" if kind == "url" else "sitemapindex"
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<{kind}><loc> {url} </loc>{date}</{kind}>\n" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {SPACE}>{entries}</{root}>'.encode()


def found(url: str, body: bytes, final_url: str = "") -> Fetched:
    return Fetched(url, final_url or url, body, "application/xml", "", "", STARTED)


def pages(**bodies: bytes) -> FakePages:
    """A site with these files, `.xml` each."""
    urls = {f"{HOME}/{name}.xml": body for name, body in bodies.items()}
    return FakePages({url: found(url, body) for url, body in urls.items()})


def read(source: FakePages, pages_max: int = 500) -> Sitemap:
    sitemap = read_sitemap(f"{HOME}/map.xml", source, pages_max)
    assert isinstance(sitemap, Sitemap), sitemap
    return sitemap


def urls(sitemap: Sitemap) -> list[str]:
    return [listed.url for listed in sitemap.pages]


def test_pages_come_once_in_order_with_their_dates() -> None:
    """In their only spelling; details of pictures are not pages."""
    body = listing(f"{HOME}/a", "HTTPS://EXAMPLE.org:443/a#top", f"{HOME}/b", lastmod="2026-11-01")
    body = body.replace(b"</url>", b"<i:image xmlns:i='x'><i:loc>https://example.org/picture</i:loc></i:image></url>")
    sitemap = read(pages(map=body))
    assert sitemap.pages == (Listed(f"{HOME}/a", "2026-11-01"), Listed(f"{HOME}/b", "2026-11-01"))
    assert sitemap.is_whole


def test_other_hosts_are_left_out_and_counted() -> None:
    """What is no web address is counted apart."""
    source = pages(map=listing(f"{HOME}/a", "https://elsewhere.org/b", "file:///etc/passwd", "nonsense"))
    sitemap = read(source)
    assert (urls(sitemap), sitemap.elsewhere, sitemap.unusable) == ([f"{HOME}/a"], 1, 2)


def test_the_host_that_a_site_moved_to_is_its_own() -> None:
    """From example.org to www.example.org, say."""
    url = f"{HOME}/map.xml"
    body = listing("https://www.example.org/a")
    source = FakePages({url: found(url, body, "https://www.example.org/map.xml")})
    assert urls(read(source)) == ["https://www.example.org/a"]


def test_an_index_leads_to_further_files() -> None:
    """In order, two levels deep, packed or not, each file once, those of other hosts not at all."""
    source = pages(
        map=listing(
            f"{HOME}/one.xml", f"{HOME}/deep.xml", f"{HOME}/map.xml", "https://elsewhere.org/x.xml", kind="sitemap"
        ),
        one=gzip.compress(listing(f"{HOME}/a")),
        deep=listing(f"{HOME}/two.xml", f"{HOME}/one.xml", kind="sitemap"),
        two=listing(f"{HOME}/b"),
    )
    sitemap = read(source)
    assert urls(sitemap) == [f"{HOME}/a", f"{HOME}/b"]
    assert sitemap.is_whole
    assert [url for url, _ in source.asked] == [f"{HOME}/{name}.xml" for name in ("map", "one", "deep", "two")]


def test_an_index_below_the_second_level_is_not_opened() -> None:
    """What stands there is missing, and that is said."""
    chain = {f"level{depth}": listing(f"{HOME}/level{depth + 1}.xml", kind="sitemap") for depth in range(1, 9)}
    source = pages(map=listing(f"{HOME}/level1.xml", kind="sitemap"), **chain)
    sitemap = read(source)
    assert (sitemap.pages, sitemap.is_cut, len(source.asked)) == ((), True, 3)


def test_an_index_of_very_many_files_is_cut() -> None:
    """Each costs a second."""
    names = [f"{HOME}/{number}.xml" for number in range(FILES_MAX * 2)]
    source = pages(map=listing(*names, kind="sitemap"))
    sitemap = read(source)
    assert (sitemap.is_cut, len(source.asked)) == (True, FILES_MAX)


def test_a_file_that_cannot_be_read_is_named_and_the_others_count() -> None:
    """A page that is missing then is not taken for gone."""
    index = listing(f"{HOME}/one.xml", f"{HOME}/lost.xml", f"{HOME}/bad.xml", kind="sitemap")
    sitemap = read(pages(map=index, one=listing(f"{HOME}/a"), bad=b"<html>"))
    assert urls(sitemap) == [f"{HOME}/a"]
    assert sitemap.failed == (NotFetched(f"{HOME}/lost.xml", "not_found"), NotFetched(f"{HOME}/bad.xml", "wrong_type"))
    assert not sitemap.is_whole


def test_more_pages_than_asked_for_are_left_out() -> None:
    """And that is said; as many as asked for are whole."""
    many = listing(*(f"{HOME}/{number}" for number in range(30)))
    sitemap = read(pages(map=many), pages_max=20)
    assert (len(sitemap.pages), sitemap.is_cut) == (20, True)
    assert read(pages(map=many), pages_max=30).is_whole


def test_fifty_thousand_entries_are_the_most_that_any_setting_allows() -> None:
    """As many as one file may list."""
    sitemap = read(pages(map=listing(*(f"{HOME}/{number}" for number in range(50_010)))), pages_max=10**9)
    assert (len(sitemap.pages), sitemap.is_cut) == (50_000, True)


PAIRS = zip("abcdefgh", "bcdefghi", strict=True)
LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in PAIRS)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<urlset><url>",
        b"<html><body/></html>",
        b"<urlset" + b"<url>" * 3,
        f'<!DOCTYPE u [<!ENTITY a "ha">{LAUGHS}]><urlset><url><loc>&i;</loc></url></urlset>'.encode(),
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
        b'<!DOCTYPE u SYSTEM "http://127.0.0.1/u.dtd"><urlset/>',
        b'<!DOCTYPE u [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><urlset/>',
        b"<urlset>&unknown;</urlset>",
        b"<urlset>" + b"<a>" * (DEPTH_MAX + 1) + b"</a>" * (DEPTH_MAX + 1) + b"</urlset>",
        b"<a>" * 300_000,
        b'<?xml version="1.0" encoding="no-such"?><urlset/>',
        b'<?xml version="1.0" encoding="utf-7"?><urlset/>',
        gzip.compress(b"no xml"),
        b"\x1f\x8bnot packed",
        bytes(1_000),
    ],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    """Other files, damaged ones, and XML bombs: no entity is ever expanded, no other file opened."""
    with pytest.raises(Stopped, match="wrong_type"):
        parse_sitemap(body, 1_000_000)


def test_a_packed_bomb_is_stopped() -> None:
    """At the limit."""
    with pytest.raises(Stopped, match="too_large"):
        parse_sitemap(gzip.compress(bytes(20_000_000)), 1_000_000)


def test_much_in_one_entry_takes_little_memory() -> None:
    """Elements are forgotten as soon as they were read."""
    body = b"<urlset><url><loc>https://example.org/a</loc>" + b"<x/>" * 100_000 + b"</url></urlset>"
    tracemalloc.start()
    try:
        assert parse_sitemap(body, 10_000_000).entries == (Listed("https://example.org/a"),)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_sitemap_that_does_not_come_says_why() -> None:
    """As a page does."""
    assert read_sitemap(f"{HOME}/map.xml", FakePages({}), 500) == NotFetched(f"{HOME}/map.xml", "not_found")
    odd = FakePages({f"{HOME}/map.xml": Unchanged(f"{HOME}/map.xml")})
    assert read_sitemap(f"{HOME}/map.xml", odd, 500) == NotFetched(f"{HOME}/map.xml", "server_error")


def test_a_real_site_is_read() -> None:
    """Over HTTP: an index, a packed file that the server calls gzip, one that it packs on the way."""
    with serving() as site:
        index = listing(site.url("/one.xml.gz"), site.url("/two.xml"), kind="sitemap")
        packed = gzip.compress(listing(site.url("/b")))
        site.replies |= {
            "/sitemap.xml": page(index, "text/xml"),
            "/one.xml.gz": page(gzip.compress(listing(site.url("/a"))), "application/x-gzip"),
            "/two.xml": page(packed, "application/xml", Content_Encoding="gzip"),
        }
        fetcher = Fetcher(rules=AddressRules(frozenset({site.authority})), clock=FakeClock())
        sitemap = read_sitemap(site.url("/sitemap.xml"), fetcher, 500)
        assert isinstance(sitemap, Sitemap)
        assert urls(sitemap) == [site.url("/a"), site.url("/b")]


CHECKED = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lastmod", "expected"),
    [
        ("2026-11-20T11:59:59Z", False),
        ("2026-11-20T11:59:59+00:00", False),
        ("2026-11-20T12:00:00Z", True),
        ("2026-11-20T13:59:59+02:00", False),
        ("2026-11-20T10:00:00-05:00", True),
        ("2026-11-20T11:00:00", True),
        ("2026-11-18", False),
        ("2026-11-19", True),
        ("2026-11-20", True),
        ("2030-01-01", True),
        ("2026-11", True),
        ("", True),
        ("yesterday", True),
    ],
)
def test_a_page_that_did_not_change_since_is_not_asked_for(lastmod: str, expected: bool) -> None:  # noqa: FBT001 - a table
    """In doubt it is: a day without an hour, an hour without a zone, no date at all."""
    assert is_due(lastmod, CHECKED, CHECKED + timedelta(days=2)) is expected


def test_a_date_is_not_trusted_for_ever() -> None:
    """A page that was never had, or not checked for a month, is asked for whatever its site says."""
    assert is_due("2020-01-01", None, CHECKED)
    assert not is_due("2020-01-01", CHECKED, CHECKED + timedelta(days=30))
    assert is_due("2020-01-01", CHECKED, CHECKED + timedelta(days=31))
