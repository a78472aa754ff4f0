"""Words that match, scored by BM25 (bm25s): finds names that vectors blur."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import Stemmer
from numpy.typing import NDArray

from embeddings.errors import IndexUnreadable

if TYPE_CHECKING:
    import bm25s

# Lucene's variant and settings did best, stemmed and without stop words, on seven public collections.
METHOD, K1, B = "lucene", 1.5, 0.75
_TERM = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")  # noqa: RUF001 -- people type both apostrophes
_JOINT = re.compile(r"[-'’.]")  # noqa: RUF001 -- as above
_STOP = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could did do does
    doing don for from get got had has have having he her here him his how i if in into is it its just let like
    ll me more most my no not now of off on or our ours out over own re s she should so some such t than that
    the their them then there these they this those to too up us ve very was we were what when where which while
    who whom why will with would you your yours""".split()  # noqa: SIM905 -- a hundred words read better as text
)


def terms(text: str) -> list[str]:
    """The words of `text` as they are matched: stemmed, no stop words; "I-BEST" is both `ibest` and its parts."""
    found: list[str] = []
    for match in _TERM.finditer(text.casefold()):
        word = match.group()
        if word.isalnum():
            parts = [word]
        else:
            parts = _JOINT.split(word)
            found.append("".join(parts))
        found.extend(part for part in parts if part not in _STOP)
    return list(_stemmer().stemWords(found))


class LexicalIndex:
    """BM25 over short texts; positions in the list are the only ids."""

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """An index of `texts`."""
        import bm25s  # noqa: PLC0415 -- a quarter of a second; only who searches or builds pays

        index = bm25s.BM25(method=METHOD, k1=K1, b=B)
        index.index([terms(text) or [""] for text in texts], show_progress=False)
        return cls(index, len(texts))

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
        except (OSError, ValueError, KeyError) as error:
            raise IndexUnreadable(f"{folder.name} is not a word index that can be read") from error
        return cls(index, size)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, as JSON and NumPy arrays.

        Raises:
            OSError: it cannot be written.
        """
        self._index.save(str(folder), show_progress=False)

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


def _rarity(frequency: int, size: int) -> float:
    """What a word weighs that stands in so many of `size` texts.

    Source: Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020: Lucene's variant.
    """
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def _stemmer() -> Stemmer.Stemmer:
    # Not shared: a Stemmer is not safe to use from two threads at once, and making one costs microseconds.
    return Stemmer.Stemmer("english")
