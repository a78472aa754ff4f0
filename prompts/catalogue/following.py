"""What goes with an answer: more of its kind, the passages behind it, and why it came out so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FollowLabel:
    """The words on a button, choice or title; `name` is a key of the template."""

    template: ClassVar[str] = "messages/following/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class FollowNote:
    """Why there is nothing to show; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/following/note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class MoreHead:
    """What stands above more cases or tools: which of them, and how many."""

    template: ClassVar[str] = "messages/following/more_head.j2"
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class QuotedSection:
    """What an answer quotes from one section of a source, with everything that tells where it stands."""

    template: ClassVar[str] = "messages/following/quoted.j2"
    number: int
    headings: tuple[str, ...]
    """From the document's title down to the section."""
    texts: tuple[str, ...]
    publisher: str
    url: str
    file: str
    page: int | None
    dated: str
    is_summary: bool
    """Whether the words are ours, not the source's."""
    note: str


@dataclass(frozen=True, slots=True)
class QuotedHead:
    """What stands above the passages; `hidden` ones have no room."""

    template: ClassVar[str] = "messages/following/quoted_head.j2"
    hidden: int


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One source of an answer: `closeness` is a key of the template, `headings` lead to its nearest passage."""

    number: int
    title: str
    section: str
    closeness: str
    note: str


@dataclass(frozen=True, slots=True)
class WhyMessage:
    """Why an answer came out as it did.

    `earlier` is the question before it that it was read with, or empty; `is_strange`: most of its words are unknown.
    """

    template: ClassVar[str] = "messages/following/why.j2"
    question: str
    earlier: str
    bases: tuple[BasisLine, ...]
    is_strange: bool
    limit: str
