"""One generation: documents, their entries, vectors and words, in memory and as a folder of plain files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import LexicalIndex
from embeddings.vectors import VectorIndex
from knowledge.boundaries import Boundaries, parse_boundaries
from knowledge.documents import Document, mark_of, parse, restore
from knowledge.entries import Entry, entries_of
from knowledge.errors import IndexCorrupt, IndexUnavailable
from knowledge.planning import Known

DOCUMENTS, BOUNDARIES, VECTORS, BOUNDARY_VECTORS, WORDS, OWN_WORDS, ASKED, ASKED_VECTORS = (
    "documents.jsonl",
    "boundaries.yaml",
    "vectors.faiss",
    "boundary_vectors.faiss",
    "words",
    "own_words",
    "asked.json",
    "asked_vectors.faiss",
)
EVERYBODY = ""
"""The audience of what everybody may see."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one audience may see: its documents, and the rows of their entries, which stand together."""

    documents: range
    rows: range


@dataclass(frozen=True)
class Generation:
    """One index, whole. Rows of `vectors` are `entries`, in order; never changed once made.

    Documents of one audience stand together, those for everybody first. `words` are over the entries of these alone,
    and `own_words` over those of each other audience: what some may not see must not weigh in what they are shown.
    `asked` are questions that are not searched but put to each new generation, with their vectors.
    """

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    vectors: VectorIndex
    words: LexicalIndex
    boundaries: Boundaries
    boundaries_text: str
    boundary_vectors: VectorIndex
    own_words: Mapping[str, LexicalIndex] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    asked_vectors: VectorIndex | None = None

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The part of each audience; there is always one for everybody."""
        audiences = [document.head.audience for document in self.documents]
        found = {EVERYBODY: Part(range(0), range(0))}
        start = 0
        for audience, place in {audience: place for place, audience in enumerate(audiences)}.items():
            rows = range(int(self._starts[start]), int(self._starts[place + 1]))
            found[audience] = Part(range(start, place + 1), rows)
            start = place + 1
        return found

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
        """Rows of the phrasings and names of documents that have phrasings and are for everybody: int64 [m]."""
        asked = np.array([bool(each.head.asked_as) and not each.head.audience for each in self.documents], dtype=bool)
        return np.flatnonzero(self._is_pointer & asked[self.owners])

    def title_rows(self, audience: str) -> NDArray[np.int64]:
        """Rows of the names of documents without phrasings that are for this audience: int64 [m]."""
        rows = np.array(self.parts[audience].rows, dtype=np.int64)
        bare = np.array([not each.head.asked_as for each in self.documents], dtype=bool)
        return np.asarray(rows[self._is_pointer[rows] & bare[self.owners[rows]]], dtype=np.int64)

    @cached_property
    def _is_pointer(self) -> NDArray[np.bool_]:
        return np.fromiter((entry.passage is None for entry in self.entries), dtype=bool, count=len(self.entries))

    @cached_property
    def passage_rows(self) -> Mapping[int, tuple[int, ...]]:
        """Rows of each document's passages, in reading order."""
        rows: dict[int, list[int]] = {}
        for row, entry in enumerate(self.entries):
            if entry.passage is not None:
                rows.setdefault(entry.owner, []).append(row)
        return {owner: tuple(own) for owner, own in rows.items()}

    def vectors_asked(self) -> dict[str, NDArray[np.float32]]:
        """The vector of every text that is put to new generations."""
        return {} if self.asked_vectors is None else dict(zip(self.asked, self.asked_vectors.rows, strict=True))

    def write(self, folder: Path) -> None:
        """Write everything into `folder`.

        Raises:
            OSError: it cannot be written (no space, no permission).
        """
        with (folder / DOCUMENTS).open("w", encoding="utf-8") as file:
            for document in self.documents:
                head = document.head.model_dump(mode="json", exclude_defaults=True)
                row = {"path": document.path, "file": document.file, "head": head}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        (folder / BOUNDARIES).write_text(self.boundaries_text, encoding="utf-8")
        self.vectors.save(folder / VECTORS)
        self.boundary_vectors.save(folder / BOUNDARY_VECTORS)
        (folder / WORDS).mkdir()
        self.words.save(folder / WORDS)
        for number, audience in enumerate(self.own_words):
            own = folder / OWN_WORDS / str(number)
            own.mkdir(parents=True)
            self.own_words[audience].save(own)
        if self.asked_vectors is not None:
            (folder / ASKED).write_text(json.dumps(self.asked), encoding="utf-8")
            self.asked_vectors.save(folder / ASKED_VECTORS)


def read_generation(folder: Path) -> Generation:
    """The generation in `folder`, whose files the caller has checked against their checksums.

    Raises:
        IndexCorrupt: its parts do not belong together.
        IndexUnavailable, EmbeddingError: they cannot be read.
    """
    with reading_trouble(folder):
        generation = _read(folder)
    words = len(generation.words) + sum(map(len, generation.own_words.values()))
    sizes = {len(generation.entries), len(generation.vectors), words}
    if len(sizes) > 1 or len(generation.boundaries.examples) != len(generation.boundary_vectors):
        raise IndexCorrupt(f"{folder.name}: documents, vectors and words do not have the same number of entries")
    return generation


def read_known(folder: Path) -> dict[str, Known]:
    """What a plan needs to know of the documents in `folder`, by ref, without making them.

    Raises:
        IndexUnavailable: it cannot be read.
    """
    known: dict[str, Known] = {}
    with reading_trouble(folder):
        for row in _rows(folder):
            head = row.get("head") or _document(row).head.model_dump(mode="json", exclude_defaults=True)
            mark = head.get("mark") or mark_of(row["path"], row["file"])
            known[head["ref"]] = Known(row["path"], mark, head.get("source", ""))
    return known


@contextmanager
def reading_trouble(folder: Path) -> Iterator[None]:
    """Trouble of the disk while something in `folder` is read comes out as `IndexUnavailable`.

    Raises:
        IndexUnavailable: it cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise IndexUnavailable(f"{folder} cannot be read: {error}") from error


def _read(folder: Path) -> Generation:
    text = (folder / BOUNDARIES).read_text(encoding="utf-8")
    documents = tuple(_document(row) for row in _rows(folder))
    audiences = dict.fromkeys(document.head.audience for document in documents if document.head.audience)
    return Generation(
        documents,
        entries_of(documents),
        VectorIndex.load(folder / VECTORS),
        LexicalIndex.load(folder / WORDS),
        parse_boundaries(text),
        text,
        VectorIndex.load(folder / BOUNDARY_VECTORS),
        {each: LexicalIndex.load(folder / OWN_WORDS / str(number)) for number, each in enumerate(audiences)},
        *_read_asked(folder),
    )


def _read_asked(folder: Path) -> tuple[tuple[str, ...], VectorIndex | None]:
    """Nothing, where an earlier release or nobody asked."""
    if not (folder / ASKED).exists():
        return (), None
    return tuple(json.loads((folder / ASKED).read_text(encoding="utf-8"))), VectorIndex.load(folder / ASKED_VECTORS)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / DOCUMENTS).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _document(row: Mapping[str, Any]) -> Document:
    """The document of a row; earlier releases wrote rows without a head."""
    head = row.get("head")
    return parse(row["path"], row["file"]) if head is None else restore(row["path"], row["file"], head)
