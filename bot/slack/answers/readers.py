"""Who reads what is said in a channel: nobody but our own people, as far as Slack surely tells."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.identity import is_member
from bot.slack.parsing import Wire
from bot.slack.web_api.clients import code_of

log = structlog.get_logger(__name__)

# Who comes or goes is told by an event; this is for what Slack tells by none, such as a member who becomes a guest.
KNOWN_S = 3_600.0
# When Slack did not tell, it is not asked again with each question.
AGAIN_S = 60.0
# An answer waits no longer for this; what it would have been good for is then left out.
_PATIENCE_S = 5.0
# Source: https://docs.slack.dev/reference/methods/conversations.members and users.list, `limit`
_PAGE_MAX = 1_000
# Of a larger workspace, or a larger channel, it is not known.
_PAGES_MAX = 50
_TROUBLES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)

_Page = Callable[[str | None], Awaitable[AsyncSlackResponse]]
"""One page of a list of Slack's, from this cursor on."""


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The accounts whose reading is no matter: full members, and bots that they installed."""

    ids: frozenset[str] = frozenset()
    until: float = float("-inf")
    others: frozenset[str] = frozenset()
    """The accounts of guests, of whom it is known as well."""


@dataclass(slots=True)
class Readers:
    """Belongs to the loop. Denies by default: where others may read, they do."""

    asking: AsyncWebClient
    team: str
    clock: Callable[[], float] = time.monotonic
    _own: _Accounts = field(default_factory=_Accounts)
    _listing: asyncio.Task[None] | None = None
    _rooms: dict[str, tuple[bool, float]] = field(default_factory=dict)
    _changes: int = 0

    async def are_own(self, channel: str) -> bool:
        """Whether surely nobody reads this channel but full members of our workspace, and its bots."""
        value, until = self._rooms.get(channel, (False, float("-inf")))
        if self.clock() < until:
            return value
        changes = self._changes
        value, until = await self._look(channel)
        # Who came meanwhile may not be among those whom Slack named.
        if changes == self._changes:
            self._rooms[channel] = value, until
        return value

    def change(self, channel: str, person: str) -> None:
        """Somebody came into the channel, or left it."""
        self._changes += 1
        self._rooms.pop(channel, None)
        if person not in self._own.ids | self._own.others:
            # Perhaps a new colleague.
            self._own = _Accounts()

    async def _look(self, channel: str) -> tuple[bool, float]:
        """Whether it is so, and until when that may be believed."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                inside = await _gather(
                    lambda at: self.asking.conversations_members(channel=channel, limit=_PAGE_MAX, cursor=at)
                )
                own = await self._accounts()
        except _TROUBLES as error:
            log.warning("readers_unknown", code=code_of(error))
            return False, self.clock() + AGAIN_S
        return own.ids.issuperset(inside), min(own.until, self.clock() + KNOWN_S)

    async def _accounts(self) -> _Accounts:
        if self.clock() >= self._own.until:
            if self._listing is None or self._listing.done():
                self._listing = asyncio.create_task(self._list())
            # A large workspace takes longer than one answer waits; the next one finds it done.
            await asyncio.shield(self._listing)
        return self._own

    async def _list(self) -> None:
        try:
            found = await _gather(lambda at: self.asking.users_list(limit=_PAGE_MAX, cursor=at))
        except _TROUBLES as error:
            log.warning("accounts_unknown", code=code_of(error))
            self._own = _Accounts(until=self.clock() + AGAIN_S)
            return
        ids = frozenset(str(each["id"]) for each in found if _is_own(each, self.team))
        self._own = _Accounts(ids, self.clock() + KNOWN_S, frozenset(str(each["id"]) for each in found) - ids)


async def _gather(ask: _Page) -> list[Any]:
    """All members that a list of Slack's holds.

    Raises:
        TimeoutError: there is more than anybody waits for.
    """
    found: list[Any] = []
    cursor: str | None = None
    for _ in range(_PAGES_MAX):
        page = await ask(cursor)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return found
    raise TimeoutError


def _is_own(account: Wire, team: str) -> bool:
    return is_member({**account, "is_bot": False}, team)
