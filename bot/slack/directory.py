"""Who people are: their names, time zones and workspaces, asked of Slack once a day at most."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Protocol

import structlog
from rapidfuzz import fuzz, process

from bot.slack.errors import SendLater, SendRefused
from bot.slack.web_api.room_calls import Profile
from bot.store.people import People, Person
from bot.walkthrough.events import FORGOTTEN, PartnerId, PersonId
from bot.walkthrough.state import State

log = structlog.get_logger(__name__)

_FRESH_S = 24 * 3600
PATIENCE_S = 30.0
"""How long Slack may take to say who somebody is where nobody waits for it."""
# Somebody who pressed a button waits, and Slack itself waits 3 s for our ack.
_HURRY_S = 1.0
# Below this two names of organisations are not the same one: "City of Riverton" and "Riverton" are, at 90.
_LIKENESS_MIN = 75


class Profiles(Protocol):
    """What Slack tells of people and workspaces."""

    def profile(self, user: str, wait_s_max: float) -> Profile:
        """Who somebody is."""

    def team_name(self, team: str, wait_s_max: float) -> str:
        """What a workspace is called."""


class Directory:
    """The people of one workspace and its guests. Threads may use it at once."""

    def __init__(self, people: People, profiles: Profiles, team: str) -> None:
        """`team` is the workspace that the coach lives in."""
        self._people = people
        self._profiles = profiles
        self._team = team
        self._team_names: dict[str, str] = {}

    def names(self, ids: Iterable[PersonId], wait_s_max: float = _HURRY_S) -> Mapping[PersonId, str]:
        """The names of these people; one whom Slack does not tell about is left out.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        wanted = [each for each in dict.fromkeys(ids) if each]
        known = dict(self._people.names(self._team, wanted))
        for each in wanted:
            if each not in known:
                person = self.find(each, wait_s_max)
                if person:
                    known[each] = person.name
        return {PersonId(user): name for user, name in known.items()}

    def find(self, user: str, wait_s_max: float = _HURRY_S) -> Person | None:
        """Who somebody is, or None when Slack does not tell and never did.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        if user.startswith(FORGOTTEN):
            return None
        known = self._people.find(self._team, user)
        if known and time.time() - known.seen_at < _FRESH_S:
            return known
        try:
            profile = self._profiles.profile(user, wait_s_max)
        except (SendRefused, SendLater) as error:
            log.info("person_not_found", code=error.code)
            return known
        person = Person(self._team, PersonId(user), profile.name, profile.tz, profile.home_team, time.time())
        self._people.keep(person)
        return person

    def proposal(self, state: State, user: str) -> tuple[PartnerId | None, str]:
        """The partner that somebody's own workspace stands for, if any, and what that workspace is called."""
        person = self.find(user)
        if person is None or person.home_team in {"", self._team}:
            return None, ""
        name = self._team_name(person.home_team)
        partners = {partner.id: partner.name for partner in state.partners.values()}
        found = process.extractOne(
            name, partners, scorer=fuzz.WRatio, score_cutoff=_LIKENESS_MIN, processor=str.casefold
        )
        return (found[2] if found else None), name

    def _team_name(self, team: str) -> str:
        if team not in self._team_names:
            try:
                self._team_names[team] = self._profiles.team_name(team, _HURRY_S)
            except (SendRefused, SendLater) as error:
                log.info("team_not_found", code=error.code)
                return ""
        return self._team_names[team]
