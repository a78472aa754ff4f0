"""Who is staff: named in the settings or member of a user group, and always an account of this workspace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Staff
from bot.slack.parsing import Wire
from bot.slack.web_api.failures import verdict

log = structlog.get_logger(__name__)

# Somebody who leaves the group loses what staff may do after this long at most.
KNOWN_S = 300.0
# Slack waits 3 s for our ack, and two of its answers may be needed before that, and a third.
_PATIENCE_S = 0.8
_PEOPLE_MAX = 1_000

_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Known(Generic[_Value]):
    value: _Value
    asked_at: float


@dataclass(slots=True)
class Identity:
    """Belongs to the loop. Denies by default: who is not surely staff is not."""

    asking: AsyncWebClient
    staff: Staff
    team: str
    """Our workspace; accounts of others are never staff, nor are guests of ours, whatever the settings say."""
    clock: Callable[[], float] = time.monotonic
    _members: _Known[frozenset[str]] = field(default_factory=lambda: _Known(frozenset(), float("-inf")))
    _own: dict[str, _Known[bool]] = field(default_factory=dict)

    async def is_staff(self, person: str) -> bool:
        """Whether this person, by Slack's id, may do what staff may; what Slack says is believed for five minutes.

        While Slack does not answer, what it said last holds.
        """
        if person not in self.staff.people and not (self.staff.group and person in await self._group_members()):
            return False
        return await self.is_own(person)

    async def _group_members(self) -> frozenset[str]:
        async def ask() -> frozenset[str]:
            found = await self.asking.usergroups_users_list(usergroup=self.staff.group)
            return frozenset(str(user) for user in found["users"])

        self._members = await self._refreshed(self._members, ask, frozenset())
        return self._members.value

    async def is_own(self, person: str) -> bool:
        """Whether this person is a full member of our workspace: no guest, and of no other organization."""

        async def ask() -> bool:
            found = await self.asking.users_info(user=person)
            return is_member(found["user"], self.team)

        if len(self._own) >= _PEOPLE_MAX:
            self._own.clear()
        known = self._own.get(person, _Known(value=False, asked_at=float("-inf")))
        self._own[person] = await self._refreshed(known, ask, denied=False)
        return self._own[person].value

    async def _refreshed(
        self, known: _Known[_Value], ask: Callable[[], Awaitable[_Value]], denied: _Value
    ) -> _Known[_Value]:
        """What Slack says now, when that is asked again; `denied` when it refuses to say."""
        if self.clock() - known.asked_at < KNOWN_S:
            return known
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return _Known(await ask(), self.clock())
        except SlackApiError as error:
            code = str(error.response.get("error") if hasattr(error.response, "get") else "")
            log.warning("staff_not_looked_up", code=code)
            return _Known(denied, self.clock()) if verdict(code) == "terminal" else known
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("staff_not_looked_up", code=type(error).__name__)
            return known


def is_member(user: Wire, team: str) -> bool:
    """Whether an account, as Slack shows it, is a full member of the workspace `team`: a person, and no guest."""
    # In an organisation of several workspaces an account has one home, and stands in the list of the others.
    # Source: https://docs.slack.dev/reference/objects/user-object, `enterprise_user.teams`
    teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())}
    strange = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return team in teams and not any(user.get(flag) for flag in strange)
