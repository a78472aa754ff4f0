"""`coach tools`, `coach cases` and `coach library`: what there is, with filters and search."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.terminal import EX_DATA, print_json, stop, tell
from knowledge.browsing import SHELVES, Page, Unmatched, Wish, browse, facets_of
from knowledge.content_files import read_documents
from knowledge.documents import Document
from prompts.catalogue.terminal import BrowsePage, Listed, NothingMatched

PAGE_SIZE = 20

Json = Annotated[bool, typer.Option("--json")]
Search = Annotated[str, typer.Option("--search")]
PageNumber = Annotated[int, typer.Option("--page", min=1)]


def tools(
    stage: str = "", collection: str = "", search: Search = "", page: PageNumber = 1, *, as_json: Json = False
) -> None:
    """List the tools, stages and agreement themes."""
    _browse("tools", {"stage": stage, "collection": collection}, search, page, as_json=as_json)


def cases(
    issue_area: str = "",
    sector: str = "",
    place: str = "",
    search: Search = "",
    page: PageNumber = 1,
    *,
    as_json: Json = False,
) -> None:
    """List the cases."""
    _browse("cases", {"issue_area": issue_area, "sector": sector, "place": place}, search, page, as_json=as_json)


def library(
    issue_area: str = "",
    sector: str = "",
    kind: Annotated[str, typer.Option("--type")] = "",
    availability: str = "",
    search: Search = "",
    page: PageNumber = 1,
    *,
    as_json: Json = False,
) -> None:
    """List the library and the research."""
    facets = {"issue_area": issue_area, "sector": sector, "type": kind, "availability": availability}
    _browse("library", facets, search, page, as_json=as_json)


def _browse(name: str, facets: dict[str, str], search: str, page: int, *, as_json: bool) -> None:
    documents = read_documents()
    wish = Wish({facet: value for facet, value in facets.items() if value}, search)
    # A script wants the whole list; a person wants a page of it.
    found = browse(documents, SHELVES[name], wish, page, len(documents) if as_json else PAGE_SIZE)
    if isinstance(found, Unmatched):
        stop(_nothing_message(found), EX_DATA)
    if as_json:
        print_json([_document_json(each) for each in found.documents])
    else:
        tell(_page_message(found))


def _nothing_message(found: Unmatched) -> NothingMatched:
    about, elsewhere = found.about.replace("_", " "), found.elsewhere
    shelf, title = (elsewhere.shelf, elsewhere.title) if elsewhere else ("", "")
    return NothingMatched(about, found.value, found.nearest, found.existing, shelf, title)


def _page_message(page: Page) -> BrowsePage:
    listed = (Listed(each.ref, each.head.title, each.head.source_url) for each in page.documents)
    return BrowsePage(tuple(listed), page.number, page.pages, page.total)


def _document_json(document: Document) -> dict[str, Any]:
    head = document.head
    shared = {"ref": head.ref, "title": head.title, "kind": head.kind, "source_url": head.source_url}
    return {**shared, "status": head.status, **facets_of(document)}
