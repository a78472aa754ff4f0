"""Who people are, and which partner their own workspace stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine

from bot.slack.directory import Directory
from bot.slack.errors import SendLater, SendRefused
from bot.slack.web_api.room_calls import Profile
from bot.store.people import People
from bot.walkthrough.commands import Start
from bot.walkthrough.events import PersonId, Recorded
from bot.walkthrough.joining import start
from bot.walkthrough.refusals import Refusal
from bot.walkthrough.state import State, fold
from tests.bot.store.conftest import database_url, engine, postgresql_url
from tests.fakes.scorecards import SCORECARD

__all__ = ["database_url", "engine", "postgresql_url"]

HOST, GUEST = "T1", "T2"


@dataclass
class Slack:
    """Tells of people and workspaces, and counts how often it is asked."""

    teams: dict[str, str] = field(default_factory=lambda: {GUEST: "Northlight Energy Inc."})
    is_away: bool = False
    asked: int = 0

    def profile(self, user: str, _wait_s_max: float) -> Profile:
        """Everybody but one is of the other workspace."""
        self.asked += 1
        if self.is_away:
            raise SendLater("no_connection", maybe_sent=False)
        return Profile(user, f"Name of {user}", "Europe/Oslo", HOST if user == "UHOST" else GUEST)

    def team_name(self, team: str, _wait_s_max: float) -> str:
        """The name of a workspace."""
        if team not in self.teams:
            raise SendRefused("team_not_found")
        return self.teams[team]


@pytest.fixture
def slack() -> Slack:
    """Slack, when it answers."""
    return Slack()


@pytest.fixture
def directory(engine: Engine, slack: Slack) -> Directory:
    """Nobody is known yet."""
    return Directory(People(engine), slack, HOST)


def team_of(*partners: str) -> State:
    """A walkthrough of these partners."""
    started = start(Start(SCORECARD, partners))
    assert not isinstance(started, Refusal)
    return fold([Recorded(started, PersonId("UHOST"), 1.0)])


def test_the_partner_of_ones_own_workspace_is_proposed(directory: Directory) -> None:
    """In a channel that is shared between workspaces, a name that is nearly the same is the same organization."""
    state = team_of("City of Riverton", "Northlight Energy")
    assert directory.proposal(state, "UFAR") == ("p2", "Northlight Energy Inc.")


def test_without_such_a_partner_the_workspace_itself_is_offered(directory: Directory) -> None:
    """Its name stands in the form for another organization."""
    assert directory.proposal(team_of("City of Riverton", "Open Doors"), "UFAR") == (None, "Northlight Energy Inc.")


def test_nothing_is_proposed_to_people_of_the_host(directory: Directory) -> None:
    """Several partners may work in the workspace that the coach lives in."""
    assert directory.proposal(team_of("City of Riverton", "Northlight Energy"), "UHOST") == (None, "")


def test_a_workspace_that_slack_does_not_name_proposes_nothing(directory: Directory, slack: Slack) -> None:
    """People choose for themselves then."""
    slack.teams.clear()
    assert directory.proposal(team_of("City of Riverton", "Northlight Energy"), "UFAR") == (None, "")


def test_slack_is_asked_once_for_a_person(directory: Directory, slack: Slack) -> None:
    """What it said holds for a day, and longer while it does not answer."""
    assert directory.names([PersonId("UFAR"), PersonId("UFAR")]) == {"UFAR": "Name of UFAR"}
    slack.is_away = True
    assert directory.names([PersonId("UFAR")]) == {"UFAR": "Name of UFAR"}
    assert slack.asked == 1
    assert directory.find("UNEW") is None
