"""What one generation knows that the next need not make again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import LexicalIndex
from embeddings.postings import Earlier
from knowledge.documents import Document
from knowledge.entries import Entry
from knowledge.generation import EVERYBODY, Generation
from knowledge.manifests import Recipe


@dataclass(frozen=True, slots=True)
class Remembered:
    """Vectors by text, entries by the mark of their document, and the words of each audience."""

    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    words: Mapping[str, Earlier] = field(default_factory=dict)


NOTHING = Remembered()


def remembered(generation: Generation, made: Recipe, wanted: Recipe) -> Remembered:
    """What `generation`, `made` by one recipe, knows for the `wanted` one."""
    return Remembered(
        vectors_by_text(generation) if made.encoder == wanted.encoder else {},
        _entries_by_mark(generation),
        _words_by_audience(generation) if made.words == wanted.words else {},
    )


def vectors_by_text(generation: Generation) -> dict[str, NDArray[np.float32]]:
    """The vector of every text in `generation`, so that a text is never encoded twice."""
    known = {entry.text: row for entry, row in zip(generation.entries, generation.vectors.rows, strict=True)}
    examples = (example for example, _ in generation.boundaries.examples)
    return known | dict(zip(examples, generation.boundary_vectors.rows, strict=True)) | generation.vectors_asked()


def words_of(
    documents: Sequence[Document], entries: Sequence[Entry], known: Mapping[str, Earlier]
) -> tuple[LexicalIndex, dict[str, LexicalIndex]]:
    """The words of the entries for everybody, and those of each other audience, in the order of the documents."""
    texts: dict[str, list[str]] = {EVERYBODY: []}
    for entry in entries:
        texts.setdefault(documents[entry.owner].head.audience, []).append(entry.text)
    made = {audience: LexicalIndex.build(own, known.get(audience)) for audience, own in texts.items()}
    return made.pop(EVERYBODY), made


def _entries_by_mark(generation: Generation) -> dict[str, tuple[Entry, ...]]:
    """The entries of every document."""
    grouped = groupby(generation.entries, key=lambda entry: entry.owner)
    return {generation.documents[owner].mark: tuple(own) for owner, own in grouped}


def _words_by_audience(generation: Generation) -> dict[str, Earlier]:
    """The words of every text; nothing of an index that an earlier release made."""
    known = {}
    for audience, index in ({EVERYBODY: generation.words} | dict(generation.own_words)).items():
        rows = generation.parts[audience].rows
        if index.postings is not None:
            known[audience] = Earlier(
                [entry.text for entry in generation.entries[rows.start : rows.stop]], index.postings
            )
    return known
