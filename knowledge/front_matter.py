"""The YAML head of a document: its fields and their values. Pure."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.checked_yaml import parse_fields

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
URL_PATTERN = r"^https?://[^\s<>|]+$"


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
    source_url: str = Field(pattern=URL_PATTERN)
    more_urls: tuple[str, ...] = ()
    status: Status
    status_note: str = Field(default="", max_length=400)
    links: tuple[Link, ...] = ()
    asked_as: tuple[str, ...] = ()


def parse_head(head: str, first_line: int) -> FrontMatter:
    """The checked front matter of `head`, which starts at `first_line` of its file.

    Raises:
        FieldsBroken: it is no YAML mapping, or fields are missing, unknown or have values they may not have.
    """
    return parse_fields(head, FrontMatter, first_line)
