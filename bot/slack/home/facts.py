"""What a Home tab is made of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenWalk:
    """A walkthrough that the person takes part in."""

    id: str
    title: str
    topic: str
    answered: int
    topics: int
    is_paused: bool
    link: str
    """Of its thread; empty when Slack does not give one."""


@dataclass(frozen=True, slots=True)
class OwnAction:
    """Something that the person took on."""

    id: str
    walkthrough: str
    what: str
    due: str
    """An ISO date."""
    is_late: bool
    title: str
    """Of the walkthrough."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """Something that the person asked, and how it was answered."""

    question: str
    outcome: str
    day: date
    """Where the person is."""
    link: str


@dataclass(frozen=True, slots=True)
class LastRefresh:
    """The refresh that was asked for last."""

    phase: str
    by: str
    """A name, or empty for the schedule."""
    day: date


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What only staff see."""

    generation: str
    """Its name, or empty when there is none."""
    made: date | None
    is_pinned: bool
    refresh: LastRefresh | None
    sources: int
    troubled: tuple[str, ...]
    """The places of the sources that could not be read as a whole when they were last looked through."""
    is_list_broken: bool
    """The list of sources itself cannot be read."""
    gaps: int
    up: int
    down: int
    running_since: date
    free_mb: int
    scopes: tuple[str, ...] = ()
    """The permissions that the coach was not given."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything for one person; lists are complete, however long."""

    walks: tuple[OpenWalk, ...] = ()
    actions: tuple[OwnAction, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()
    is_private: bool = False
    dates: str = ""
    """One of `days.STYLES`."""
    staff: StaffFacts | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is said at the top about what was pressed last; `kind` is a key of its template."""

    kind: str
    text: str = ""
    """Ready words instead, safe to show."""
