"""Questions against one generation: dense and lexical scores fused, documents best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.probe import LinearProbe
from embeddings.search import agreed, best_of, from_floor, fuse, top
from knowledge.documents import Document, kind_shown
from knowledge.found import Found, Leaning, Query, ScoredPassage
from knowledge.generation import EVERYBODY, Generation
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

    def __init__(self, generation: Generation, encoder: Encoder, foreseen: Sequence[Query] = ()) -> None:
        """Ready to be searched.

        Args:
            generation: what is searched.
            encoder: as it was made with.
            foreseen: queries that will come, for everybody: their nearest rows are found now, all at once.
        """
        self._generation = generation
        self._encoder = encoder
        pointers = generation.pointer_rows
        self._about = LinearProbe(
            generation.vectors.rows[pointers],
            generation.owners[pointers],
            len(generation.parts[EVERYBODY].documents),
        )
        self._is_bare = np.array([not each.head.asked_as for each in generation.documents], dtype=bool)
        self._collections = np.array([each.collection for each in generation.documents])
        self._scope_examples = _ScopeExamples(generation)
        self._names = {
            audience: Names([generation.documents[place] for place in part.documents])
            for audience, part in generation.parts.items()
        }
        self._foreseen = self._foresee(foreseen)

    def search(self, query: Query) -> SearchFindings:
        """What `query` finds in this generation, whatever is published meanwhile."""
        vector = self._vector(query)
        seen = self._seen_by(query.audience)
        near, out = self._scope_examples.leanings(vector, seen)
        own = [self._generation.own_words[audience] for audience in seen[1:]]
        familiarity = self._generation.words.familiarity(query.texts[0][0], *own)
        documents = self._rank(vector, query, seen)
        sight = Sight(frozenset(seen), query.collections)
        return SearchFindings(documents, near, out, familiarity, self._generation, vector, sight)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""
        return self._encoder.encode(texts)

    def documents(self, audience: frozenset[str] = frozenset()) -> tuple[Document, ...]:
        """Everything in this generation that everybody may see, then what `audience` may see beside it."""
        parts = (self._generation.parts[each] for each in self._seen_by(audience))
        return tuple(self._generation.documents[place] for part in parts for place in part.documents)

    def audiences(self) -> frozenset[str]:
        """Those for whom there is anything of their own."""
        return frozenset(self._generation.own_words)

    def _seen_by(self, audience: frozenset[str]) -> tuple[str, ...]:
        """The parts that those may see, everybody's first; what is not among them is not even looked at."""
        return (EVERYBODY, *sorted(each for each in audience if each in self._generation.own_words))

    def _vector(self, query: Query) -> NDArray[np.float32]:
        rows = self._encoder.encode([text for text, _ in query.texts])
        mixed = np.asarray([share for _, share in query.texts], dtype=np.float32) @ rows
        return np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-9), dtype=np.float32)

    def _lexical(self, query: Query, audience: str) -> NDArray[np.float32]:
        """BM25 of the rows that are for this audience: float32 [rows]."""
        generation = self._generation
        if audience == EVERYBODY:
            shares = [generation.words.scores(text) * np.float32(share) for text, share in query.texts]
        else:
            own = generation.own_words[audience]
            shares = [own.scores(text, generation.words) * np.float32(share) for text, share in query.texts]
        return np.asarray(np.sum(shares, axis=0), dtype=np.float32)

    def _named(self, query: Query, seen: Sequence[str]) -> NDArray[np.float32]:
        """How surely the question means each document by a name: float32 [documents], 0 to 1."""
        named = np.zeros(len(self._generation.documents), dtype=np.float32)
        for audience in seen:
            first = self._generation.parts[audience].documents.start
            for text, share in query.texts:
                for place, surely in self._names[audience].called(text, query.kinds).items():
                    named[first + place] += share * surely
        return named

    def _rank(self, vector: NDArray[np.float32], query: Query, seen: Sequence[str]) -> tuple[Found, ...]:
        generation = self._generation
        is_open = self._is_open(query.collections)
        lexical = np.zeros(len(generation.entries), dtype=np.float32)
        candidates = []
        for audience in seen:
            own = generation.parts[audience].rows
            is_wanted = is_open[generation.owners[own.start : own.stop]]
            candidates.append(self._nearest(vector, own, is_wanted))
            worded = np.where(is_wanted, self._lexical(query, audience), np.float32(0.0))
            lexical[own.start : own.stop] = worded
            best = top(worded, CANDIDATES)
            candidates.append(own.start + best[worded[best] > 0])
        named = np.where(is_open, self._named(query, seen), np.float32(0.0))
        found = np.union1d(generation.owners[np.concatenate(candidates)], np.nonzero(named)[0])
        rows, places = generation.rows_of(found)
        cosines = generation.vectors.rows[rows] @ vector
        nearest = best_of(cosines, places, len(found))
        # Phrasings agree by design; what staff add has none, so that its nearest passage speaks for it.
        dense = np.where(self._is_bare[found], nearest, agreed(cosines, places, len(found)))
        fused = fuse(dense, best_of(lexical[rows], places, len(found)))
        fused += PROBE_SHARE * self._probed(vector)[found]
        fused += NAMED_BONUS * named[found]
        fused += np.array([_bonus(generation.documents[owner], query) for owner in found], dtype=np.float32)
        return tuple(
            Found(generation.documents[found[place]], float(fused[place]), float(nearest[place]))
            for place in top(fused, DOCUMENTS)
        )

    def _is_open(self, collections: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each document may be found: bool [documents]; all of them when no collections are named."""
        if not collections:
            return np.ones(len(self._generation.documents), dtype=bool)
        return np.isin(self._collections, sorted(collections))

    def _nearest(self, vector: NDArray[np.float32], own: range, is_wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The nearest of the rows that are wanted: int64 [candidates]; `is_wanted` is bool [rows of `own`]."""
        vectors = self._generation.vectors
        if is_wanted.all():
            known = self._foreseen.get(vector.tobytes()) if own == self._generation.parts[EVERYBODY].rows else None
            if known is not None:
                return known
            return vectors.nearest(vector, CANDIDATES, own)[0]
        cosines = np.where(is_wanted, vectors.rows[own.start : own.stop] @ vector, np.float32(-1.0))
        best = top(cosines, CANDIDATES)
        return own.start + best[is_wanted[best]]

    def _foresee(self, queries: Sequence[Query]) -> Mapping[bytes, NDArray[np.int64]]:
        """The nearest rows for everybody, by the bytes of the query's vector."""
        if not queries:
            return {}
        vectors = np.stack([self._vector(query) for query in queries])
        own = self._generation.parts[EVERYBODY].rows
        nearest = self._generation.vectors.nearest_each(vectors, CANDIDATES, own)
        return {vector.tobytes(): rows for vector, rows in zip(vectors, nearest, strict=True)}

    def _probed(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the probe says of each document: float32 [documents], 0 for those that others must not know of."""
        probed = np.zeros(len(self._generation.documents), dtype=np.float32)
        scores = from_floor(self._about.scores(vector), 0.0)
        probed[: len(scores)] = scores
        return probed


@dataclass(frozen=True, slots=True)
class Sight:
    """Which documents exist for a question: those for these audiences, in these collections, or in all for none."""

    audiences: frozenset[str]
    collections: frozenset[str]

    def takes_in(self, document: Document) -> bool:
        """Whether the document does."""
        is_open = not self.collections or document.collection in self.collections
        return is_open and document.head.audience in self.audiences


@dataclass(frozen=True, slots=True)
class SearchFindings:
    """`knowledge.found.Findings` over one generation and the vector of one question (float32 [d], unit).

    What lies out of `_sight` does not exist here, even for who knows its ref.
    """

    documents: tuple[Found, ...]
    near: Leaning
    out: Leaning
    familiarity: float
    _generation: Generation
    _vector: NDArray[np.float32]
    _sight: Sight

    def leading_with(self, refs: Sequence[str]) -> SearchFindings:
        """The same findings with these documents first, in the order of their scores, also if they were not found."""
        found = {each.document.ref: each for each in self.documents}
        ahead = sorted(
            (ref for ref in refs if self._place(ref) is not None), key=lambda ref: -self._score(found.get(ref))
        )
        first = tuple(found.get(ref) or self._unranked(ref) for ref in ahead)
        return replace(self, documents=first + tuple(each for each in self.documents if each.document.ref not in refs))

    def passages_of(self, ref: str) -> tuple[ScoredPassage, ...]:
        """Every passage of a document in reading order, with its cosine; empty for an unknown ref."""
        generation = self._generation
        owner = self._place(ref)
        if owner is None:
            return ()
        own = generation.passage_rows.get(owner, ())
        cosines = generation.vectors.rows[list(own)] @ self._vector
        found = zip((generation.entries[row].passage for row in own), cosines, strict=True)
        return tuple(ScoredPassage(passage, float(cosine)) for passage, cosine in found if passage is not None)

    def document(self, ref: str) -> Document | None:
        """The document with this ref."""
        owner = self._place(ref)
        return None if owner is None else self._generation.documents[owner]

    def _place(self, ref: str) -> int | None:
        place = self._generation.by_ref.get(ref)
        if place is None or not self._sight.takes_in(self._generation.documents[place]):
            return None
        return place

    def _unranked(self, ref: str) -> Found:
        cosine = max((scored.cosine for scored in self.passages_of(ref)), default=0.0)
        return Found(self._generation.documents[self._generation.by_ref[ref]], 0.0, cosine)

    def _score(self, found: Found | None) -> float:
        return found.score if found else 0.0


class _ScopeExamples:
    """The labelled examples of a generation: its boundary examples, and its phrasings, which are all in scope.

    The title of a document without phrasings is in scope too, for those who may see it: what staff added can be asked
    for. It is only compared: a probe learnt from thousands of titles would forget the examples.
    """

    def __init__(self, generation: Generation) -> None:
        rows = generation.vectors.rows
        self._titles = {audience: rows[generation.title_rows(audience)] for audience in generation.parts}
        examples = [topic for _, topic in generation.boundaries.examples]
        pointers = generation.pointer_rows
        self._topics = [*([None] * len(pointers)), *examples]
        self._rows = np.vstack([generation.vectors.rows[pointers], generation.boundary_vectors.rows])
        self._labels = np.array([_SCOPES.index(topic.scope if topic else "in") for topic in self._topics])
        self._probe = LinearProbe(self._rows, self._labels, len(_SCOPES))

    def leanings(self, vector: NDArray[np.float32], seen: Sequence[str]) -> tuple[Leaning, Leaning]:
        """How the question leans towards near scope and out of scope: two views of the same examples, added up."""
        cosines = self._rows @ vector
        probed = self._probe.scores(vector)
        nearest = [self._nearest(cosines, label) for label in range(len(_SCOPES))]
        inside, near, out = (
            (probe + (cosines[row] if row is not None else -1.0), row)
            for probe, row in zip(probed, nearest, strict=True)
        )
        titled = max((float((self._titles[each] @ vector).max(initial=-1.0)) for each in seen), default=-1.0)
        inside = max(inside, (probed[0] + titled, inside[1]), key=lambda pair: pair[0])
        return self._leaning(near, inside), self._leaning(out, inside)

    def _leaning(self, scope: tuple[float, int | None], inside: tuple[float, int | None]) -> Leaning:
        return Leaning(float(scope[0] - inside[0]), None if scope[1] is None else self._topics[scope[1]])

    def _nearest(self, cosines: NDArray[np.float32], label: int) -> int | None:
        own = np.flatnonzero(self._labels == label)
        return int(own[np.argmax(cosines[own])]) if own.size else None


_SCOPES = ("in", "near", "out")


def _bonus(document: Document, query: Query) -> float:
    if query.kinds:
        return ASKED_KIND_BONUS if kind_shown(document) in query.kinds else 0.0
    return PRACTICE_BONUS if document.head.kind in PRACTICE else 0.0
