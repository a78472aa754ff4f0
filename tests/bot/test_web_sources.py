"""A site as a source, from `coach refresh` to the answer: the real command against a real server on this machine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conftest import CommandLine
from tests.knowledge.web.conftest import site
from tests.knowledge.web.sites import Site, page, status

__all__ = ["site"]

VAN = b"<html><head><title>Van rules</title></head><body><h1>Van rules</h1><p>The zebra van leaves the Lakeside depot at %s on every Thursday.</p></body></html>"  # noqa: E501 -- one page
KEY = b"<html><head><title>Keys</title></head><body><h1>Keys</h1><p>The key of the green kitchen hangs in the town library.</p></body></html>"  # noqa: E501 -- one page
QUESTION = "When does the zebra van leave the Lakeside depot?"


@pytest.fixture
def town(site: Site, coach: CommandLine) -> CommandLine:
    """Staff list a page and a sitemap of a site in their own network."""
    listed = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in ("/key", "/secret", "/none"))
    site.replies |= {
        "/robots.txt": page(b"User-agent: *\nDisallow: /secret\n", "text/plain"),
        "/van": page(VAN % b"seven", ETag='"1"'),
        "/sitemap.xml": page(f"<urlset>{listed}</urlset>".encode(), "text/xml"),
        "/key": page(KEY),
    }
    told = "collection: team, publisher: Lakeside Schools"
    (coach.home / "sources.yaml").write_text(
        f"sources:\n- {{url: '{site.url('/van')}', {told}}}\n- {{sitemap: '{site.url('/sitemap.xml')}', {told}}}\n"
    )
    return coach


def refresh(town: CommandLine, site: Site) -> dict[str, Any]:
    """What `coach refresh --json` says, with the site allowed."""
    return town.json("refresh", COACH_INTRANET=site.authority)  # type: ignore[no-any-return]


def reasons(written: dict[str, Any], kind: str, at: Site) -> dict[str, str]:
    return {row["name"].removeprefix(at.url("")): row["code"] for row in written["plan"][kind]}


def test_a_private_site_is_read_only_when_staff_allow_it(town: CommandLine, site: Site) -> None:
    """Nothing is asked for before; then its pages answer, and a site in trouble takes nothing of them away."""
    refused = town.json("refresh")
    assert reasons(refused, "failed", site) == {"/van": "private_address", "/sitemap.xml": "private_address"}
    assert site.seen == []

    first = refresh(town, site)
    assert reasons(first, "added", site) == {"/van": "", "/key": ""}
    assert reasons(first, "failed", site) == {"/secret": "robots", "/none": "not_found"}
    answer = town.json("ask", QUESTION)
    assert "at seven" in answer["lead"]
    assert answer["citations"][0]["url"] == site.url("/van")

    site.replies |= {"/van": status(304), "/key": status(500)}
    second = refresh(town, site)
    assert (second["changed"], reasons(second, "unchanged", site)["/van"]) == (False, "")
    assert reasons(second, "stale", site) == {"/key": "server_error"}
    assert dict(site.seen)["/van"]["if-none-match"] == '"1"'
    assert "town library" in town.json("ask", "Where does the key of the green kitchen hang?")["lead"]

    site.replies |= {"/van": page(VAN % b"eight"), "/sitemap.xml": status(404)}
    third = town.run("refresh", "--dry-run", COACH_INTRANET=site.authority)
    assert f"Changed: 1\n  {site.url('/van')}\n" in third.stdout
    assert f"{site.url('/key')}: the page is not there (404)" in third.stdout
    checked = town.run("doctor", COACH_INTRANET=site.authority).stdout
    assert f"MEND  source     {site.url('/sitemap.xml')}: 0 documents, read on" in checked
    assert f"ok    source     {site.url('/van')}: 1 document, read on" in checked
