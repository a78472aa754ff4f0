"""Where the coach is, and what becomes of questions from where it is no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from bot.slack.parsing import Bot
from bot.slack.presence import Presence, Presences
from bot.slack.web_api.clients import Gate
from bot.slack.workspace import Workspace


@dataclass
class Place:
    """Stands for a presence."""

    team: str
    gate: Gate

    @property
    def line(self) -> Place:
        return self

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.team, Bot("U0BOT", "B0BOT"))

    @property
    def replying(self) -> Place:
        return self

    def answer(self, record: dict[str, str]) -> str:
        return f"{record['key']} in {self.team}"


def presence(team: str) -> Presence:
    return cast("Presence", Place(team, Gate()))


def test_a_question_is_answered_where_it_was_asked() -> None:
    """One from a workspace that the coach has left ends quietly."""
    presences = Presences(is_single=False)
    for team in ("T2", "T1"):
        presences.add(presence(team))
    assert presences.answer({"team": "T2", "key": "k"}) == "k in T2"
    presences.remove("T2")
    assert presences.answer({"team": "T2", "key": "k"}) == "home_lost"
    assert presences.answer({"team": "T1", "key": "k"}) == "k in T1"


def test_a_single_presence_is_meant_whatever_workspace_is_named() -> None:
    """In a channel that is shared with others, an event may name theirs."""
    presences = Presences(is_single=True)
    assert presences.answer({"team": "T1", "key": "k"}) == "home_lost"
    presences.add(presence("T1"))
    assert presences.answer({"team": "T9", "key": "k"}) == "k in T1"


def test_the_schedule_runs_where_staff_are() -> None:
    """In the workspace that the settings name; where they name none, always in the same one."""
    presences = Presences(is_single=False)
    assert presences.of_staff("") is None
    for team in ("T2", "T1"):
        presences.add(presence(team))
    assert presences.of_staff("") is presences.find("T1")
    assert presences.of_staff("T2") is presences.find("T2")
    assert presences.of_staff("T9") is None
