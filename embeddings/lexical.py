"""Words that match, scored by BM25 (bm25s): finds names that vectors blur."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexUnreadable
from embeddings.postings import Earlier, Postings, postings_of
from embeddings.terms import terms

if TYPE_CHECKING:
    import bm25s

# Lucene's variant and settings did best, stemmed and without stop words, on seven public collections.
METHOD, K1, B = "lucene", 1.5, 0.75
# Beside what bm25s writes: how often each word stands in each text.
_COUNTS = "counts.npy"


class LexicalIndex:
    """BM25 over short texts; positions in the list are the only ids."""

    def __init__(self, index: bm25s.BM25, size: int, counts: NDArray[np.int32] | None) -> None:
        self._index = index
        self._size = size
        self._counts = counts

    @classmethod
    def build(cls, texts: Sequence[str], earlier: Earlier | None = None) -> LexicalIndex:
        """An index of `texts`; only the words of those that `earlier` lacks are read."""
        import bm25s  # noqa: PLC0415 -- a quarter of a second; only who searches or builds pays

        postings = postings_of(texts, earlier)
        index = bm25s.BM25(method=METHOD, k1=K1, b=B)
        # What its own `index` sets, a word at a time and twenty times slower; a test compares them to the bit.
        index.scores = {
            "data": _scores(postings),
            "indices": postings.texts,
            "indptr": postings.starts,
            "num_docs": postings.size,
        }
        index.vocab_dict = dict(postings.vocabulary)
        index.unique_token_ids_set = set(index.vocab_dict.values())
        index.nonoccurrence_array = None
        return cls(index, len(texts), postings.counts)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index saved in `folder`.

        Raises:
            IndexUnreadable: a file is missing or is not what it should be.
        """
        import bm25s  # noqa: PLC0415 -- as above

        try:
            index = bm25s.BM25.load(str(folder), load_corpus=False, mmap=False)
            size = int(json.loads((folder / "params.index.json").read_text(encoding="utf-8"))["num_docs"])
            counts = np.load(folder / _COUNTS) if (folder / _COUNTS).exists() else None
        except (OSError, ValueError, KeyError) as error:
            raise IndexUnreadable(f"{folder.name} is not a word index that can be read") from error
        return cls(index, size, counts)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, as JSON and NumPy arrays.

        Raises:
            OSError: it cannot be written.
        """
        self._index.save(str(folder), show_progress=False)
        if self._counts is not None:
            np.save(folder / _COUNTS, self._counts)

    @property
    def postings(self) -> Postings | None:
        """What it was made from; earlier releases did not keep that."""
        if self._counts is None:
            return None
        scores = self._index.scores
        return Postings(self.vocabulary, scores["indptr"], scores["indices"], self._counts, self._size)

    def __len__(self) -> int:
        """Number of texts."""
        return self._size

    def familiarity(self, question: str, *others: LexicalIndex) -> float:
        """Share of the question's words that stand in any of the texts, here or in `others`.

        0 to 1; 1 for a question of stop words only.
        """
        asked = terms(question)
        known = [index.vocabulary for index in (self, *others)]
        return sum(any(term in each for each in known) for term in asked) / len(asked) if asked else 1.0

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The number of each word that stands in any of the texts."""
        return cast("Mapping[str, int]", self._index.vocab_dict)

    def frequency(self, term: str) -> int:
        """In how many of the texts a word stands, as `terms` gives it."""
        number = self.vocabulary.get(term)
        if number is None:
            return 0
        starts = self._index.scores["indptr"]
        return int(starts[number + 1] - starts[number])

    def scores(self, question: str, beside: LexicalIndex | None = None) -> NDArray[np.float32]:
        """BM25 of every text for `question`: float32 [n], zero where no word matches.

        Args:
            question: as it was asked.
            beside: a larger index; words then count as rare as they are in both together, so that the scores of a
                small one compare with its own.
        """
        known = [term for term in terms(question) if term in self.vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        if beside is None:
            return np.asarray(self._index.get_scores(known), dtype=np.float32)
        parts = [self._index.get_scores([term]) * np.float32(self._rarer(term, beside)) for term in known]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float32)

    def _rarer(self, term: str, beside: LexicalIndex) -> float:
        """How much more a word tells in both indexes together than in this one alone."""
        own = self.frequency(term)
        return _rarity(own + beside.frequency(term), len(self) + len(beside)) / _rarity(own, len(self))


def _scores(postings: Postings) -> NDArray[np.float32]:
    """BM25 of every word in every text, in the order of the postings: float32 [n]."""
    lengths = np.bincount(postings.texts, weights=postings.counts, minlength=postings.size)
    average = lengths.sum() / max(postings.size, 1)
    frequencies = np.diff(postings.starts)
    rarities = np.array([_rarity(frequency, postings.size) for frequency in frequencies.tolist()], dtype=np.float32)
    damping = K1 * ((1 - B) + B * lengths / average)
    counts = postings.counts.astype(np.float32)
    return np.asarray(
        np.repeat(rarities, frequencies) * (counts / (damping[postings.texts] + counts)), dtype=np.float32
    )


def _rarity(frequency: int, size: int) -> float:
    """What a word weighs that stands in so many of `size` texts.

    Source: Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020: Lucene's variant.
    """
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
