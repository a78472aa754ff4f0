"""One dataclass for every message: its fields are the fields of its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol


class Message(Protocol):
    """One of the dataclasses below: `template` is the file below `prompts/` that says it."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is shown."""

    number: int
    title: str
    publisher: str
    url: str
    note: str


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
    """Titles and questions offered in an empty conversation: one `title | question` a line."""

    template: ClassVar[str] = "messages/suggested_prompts.j2"


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


@dataclass(frozen=True, slots=True)
class BrowsingLabel:
    """The words on one button, menu or modal title; `name` is a key of the template."""

    template: ClassVar[str] = "messages/browsing_label.j2"
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ShelfHead:
    """The head of a list of documents: which shelf, how many, which filters and words."""

    template: ClassVar[str] = "messages/shelf_head.j2"
    shelf: str
    total: int
    filters: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One document in a list."""

    template: ClassVar[str] = "messages/shelf_entry.j2"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShelfFoot:
    """The foot of a list of documents."""

    template: ClassVar[str] = "messages/shelf_foot.j2"
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ShelfEmpty:
    """Nothing on the shelf matched: `about` names the filter with an unknown value, or is empty."""

    template: ClassVar[str] = "messages/shelf_empty.j2"
    shelf: str
    about: str
    value: str
    nearest: str
    existing: tuple[str, ...]
    elsewhere: bool
    """Whether the buttons below lead to something for the same words."""


@dataclass(frozen=True, slots=True)
class ListNote:
    """A click in a list could not be followed; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/list_note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class CardMessage:
    """A document as a card; `kind`, `stage`, `form`, `availability` and `status` are keys of the template."""

    template: ClassVar[str] = "messages/card.j2"
    kind: str
    title: str
    place: str
    year: str
    authors: str
    stage: str
    form: str
    availability: str
    status: str
    status_note: str
    in_short: str
    heading: str
    """Of the section that the points come from."""
    points: tuple[str, ...]
    unknown: tuple[str, ...]
    url: str
    publisher: str


@dataclass(frozen=True, slots=True)
class CardNote:
    """A line on a card; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/card_note.j2"
    kind: str
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
