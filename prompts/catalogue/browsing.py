"""What the coach says while people browse the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class BrowsingLabel:
    """The words on one button, menu or modal title; `name` is a key of the template."""

    template: ClassVar[str] = "messages/browsing_label.j2"
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ShelfHead:
    """The head of a list of documents: which shelf, how many, which filters and words."""

    template: ClassVar[str] = "messages/shelf_head.j2"
    shelf: str
    total: int
    filters: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One document in a list."""

    template: ClassVar[str] = "messages/shelf_entry.j2"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShelfFoot:
    """The foot of a list of documents."""

    template: ClassVar[str] = "messages/shelf_foot.j2"
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ShelfEmpty:
    """Nothing on the shelf matched: `about` names the filter with an unknown value, or is empty."""

    template: ClassVar[str] = "messages/shelf_empty.j2"
    shelf: str
    about: str
    value: str
    nearest: str
    existing: tuple[str, ...]
    elsewhere: bool
    """Whether the buttons below lead to something for the same words."""


@dataclass(frozen=True, slots=True)
class ListNote:
    """A click in a list could not be followed; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/list_note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class CardMessage:
    """A document as a card; `kind`, `stage`, `form`, `availability` and `status` are keys of the template."""

    template: ClassVar[str] = "messages/card.j2"
    kind: str
    title: str
    place: str
    year: str
    authors: str
    stage: str
    form: str
    availability: str
    status: str
    status_note: str
    in_short: str
    heading: str
    """Of the section that the points come from."""
    points: tuple[str, ...]
    unknown: tuple[str, ...]
    url: str
    publisher: str


@dataclass(frozen=True, slots=True)
class CardNote:
    """A line on a card; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/card_note.j2"
    kind: str
    title: str
