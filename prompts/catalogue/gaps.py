"""What people think of answers, and what the coach could not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FeedbackLabel:
    """The words on one button, choice or field of the feedback; `name` is a key of the template."""

    template: ClassVar[str] = "messages/feedback_label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class FeedbackNote:
    """A click on the feedback could not be kept; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/feedback_note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many questions have a reason; `reason` is a key of the template."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class GapsHead:
    """The head of the list of what is missing: how many questions, in how many groups."""

    template: ClassVar[str] = "messages/gaps_head.j2"
    total: int
    groups: int


@dataclass(frozen=True, slots=True)
class GapEntry:
    """Questions that ask the same: one of them, how many there are, why they are there, the day of the newest."""

    template: ClassVar[str] = "messages/gap_entry.j2"
    question: str
    count: int
    reasons: tuple[ReasonCount, ...]
    last_asked: str


@dataclass(frozen=True, slots=True)
class GapsFoot:
    """What stands below the list: questions whose words are not kept, and groups that are not shown."""

    template: ClassVar[str] = "messages/gaps_foot.j2"
    wordless: tuple[ReasonCount, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class GapNote:
    """How it went with a question that was asked again, or why it was not; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/gap_note.j2"
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class ListedGap:
    """A group of gaps in a list on a terminal; `id` is the one to ask again."""

    id: int
    question: str
    count: int
    reasons: tuple[ReasonCount, ...]
    last_asked: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """What is missing (for a terminal)."""

    template: ClassVar[str] = "terminal/gaps.j2"
    total: int
    gaps: tuple[ListedGap, ...]
    wordless: tuple[ReasonCount, ...]


@dataclass(frozen=True, slots=True)
class GapsClosed:
    """The questions that are answered by what was just published (for a terminal)."""

    template: ClassVar[str] = "terminal/gaps_closed.j2"
    questions: tuple[str, ...]
