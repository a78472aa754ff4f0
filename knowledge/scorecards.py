"""A scorecard: the themes and topics that a team goes through, as staff write them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from knowledge.checked_yaml import FieldFaultKind, FieldsBroken, Place, lines_of, parse_fields
from knowledge.front_matter import REF_PATTERN, URL_PATTERN

Nature = Literal["relational", "transactional"]
Basis = Literal["seed", "neighbour", "ours"]
"""Where a topic's question comes from: confirmed in the scorecard's own handout, in a neighbouring guide, or ours."""
Mode = Literal["drafting", "reviewing"]
Form = Literal["short", "full"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One question of a scorecard."""

    id: str
    title: str
    """Two to four words for lists, menus and the report."""
    drafting: str
    """The question for a team that writes its agreement."""
    reviewing: str
    """The question for a team that has one."""
    why: str
    look_for: tuple[str, ...]
    nature: Nature
    basis: Basis
    refs: tuple[str, ...]
    """Documents that help."""
    is_legal: bool
    """The answer belongs to counsel; the coach only raises the question."""
    is_short: bool
    """Part of the short form."""

    def question(self, mode: Mode) -> str:
        """The question as this team needs it."""
        return self.drafting if mode == "drafting" else self.reviewing


@dataclass(frozen=True, slots=True)
class Theme:
    """Topics that belong together."""

    id: str
    title: str
    heading: str
    """What the part of an agreement about this theme is called."""
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A whole scorecard."""

    id: str
    title: str
    limits: str
    """What is not the source's own, in one or two sentences that every report carries."""
    credit: str
    source_url: str
    themes: tuple[Theme, ...]

    def topics(self, form: Form, themes: tuple[str, ...] = ()) -> tuple[tuple[Theme, Topic], ...]:
        """The topics of a form in order, each with its theme; of these themes only, or of all when none is named."""
        return tuple(
            (theme, topic)
            for theme in self.themes
            for topic in theme.topics
            if (not themes or theme.id in themes) and (form == "full" or topic.is_short)
        )


ScorecardFaultKind = Literal[
    FieldFaultKind, "id_twice", "dead_ref", "no_short_topic", "scorecard_twice", "not_utf8", "unreadable"
]


@dataclass(frozen=True, slots=True)
class ScorecardFault:
    """Something in a scorecard's file that must be mended, as `knowledge.documents.Fault` says it."""

    path: str
    line: int
    kind: ScorecardFaultKind
    about: str = ""
    hint: str = ""


class BrokenScorecard(Exception):
    """A file that cannot be taken as a scorecard."""

    def __init__(self, faults: Iterable[ScorecardFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(*self.faults)


def parse_scorecard(text: str, path: str, known_refs: Collection[str] | None) -> Scorecard:
    """The scorecard in `text`, YAML as the README of this folder shows it.

    Args:
        text: the whole file.
        path: only used to name the file in faults.
        known_refs: those of all documents; None when they are not known, then refs are not looked at.

    Raises:
        BrokenScorecard: with every fault found, in file order.
    """
    text = text.removeprefix("\ufeff")
    try:
        written = parse_fields(text, _Scorecard)
    except FieldsBroken as error:
        raise BrokenScorecard(ScorecardFault(path, *each) for each in error.faults) from error
    found = [*_ids_twice(written), *_dead_refs(written, known_refs), *_short_form(written)]
    if found:
        lines = lines_of(text, (place for place, _, _ in found))
        faults = (ScorecardFault(path, line, kind, about) for line, (_, kind, about) in zip(lines, found, strict=True))
        raise BrokenScorecard(sorted(faults, key=lambda fault: fault.line))
    return written.made()


_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Source: a select menu of Slack lists at most 100 options; themes, and the topics of one, are picked from such menus.
_MENU_MAX = 100


def _filled(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    # pydantic's own `min_length` counts an entry with a fault as missing, and would tell a second fault.
    if not entries:
        raise PydanticCustomError("empty", "at least one entry is needed")
    return entries


_FILLED = AfterValidator(_filled)
# Text that was written over several lines of the file is joined to one.
_JOINED = AfterValidator(lambda text: " ".join(text.split()))
_Id = Annotated[str, Field(strict=True, pattern=_ID, max_length=40)]
_Title = Annotated[str, Field(strict=True, min_length=2, max_length=40), _JOINED]
_Heading = Annotated[str, Field(strict=True, min_length=2, max_length=80), _JOINED]
_Hint = Annotated[str, Field(strict=True, min_length=2, max_length=100), _JOINED]
_Reason = Annotated[str, Field(strict=True, min_length=2, max_length=140), _JOINED]
_Question = Annotated[str, Field(strict=True, min_length=2, max_length=160), _JOINED]
_Paragraph = Annotated[str, Field(strict=True, min_length=2, max_length=400), _JOINED]
_Ref = Annotated[str, Field(strict=True, pattern=REF_PATTERN)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Topic(_Strict):
    id: _Id
    title: _Title
    drafting: _Question
    reviewing: _Question
    why: _Reason
    look_for: Annotated[tuple[_Hint, ...], Field(max_length=4), _FILLED]
    nature: Nature
    basis: Basis = "ours"
    refs: tuple[_Ref, ...] = ()
    legal: StrictBool = False
    short: StrictBool = False

    def made(self) -> Topic:
        same = self.model_dump(exclude={"legal", "short"})
        return Topic(**same, is_legal=self.legal, is_short=self.short)


class _Theme(_Strict):
    id: _Id
    title: _Heading
    heading: _Heading
    topics: Annotated[tuple[_Topic, ...], Field(max_length=_MENU_MAX), _FILLED]

    def made(self) -> Theme:
        return Theme(self.id, self.title, self.heading, tuple(topic.made() for topic in self.topics))


class _Scorecard(_Strict):
    id: _Id
    title: _Heading
    limits: _Paragraph
    credit: _Paragraph
    source_url: Annotated[str, Field(strict=True, pattern=URL_PATTERN)]
    themes: Annotated[tuple[_Theme, ...], Field(max_length=_MENU_MAX), _FILLED]

    def made(self) -> Scorecard:
        themes = tuple(theme.made() for theme in self.themes)
        return Scorecard(self.id, self.title, self.limits, self.credit, self.source_url, themes)

    def topics(self) -> Iterator[tuple[Place, _Topic]]:
        """Every topic with its place in the file."""
        for number, theme in enumerate(self.themes):
            for position, topic in enumerate(theme.topics):
                yield ("themes", number, "topics", position), topic


_Found = tuple[Place, ScorecardFaultKind, str]


def _ids_twice(written: _Scorecard) -> Iterator[_Found]:
    """Themes among themselves, and topics in the whole scorecard: answers are kept under these ids."""
    themes = [(("themes", number, "id"), theme.id) for number, theme in enumerate(written.themes)]
    topics = [((*place, "id"), topic.id) for place, topic in written.topics()]
    for ids in (themes, topics):
        known: set[str] = set()
        for place, each in ids:
            if each in known:
                yield place, "id_twice", each
            known.add(each)


def _dead_refs(written: _Scorecard, known_refs: Collection[str] | None) -> Iterator[_Found]:
    for place, topic in written.topics():
        for number, ref in enumerate(topic.refs):
            if known_refs is not None and ref not in known_refs:
                yield (*place, "refs", number), "dead_ref", ref


def _short_form(written: _Scorecard) -> Iterator[_Found]:
    if not any(topic.short for _, topic in written.topics()):
        yield ("themes",), "no_short_topic", ""
