"""All sources, one after the other: each file and page with what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from knowledge.documents import Document
from knowledge.gathering.gathered import Gathered
from knowledge.gathering.kept_texts import KeptTexts, Told
from knowledge.gathering.looks import KeptLooks
from knowledge.gathering.places import path_of, place_fault
from knowledge.gathering.ports import BringsPages, OpensReader, OpensWeb
from knowledge.gathering.reading_texts import ReadingTexts
from knowledge.pages import Origin, page_of
from knowledge.planning import Item, Lost
from knowledge.reading.folders import find_files
from knowledge.sources import Source

Reports = Callable[[str], None]
"""Told the name of each file or page as it is looked at."""


class Gatherer:
    """Looks through sources. Files that did not change are neither opened nor parsed."""

    def __init__(self, kept: KeptTexts, looks: KeptLooks, open_reader: OpensReader, open_web: OpensWeb) -> None:
        self._kept = kept
        self._looks = looks
        self._open_reader = open_reader
        self._open_web = open_web

    def gather(self, sources: Sequence[Source], report: Reports = lambda _: None) -> Gathered:
        """Everything that the sources hold now.

        Raises:
            TextsNotKept: what was read cannot be kept.
            ReadingFailed: no file can be read at all.
        """
        with self._kept.adding():
            with ReadingTexts(self._kept, self._open_reader) as texts:
                run = _Run(self._kept, texts, self._open_web, report)
                for source in sources:
                    run.take(source)
            self._kept.save(forget=not run.lost)
        found = Gathered(tuple(run.items.values()), tuple(run.lost), run.makers)
        self._looks.keep(sources, found)
        return found


class _Run:
    """What has been found so far."""

    def __init__(self, kept: KeptTexts, texts: ReadingTexts, open_web: OpensWeb, report: Reports) -> None:
        self.items: dict[str, Item] = {}
        self.lost: list[Lost] = []
        self.makers: dict[str, Callable[[], Document]] = {}
        self._kept = kept
        self._texts = texts
        self._open_web = open_web
        self._web: BringsPages | None = None
        self._report = report

    def take(self, source: Source) -> None:
        if source.kind == "path":
            self._take_path(source)
        elif source.kind == "url":
            self._take_page(source, source.place)
        else:
            self._take_sitemap(source)

    def _take_path(self, source: Source) -> None:
        place = path_of(source)
        fault = place_fault(place)
        if fault:
            self.lost.append(Lost(source.id, source.place, reason=fault))
        elif place.is_dir():
            for origin, told in self._folder(source, place):
                self._add(origin, told)
        else:
            self._report(source.place)
            self._add(Origin(source, ""), self._texts.file(place, place.parent))

    def _folder(self, source: Source, root: Path) -> Iterator[tuple[Origin, Told]]:
        is_empty = True
        for found in find_files(root):
            origin = Origin(source, found.name)
            reason = found.left_out.reason if found.left_out else ""
            if found.path == root:
                self.lost.append(Lost(source.id, source.place, reason=reason))
                return
            if reason == "hidden":
                continue
            is_empty = False
            if not reason:
                self._report(origin.path)
                yield origin, self._texts.file(found.path, root)
            elif found.path.is_dir() and not found.path.is_symlink():
                self.lost.append(Lost(source.id, origin.path, f"{origin.path}/", reason))
            else:
                yield origin, Told("", "", reason)
        # A disk that is not there leaves an empty folder behind.
        if is_empty:
            self.lost.append(Lost(source.id, source.place, reason="empty_folder"))

    def _take_sitemap(self, source: Source) -> None:
        listed = self._pages().listed(source.place, source.pages_max)
        for url in listed.urls:
            self._take_page(source, url)
        if listed.reason:
            self.lost.append(Lost(source.id, source.place, reason=listed.reason))

    def _take_page(self, source: Source, url: str) -> None:
        self._report(url)
        page = self._pages().page(url)
        origin = Origin(source, url, _shown(url))
        if page.body:
            told = self._texts.page(page)
            self._add(origin, told, page.reason)
        else:
            self._add(origin, Told("", "", page.reason))

    def _pages(self) -> BringsPages:
        self._web = self._web or self._open_web()
        return self._web

    def _add(self, origin: Origin, told: Told, reason: str = "") -> None:
        mark = origin.mark(told.digest) if told.digest else ""
        self.items[origin.ref] = Item(origin.ref, origin.path, mark, origin.source.id, told.reason or reason)
        if mark:
            self.makers[origin.ref] = lambda: page_of(self._kept.text(told), origin, mark)


def _shown(url: str) -> str:
    """The address with nothing in it that could end a link."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
