"""What the coach says on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SettingsFault:
    """One setting that must be mended; `kind` is a key of the template, `variable` is shown as it is."""

    variable: str
    kind: str


@dataclass(frozen=True, slots=True)
class SettingsFaults:
    """The coach cannot start: every setting that must be mended, with how (for a terminal)."""

    template: ClassVar[str] = "terminal/settings_faults.j2"
    faults: tuple[SettingsFault, ...]


@dataclass(frozen=True, slots=True)
class StoreRefusedMessage:
    """The database cannot be used as it is (for a terminal); `kind` is a key of the template."""

    template: ClassVar[str] = "terminal/store_refused.j2"
    kind: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class StoreUnavailableMessage:
    """The database does not answer (for a terminal)."""

    template: ClassVar[str] = "terminal/store_unavailable.j2"


@dataclass(frozen=True, slots=True)
class SlackRefusedMessage:
    """Slack does not let the coach in (for a terminal); `code` is Slack's own error code."""

    template: ClassVar[str] = "terminal/slack_refused.j2"
    kind: str
    variable: str
    code: str


@dataclass(frozen=True, slots=True)
class SlackUnavailableMessage:
    """Slack cannot be reached (for a terminal)."""

    template: ClassVar[str] = "terminal/slack_unavailable.j2"


@dataclass(frozen=True, slots=True)
class ContentFault:
    """Something in a content file that must be mended; `kind` is a key of the template."""

    path: str
    line: int
    kind: str
    about: str
    hint: str


@dataclass(frozen=True, slots=True)
class ContentFaults:
    """Documents that cannot be taken as they are: file, line and mend of each fault (for a terminal)."""

    template: ClassVar[str] = "terminal/content_faults.j2"
    faults: tuple[ContentFault, ...]


@dataclass(frozen=True, slots=True)
class ScorecardFaults:
    """Scorecards that cannot be used as they are: file, line and mend of each fault (for a terminal)."""

    template: ClassVar[str] = "terminal/scorecard_faults.j2"
    faults: tuple[ContentFault, ...]


@dataclass(frozen=True, slots=True)
class ListedScorecard:
    """A scorecard in a list; `full` and `short` count the topics of its two forms."""

    id: str
    title: str
    themes: int
    full: int
    short: int


@dataclass(frozen=True, slots=True)
class ScorecardList:
    """The scorecards that a team can go through (for a terminal)."""

    template: ClassVar[str] = "terminal/scorecards.j2"
    scorecards: tuple[ListedScorecard, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeTrouble:
    """The knowledge cannot be used or published (for a terminal); `kind` is a key of the template."""

    template: ClassVar[str] = "terminal/knowledge_trouble.j2"
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did (for a terminal)."""

    template: ClassVar[str] = "terminal/refreshed.j2"
    name: str
    documents: int
    entries: int
    encoded: int
    seconds: str
    changed: bool


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """How well judged questions were answered (for a terminal); figures arrive as text."""

    template: ClassVar[str] = "terminal/evaluated.j2"
    rows: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check-up: `name` and `mend` are keys of the template, `detail` is what was found."""

    name: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What `coach doctor` found (for a terminal)."""

    template: ClassVar[str] = "terminal/doctor.j2"
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Playing:
    """The playground is up (for a terminal)."""

    template: ClassVar[str] = "terminal/playing.j2"
    url: str
    model: str
    index: str
    documents: int


@dataclass(frozen=True, slots=True)
class TerminalTrouble:
    """A command cannot go on (for a terminal); `kind` is a key of the template."""

    template: ClassVar[str] = "terminal/trouble.j2"
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list."""

    ref: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """A page of documents (for a terminal)."""

    template: ClassVar[str] = "terminal/browse.j2"
    documents: tuple[Listed, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class NothingMatched:
    """No document matched (for a terminal): `about` names the filter with an unknown value, or is empty."""

    template: ClassVar[str] = "terminal/nothing_matched.j2"
    about: str
    value: str
    nearest: str
    existing: tuple[str, ...]
    shelf: str
    """The command that lists `title`, a document that may be meant but is not among these; or empty."""
    title: str


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A document in the list of contents."""

    ref: str
    title: str
    url: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A collection in the list of contents; `by_status` counts in the order of the page's `statuses`."""

    collection: str
    documents: int
    by_status: tuple[int, ...]
    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """`knowledge/CONTENTS.md`: every collection with counts and status."""

    template: ClassVar[str] = "terminal/contents.j2"
    statuses: tuple[str, ...]
    rows: tuple[ContentsRow, ...]
