"""One sitemap file: the pages it lists, or the further files. Pure.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from knowledge.web.errors import Stopped
from knowledge.web.gzipped import START, unpacked

# A file may list no more. Source: the protocol, above
ENTRIES_MAX = 50_000
# urlset, url, and a picture's or a video's details; nothing real goes deeper.
DEPTH_MAX = 8
# A page is asked for after this time even when its site says it has not changed: some sites never change that date.
TRUSTED = timedelta(days=30)
# A date stands for a whole day, in a zone that is not named, half a day away at most.
_DAY_ANYWHERE = timedelta(hours=36)
_ZONE_ANYWHERE = timedelta(hours=12)
_DATE_CHARS = len("2026-11-22")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry, as the site wrote it; `lastmod` is empty when it does not say."""

    url: str
    lastmod: str = ""


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """What stands in a file; `is_cut` when it lists more than was taken."""

    kind: Literal["pages", "index"]
    entries: tuple[Listed, ...]
    is_cut: bool


def parse_sitemap(body: bytes, bytes_max: int, entries_max: int = ENTRIES_MAX) -> SitemapFile:
    """The first `entries_max` entries of the file, which may be packed by gzip.

    Raises:
        Stopped: too_large, or wrong_type: it is no sitemap, is damaged, or declares entities (an XML bomb does).
    """
    from defusedxml.ElementTree import iterparse  # only a refresh with sitemaps needs it

    plain = unpacked([body], bytes_max) if body.startswith(START) else body
    entries: list[Listed] = []
    try:
        events = iterparse(BytesIO(plain), events=("start", "end"), forbid_dtd=True)
        kind = _kind(next(events)[1])
        for entry in _entries(events):
            if len(entries) == entries_max:
                return SitemapFile(kind, tuple(entries), is_cut=True)
            entries.append(entry)
    except (ParseError, ValueError, LookupError, StopIteration) as error:
        raise Stopped("wrong_type") from error
    return SitemapFile(kind, tuple(entries), is_cut=False)


def is_due(lastmod: str, checked_at: datetime | None, now: datetime) -> bool:
    """Whether a page has to be asked for again, by what its sitemap says of its last change."""
    if checked_at is None or now - checked_at > TRUSTED:
        return True
    try:
        changed_at = datetime.fromisoformat(lastmod)
    except ValueError:
        return True
    if len(lastmod) <= _DATE_CHARS:
        changed_at += _DAY_ANYWHERE
    elif changed_at.tzinfo is None:
        changed_at += _ZONE_ANYWHERE
    return (changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC)) >= checked_at


def _kind(root: Element) -> Literal["pages", "index"]:
    match _name(root):
        case "urlset":
            return "pages"
        case "sitemapindex":
            return "index"
        case _:
            raise Stopped("wrong_type")


def _entries(events: Iterator[tuple[str, Element]]) -> Iterator[Listed]:
    """Each child of the root, forgotten as soon as it was read: memory stays small whatever is in the file."""
    open_elements: list[Element] = []
    found: dict[str, str] = {}
    for event, element in events:
        if event == "start":
            open_elements.append(element)
            if len(open_elements) > DEPTH_MAX:
                raise Stopped("wrong_type")
            continue
        if len(open_elements) == 2:  # noqa: PLR2004 - what stands directly in an entry
            found[_name(element)] = (element.text or "").strip()
        elif len(open_elements) == 1:
            if found.get("loc"):
                yield Listed(found["loc"], found.get("lastmod", ""))
            found = {}
        if open_elements:
            open_elements.pop()
        element.clear()
        if open_elements:
            open_elements[-1].clear()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
