"""The YAML head of a document: its fields and their values. Pure."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.checked_yaml import parse_fields

Kind = Literal["stage", "tool", "case", "resource", "study", "theme", "page"]
Collection = Literal["toolkit", "cases", "library", "research", "agreements", "team"]
Trust = Literal["curated", "staff", "web"]
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
# What staff add: a hash of where it comes from.
PAGE_REF_PATTERN = r"^D-[0-9a-f]{8,12}$"
URL_PATTERN = r"^https?://[^\s<>|]+$"
# Who may see a document: everybody, one workspace or one channel.
# Source: https://docs.slack.dev/reference/objects (ids of workspaces, organisations, channels, direct messages)
AUDIENCE_PATTERN = r"^(team:[TE][A-Z0-9]{1,30}|channel:[CGD][A-Z0-9]{1,30})?$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True)


class Link(_Strict):
    """A tie to another document: what it rests on, and the plain need it serves, if one is named."""

    to: str = Field(pattern=REF_PATTERN)
    basis: Basis
    need: str = ""


class FrontMatter(_Strict):
    """Everything a document says about itself before its text starts."""

    ref: str = Field(pattern=f"{REF_PATTERN}|{PAGE_REF_PATTERN}")
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
    source_url: str = Field(pattern=f"^$|{URL_PATTERN}")
    more_urls: tuple[str, ...] = ()
    status: Status
    status_note: str = Field(default="", max_length=400)
    links: tuple[Link, ...] = ()
    asked_as: tuple[str, ...] = ()
    collection: Collection | None = None
    """Of a page; other kinds have the one that is theirs."""
    audience: str = Field(default="", pattern=AUDIENCE_PATTERN)
    """Empty for everybody."""
    trust: Trust = "curated"
    licence: str = Field(default="", max_length=400)
    file: str = Field(default="", max_length=400)
    """Name of the file that a page was read from, as people know it."""
    dated: str = Field(default="", max_length=40)
    source: str = Field(default="", pattern=r"^([0-9a-f]{8})?$")
    """The entry of a sources file that a page came from."""
    mark: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """Changes whenever a page would read otherwise."""


def parse_head(head: str, first_line: int) -> FrontMatter:
    """The checked front matter of `head`, which starts at `first_line` of its file.

    Raises:
        FieldsBroken: it is no YAML mapping, or fields are missing, unknown or have values they may not have.
    """
    return parse_fields(head, FrontMatter, first_line)
