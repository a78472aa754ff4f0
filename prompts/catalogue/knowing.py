"""What staff read on a terminal about sources, refreshes and generations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from prompts.catalogue.terminal import ContentFault


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Why a file or page could not be read; `reason` is a key of the template."""

    template: ClassVar[str] = "terminal/reason.j2"
    reason: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source: why nothing can come of it now, or how it went when it was last looked through.

    `fault` and `reason` arrive in words, times as text in UTC; empty for what is not so. `documents` were there,
    `failed` could not be read, for the `reason`; `whole_at` is when all could.
    """

    template: ClassVar[str] = "terminal/source_state.j2"
    place: str
    fault: str
    read_at: str
    whole_at: str
    documents: int
    failed: int
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFaults:
    """Lists of sources that cannot be taken as they are: file, line and mend of each fault."""

    template: ClassVar[str] = "terminal/source_faults.j2"
    faults: tuple[ContentFault, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A document of a plan, and in words why it could not be read, if it could not."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanList:
    """The documents of one kind; `kind` is a key of the template, `more` of them are not shown."""

    kind: str
    count: int
    rows: tuple[PlanRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a refresh would change, or what it found; `is_dry` when nothing is published now."""

    template: ClassVar[str] = "terminal/plan.j2"
    lists: tuple[PlanList, ...]
    unchanged: int
    is_dry: bool
    would_change: bool


@dataclass(frozen=True, slots=True)
class Looking:
    """How many files and pages of the sources were looked at, as a line of its own."""

    template: ClassVar[str] = "terminal/looking.j2"
    count: int


@dataclass(frozen=True, slots=True)
class Encoding:
    """How far the encoding is, as a line of its own."""

    template: ClassVar[str] = "terminal/encoding.j2"
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RefreshHeld:
    """A refresh that was not published, as it would lose too much; `reason` is a key of the template.

    `figures` are pairs of name and value, both as they are shown.
    """

    template: ClassVar[str] = "terminal/refresh_held.j2"
    reason: str
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListedGeneration:
    """A generation in a list; `figures` are empty when the judged questions were not asked."""

    name: str
    made_at: str
    by: str
    documents: int
    entries: int
    figures: tuple[tuple[str, str], ...]
    serves: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class GenerationList:
    """What serves, and what can come back."""

    template: ClassVar[str] = "terminal/generations.j2"
    generations: tuple[ListedGeneration, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class RolledBack:
    """An earlier generation serves again."""

    template: ClassVar[str] = "terminal/rolled_back.j2"
    name: str
    made_at: str
    documents: int


@dataclass(frozen=True, slots=True)
class RollbackTrouble:
    """There is nothing to go back to; `reason` is a key of the template."""

    template: ClassVar[str] = "terminal/rollback_trouble.j2"
    reason: str
    name: str
    nearest: tuple[str, ...]
