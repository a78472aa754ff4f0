"""What somebody meant who typed it a little differently. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel

# What is this like a name counts as that one misspelt: one slip in four letters ("eest lake"), and no more for the
# rest. Source: rapidfuzz's ratio, 0 to 100.
LIKENESS_MIN = 75
# Shorter words are alike by chance, and stand in every title: alone they point at nothing.
TELLING_CHARS_MIN = 4
# Slips that a word may have: a letter too many, too few, wrong, or two that changed places. From this length on it may
# have two; in a short word two slips make another word ("weather", "whether").
_LONG_WORD_CHARS, _SLIPS_LONG, _SLIPS = 8, 2, 1
# What the words found must make up of all that were typed, by their letters, and how many texts may hold a word that
# alone makes the guess: "foster" says something beside an unknown "kids", "partnership" beside "pizza" does not.
_HELD_SHARE_MIN, _FEW = 0.5, 3
# A hyphen holds a word together: "non-profit".
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_Meant = TypeVar("_Meant")


def nearest_name(wanted: str, known: Iterable[tuple[str, _Meant]]) -> _Meant | None:
    """What the name most like `wanted` stands for, if any is like it enough; among equals the first."""
    scored = [(_likeness(wanted.strip().casefold(), name.casefold()), meant) for name, meant in known]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0][0] >= LIKENESS_MIN else None


def nearest_holding(wanted: str, texts: Sequence[tuple[str, str]]) -> int | None:
    """Place of the text that holds most of what `wanted` says, also with slips in it; None when that is too little.

    Args:
        wanted: what was typed; words too short to point at anything are passed over.
        texts: title and whole text of each, case-folded. Among equals the title decides, then the order.
    """
    typed = [word for word in _WORD.findall(wanted.casefold()) if len(word) >= TELLING_CHARS_MIN]
    meant = _without_slips(typed, [text for _, text in texts])
    held = [_letters_in(text, meant) for _, text in texts]
    # Places count down in the key, as the first of equals is wanted.
    ranked = [
        (held[place], _letters_in(title, meant), fuzz.ratio(wanted.casefold(), title), -place)
        for place, (title, _) in enumerate(texts)
    ]
    most, *_, place = max(ranked, default=(0, 0, 0.0, 0))
    letters = sum(map(len, typed))
    if not most or most < _HELD_SHARE_MIN * letters:
        return None
    own = [word for word in meant.values() if word in texts[-place][1]]
    is_all = len(own) == len(set(typed))
    return -place if is_all or any(sum(word in text for _, text in texts) <= _FEW for word in own) else None


def _without_slips(typed: Iterable[str], texts: Sequence[str]) -> dict[str, str]:
    """Each typed word that means anything here, with what it means: itself where a text holds it, or one near it."""
    vocabulary = Counter(word for text in texts for word in set(_WORD.findall(text)))
    meant: dict[str, str] = {}
    for word in typed:
        near = word if any(word in text for text in texts) else _nearest_word(word, vocabulary)
        if near:
            meant[word] = near
    return meant


def _nearest_word(typed: str, vocabulary: Mapping[str, int]) -> str | None:
    """The word with the fewest slips, if any is near enough; among equals the likelier slip, then the commoner word."""
    slips = _SLIPS_LONG if len(typed) >= _LONG_WORD_CHARS else _SLIPS
    near = [word for word in vocabulary if OSA.distance(typed, word, score_cutoff=slips) <= slips]
    return min(near, key=lambda word: (_slip(typed, word), -vocabulary[word], word), default=None)


def _slip(typed: str, word: str) -> tuple[int, bool, int, int]:
    """What sorts slips: few first; then letters that changed places, one left out, one too many, and a wrong one."""
    return OSA.distance(typed, word), sorted(typed) != sorted(word), Indel.distance(typed, word), -len(word)


def _letters_in(text: str, meant: Mapping[str, str]) -> int:
    """How many of the typed letters belong to words that `text` holds."""
    return sum(len(typed) for typed, word in meant.items() if word in text)


def _likeness(wanted: str, name: str) -> tuple[float, float]:
    """How like they are, 0 to 100: as wholes or by the wanted word least like any of the name; then as wholes."""
    whole = fuzz.ratio(wanted, name)
    words = _WORD.findall(wanted)
    if max(map(len, words), default=0) < TELLING_CHARS_MIN:
        return whole, whole
    others = set(_WORD.findall(name))
    least = min(max((fuzz.ratio(word, other) for other in others), default=0.0) for word in words)
    return max(whole, least), whole
