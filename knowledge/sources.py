"""Lists of sources: folders, files, web pages and sitemaps. Pure: text comes in, entries or faults go out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.checked_yaml import FieldFaultKind, FieldsBroken, lines_of, parse_fields
from knowledge.front_matter import AUDIENCE_PATTERN, URL_PATTERN, Collection, Trust

SourceKind = Literal["path", "url", "sitemap"]
SourceFaultKind = Literal[FieldFaultKind, "one_place", "pages_of_no_sitemap", "source_twice", "not_utf8", "unreadable"]
# One a second, as a polite reader asks: eight minutes, and at most an hour and a half.
PAGES_MAX_DEFAULT, PAGES_MAX_LIMIT = 500, 5_000
KINDS: tuple[SourceKind, ...] = ("path", "url", "sitemap")


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from. `place` is a path or address as staff wrote it, `line` where that stands in `file`."""

    kind: SourceKind
    place: str
    collection: Collection
    publisher: str
    title: str
    trust: Trust
    licence: str
    audience: str
    file: str
    line: int
    pages_max: int = PAGES_MAX_DEFAULT
    """How many pages of a sitemap are read."""

    @property
    def id(self) -> str:
        """What its documents carry: the same place for somebody else is another source."""
        return hashlib.sha256(f"{self.kind}\0{self.place}\0{self.audience}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class SourceFault:
    """Something in a sources file that must be mended. `kind` is a key of the template that says it."""

    path: str
    line: int
    kind: SourceFaultKind
    about: str = ""
    hint: str = ""


class BrokenSources(Exception):
    """The file cannot be taken; `faults` says all that is wrong with it."""

    def __init__(self, faults: Iterable[SourceFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(*self.faults)


def parse_sources(path: str, text: str) -> tuple[Source, ...]:
    """The sources that `text` lists, in order; a file without any says `sources: []`.

    Args:
        path: names the file in faults.
        text: YAML.

    Raises:
        BrokenSources: with every fault, each with its line.
    """
    try:
        listed = parse_fields(text, _File).sources
        lines = lines_of(text, [("sources", number) for number in range(len(listed))])
    except FieldsBroken as error:
        raise BrokenSources(_fault(path, *each) for each in error.faults) from error
    sources = tuple(_source(path, line, entry) for line, entry in zip(lines, listed, strict=True))
    twice = repeated(sources)
    if twice:
        raise BrokenSources(twice)
    return sources


def repeated(sources: Sequence[Source]) -> list[SourceFault]:
    """A fault for each source that was listed before, for the same people."""
    first: dict[str, Source] = {}
    faults = []
    for source in sources:
        known = first.setdefault(source.id, source)
        if known is not source:
            before = f"{known.file}:{known.line}"
            faults.append(SourceFault(source.file, source.line, "source_twice", source.place, before))
    return faults


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    path: str | None = Field(default=None, min_length=1, max_length=1_000)
    url: str | None = Field(default=None, pattern=URL_PATTERN, max_length=2_000)
    sitemap: str | None = Field(default=None, pattern=URL_PATTERN, max_length=2_000)
    collection: Collection
    publisher: str = Field(min_length=2, max_length=200)
    title: str = Field(default="", max_length=200)
    trust: Trust | None = None
    licence: str = Field(default="", max_length=400)
    audience: str = Field(default="", pattern=AUDIENCE_PATTERN)
    pages_max: int | None = Field(default=None, ge=1, le=PAGES_MAX_LIMIT)

    @model_validator(mode="after")
    def _has_one_place(self) -> _Entry:
        if len(self.places) != 1:
            raise ValueError(_ONE_PLACE)
        if self.pages_max is not None and self.sitemap is None:
            raise ValueError(_PAGES_OF_NO_SITEMAP)
        return self

    @property
    def places(self) -> tuple[tuple[SourceKind, str], ...]:
        given: dict[SourceKind, str | None] = {"path": self.path, "url": self.url, "sitemap": self.sitemap}
        return tuple((kind, place) for kind, place in given.items() if place is not None)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[_Entry, ...]

    @model_validator(mode="before")
    @classmethod
    def _may_list_nothing(cls, given: Any) -> Any:
        # A file in which every entry is commented out.
        return {**given, "sources": ()} if isinstance(given, dict) and given.get("sources", 0) is None else given


_ONE_PLACE: SourceFaultKind = "one_place"
_PAGES_OF_NO_SITEMAP: SourceFaultKind = "pages_of_no_sitemap"


def _fault(path: str, line: int, kind: FieldFaultKind, about: str, hint: str) -> SourceFault:
    for own in (_ONE_PLACE, _PAGES_OF_NO_SITEMAP):
        if kind == "bad_value" and own in hint:
            return SourceFault(path, line, own)
    return SourceFault(path, line, kind, about, hint)


def _source(path: str, line: int, entry: _Entry) -> Source:
    ((kind, place),) = entry.places
    trust: Trust = entry.trust or ("staff" if kind == "path" else "web")
    return Source(
        kind,
        place,
        entry.collection,
        entry.publisher,
        entry.title,
        trust,
        entry.licence,
        entry.audience,
        path,
        line,
        entry.pages_max or PAGES_MAX_DEFAULT,
    )
