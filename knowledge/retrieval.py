"""Questions against one generation: dense and lexical scores fused, documents best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.probe import LinearProbe
from embeddings.search import agreed, best_of, from_floor, fuse, top
from knowledge.documents import Document
from knowledge.found import Found, Leaning, Query, ScoredPassage
from knowledge.generation import Generation
from knowledge.names import Names

# Entries taken from each of the two rankings before they are fused; the rest cannot reach the first places.
CANDIDATES = 200
# Documents given back: answers use the first few, `coach eval` measures nDCG@10.
DOCUMENTS = 20
# What it is worth, in fused scores that reach 1, to be of a kind that was asked for ("a paper on", "a case with"), and,
# where no kind was, to be one that tells a team what to do. Both set on judged questions, as round numbers.
ASKED_KIND_BONUS = 0.2
PRACTICE_BONUS = 0.06
# Share of the probe over documents, learnt from their phrasings, beside the fused score. A little of it lifts every
# judged set; more than a tenth drowns the words of a follow-up.
PROBE_SHARE = 0.05
# What it is worth to be called by name, where the question is nothing but the title; otherwise a part of it. Enough to
# lead over any neighbour, and on judged questions no more than that: a name may also be said in passing.
NAMED_BONUS = 0.3
PRACTICE = frozenset({"tool", "theme", "stage"})


class Retrieval:
    """Searches one generation. Safe to use from several threads: it changes nothing."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self._generation = generation
        self._encoder = encoder
        pointers = generation.pointer_rows
        self._about = LinearProbe(
            generation.vectors.rows[pointers], generation.owners[pointers], len(generation.documents)
        )
        self._scope_examples = _ScopeExamples(generation)
        self._names = Names(generation.documents)

    def search(self, query: Query) -> SearchFindings:
        """What `query` finds in this generation, whatever is published meanwhile."""
        vector = self._vector(query)
        near, out = self._scope_examples.leanings(vector)
        familiarity = self._generation.words.familiarity(query.texts[0][0])
        documents = self._rank(vector, self._lexical(query), query)
        return SearchFindings(documents, near, out, familiarity, self._generation, vector)

    def documents(self) -> tuple[Document, ...]:
        """Everything in this generation, in its order."""
        return self._generation.documents

    def _vector(self, query: Query) -> NDArray[np.float32]:
        rows = self._encoder.encode([text for text, _ in query.texts])
        mixed = np.asarray([share for _, share in query.texts], dtype=np.float32) @ rows
        return np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-9), dtype=np.float32)

    def _lexical(self, query: Query) -> NDArray[np.float32]:
        words = self._generation.words
        shares = [words.scores(text) * np.float32(share) for text, share in query.texts]
        return np.asarray(np.sum(shares, axis=0), dtype=np.float32)

    def _named(self, query: Query) -> NDArray[np.float32]:
        """How surely the question means each document by a name: float32 [documents], 0 to 1."""
        named = np.zeros(len(self._generation.documents), dtype=np.float32)
        for text, share in query.texts:
            for place, surely in self._names.called(text, query.kinds).items():
                named[place] += share * surely
        return named

    def _rank(self, vector: NDArray[np.float32], lexical: NDArray[np.float32], query: Query) -> tuple[Found, ...]:
        generation = self._generation
        near, _ = generation.vectors.nearest(vector, CANDIDATES)
        worded = top(lexical, CANDIDATES)
        named = self._named(query)
        seen = np.union1d(generation.owners[np.union1d(near, worded[lexical[worded] > 0])], np.nonzero(named)[0])
        rows, places = generation.rows_of(seen)
        cosines = generation.vectors.rows[rows] @ vector
        fused = fuse(agreed(cosines, places, len(seen)), best_of(lexical[rows], places, len(seen)))
        fused += PROBE_SHARE * from_floor(self._about.scores(vector), 0.0)[seen]
        fused += NAMED_BONUS * named[seen]
        fused += np.array([_bonus(generation.documents[owner].head.kind, query) for owner in seen], dtype=np.float32)
        best = best_of(cosines, places, len(seen))
        return tuple(
            Found(generation.documents[seen[place]], float(fused[place]), float(best[place]))
            for place in top(fused, DOCUMENTS)
        )


