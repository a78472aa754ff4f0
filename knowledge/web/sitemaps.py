"""A site's own list of its pages: sitemap.xml, or an index of several, plain or packed."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.web.addresses import BadAddress, parse_url
from knowledge.web.errors import Stopped
from knowledge.web.media import SITEMAP_TYPES
from knowledge.web.outcomes import Fetched, NotFetched, PageSource, Unchanged
from knowledge.web.sitemap_files import ENTRIES_MAX, Listed, SitemapFile, parse_sitemap

# An index may name sitemaps, and one of those may be an index again: no deeper.
DEPTH_MAX = 2
# Each costs a second of politeness.
FILES_MAX = 100
UNPACKED_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that a site lists, each once, in its order.

    `elsewhere` counts entries of other hosts, `unusable` those that are no web address; `failed` are further files that
    could not be read; `is_cut` when there were more pages than asked for.
    """

    pages: tuple[Listed, ...]
    elsewhere: int
    unusable: int
    failed: tuple[NotFetched, ...]
    is_cut: bool

    @property
    def is_whole(self) -> bool:
        """Whether a page that is not listed here is really gone from the site."""
        return not self.failed and not self.is_cut


def read_sitemap(url: str, source: PageSource, pages_max: int) -> Sitemap | NotFetched:
    """What the sitemap at `url` lists, or why it could not be read.

    Args:
        url: of a sitemap or an index.
        source: what brings it.
        pages_max: no more pages than this are taken, and never more than 50,000.
    """
    reading = _Reading(source, min(pages_max, ENTRIES_MAX))
    first = reading.read(url)
    if isinstance(first, NotFetched):
        return first
    reading.take(first, 0)
    return reading.result()


class _Reading:
    """Counts while files are read, one inside the other."""

    def __init__(self, source: PageSource, pages_max: int) -> None:
        self._source = source
        self._pages_max = pages_max
        self._hosts: set[str] = set()
        self._read: set[str] = set()
        self._pages: dict[str, Listed] = {}
        self._elsewhere = 0
        self._unusable = 0
        self._failed: list[NotFetched] = []
        self._is_cut = False

    def read(self, url: str) -> SitemapFile | NotFetched:
        """The file at `url`; the first one's hosts, before and after redirects, are the site's."""
        is_first = not self._read
        self._read.add(url)
        outcome = self._source.fetch(url, types=SITEMAP_TYPES)
        match outcome:
            case Fetched():
                if is_first:
                    places = map(parse_url, (url, outcome.final_url))
                    self._hosts |= {to.host for to in places if not isinstance(to, BadAddress)}
                return _parsed(outcome)
            case NotFetched():
                return outcome
            case Unchanged():  # of what? Nothing was known
                return NotFetched(url, "server_error")

    def take(self, file: SitemapFile, depth: int) -> None:
        """Keep what the file lists, and what the files that it lists list."""
        self._is_cut |= file.is_cut
        for entry in file.entries:
            to = parse_url(entry.url)
            if isinstance(to, BadAddress):
                self._unusable += 1
            elif to.host not in self._hosts:
                self._elsewhere += 1
            elif file.kind == "pages":
                self._keep(Listed(to.url, entry.lastmod))
            else:
                self._descend(to.url, depth)
            if self._is_cut and len(self._pages) >= self._pages_max:
                return

    def result(self) -> Sitemap:
        """All that was found."""
        return Sitemap(tuple(self._pages.values()), self._elsewhere, self._unusable, tuple(self._failed), self._is_cut)

    def _keep(self, page: Listed) -> None:
        if page.url in self._pages:
            return
        if len(self._pages) >= self._pages_max:
            self._is_cut = True
            return
        self._pages[page.url] = page

    def _descend(self, url: str, depth: int) -> None:
        if url in self._read:
            return
        if depth >= DEPTH_MAX or len(self._read) >= FILES_MAX or len(self._pages) >= self._pages_max:
            self._is_cut = True
            return
        further = self.read(url)
        if isinstance(further, NotFetched):
            self._failed.append(further)
        else:
            self.take(further, depth + 1)


def _parsed(fetched: Fetched) -> SitemapFile | NotFetched:
    try:
        return parse_sitemap(fetched.body, UNPACKED_BYTES_MAX)
    except Stopped as stopped:
        return NotFetched(fetched.url, stopped.reason)
