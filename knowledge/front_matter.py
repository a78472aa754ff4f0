"""The YAML head of a document, checked field by field, with the line of every fault."""

from __future__ import annotations

from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz import process

Kind = Literal["stage", "tool", "case", "resource", "study", "theme"]
Basis = Literal["confirmed", "inferred"]
Status = Literal["confirmed", "partial", "inferred", "blurb"]
Stage = Literal["diagnosis", "design", "implementation", "assessment"]
Sector = Literal["government", "business", "non-profit", "university", "labor", "philanthropy", "community"]
IssueArea = Literal[
    "community revitalization",
    "education",
    "environmental conservation",
    "health and wellbeing",
    "infrastructure",
    "public safety",
    "workforce",
]
ResourceType = Literal[
    "tool",
    "guide",
    "popular article",
    "scholarly article",
    "case",
    "report",
    "book",
    "multimedia",
    "reading list",
    "briefing",
]
Availability = Literal["free", "registration", "purchase", "unknown"]
Model = Literal[
    "public-private partnership",
    "collective impact",
    "collaborative governance",
    "corporate-non-profit partnership",
    "community partnership",
    "research partnership",
]
Listing = Literal["listed", "recommended", "unconfirmed"]

# Staff are asked for 8-15 phrasings a document; more than that and one document starts to crowd out its neighbours.
ASKED_AS_MIN = 8
ASKED_AS_MAX = 15
REF_PATTERN = r"^(T\d{1,3}|S\d|C\d{1,3}|L\d{1,4}|R\d{1,3}|SC(-[a-z]+)?)$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True)


class Link(_Strict):
    """A tie to another document: what it rests on, and the plain need it serves, if one is named."""

    to: str = Field(pattern=REF_PATTERN)
    basis: Basis
    need: str = ""


class FrontMatter(_Strict):
    """Everything a document says about itself before its text starts."""

    ref: str = Field(pattern=REF_PATTERN)
    kind: Kind
    title: str = Field(min_length=3, max_length=200)
    other_names: tuple[str, ...] = ()
    stage: Stage | None = None
    sectors: tuple[Sector, ...] = ()
    issue_areas: tuple[IssueArea, ...] = ()
    place: str = ""
    year: str = ""
    authors: tuple[str, ...] = ()
    type: ResourceType | None = None
    availability: Availability | None = None
    models: tuple[Model, ...] = ()
    listing: Listing | None = None
    publisher: str = Field(min_length=2, max_length=200)
    source_url: str = Field(pattern=r"^https?://[^\s<>|]+$")
    more_urls: tuple[str, ...] = ()
    status: Status
    status_note: str = Field(default="", max_length=400)
    links: tuple[Link, ...] = ()
    asked_as: tuple[str, ...] = ()


HeadFaultKind = Literal["not_yaml", "no_mapping", "missing_field", "unknown_field", "bad_value"]


class HeadFault(Exception):
    """The head cannot be taken; `faults` are (line, kind, about, hint) as in `knowledge.documents.Fault`."""

    def __init__(self, faults: list[tuple[int, HeadFaultKind, str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


def parse_head(head: str, first_line: int) -> FrontMatter:
    """The checked front matter of `head`, which starts at `first_line` of its file.

    Raises:
        HeadFault: it is no YAML mapping, or fields are missing, unknown or have values they may not have.
    """
    mapping = _load(head, first_line)
    try:
        return FrontMatter.model_validate(mapping)
    except ValidationError as error:
        lines = _lines(head, first_line)
        raise HeadFault([_explain(dict(each), lines, first_line) for each in error.errors()]) from error


def _load(head: str, first_line: int) -> dict[str, Any]:
    try:
        loaded = yaml.load(head, Loader=yaml.CSafeLoader)  # the safe loader, in C: ten times as fast
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise HeadFault([(line, "not_yaml", str(getattr(error, "problem", "")), "")]) from error
    except ValueError as error:
        # A date or number that YAML reads as one and Python cannot make, such as 2014-13-45.
        raise HeadFault([(first_line, "not_yaml", str(error), "")]) from error
    if not isinstance(loaded, dict):
        raise HeadFault([(first_line, "no_mapping", "", "")])
    return loaded


def _lines(head: str, first_line: int) -> dict[tuple[Any, ...], int]:
    """The line on which each value starts, by its path of keys and positions."""
    found: dict[tuple[Any, ...], int] = {}

    seen: set[int] = set()

    def walk(at: yaml.Node, path: tuple[Any, ...]) -> None:
        found[path] = first_line + at.start_mark.line
        # An alias brings a node back: below it nothing is new, and it may even contain itself.
        if id(at) in seen:
            return
        seen.add(id(at))
        if isinstance(at, yaml.MappingNode):
            for key, value in at.value:
                walk(value, (*path, key.value))
        elif isinstance(at, yaml.SequenceNode):
            for number, value in enumerate(at.value):
                walk(value, (*path, number))

    root = yaml.compose(head, Loader=yaml.CSafeLoader)
    if root is not None:
        walk(root, ())
    return found


def _explain(
    error: dict[str, Any], lines: dict[tuple[Any, ...], int], first_line: int
) -> tuple[int, HeadFaultKind, str, str]:
    path = tuple(error["loc"])
    known = next((path[:size] for size in range(len(path), -1, -1) if path[:size] in lines), ())
    line = lines.get(known, first_line)
    name = ".".join(str(part) for part in path)
    if error["type"] == "missing":
        return line, "missing_field", name, ""
    if error["type"] == "extra_forbidden":
        nearest = process.extractOne(str(path[-1]), list(FrontMatter.model_fields))
        return line, "unknown_field", name, nearest[0] if nearest else ""
    return line, "bad_value", name, str(error["msg"])
