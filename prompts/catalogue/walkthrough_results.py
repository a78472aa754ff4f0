"""What came out of a walkthrough, as far as it is. Standings and kinds of change are keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from prompts.catalogue.walkthrough import WalkAction, WalkPeople, WalkPlace, WalkView


@dataclass(frozen=True, slots=True)
class WalkGroup:
    """The topics of a theme that stand alike; `unanswered` is one of the standings."""

    standing: str
    topics: WalkPeople


@dataclass(frozen=True, slots=True)
class WalkTheme:
    """How a theme stands."""

    title: str
    groups: tuple[WalkGroup, ...]


@dataclass(frozen=True, slots=True)
class WalkOverview:
    """Where the team stands, theme by theme."""

    template: ClassVar[str] = "messages/walk/overview.j2"
    title: str
    phase: str
    place: WalkPlace
    answered: int
    themes: tuple[WalkTheme, ...]
    themes_more: int
    actions: tuple[WalkAction, ...]
    actions_more: int


@dataclass(frozen=True, slots=True)
class WalkStands:
    """How many topics stand like this; `unanswered` is one of the standings."""

    standing: str
    count: int


@dataclass(frozen=True, slots=True)
class WalkCovered:
    """How the topics of a theme stand."""

    theme: str
    counts: tuple[WalkStands, ...]


@dataclass(frozen=True, slots=True)
class WalkDifference:
    """A topic that partners, or the people of one, see differently."""

    topic: str
    views: tuple[WalkView, ...]
    views_more: int


@dataclass(frozen=True, slots=True)
class WalkChange:
    """A topic that stands otherwise than last time."""

    topic: str
    kind: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class WalkSince:
    """What changed since the last walkthrough."""

    day: str
    changes: tuple[WalkChange, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WalkClosing:
    """The summary at the end."""

    template: ClassVar[str] = "messages/walk/closing.j2"
    title: str
    coverage: tuple[WalkCovered, ...]
    coverage_more: int
    gaps: tuple[WalkTheme, ...]
    """Each theme with its gaps alone."""
    gaps_more: int
    differences: tuple[WalkDifference, ...]
    differences_more: int
    actions: tuple[WalkAction, ...]
    actions_more: int
    since: WalkSince | None
