"""What staff read when they add files and links to the knowledge from Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AddLabel:
    """The words on a button, field, choice or title of the form; `name` is a key of the template."""

    template: ClassVar[str] = "messages/adding/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class AddNote:
    """A short note for one person; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/adding/note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class AddHead:
    """What stands above the form: the one thing that is added, or empty; and how many more do not fit into it."""

    template: ClassVar[str] = "messages/adding/head.j2"
    name: str
    more: int


@dataclass(frozen=True, slots=True)
class AddOffer:
    """Below files that staff put into their channel: whether to add them."""

    template: ClassVar[str] = "messages/adding/offer.j2"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddedRow:
    """One file or link; `trouble` is a key of the template, empty when it went well; `about` is Slack's own word."""

    name: str
    trouble: str
    about: str


@dataclass(frozen=True, slots=True)
class AddedMessage:
    """How adding went: what is on the list of sources now, for whom, and what could not be brought and why."""

    template: ClassVar[str] = "messages/adding/added.j2"
    by: str
    rows: tuple[AddedRow, ...]
    collection: str
    audience: str
    """`all`, `team` or `channel`."""
    megabytes_max: int
    """The largest file that is read."""
    taken_out_by: str
    """Empty unless it was taken out again."""