@dataclass(frozen=True, slots=True)
class SearchFindings:
    """`knowledge.found.Findings` over one generation and the vector of one question (float32 [d], unit)."""

    documents: tuple[Found, ...]
    near: Leaning
    out: Leaning
    familiarity: float
    _generation: Generation
    _vector: NDArray[np.float32]

    def leading_with(self, refs: Sequence[str]) -> SearchFindings:
        """The same findings with these documents first, in the order of their scores, also if they were not found."""
        found = {each.document.ref: each for each in self.documents}
        ahead = sorted(
            (ref for ref in refs if ref in self._generation.by_ref), key=lambda ref: -self._score(found.get(ref))
        )
        first = tuple(found.get(ref) or self._unranked(ref) for ref in ahead)
        return replace(self, documents=first + tuple(each for each in self.documents if each.document.ref not in refs))

    def passages_of(self, ref: str) -> tuple[ScoredPassage, ...]:
        """Every passage of a document in reading order, with its cosine; empty for an unknown ref."""
        generation = self._generation
        owner = generation.by_ref.get(ref)
        if owner is None:
            return ()
        own = generation.passage_rows.get(owner, ())
        cosines = generation.vectors.rows[list(own)] @ self._vector
        found = zip((generation.entries[row].passage for row in own), cosines, strict=True)
        return tuple(ScoredPassage(passage, float(cosine)) for passage, cosine in found if passage is not None)

    def document(self, ref: str) -> Document | None:
        """The document with this ref."""
        owner = self._generation.by_ref.get(ref)
        return None if owner is None else self._generation.documents[owner]

    def _unranked(self, ref: str) -> Found:
        cosine = max((scored.cosine for scored in self.passages_of(ref)), default=0.0)
        return Found(self._generation.documents[self._generation.by_ref[ref]], 0.0, cosine)

    def _score(self, found: Found | None) -> float:
        return found.score if found else 0.0


class _ScopeExamples:
    """The labelled examples of a generation: its boundary examples, and its phrasings, which are all in scope."""

    def __init__(self, generation: Generation) -> None:
        examples = [topic for _, topic in generation.boundaries.examples]
        pointers = generation.pointer_rows
        self._topics = [*([None] * len(pointers)), *examples]
        self._rows = np.vstack([generation.vectors.rows[pointers], generation.boundary_vectors.rows])
        self._labels = np.array([_SCOPES.index(topic.scope if topic else "in") for topic in self._topics])
        self._probe = LinearProbe(self._rows, self._labels, len(_SCOPES))

    def leanings(self, vector: NDArray[np.float32]) -> tuple[Leaning, Leaning]:
        """How the question leans towards near scope and out of scope: two views of the same examples, added up."""
        cosines = self._rows @ vector
        probed = self._probe.scores(vector)
        nearest = [self._nearest(cosines, label) for label in range(len(_SCOPES))]
        inside, near, out = (
            (probe + (cosines[row] if row is not None else -1.0), row)
            for probe, row in zip(probed, nearest, strict=True)
        )
        return self._leaning(near, inside), self._leaning(out, inside)

    def _leaning(self, scope: tuple[float, int | None], inside: tuple[float, int | None]) -> Leaning:
        return Leaning(float(scope[0] - inside[0]), None if scope[1] is None else self._topics[scope[1]])

    def _nearest(self, cosines: NDArray[np.float32], label: int) -> int | None:
        own = np.flatnonzero(self._labels == label)
        return int(own[np.argmax(cosines[own])]) if own.size else None


_SCOPES = ("in", "near", "out")


def _bonus(kind: str, query: Query) -> float:
    if query.kinds:
        return ASKED_KIND_BONUS if kind in query.kinds else 0.0
    return PRACTICE_BONUS if kind in PRACTICE else 0.0
