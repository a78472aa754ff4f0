"""What the coach says while a team goes through a scorecard. Statuses, phases, modes and kinds are keys."""

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
