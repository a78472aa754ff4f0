"""What stands on the Home tab, and what is offered in the Messages tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class HomeLabel:
    """The words of a heading, button, field or choice; `name` is a key of the template."""

    template: ClassVar[str] = "messages/home/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class HomeNote:
    """A line about what was pressed, or about what is not there; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/home/note.j2"
    kind: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class HomeDay:
    """A day; `style` is `mdy`, `dmy` or `iso`."""

    template: ClassVar[str] = "messages/home/day.j2"
    year: int
    month: int
    day: int
    style: str


@dataclass(frozen=True, slots=True)
class HomeWalk:
    """A walkthrough that the person takes part in."""

    template: ClassVar[str] = "messages/home/walk.j2"
    title: str
    topic: str
    answered: int
    topics: int
    is_paused: bool


@dataclass(frozen=True, slots=True)
class HomeAction:
    """Something that the person took on."""

    template: ClassVar[str] = "messages/home/action.j2"
    what: str
    due: str
    is_late: bool
    title: str


@dataclass(frozen=True, slots=True)
class HomeQuestion:
    """Something that the person asked; `outcome` is a key of the template."""

    template: ClassVar[str] = "messages/home/question.j2"
    question: str
    outcome: str
    day: str
    link: str


@dataclass(frozen=True, slots=True)
class HomeAsked:
    """The question from the Home tab, above its answer in the direct conversation."""

    template: ClassVar[str] = "messages/home/asked.j2"
    question: str


@dataclass(frozen=True, slots=True)
class HomeKnowledge:
    """For staff: what is served, and the last refresh; `phase` is a key of the template, or empty."""

    template: ClassVar[str] = "messages/home/knowledge.j2"
    generation: str
    made: str
    is_pinned: bool
    phase: str
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class HomeSources:
    """For staff: the sources, and those with trouble."""

    template: ClassVar[str] = "messages/home/sources.j2"
    sources: int
    troubled: tuple[str, ...]
    more: int
    """How many with trouble are not named."""
    is_list_broken: bool


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """For staff: what is missing, what people think, and how the coach is."""

    template: ClassVar[str] = "messages/home/figures.j2"
    gaps: int
    up: int
    down: int
    running_since: str
    free_mb: int
    scopes: tuple[str, ...]
    """The permissions that the coach was not given."""
    is_disk_full: bool


@dataclass(frozen=True, slots=True)
class ContinuedWalks:
    """The walkthroughs of somebody who wants to go on, above their list; or that there are none."""

    template: ClassVar[str] = "messages/home/continued.j2"
    count: int


@dataclass(frozen=True, slots=True)
class LoadingMessages:
    """What is shown in turn while an answer is made, one a line."""

    template: ClassVar[str] = "messages/home/loading.j2"
