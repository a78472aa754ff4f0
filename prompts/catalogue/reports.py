"""What a report of a walkthrough says, and what the coach says about reports on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReportLabel:
    """A heading, a label or a standing sentence of a report; `name` is a key of the template."""

    template: ClassVar[str] = "reports/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class ReportDay:
    """A day as a report writes it; `month` is 1 to 12."""

    template: ClassVar[str] = "reports/day.j2"
    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class ReportPerson:
    """A person in a report: the name, or the id as long as no name is known."""

    template: ClassVar[str] = "reports/person.j2"
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class ReportByline:
    """Who wrote something, for which partner, and when; the partner may be empty."""

    template: ClassVar[str] = "reports/byline.j2"
    person: str
    partner: str
    day: str


@dataclass(frozen=True, slots=True)
class ReportAgreement:
    """Under what was agreed: which partners agreed, if that was said, who wrote it down, and when."""

    template: ClassVar[str] = "reports/agreement.j2"
    partners: tuple[str, ...]
    person: str
    day: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a partner says about a topic: each status in words, with the people who say so."""

    template: ClassVar[str] = "reports/view.j2"
    partner: str
    is_of_two_minds: bool
    said: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReportAction:
    """Something that somebody takes on."""

    template: ClassVar[str] = "reports/action.j2"
    what: str
    owner: str
    due: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A topic that stands otherwise than last time; `kind` is a key of the template, the statuses are words."""

    template: ClassVar[str] = "reports/change.j2"
    kind: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ReportPair:
    """Two things on one line: a theme and its topic, or a topic and how it stands."""

    template: ClassVar[str] = "reports/pair.j2"
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ReportNames:
    """Names in a row."""

    template: ClassVar[str] = "reports/names.j2"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportDated:
    """A line with a date; `kind` is a key of the template."""

    template: ClassVar[str] = "reports/dated.j2"
    kind: str
    day: str


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The picture of the themes in words: each theme with its counts and their statuses; `more` were left out."""

    template: ClassVar[str] = "reports/chart_words.j2"
    themes: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    more: int


@dataclass(frozen=True, slots=True)
class ListedWalkthrough:
    """A walkthrough in a list; `phase` is a key of the template."""

    id: str
    scorecard: str
    channel: str
    phase: str
    started: str


@dataclass(frozen=True, slots=True)
class WalkthroughList:
    """The walkthroughs that a report can be made of (for a terminal)."""

    template: ClassVar[str] = "terminal/walkthroughs.j2"
    walkthroughs: tuple[ListedWalkthrough, ...]


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """A report is in a file (for a terminal)."""

    template: ClassVar[str] = "terminal/report_written.j2"
    file: str


@dataclass(frozen=True, slots=True)
class ReportTrouble:
    """No report can be made (for a terminal); `kind` is a key of the template, `nearest` are ids."""

    template: ClassVar[str] = "terminal/report_trouble.j2"
    kind: str
    detail: str
    nearest: tuple[str, ...]
