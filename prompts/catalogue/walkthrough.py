"""What the coach shows while a team goes through a scorecard. Statuses, phases, modes and stages are keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class WalkPeople:
    """Some names, and how many are not shown."""

    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WalkPartner:
    """A partner and who speaks for it."""

    name: str
    people: WalkPeople


@dataclass(frozen=True, slots=True)
class WalkPlace:
    """Where the team is; numbers count from one."""

    theme: str
    theme_number: int
    themes: int
    topic: str
    topic_number: int
    topics: int


@dataclass(frozen=True, slots=True)
class WalkCard:
    """The head of a walkthrough: what it is, how far it is, who takes part."""

    template: ClassVar[str] = "messages/walk/card.j2"
    title: str
    form: str
    mode: str
    way: str
    due: str
    phase: str
    place: WalkPlace
    answered: int
    bar: str
    """The same as a picture of marks."""
    partners: tuple[WalkPartner, ...]
    observers: WalkPeople
    facilitator: str
    """A name, or empty when there is none."""
    has_speakers: bool


@dataclass(frozen=True, slots=True)
class WalkCardFoot:
    """Whose wording it is, and the id for the command line."""

    template: ClassVar[str] = "messages/walk/card_foot.j2"
    walkthrough: str
    limits: str
    credit: str
    source_url: str


@dataclass(frozen=True, slots=True)
class WalkReading:
    """A document that helps with a topic."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class WalkTopic:
    """One topic: the question and what helps with it."""

    template: ClassVar[str] = "messages/walk/topic.j2"
    place: WalkPlace
    question: str
    why: str
    look_for: tuple[str, ...]
    is_legal: bool
    readings: tuple[WalkReading, ...]


@dataclass(frozen=True, slots=True)
class WalkNote:
    """A note and who wrote it."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class WalkAgreed:
    """What was agreed, by which partners, and who wrote it down."""

    text: str
    partners: WalkPeople
    by: str


@dataclass(frozen=True, slots=True)
class WalkAction:
    """Something that somebody took on; `topic` is empty where it is plain from its place."""

    what: str
    owner: str
    due: str
    is_done: bool
    topic: str


@dataclass(frozen=True, slots=True)
class WalkRecord:
    """What the team wrote about a topic."""

    template: ClassVar[str] = "messages/walk/record.j2"
    agreed: WalkAgreed | None
    notes: tuple[WalkNote, ...]
    """The last ones."""
    notes_total: int
    actions: tuple[WalkAction, ...]
    actions_more: int


@dataclass(frozen=True, slots=True)
class WalkSaying:
    """An answer and the people who gave it."""

    status: str
    people: WalkPeople


@dataclass(frozen=True, slots=True)
class WalkView:
    """How the people of one partner see a topic."""

    partner: str
    sayings: tuple[WalkSaying, ...]


@dataclass(frozen=True, slots=True)
class WalkCount:
    """How many partners say this."""

    status: str
    count: int


@dataclass(frozen=True, slots=True)
class WalkSpread:
    """The partners' answers in sum."""

    counts: tuple[WalkCount, ...]
    two_minds: WalkPeople
    """Partners whose people differ."""
    silent: WalkPeople
    """Partners that have not answered."""


@dataclass(frozen=True, slots=True)
class WalkStanding:
    """Where a topic stands; `stage` is `together`, `hidden` or `revealed`, `status` empty as long as there is none."""

    template: ClassVar[str] = "messages/walk/standing.j2"
    stage: str
    status: str
    views: tuple[WalkView, ...]
    views_more: int
    voted: int
    partners: int
    spread: WalkSpread | None


@dataclass(frozen=True, slots=True)
class WalkLegend:
    """The small print below the buttons of a topic."""

    template: ClassVar[str] = "messages/walk/legend.j2"


@dataclass(frozen=True, slots=True)
class WalkBreak:
    """The topic at which a team takes a break."""

    template: ClassVar[str] = "messages/walk/break.j2"
    place: WalkPlace
    question: str


@dataclass(frozen=True, slots=True)
class WalkOutcome:
    """An earlier topic in one line."""

    template: ClassVar[str] = "messages/walk/outcome.j2"
    title: str
    status: str
    is_hidden: bool
    """Partners have answered, and the answers are not shown yet."""
    notes: int
    actions: int
    is_agreed: bool
    is_below: bool
    """The team came back to it further down."""


@dataclass(frozen=True, slots=True)
class WalkFiles:
    """The line above the files of a report."""

    template: ClassVar[str] = "messages/walk/files.j2"
    title: str


@dataclass(frozen=True, slots=True)
class WalkChartTitle:
    """The name of the picture in a report's files."""

    template: ClassVar[str] = "messages/walk/chart_title.j2"
    title: str
