"""Which documents a question calls by their names. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.documents import Document

# Tools, themes and cases are what a name stands for; a resource or a study of the same name is about them.
_ABOUT_OTHERS = frozenset({"resource", "study"})
# Share left for a document whose name is first of all another's, and for one that is only also called so. The first is
# the smaller one: a case leads its paper, although that bears the name as its title and the case as one of several.
_SHARE_ABOUT_OTHERS = 0.5
_SHARE_ALSO_CALLED = 0.8
# A title of some words is seldom in a question by chance, and counts by its share of it. A shorter one is often what
# the talk is about ("Collective Impact"), another name an ordinary phrase ("steering committee"): a high power of the
# share leaves little unless the question is hardly more than the name.
_TELLING_WORDS_MIN = 3
_TELLING_POWER, _ORDINARY_POWER = 1, 3
_APOSTROPHE = re.compile("['’]")  # noqa: RUF001 -- people type both apostrophes
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"a", "an", "the"})
_BRACKETED_END = re.compile(r"\s*\([^()]*\)\s*$")

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bearing:
    """How a document bears a name: how much of the name is its own, 0 to 1, and to which power a mention counts."""

    kind: str
    share: float
    power: int

    def surely(self, covered: float) -> float:
        """How surely the document is meant by a text of which the name is this share."""
        return float(self.share * covered**self.power)


class Names:
    """The titles and other names of documents. Case, punctuation and articles do not matter."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._bearers: dict[_Words, dict[int, _Bearing]] = defaultdict(dict)
        for place, document in enumerate(documents):
            for name, bearing in _names(document):
                self._bearers[name].setdefault(place, bearing)
        self._bearers.pop((), None)
        self._sizes = sorted({len(name) for name in self._bearers}, reverse=True)

    def called(self, text: str, kinds: Collection[str] = ()) -> Mapping[int, float]:
        """Places of the documents that `text` calls by name, each with how surely it is meant, 0 to 1.

        1 is for a text that is nothing but the title of a tool or case; within a text a name counts for less. One
        within a longer one does not count: who asks for "East Lake Foundation" does not ask for "East Lake".

        Args:
            text: a question.
            kinds: those that it asks for ("the paper on East Lake"). Others are not meant then, but by a text that is
                nothing but their name.
        """
        words = _words(text)
        meant: dict[int, float] = {}
        for name in self._longest_names(words):
            for place, bearing in self._bearers[name].items():
                if not kinds or bearing.kind in kinds or name == words:
                    meant[place] = max(meant.get(place, 0.0), bearing.surely(len(name) / len(words)))
        return meant

    def _longest_names(self, words: _Words) -> Iterator[_Words]:
        taken: list[range] = []
        for size in self._sizes:
            for start in range(len(words) - size + 1):
                name, span = words[start : start + size], range(start, start + size)
                if name in self._bearers and not any(span[0] in longer and span[-1] in longer for longer in taken):
                    taken.append(span)
                    yield name


def _names(document: Document) -> Iterator[tuple[_Words, _Bearing]]:
    """Every name with how it is borne; the title first."""
    title, kind = document.head.title, document.head.kind
    words, unbracketed = _words(title), _BRACKETED_END.sub("", title)
    share = _SHARE_ABOUT_OTHERS if kind in _ABOUT_OTHERS else 1.0
    yield words, _Bearing(kind, share, _TELLING_POWER if len(words) >= _TELLING_WORDS_MIN else _ORDINARY_POWER)
    for name in (*((unbracketed,) if unbracketed != title else ()), *document.head.other_names):
        yield _words(name), _Bearing(kind, share * _SHARE_ALSO_CALLED, _ORDINARY_POWER)


def _words(text: str) -> _Words:
    plain = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return tuple(word for word in _WORD.findall(plain) if word not in _ARTICLES)
