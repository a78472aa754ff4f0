"""From the content folder to a published generation. Talks to its parts only through what it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.lexical import LexicalIndex
from embeddings.vectors import VectorIndex
from knowledge.boundaries import parse_boundaries
from knowledge.chunking import CHUNKER_VERSION
from knowledge.documents import Document
from knowledge.generation import Generation, entries_of
from knowledge.generations import Recipe

# Texts encoded between two reports of progress.
STRIDE_TEXTS = 256


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the encoding is, in texts."""

    done: int
    total: int


def recipe_of(documents: Sequence[Document], boundaries: str, encoder: str) -> Recipe:
    """What an index of this content by this encoder is made from, found without encoding anything."""
    digest = hashlib.sha256(boundaries.encode())
    for document in documents:
        digest.update(hashlib.sha256(f"{document.path}\0{document.file}".encode()).digest())
    return Recipe(digest.hexdigest(), encoder, CHUNKER_VERSION)


def build(
    documents: Sequence[Document],
    boundaries_text: str,
    encoder: Encoder,
    known: Mapping[str, NDArray[np.float32]],
    report: Callable[[Progress], None],
) -> Generation:
    """A generation of these documents.

    Args:
        documents: checked, in the order that the index will keep.
        boundaries_text: checked text of the boundaries file.
        encoder: used only for texts that `known` lacks.
        known: vectors by text, made by the same encoder.
        report: called now and then while encoding.
    """
    boundaries = parse_boundaries(boundaries_text)
    entries = entries_of(documents)
    examples = [example for example, _ in boundaries.examples]
    texts = [entry.text for entry in entries]
    vectors = _encode([*texts, *examples], encoder, known, report)
    return Generation(
        tuple(documents),
        entries,
        VectorIndex.build(vectors[: len(texts)]),
        LexicalIndex.build(texts),
        boundaries,
        boundaries_text,
        VectorIndex.build(vectors[len(texts) :]),
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
