"""What the coach can say back: a closed set of replies, as data without words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answer", "partial", "declined", "not_found"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One source behind an answer, numbered as it is cited (`[1]`)."""

    number: int
    ref: str
    kind: str
    title: str
    publisher: str
    url: str
    note: str
    """What is partial about the source, in one sentence; empty when nothing is."""
    pages: tuple[int, ...] = ()
    """Where in a PDF the cited passages stand, in order."""
    file: str = ""
    """The file's name where there is no address."""
    owner: str = ""
    """`team` or `channel` when it is that one's own document, which nobody else sees."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or bullet from one source."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """A question to put to the team; `ours` when the source did not publish it."""

    text: str
    ours: bool
    citation: int


@dataclass(frozen=True, slots=True)
class Example:
    """One case in two lines."""

    title: str
    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing to read next and why a practitioner would open it."""

    title: str
    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer. `limit` says where the sources stop (near scope), else empty."""

    lead: tuple[Statement, ...]
    points: tuple[Statement, ...]
    team_questions: tuple[TeamQuestion, ...]
    example: Example | None
    reading: tuple[Reading, ...]
    citations: tuple[Citation, ...]
    limit: str = ""
    offer: str = ""
    shortened: bool = False
    """The question was longer than the coach reads; only its start was used."""
    is_sure: bool = False
    """Whether it is to the point even for somebody who did not ask the coach."""

    @property
    def outcome(self) -> Outcome:
        """`partial` when the sources stop short of the question."""
        return "partial" if self.limit else "answer"


@dataclass(frozen=True, slots=True)
class Declined:
    """The question lies outside what the coach is for."""

    limit: str
    offer: str
    outcome: Outcome = "declined"


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing good enough was found; the nearest titles may help."""

    nearest: tuple[Citation, ...]
    outcome: Outcome = "not_found"


@dataclass(frozen=True, slots=True)
class NothingAsked:
    """There was no question in the message: empty, punctuation, emoji only."""

    outcome: Outcome = "not_found"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody asked what the coach is or can do."""

    outcome: Outcome = "answer"


Reply = Answer | Declined | NotFound | NothingAsked | Introduction
