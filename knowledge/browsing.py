"""Finding without a question: documents by filter and search word, page by page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from knowledge.documents import IN_SHORT, Document
from knowledge.front_matter import FrontMatter

# A word this like a title or name counts as that name misspelt. Source: rapidfuzz's ratio, 0 to 100.
LIKENESS_MIN = 75
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
        Shelf("library", ("library", "research"), ("issue_area", "sector", "type", "availability")),
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


def browse(documents: Sequence[Document], shelf: Shelf, wish: Wish, page: int, size: int) -> Page | Unmatched:
    """The documents on `shelf` that meet every part of `wish`, in reading order of their refs.

    Args:
        documents: everything that is served.
        shelf: which collections to look in.
        wish: facet values and words; empty asks for all.
        page: from 1; past the end gives the last one.
        size: documents a page.
    """
    own = sorted((each for each in documents if each.collection in shelf.collections), key=reading_order)
    for name, value in wish.facets.items():
        existing = tuple(facet_values(own, name))
        chosen = _same(value, existing)
        if not chosen:
            return Unmatched(name, value, _nearest(value, existing), existing)
        wish = Wish({**wish.facets, name: chosen}, wish.words)
    met = [each for each in own if all(value in _VALUES[name](each) for name, value in wish.facets.items())]
    found = _with_words(met, wish.words)
    if not found:
        titles = tuple(each.head.title for each in own)
        likely = _nearest(wish.words, titles) if wish.words else ""
        return Unmatched("", wish.words, likely, _left_values(own, wish))
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
    names = [(known, each) for each in documents for known in (each.head.title, *each.head.other_names)]
    best = process.extractOne(
        name.casefold(), [known.casefold() for known, _ in names], scorer=fuzz.WRatio, score_cutoff=LIKENESS_MIN
    )
    return names[best[2]][1] if best else None


def reading_order(document: Document) -> tuple[str, str, int]:
    """What documents are sorted by: collection, letters of the ref, number of the ref."""
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


def _same(value: str, existing: Sequence[str]) -> str:
    """The existing value that is `value` but for case, or holds it as a whole part ("Oregon" in "Portland, Oregon")."""
    wanted = value.strip().casefold()
    for each in existing:
        if each.casefold() == wanted:
            return each
    return next((each for each in existing if wanted and wanted in each.casefold().split(", ")), "")


def _nearest(value: str, existing: Sequence[str]) -> str:
    best = process.extractOne(value, existing, scorer=fuzz.WRatio, score_cutoff=LIKENESS_MIN - 15) if value else None
    return str(best[0]) if best else ""


def _with_words(documents: Sequence[Document], words: str) -> list[Document]:
    wanted = words.casefold().split()
    return [each for each in documents if all(word in _searched(each) for word in wanted)]


def _searched(document: Document) -> str:
    head = document.head
    parts = (head.ref, head.title, *head.other_names, *head.authors, head.place, head.year, document.section(IN_SHORT))
    return " ".join(parts).casefold()


def _left_values(documents: Sequence[Document], wish: Wish) -> tuple[str, ...]:
    """What the first facet offers once the others are met: something to choose instead."""
    for name in wish.facets:
        others = {other: value for other, value in wish.facets.items() if other != name}
        left = [each for each in documents if all(value in _VALUES[other](each) for other, value in others.items())]
        if left and others:
            return tuple(facet_values(left, name))
    return ()
