"""What a search brings back, as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
class Nearness:
    """How close a question came to the boundary examples: best cosine a scope, and the topic nearest in each."""

    inside: float
    near: float
    near_topic: Topic | None
    out: float
    out_topic: Topic | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a search says about one question: documents best first, and where the boundary lies."""

    documents: tuple[Found, ...]
    nearness: Nearness
    words_matched: bool
    """Some word of the question, stop words apart, stands in the knowledge."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. `texts` are searched together, each with its share; `kinds` come first when they were asked for."""

    texts: Sequence[tuple[str, float]]
    kinds: Collection[str] = ()
