"""Pages of the web for the gatherer: asked politely, the last good copy kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from knowledge.gathering.ports import WebList, WebPage
from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import NotFetched, PageSource
from knowledge.web.pages import PageStore, refresh_page
from knowledge.web.sitemaps import read_sitemap


class WebPages:
    """`knowledge.gathering.ports.BringsPages` over the fetcher; lives for one run."""

    def __init__(self, folder: Path, source: PageSource | None = None) -> None:
        self._source = source or Fetcher()
        self._store = PageStore(folder)
        self._store.sweep()

    def page(self, url: str) -> WebPage:
        """The page as it is now, or its last good copy.

        Raises:
            PageNotKept: what came could not be written.
        """
        kept = refresh_page(url, self._source, self._store, lambda: datetime.now(UTC))
        if isinstance(kept, NotFetched):
            return WebPage(url, reason=kept.reason)
        return WebPage(url, kept.page.body, kept.page.content_type, kept.reason or "")

    def listed(self, url: str) -> WebList:
        """The pages of a sitemap; with a reason when it may not be all of them."""
        sitemap = read_sitemap(url, self._source)
        if isinstance(sitemap, NotFetched):
            return WebList(reason=sitemap.reason)
        failed = sitemap.failed[0].reason if sitemap.failed else "sitemap_cut"
        return WebList(tuple(each.url for each in sitemap.pages), "" if sitemap.is_whole else failed)
