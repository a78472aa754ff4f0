"""From the content folder to a published generation. Talks to its parts only through what it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.terms import TERMS_VERSION
from embeddings.vectors import VectorIndex
from knowledge.boundaries import parse_boundaries
from knowledge.chunking import CHUNKER_VERSION
from knowledge.documents import Document
from knowledge.entries import entries_of, in_parts
from knowledge.generation import Generation
from knowledge.manifests import Recipe
from knowledge.remembering import Remembered, words_of

# Texts encoded between two reports of progress.
STRIDE_TEXTS = 256


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the encoding is, in texts."""

    done: int
    total: int


def recipe_of(documents: Sequence[Document], boundaries: str, encoder: str) -> Recipe:
    """What an index of this content by this encoder is made from, found without encoding anything."""
    return recipe_of_marks((document.mark for document in documents), boundaries, encoder)


def recipe_of_marks(marks: Iterable[str], boundaries: str, encoder: str) -> Recipe:
    """As `recipe_of`, from the marks of the documents, in the same order."""
    digest = hashlib.sha256(boundaries.encode())
    for mark in marks:
        digest.update(bytes.fromhex(mark))
    return Recipe(digest.hexdigest(), encoder, CHUNKER_VERSION, words=TERMS_VERSION)


def build(
    documents: Sequence[Document],
    boundaries_text: str,
    encoder: Encoder,
    known: Remembered,
    report: Callable[[Progress], None],
    asked: Iterable[str] = (),
) -> Generation:
    """A generation of these documents.

    Args:
        documents: checked, in the order that the index will keep within each audience.
        boundaries_text: checked text of the boundaries file.
        encoder: used only for texts that `known` lacks.
        known: what an earlier generation knows, its vectors by the same encoder.
        report: called now and then while encoding.
        asked: texts that will be put to it; their vectors are kept beside.
    """
    boundaries = parse_boundaries(boundaries_text)
    documents = in_parts(documents)
    entries = entries_of(documents, known.entries)
    examples = [example for example, _ in boundaries.examples]
    texts = [entry.text for entry in entries]
    questions = tuple(dict.fromkeys(asked))
    vectors = _encode([*texts, *examples, *questions], encoder, known.vectors, report)
    ends = len(texts), len(texts) + len(examples)
    words, own_words = words_of(documents, entries, known.words)
    return Generation(
        documents,
        entries,
        VectorIndex.build(vectors[: ends[0]]),
        words,
        boundaries,
        boundaries_text,
        VectorIndex.build(vectors[ends[0] : ends[1]]),
        own_words,
        questions,
        VectorIndex.build(vectors[ends[1] :]) if questions else None,
    )


def _encode(
    texts: Sequence[str],
    encoder: Encoder,
    known: Mapping[str, NDArray[np.float32]],
    report: Callable[[Progress], None],
) -> NDArray[np.float32]:
    # Longest first, so that a batch holds texts of like length and pads little.
    new = sorted({text for text in texts if text not in known}, key=len, reverse=True)
    made: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(new), STRIDE_TEXTS):
        stride = new[start : start + STRIDE_TEXTS]
        made.update(zip(stride, encoder.encode(stride), strict=True))
        report(Progress(start + len(stride), len(new)))
    return np.stack([known[text] if text in known else made[text] for text in texts])
