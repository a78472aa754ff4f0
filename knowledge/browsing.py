"""Finding without a question: documents by filter and search word, page by page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.documents import Document
from knowledge.front_matter import FrontMatter
from knowledge.headings import IN_SHORT
from knowledge.spelling import nearest_holding, nearest_name

_NO_VALUE = ("", "unknown")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be browsed under one name: which collections, and by which facets."""

    name: str
    collections: tuple[str, ...]
    facets: tuple[str, ...]


SHELVES: Mapping[str, Shelf] = {
    shelf.name: shelf
    for shelf in (
        Shelf("tools", ("toolkit", "agreements"), ("stage", "collection")),
        Shelf("cases", ("cases",), ("issue_area", "sector", "place")),
        Shelf("library", ("library", "research", "team"), ("issue_area", "sector", "type", "availability")),
    )
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone wants to see of a shelf: values by facet, and words to search for."""

    facets: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what matched. `number` counts from 1 and is the last one for a page past the end."""

    documents: tuple[Document, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No document matched. `about`: the facet whose value does not exist, or empty; `nearest`: what was meant."""

    about: str
    value: str
    nearest: str
    existing: tuple[str, ...]
    elsewhere: Elsewhere | None = None
    """What the words may mean on another shelf, when nothing on this one is near them."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A document on another shelf."""

    shelf: str
    title: str


def browse(documents: Sequence[Document], shelf: Shelf, wish: Wish, page: int, size: int) -> Page | Unmatched:
    """The documents on `shelf` that meet every part of `wish`, in reading order of their refs.

    Args:
        documents: everything that is served.
        shelf: which collections to look in.
        wish: facet values and words; empty asks for all.
        page: from 1; past the end gives the last one.
        size: documents a page.
    """
    own = _on(shelf, documents)
    chosen: dict[str, frozenset[str]] = {}
    for name, value in wish.facets.items():
        existing = tuple(facet_values(own, name))
        chosen[name] = _same(value, existing)
        if not chosen[name]:
            near = nearest_name(value, [(each, each) for each in existing])
            return Unmatched(name, value, near or "", existing)
    found = _with_words(_meeting(own, chosen), wish.words)
    if not found:
        likely = _likely(own, wish.words)
        elsewhere = None if likely else _elsewhere(documents, shelf, wish.words)
        return Unmatched("", wish.words, likely, _left_values(own, chosen), elsewhere)
    pages = -(-len(found) // size)
    number = min(max(page, 1), pages)
    return Page(tuple(found[(number - 1) * size : number * size]), number, pages, len(found))


def facet_values(documents: Iterable[Document], name: str) -> list[str]:
    """Every value that a facet has in `documents`, most frequent first."""
    counted = Counter(value for each in documents for value in _VALUES[name](each))
    return [value for value, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]


def facets_of(document: Document) -> dict[str, list[str]]:
    """Every facet of a document with its values; facets without any left out."""
    return {name: list(values) for name, read in _VALUES.items() if (values := read(document))}


def by_name(documents: Sequence[Document], name: str) -> Document | None:
    """The document with this ref, or with a title or other name that is `name` or very like it."""
    for each in documents:
        if each.ref.casefold() == name.strip().casefold():
            return each
    # Titles first: what one document is also called may be the title of another.
    titles = [(each.head.title, each) for each in documents]
    return nearest_name(name, [*titles, *((known, each) for each in documents for known in each.head.other_names)])


def reading_order(document: Document) -> tuple[str, str, int]:
    """What documents are sorted by: collection, letters of the ref, number of the ref; pages last, by title."""
    if document.head.kind == "page":
        return document.collection, f"~{document.head.title.casefold()}", 0
    letters = document.ref.rstrip("0123456789")
    number = document.ref[len(letters) :]
    return document.collection, letters, int(number or 0)


def _one(read: Callable[[FrontMatter], str | None]) -> Callable[[Document], tuple[str, ...]]:
    def values(document: Document) -> tuple[str, ...]:
        value = read(document.head)
        return () if value is None or value in _NO_VALUE else (value,)

    return values


_VALUES: Mapping[str, Callable[[Document], tuple[str, ...]]] = {
    "collection": lambda document: (document.collection,),
    "stage": _one(lambda head: head.stage),
    "issue_area": lambda document: document.head.issue_areas,
    "sector": lambda document: document.head.sectors,
    "type": _one(lambda head: head.type),
    "availability": _one(lambda head: head.availability),
    "place": _one(lambda head: head.place),
}


def _same(value: str, existing: Sequence[str]) -> frozenset[str]:
    """The existing value that is `value` but for case, or all that hold it as a whole part ("Oregon", of a place)."""
    wanted = value.strip().casefold()
    whole = frozenset(each for each in existing if each.casefold() == wanted)
    return whole or frozenset(each for each in existing if wanted and wanted in each.casefold().split(", "))


def _meeting(documents: Iterable[Document], chosen: Mapping[str, frozenset[str]]) -> list[Document]:
    return [each for each in documents if all(chosen[name].intersection(_VALUES[name](each)) for name in chosen)]


def _with_words(documents: Sequence[Document], words: str) -> list[Document]:
    wanted = words.casefold().split()
    return [each for each in documents if all(word in _searched(each) for word in wanted)]


def _likely(documents: Sequence[Document], words: str) -> str:
    """The title of the document that the words most likely mean, or empty."""
    place = nearest_holding(words, [(each.head.title.casefold(), _searched(each)) for each in documents])
    return "" if place is None else documents[place].head.title


def _elsewhere(documents: Sequence[Document], shelf: Shelf, words: str) -> Elsewhere | None:
    others = [(each.name, _likely(_on(each, documents), words)) for each in SHELVES.values() if each.name != shelf.name]
    return next((Elsewhere(name, title) for name, title in others if title), None)


def _on(shelf: Shelf, documents: Iterable[Document]) -> list[Document]:
    return sorted((each for each in documents if each.collection in shelf.collections), key=reading_order)


def _searched(document: Document) -> str:
    head = document.head
    parts = (head.ref, head.title, *head.other_names, *head.authors, head.place, head.year, document.section(IN_SHORT))
    return " ".join(parts).casefold()


def _left_values(documents: Sequence[Document], chosen: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """What the first facet offers once the others are met: something to choose instead."""
    for name in chosen:
        others = {other: values for other, values in chosen.items() if other != name}
        left = _meeting(documents, others)
        if left and others:
            return tuple(facet_values(left, name))
    return ()
