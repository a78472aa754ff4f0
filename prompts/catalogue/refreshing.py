"""What staff read when they refresh the knowledge from Slack, and the log of who did what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RefreshRow:
    """A document of a plan, and why it could not be read when it could not."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefreshList:
    """The documents of one kind; `kind` is a key of the template, `more` of them are not shown."""

    kind: str
    count: int
    rows: tuple[RefreshRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RefreshCard:
    """The card of a refresh: `phase` and `note` are keys of the template."""

    template: ClassVar[str] = "messages/refresh/card.j2"
    phase: str
    note: str
    detail: str
    """Why it did not go, in words; or empty."""
    lists: tuple[RefreshList, ...]
    asked_by: str
    """Empty for the schedule."""
    by: str
    """Who pressed a button last, or empty."""
    bar: str
    done: int
    total: int
    """Texts that are encoded; none before it comes to that."""
    looked: int
    """Files and pages that were looked at before."""


@dataclass(frozen=True, slots=True)
class RefreshNote:
    """A short note for one person about a refresh; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/refresh/note.j2"
    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RefreshLabel:
    """The words on a button of a refresh, or of the question before it; `name` is a key of the template."""

    template: ClassVar[str] = "messages/refresh/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class StaffHelp:
    """What staff can do beside everybody else's commands."""

    template: ClassVar[str] = "messages/refresh/staff_help.j2"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did; `deed` is a key of the template, `person` is empty for the schedule."""

    at: str
    person: str
    deed: str
    about: str


@dataclass(frozen=True, slots=True)
class AuditLog:
    """Who did what to the knowledge, newest first (for a terminal)."""

    template: ClassVar[str] = "terminal/audit.j2"
    lines: tuple[AuditLine, ...]
