"""Pages of the web for the gatherer: asked politely, the last good copy kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from knowledge.gathering.ports import WebList, WebPage
from knowledge.web.outcomes import NotFetched, PageSource
from knowledge.web.pages import PageStore, refresh_page
from knowledge.web.sitemap_files import is_due
from knowledge.web.sitemaps import read_sitemap


class WebPages:
    """`knowledge.gathering.ports.BringsPages` over the fetcher; lives for one run."""

    def __init__(self, folder: Path, source: PageSource) -> None:
        self._source = source
        self._store = PageStore(folder)
        self._store.sweep()
        self._changed_at: dict[str, str] = {}

    def page(self, url: str) -> WebPage:
        """The page as it is now, or its last good copy; not asked for when its sitemap says that it did not change.

        Raises:
            PageNotKept: what came could not be written.
        """
        known = self._store.load(url)
        if known and not is_due(self._changed_at.get(url, ""), known.checked_at, datetime.now(UTC)):
            return WebPage(url, known.body, known.content_type)
        kept = refresh_page(url, self._source, self._store, lambda: datetime.now(UTC))
        if isinstance(kept, NotFetched):
            return WebPage(url, reason=kept.reason)
        return WebPage(url, kept.page.body, kept.page.content_type, kept.reason or "")

    def listed(self, url: str, pages_max: int) -> WebList:
        """The pages of a sitemap; with a reason when it may not be all of them."""
        sitemap = read_sitemap(url, self._source, pages_max)
        if isinstance(sitemap, NotFetched):
            return WebList(reason=sitemap.reason)
        self._changed_at |= {each.url: each.lastmod for each in sitemap.pages}
        failed = sitemap.failed[0].reason if sitemap.failed else "sitemap_cut"
        return WebList(tuple(each.url for each in sitemap.pages), "" if sitemap.is_whole else failed)
