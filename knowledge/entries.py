"""The rows of an index: what of each document is searched. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.chunking import Passage, passages
from knowledge.documents import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the index. `passage` is None for a pointer (a phrasing or a name), which is never cited."""

    owner: int
    text: str
    passage: Passage | None


def in_parts(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents in the order in which a generation keeps them: by audience, else as they are."""
    return tuple(sorted(documents, key=lambda document: document.head.audience))


def entries_of(documents: Sequence[Document], known: Mapping[str, Sequence[Entry]] | None = None) -> tuple[Entry, ...]:
    """Every row that an index of `documents` has, in order; `known` are those of documents by their mark."""
    known = known or {}
    return tuple(
        entry
        for owner, document in enumerate(documents)
        for entry in (_owned(known[document.mark], owner) if document.mark in known else _entries(owner, document))
    )


def _owned(entries: Sequence[Entry], owner: int) -> Iterable[Entry]:
    return entries if entries[0].owner == owner else (replace(entry, owner=owner) for entry in entries)


def _entries(owner: int, document: Document) -> Iterator[Entry]:
    head = document.head
    yield from (Entry(owner, passage.embedded, passage) for passage in passages(document))
    yield from (Entry(owner, phrasing, None) for phrasing in head.asked_as)
    yield from (Entry(owner, name, None) for name in (head.title, *head.other_names))
    described = " ".join(filter(None, (*head.authors, head.place, head.year, head.publisher)))
    yield Entry(owner, f"{head.title} {described}", None)
