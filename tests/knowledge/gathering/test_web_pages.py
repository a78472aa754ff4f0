"""Web pages as sources, through all that asks for them: real requests to a site on this machine, allowed on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.gathering.gathered import Gathered
from knowledge.gathering.gatherer import Gatherer
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.looks import KeptLooks
from knowledge.gathering.web_pages import WebPages
from knowledge.reading.worker import Reader
from knowledge.sources import Source
from knowledge.web.fetching import Fetcher
from tests.fakes.sources import PlainReader, source
from tests.fakes.web import STARTED, FakeClock
from tests.knowledge.web.conftest import site
from tests.knowledge.web.fetches import QUICK, fetcher_of
from tests.knowledge.web.sites import PAGE, Reply, Site, in_turn, page, redirect, status

__all__ = ["site"]

ETAG = '"one"'
XML = "text/xml"


def gatherer(home: Path, fetcher: Fetcher, reader: PlainReader | None = None) -> Gatherer:
    """Everything but the reader of files is what the coach runs."""
    looks = KeptLooks(home / "looks.json", lambda: STARTED)
    web = WebPages(home / "pages", fetcher)
    return Gatherer(KeptTexts(home / "read"), looks, (reader or PlainReader()).open, lambda: web)


def gather(home: Path, at: Site, sources: Sequence[Source]) -> Gathered:
    """What a refresh finds, with a clock that nobody waits for and little patience."""
    return gatherer(home, fetcher_of(at, FakeClock(), QUICK)).gather(sources)


def url(at: Site, path: str = "/a") -> Source:
    return source(kind="url", place=at.url(path), trust="web")


def sitemap(at: Site, **fields: object) -> Source:
    return source(kind="sitemap", place=at.url("/sitemap.xml"), trust="web", **fields)


def listing(at: Site, *paths: str, lastmod: str = "") -> Reply:
    """A sitemap of these pages."""
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{at.url(path)}</loc>{date}</url>" for path in paths)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return page(f'<urlset xmlns="{namespace}">{entries}</urlset>'.encode(), XML)


def outcomes(at: Site, found: Gathered) -> dict[str, tuple[bool, str]]:
    """For each path whether there is a text, and why it is no newer one."""
    return {item.name.removeprefix(at.url("")): (bool(item.mark), item.reason) for item in found.items}


def if_new(at: Site) -> Reply:
    """The page, or "not modified" for who has it."""
    return lambda visit: (status(304) if visit.headers["If-None-Match"] == ETAG else page(ETag=ETAG))(visit)


def test_a_site_is_read_page_by_page(site: Site, tmp_path: Path) -> None:
    """Its sitemap names them; what it forbids is not asked for, what is not there is told, the others go through."""
    site.replies |= {
        "/robots.txt": page(b"User-agent: *\nDisallow: /secret\n", "text/plain"),
        "/sitemap.xml": listing(site, "/a", "/secret", "/none", "/round"),
        "/a": page(),
        "/secret": page(),
        "/round": redirect("/about"),
        "/about": redirect("/round"),
    }
    found = gather(tmp_path, site, [sitemap(site)])
    assert outcomes(site, found) == {
        "/a": (True, ""),
        "/secret": (False, "robots"),
        "/none": (False, "not_found"),
        "/round": (False, "redirect_loop"),
    }
    assert found.lost == ()
    assert "/secret" not in site.paths()


def test_a_page_becomes_a_document(site: Site, tmp_path: Path) -> None:
    """Read by the real reader; cited by its address."""
    site.replies["/a"] = page()
    web = WebPages(tmp_path / "pages", fetcher_of(site))
    kept, looks = KeptTexts(tmp_path / "read"), KeptLooks(tmp_path / "looks.json", lambda: STARTED)
    found = Gatherer(kept, looks, Reader, lambda: web).gather([url(site)])
    document = found.makers[found.items[0].ref]()
    assert (document.head.title, document.head.source_url) == ("Clinics", site.url("/a"))
    assert "Two clinics share a nurse." in document.sections[0].body


def test_a_page_that_did_not_change_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    """The site hears what is known, says so, and the text stays as it is without reading it anew."""
    site.replies["/a"] = if_new(site)
    before = gather(tmp_path, site, [url(site)])
    reader = PlainReader()
    after = gatherer(tmp_path, fetcher_of(site), reader).gather([url(site)])
    assert (after.items, reader.read_names) == (before.items, [])
    assert [headers.get("if-none-match") for path, headers in site.seen if path == "/a"] == [None, ETAG]


def test_a_page_whose_sitemap_says_that_it_did_not_change_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    """A site of five hundred pages costs one request, and none of five hundred seconds."""
    site.replies |= {"/sitemap.xml": listing(site, "/a", lastmod="2020-01-01"), "/a": page()}
    before = gather(tmp_path, site, [sitemap(site)])
    assert gather(tmp_path, site, [sitemap(site)]).items == before.items
    assert site.paths() == ["/sitemap.xml", "/a", "/sitemap.xml"]
    site.replies["/sitemap.xml"] = listing(site, "/a", lastmod="2999-01-01")
    gather(tmp_path, site, [sitemap(site)])
    assert site.paths()[3:] == ["/sitemap.xml", "/a"]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (status(404), "not_found"),
        (status(410), "gone"),
        (status(500), "server_error"),
        (lambda visit: visit.trickle(b"HTTP/1.1 200 OK\r\n", b"a"), "slow"),
        (redirect("/a"), "redirect_loop"),
        (redirect("/login?next=/a"), "login"),
        (redirect("http://127.0.0.2/"), "private_address"),
        (redirect("file:///etc/passwd"), "scheme"),
        (page(b""), "soft_404"),
        (page(b"\x00\x01", "image/png"), "wrong_type"),
        (page(b"a" * 200_001), "too_large"),
    ],
)
def test_a_page_that_does_not_come_keeps_its_last_good_copy(
    site: Site, tmp_path: Path, reply: Reply, reason: str
) -> None:
    """The same text, with the reason; without a copy there is only the reason. The pages beside it go through."""
    site.replies |= {"/a": page(), "/b": page(PAGE.replace(b"nurse", b"doctor"))}
    sources = [url(site), url(site, "/b")]
    before = gather(tmp_path / "old", site, sources)
    site.replies["/a"] = reply
    after = gather(tmp_path / "old", site, sources)
    assert [item.mark for item in after.items] == [item.mark for item in before.items]
    assert outcomes(site, after) == {"/a": (True, reason), "/b": (True, "")}
    assert outcomes(site, gather(tmp_path / "new", site, sources)) == {"/a": (False, reason), "/b": (True, "")}


def test_a_site_that_comes_back_is_read_again(site: Site, tmp_path: Path) -> None:
    """The old copy gives way."""
    site.replies["/a"] = in_turn(page(), status(500), page(PAGE.replace(b"nurse", b"doctor")))
    first, stale, newer = (gather(tmp_path, site, [url(site)]) for _ in range(3))
    assert first.items[0].mark == stale.items[0].mark != newer.items[0].mark
    assert [found.items[0].reason for found in (first, stale, newer)] == ["", "server_error", ""]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [(status(404), "not_found"), (page(b"<p>not found</p>", XML), "wrong_type"), (status(500), "server_error")],
)
def test_a_sitemap_that_does_not_come_takes_nothing_away(site: Site, tmp_path: Path, reply: Reply, reason: str) -> None:
    """The source is told as failed, so that what is known of it stays."""
    site.replies["/sitemap.xml"] = reply
    found = gather(tmp_path, site, [sitemap(site)])
    assert ([each.reason for each in found.lost], found.items) == ([reason], ())


def test_no_more_pages_are_read_than_the_list_allows(site: Site, tmp_path: Path) -> None:
    """And that there are more is told."""
    site.replies |= {"/sitemap.xml": listing(site, "/a", "/b", "/c"), "/a": page(), "/b": page()}
    found = gather(tmp_path, site, [sitemap(site, pages_max=2)])
    assert (list(outcomes(site, found)), [each.reason for each in found.lost]) == (["/a", "/b"], ["sitemap_cut"])
    assert site.paths() == ["/sitemap.xml", "/a", "/b"]


def test_without_leave_nothing_on_this_machine_is_asked(site: Site, tmp_path: Path) -> None:
    """Neither pages nor sitemaps: that is the rule, and the settings name the exceptions."""
    web = WebPages(tmp_path / "pages", Fetcher(clock=FakeClock()))
    looks = KeptLooks(tmp_path / "looks.json", lambda: STARTED)
    found = Gatherer(KeptTexts(tmp_path / "read"), looks, PlainReader().open, lambda: web).gather(
        [url(site), sitemap(site)]
    )
    assert [item.reason for item in (*found.items, *found.lost)] == ["private_address", "private_address"]
    assert site.seen == []
