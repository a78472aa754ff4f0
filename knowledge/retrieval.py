"""Questions against one generation: dense and lexical scores fused, documents best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from embeddings.search import best_of, fuse, top
from knowledge.found import Findings, Found, Nearness, Query, ScoredPassage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from embeddings.encoder import Encoder
    from knowledge.boundaries import Topic
    from knowledge.documents import Document
    from knowledge.generation import Generation

# Entries taken from each of the two rankings before they are fused; the rest cannot reach the first places.
CANDIDATES = 200
# Documents given back: answers use the first few, `coach eval` measures nDCG@10.
DOCUMENTS = 20
# What a kind that the person asked for is worth ("a paper on", "a case with"), and what plain how-to worries owe to
# the documents that answer those. Fused scores reach 1; both were set on the judged questions, as round numbers.
ASKED_KIND_BONUS = 0.25
KIND_BONUS: Mapping[str, float] = {"tool": 0.03, "theme": 0.03, "stage": 0.01, "case": 0.0, "resource": 0.0, "study": 0.0}


class Retrieval:
    """Searches one generation. Safe to use from several threads: it changes nothing."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self._generation = generation
        self._encoder = encoder
        self._scopes = np.array(
            [topic.scope if topic else "in" for _, topic in generation.boundaries.examples], dtype=object
        )

    def search(self, query: Query) -> tuple[Findings, NDArray[np.float32]]:
        """What `query` finds, and its vector (float32 [d], unit) for `passages_of`."""
        vector = self._vector(query)
        lexical = self._lexical(query)
        documents = self._rank(vector, lexical, query)
        return Findings(documents, self._nearness(vector), bool(lexical.any())), vector

    def passages_of(self, ref: str, vector: NDArray[np.float32]) -> tuple[ScoredPassage, ...]:
        """Every passage of a document in reading order, with its cosine to `vector`; empty for an unknown ref."""
        generation = self._generation
        owner = generation.by_ref.get(ref)
        if owner is None:
            return ()
        own = generation.passage_rows.get(owner, ())
        cosines = generation.vectors.rows[list(own)] @ vector
        found = zip((generation.entries[row].passage for row in own), cosines, strict=True)
        return tuple(ScoredPassage(passage, float(cosine)) for passage, cosine in found if passage is not None)

    def document(self, ref: str) -> Document | None:
        """The document with this ref."""
        owner = self._generation.by_ref.get(ref)
        return None if owner is None else self._generation.documents[owner]

    def _vector(self, query: Query) -> NDArray[np.float32]:
        rows = self._encoder.encode([text for text, _ in query.texts])
        mixed = np.asarray([share for _, share in query.texts], dtype=np.float32) @ rows
        return np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-9), dtype=np.float32)

    def _lexical(self, query: Query) -> NDArray[np.float32]:
        words = self._generation.words
        return np.sum([words.scores(text) * np.float32(share) for text, share in query.texts], axis=0, dtype=np.float32)

    def _rank(self, vector: NDArray[np.float32], lexical: NDArray[np.float32], query: Query) -> tuple[Found, ...]:
        generation = self._generation
        near, _ = generation.vectors.nearest(vector, CANDIDATES)
        worded = top(lexical, CANDIDATES)
        rows = np.union1d(near, worded[lexical[worded] > 0])
        owners, places = np.unique(generation.owners[rows], return_inverse=True)
        dense = best_of(generation.vectors.rows[rows] @ vector, places, len(owners))
        fused = fuse(dense, best_of(lexical[rows], places, len(owners)))
        kinds = [generation.documents[owner].head.kind for owner in owners]
        fused += np.array([_bonus(kind, query) for kind in kinds], dtype=np.float32)
        return tuple(
            Found(generation.documents[owners[place]], float(fused[place]), float(dense[place]))
            for place in top(fused, DOCUMENTS)
        )

    def _nearness(self, vector: NDArray[np.float32]) -> Nearness:
        cosines = self._generation.boundary_vectors.rows @ vector
        inside, _ = self._closest(cosines, "in")
        near, near_topic = self._closest(cosines, "near")
        out, out_topic = self._closest(cosines, "out")
        return Nearness(inside, near, near_topic, out, out_topic)

    def _closest(self, cosines: NDArray[np.float32], scope: str) -> tuple[float, Topic | None]:
        own = np.flatnonzero(self._scopes == scope)
        if own.size == 0:
            return -1.0, None
        best = own[int(np.argmax(cosines[own]))]
        return float(cosines[best]), self._generation.boundaries.examples[best][1]


def _bonus(kind: str, query: Query) -> float:
    return KIND_BONUS[kind] + (ASKED_KIND_BONUS if kind in query.kinds else 0.0)
