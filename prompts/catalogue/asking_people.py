"""A person is asked where the coach cannot help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class HelpLabel:
    """The words on a button; `name` is a key of the template."""

    template: ClassVar[str] = "messages/asking_people/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class HelpCard:
    """The call for help in the thread of the question. Mentions are Slack markup, made of checked ids.

    `question` is empty when it is no longer kept, `link` when Slack gives none, `resolved_by` until somebody did.
    """

    template: ClassVar[str] = "messages/asking_people/card.j2"
    experts: tuple[str, ...]
    asked_by: str
    question: str
    link: str
    resolved_by: str


@dataclass(frozen=True, slots=True)
class HelpForStaff:
    """The same for the staff channel, where nobody else is named for a channel."""

    template: ClassVar[str] = "messages/asking_people/for_staff.j2"
    asked_by: str
    question: str
    link: str


@dataclass(frozen=True, slots=True)
class HelpNote:
    """How it went, for one person; `kind` is a key of the template, `who` is named by some of them."""

    template: ClassVar[str] = "messages/asking_people/note.j2"
    kind: str
    who: str
