"""Who lives in the playground: one workspace, three partner organisations, the coach and its staff.

The company takes part through a shared channel (Slack Connect) and the non-profit as guests, because those are
the two ways in which partners really meet in one Slack, and the coach must cope with both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["member", "guest", "external", "staff"]
ChannelKind = Literal["channel", "group", "im"]

TEAM_ID = "T0PLAYGRND"
TEAM_NAME = "Riverton Partnership"
TEAM_DOMAIN = "riverton-partnership"
APP_ID = "A0COACH"
APP_NAME = "Partnership Coach"
BOT_ID = "B0COACH"
BOT_USER_ID = "U0COACH"
BOT_HANDLE = "coach"
COMMAND = "/coach"
STAFF_GROUP = "S0STAFF"
BOT_TOKEN = "xoxb-playground-bot"  # noqa: S105 -- opens nothing but this playground
APP_TOKEN = "xapp-playground-app"  # noqa: S105 -- opens nothing but this playground
CLIENT_ID = "1111.2222"
CLIENT_SECRET = "playground-client"  # noqa: S105 -- as above
SIGNING_SECRET = "playground-signs-with-this"  # noqa: S105 -- as above
VERIFICATION_TOKEN = "playground"  # noqa: S105 -- Slack sends one in every payload; nothing checks it


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner; `team_id` is its own Slack workspace."""

    team_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the page can speak as; `handle` is the readable id."""

    id: str
    handle: str
    name: str
    role: str
    organisation: Organisation
    standing: Standing
    tz: str = "America/New_York"

    @property
    def team_id(self) -> str:
        """The workspace that the account belongs to; guests are accounts of the host."""
        return self.organisation.team_id if self.standing == "external" else TEAM_ID


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as it is at the start; `members` are handles."""

    id: str
    name: str
    topic: str
    members: tuple[str, ...]
    kind: ChannelKind = "channel"
    is_archived: bool = False
    is_shared: bool = False
    creator: str = "sam"
    """The handle of who made it."""


CITY = Organisation(TEAM_ID, "City of Riverton")
COMPANY = Organisation("T0NORTHLT", "Northlight Energy")
NON_PROFIT = Organisation("T0OPENDRS", "Open Doors")
COACH_TEAM = Organisation(TEAM_ID, "Coach team")

PEOPLE = (
    Person("U0MAYA", "maya", "Maya Torres", "Deputy mayor's office", CITY, "member"),
    Person("U0SAM", "sam", "Sam Lindqvist", "Neighborhoods department", CITY, "member"),
    Person("U0DANIEL", "daniel", "Daniel Okafor", "Community programs", COMPANY, "external"),
    Person("U0PRIYA", "priya", "Priya Raman", "Director", NON_PROFIT, "guest"),
    Person("U0ALEX", "alex", "Alex Kim", "Keeps the coach current", COACH_TEAM, "staff"),
)

PLACES = (
    Place(
        "C0WARMHOMES",
        "warm-homes",
        "City, Northlight and Open Doors: warmer homes by winter",
        (BOT_HANDLE, "maya", "sam", "daniel", "priya"),
        is_shared=True,
    ),
    Place(
        "C0YOUTHJOBS",
        "youth-jobs",
        "First jobs for 200 young people",
        (BOT_HANDLE, "maya", "daniel", "priya", "alex"),
        is_shared=True,
    ),
    Place("C0AGREEMENT", "agreement-draft", "Who does what, in writing", (BOT_HANDLE, "maya", "priya"), kind="group"),
    Place("C0CITYHALL", "city-hall", "City staff only; the coach is not here", ("maya", "sam")),
    Place("C0OLDPARK", "old-park-project", "Closed", (BOT_HANDLE, "maya", "sam"), is_archived=True),
)
