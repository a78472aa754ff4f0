"""What the coach says to a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is shown."""

    number: int
    title: str
    publisher: str
    url: str
    note: str
    pages: tuple[int, ...] = ()
    file: str = ""
    owner: str = ""
    """`team` or `channel` when it is their own document."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or bullet with the number of its source."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Titled:
    """A case or a thing to read: title, two lines, number of its source."""

    title: str
    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """The coach answers."""

    template: ClassVar[str] = "messages/answer.j2"
    lead: tuple[Line, ...]
    points: tuple[Line, ...]
    team_questions: tuple[Line, ...]
    questions_ours: int
    """How many of the questions are our own wording, not the source's."""
    example: Titled | None
    reading: tuple[Titled, ...]
    sources: tuple[Source, ...]
    limit: str
    offer: str
    shortened: bool


@dataclass(frozen=True, slots=True)
class DeclinedMessage:
    """The question is outside what the coach is for."""

    template: ClassVar[str] = "messages/declined.j2"
    limit: str
    offer: str


@dataclass(frozen=True, slots=True)
class NotFoundMessage:
    """Nothing good enough was found."""

    template: ClassVar[str] = "messages/not_found.j2"
    nearest: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class NothingAskedMessage:
    """The message held no question."""

    template: ClassVar[str] = "messages/nothing_asked.j2"


@dataclass(frozen=True, slots=True)
class HelpMessage:
    """What the coach can do."""

    template: ClassVar[str] = "messages/help.j2"


@dataclass(frozen=True, slots=True)
class UnknownCommandMessage:
    """A subcommand that does not exist; `nearest` is the closest one that does, or empty."""

    template: ClassVar[str] = "messages/unknown_command.j2"
    nearest: str


@dataclass(frozen=True, slots=True)
class TroubleMessage:
    """Something of ours broke; the person gets the id to quote, never exception text."""

    template: ClassVar[str] = "messages/trouble.j2"
    incident: str


@dataclass(frozen=True, slots=True)
class ThinkingStatus:
    """The short status while an answer is made ("is looking in the toolkit…")."""

    template: ClassVar[str] = "messages/thinking.j2"


@dataclass(frozen=True, slots=True)
class SuggestedPrompts:
    """Titles and questions offered in an empty conversation: one `title | question` a line, at most four.

    `kind` is `new` for somebody who never asked, `walkthrough` for who is in one (with its `title`), or `known`.
    """

    template: ClassVar[str] = "messages/suggested_prompts.j2"
    kind: str
    title: str
