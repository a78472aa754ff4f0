"""One generation: documents, their entries, vectors and words, in memory and as a folder of plain files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import LexicalIndex
from embeddings.vectors import VectorIndex
from knowledge.boundaries import Boundaries, parse_boundaries
from knowledge.chunking import Passage, passages
from knowledge.documents import Document, parse
from knowledge.errors import IndexCorrupt

DOCUMENTS, BOUNDARIES, VECTORS, BOUNDARY_VECTORS, WORDS = (
    "documents.jsonl",
    "boundaries.yaml",
    "vectors.faiss",
    "boundary_vectors.faiss",
    "words",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the index. `passage` is None for a pointer (a phrasing or a name), which is never cited."""

    owner: int
    text: str
    passage: Passage | None


@dataclass(frozen=True)
class Generation:
    """One index, whole. Rows of `vectors` and of `words` are `entries`, in order; never changed once made."""

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    vectors: VectorIndex
    words: LexicalIndex
    boundaries: Boundaries
    boundaries_text: str
    boundary_vectors: VectorIndex

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """The document of each entry: int64 [n]."""
        return np.fromiter((entry.owner for entry in self.entries), dtype=np.int64, count=len(self.entries))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """The first row of each document, and the end: int64 [documents + 1]. A document's rows stand together."""
        return np.searchsorted(self.owners, np.arange(len(self.documents) + 1))

    def rows_of(self, owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every row of these documents, and for each row the place of its document in `owners`: both int64 [n]."""
        starts, sizes = self._starts[owners], self._starts[owners + 1] - self._starts[owners]
        places = np.repeat(np.arange(len(owners)), sizes)
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return starts[places] + within, places

    @cached_property
    def by_ref(self) -> Mapping[str, int]:
        """Place of each document by its ref."""
        return {document.ref: place for place, document in enumerate(self.documents)}

    @cached_property
    def pointer_rows(self) -> NDArray[np.int64]:
        """Rows of the phrasings and names: int64 [m]."""
        return np.flatnonzero([entry.passage is None for entry in self.entries])

    @cached_property
    def passage_rows(self) -> Mapping[int, tuple[int, ...]]:
        """Rows of each document's passages, in reading order."""
        rows: dict[int, list[int]] = {}
        for row, entry in enumerate(self.entries):
            if entry.passage is not None:
                rows.setdefault(entry.owner, []).append(row)
        return {owner: tuple(own) for owner, own in rows.items()}

    def vectors_by_text(self) -> dict[str, NDArray[np.float32]]:
        """The vector of every text in this generation, so that a text is never encoded twice."""
        known = {entry.text: row for entry, row in zip(self.entries, self.vectors.rows, strict=True)}
        examples = (example for example, _ in self.boundaries.examples)
        return known | dict(zip(examples, self.boundary_vectors.rows, strict=True))

    def write(self, folder: Path) -> None:
        """Write everything into `folder`.

        Raises:
            OSError: it cannot be written (no space, no permission).
        """
        with (folder / DOCUMENTS).open("w", encoding="utf-8") as file:
            for document in self.documents:
                row = {"path": document.path, "file": document.file}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        (folder / BOUNDARIES).write_text(self.boundaries_text, encoding="utf-8")
        self.vectors.save(folder / VECTORS)
        self.boundary_vectors.save(folder / BOUNDARY_VECTORS)
        (folder / WORDS).mkdir()
        self.words.save(folder / WORDS)


def entries_of(documents: Sequence[Document]) -> tuple[Entry, ...]:
    """Every row that an index of `documents` has, in order."""
    return tuple(entry for owner, document in enumerate(documents) for entry in _entries(owner, document))


def read_generation(folder: Path) -> Generation:
    """The generation in `folder`, whose files the caller has checked against their checksums.

    Raises:
        IndexCorrupt: its parts do not belong together.
        EmbeddingError: vectors or words cannot be read.
    """
    text = (folder / BOUNDARIES).read_text(encoding="utf-8")
    with (folder / DOCUMENTS).open(encoding="utf-8") as file:
        documents = tuple(parse(row["path"], row["file"]) for row in map(json.loads, file))
    generation = Generation(
        documents,
        entries_of(documents),
        VectorIndex.load(folder / VECTORS),
        LexicalIndex.load(folder / WORDS),
        parse_boundaries(text),
        text,
        VectorIndex.load(folder / BOUNDARY_VECTORS),
    )
    sizes = {len(generation.entries), len(generation.vectors), len(generation.words)}
    if len(sizes) > 1 or len(generation.boundaries.examples) != len(generation.boundary_vectors):
        raise IndexCorrupt(f"{folder.name}: documents, vectors and words do not have the same number of entries")
    return generation


def _entries(owner: int, document: Document) -> Iterator[Entry]:
    head = document.head
    yield from (Entry(owner, passage.embedded, passage) for passage in passages(document))
    yield from (Entry(owner, phrasing, None) for phrasing in head.asked_as)
    yield from (Entry(owner, name, None) for name in (head.title, *head.other_names))
    described = " ".join(filter(None, (*head.authors, head.place, head.year, head.publisher)))
    yield Entry(owner, f"{head.title} {described}", None)
