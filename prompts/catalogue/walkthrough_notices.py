"""The words on buttons and in modals of a walkthrough, and short messages to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class WalkLabel:
    """The words on one button, menu, field or modal title; `name` is a key of the template."""

    template: ClassVar[str] = "messages/walk/label.j2"
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class WalkSaid:
    """A short private note; `kind` is a key of the template, `about` what it names."""

    template: ClassVar[str] = "messages/walk/said.j2"
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class WalkHelp:
    """The words that work in a walkthrough's thread."""

    template: ClassVar[str] = "messages/walk/help.j2"


@dataclass(frozen=True, slots=True)
class WalkReminder:
    """An action is due; `kind` is `before`, `today`, `overdue` or `snoozed`."""

    template: ClassVar[str] = "messages/walk/reminder.j2"
    kind: str
    what: str
    due: str
    topic: str
    title: str
    """Of the scorecard."""
    thread_link: str


@dataclass(frozen=True, slots=True)
class WalkIdle:
    """Nobody did anything for a while."""

    template: ClassVar[str] = "messages/walk/idle.j2"
    title: str
    topic: str
    thread_link: str


@dataclass(frozen=True, slots=True)
class WalkJoinFirst:
    """Somebody wants something that needs a partner; `status` is what they wanted to answer, or empty."""

    template: ClassVar[str] = "messages/walk/join_first.j2"
    status: str
    topic: str


@dataclass(frozen=True, slots=True)
class WalkOffer:
    """The coach offers to start."""

    template: ClassVar[str] = "messages/walk/offer.j2"


@dataclass(frozen=True, slots=True)
class WalkModalHead:
    """What stands above the fields of a modal; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/walk/modal_head.j2"
    kind: str
    title: str
    question: str
