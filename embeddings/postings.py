"""Which words stand in which texts, and how often: all that BM25 needs to know of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from embeddings.terms import terms


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of `size` texts by column: one a word, and in it the texts in order.

    `vocabulary` numbers the words in their order; `starts` is where each column begins, and the end: int64 [words + 1];
    `texts` and `counts` say where a word stands and how often: int32 [n]. A text without a word has the empty one.
    """

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.int32]
    size: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """Texts whose words were read before, and those words."""

    texts: Sequence[str]
    postings: Postings


def postings_of(texts: Sequence[str], earlier: Earlier | None = None) -> Postings:
    """The words of `texts`; of those that `earlier` has too, they are not read again. Both give the same to the bit."""
    before = earlier or Earlier((), _NONE)
    now, unread = _moved(before.texts, texts)
    taken = now[before.postings.texts] >= 0
    words = np.repeat(np.arange(len(before.postings.starts) - 1), np.diff(before.postings.starts))[taken]
    numbers = dict(before.postings.vocabulary)
    new_words, new_texts, new_counts = _read(texts, unread, numbers)
    return _columns(
        numbers,
        np.concatenate([words, new_words]),
        np.concatenate([now[before.postings.texts[taken]], new_texts]),
        np.concatenate([before.postings.counts[taken], new_counts]),
        len(texts),
    )


_NONE = Postings({}, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32), 0)


def _moved(before: Sequence[str], after: Sequence[str]) -> tuple[NDArray[np.int64], list[int]]:
    """Where each text of `before` stands in `after`, -1 where nowhere: int64 [before]; and the others of `after`."""
    places: dict[str, list[int]] = {}
    for place in range(len(before) - 1, -1, -1):
        places.setdefault(before[place], []).append(place)
    now, others = np.full(len(before), -1, dtype=np.int64), []
    for place, text in enumerate(after):
        old = places.get(text)
        if old:
            now[old.pop()] = place
        else:
            others.append(place)
    return now, others


def _read(
    texts: Sequence[str], places: Iterable[int], numbers: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Number, place and count of every word in the texts at `places`; words that `numbers` lacks are added to it."""
    found = [
        (place, [numbers.setdefault(word, len(numbers)) for word in terms(texts[place]) or [""]]) for place in places
    ]
    sizes = np.array([len(words) for _, words in found], dtype=np.int64)
    owners = np.repeat(np.array([place for place, _ in found], dtype=np.int64), sizes)
    words = np.fromiter(chain.from_iterable(words for _, words in found), dtype=np.int64, count=int(sizes.sum()))
    keys, counts = np.unique(_key(words, owners), return_counts=True)
    return keys >> _TEXT_BITS, keys & _TEXT_MASK, counts


def _columns(
    numbers: Mapping[str, int],
    words: NDArray[np.int64],
    texts: NDArray[np.int64],
    counts: NDArray[np.int64],
    size: int,
) -> Postings:
    """Columns in the order of their words, without those of words that stand nowhere any more."""
    is_used = np.bincount(words, minlength=len(numbers)) > 0
    used = sorted(word for word, number in numbers.items() if is_used[number])
    renumbered = np.zeros(len(numbers), dtype=np.int64)
    renumbered[[numbers[word] for word in used]] = np.arange(len(used))
    words = renumbered[words]
    # Most of it is in order already: a stable sort only merges.
    order = np.argsort(_key(words, texts), kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=len(used)))]).astype(np.int64)
    vocabulary = {word: number for number, word in enumerate(used)}
    return Postings(vocabulary, starts, texts[order].astype(np.int32), counts[order].astype(np.int32), size)


# A word and a text in one number, the word first: sorting puts the columns in order, and the texts within them.
_TEXT_BITS = 32
_TEXT_MASK = (1 << _TEXT_BITS) - 1


def _key(words: NDArray[np.int64], texts: NDArray[np.int64]) -> NDArray[np.int64]:
    return (words << _TEXT_BITS) | texts
