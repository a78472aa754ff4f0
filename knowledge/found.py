"""What a search brings back, as data. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.boundaries import Topic
from knowledge.chunking import Passage
from knowledge.documents import Document


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage and its cosine to the question."""

    passage: Passage
    cosine: float


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a question found. `score` is fused and compares only within one question."""

    document: Document
    score: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much more a question looks like the examples of a boundary scope than like those in scope.

    `margin` is below 0 when it looks more like those in scope; `topic` is the topic nearest to it in that scope.
    """

    margin: float
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. `texts` are searched together, each with its share; `kinds` asked for come first.

    `audience` names those that who asks belongs to (`team:T…`, `channel:C…`): their documents are searched beside those
    for everybody, and no others. `collections` are the only ones that are searched; without any, all are.
    """

    texts: Sequence[tuple[str, float]]
    kinds: Collection[str] = ()
    audience: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()


class Findings(Protocol):
    """Everything that a search says about one question."""

    @property
    def documents(self) -> tuple[Found, ...]:
        """Documents, best first."""

    @property
    def near(self) -> Leaning:
        """How much the question leans towards near scope."""

    @property
    def out(self) -> Leaning:
        """How much the question leans out of scope."""

    @property
    def familiarity(self) -> float:
        """Share of the question's words that stand anywhere in the knowledge, 0 to 1."""

    def leading_with(self, refs: Sequence[str]) -> Findings:
        """The same findings with these documents first, in the order in which they were found."""

    def passages_of(self, ref: str) -> tuple[ScoredPassage, ...]:
        """Every passage of a document in reading order, with its cosine; empty for an unknown ref."""

    def document(self, ref: str) -> Document | None:
        """The document with this ref."""
