"""Whose documents an answer may draw on: what was added for one channel or one workspace is used nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.slack.parsing import FOR_ONE, Ask


class Membership(Protocol):
    """Who belongs to our workspace."""

    async def is_own(self, person: str) -> bool:
        """Whether this person is a full member of it."""


class Reading(Protocol):
    """Who reads what is said in a channel."""

    async def are_own(self, channel: str) -> bool:
        """Whether they are all full members of our workspace."""


@dataclass(frozen=True, slots=True)
class Audiences:
    """Asked from any thread but the loop's own."""

    identity: Membership
    readers: Reading
    loop: asyncio.AbstractEventLoop
    served: Callable[[], frozenset[str]]
    """The audiences for which there is anything at all."""

    def of(self, ask: Ask) -> frozenset[str]:
        """What was added for a channel is for everybody there; what is for the workspace, for its own members only.

        Guests and people of other organizations never get it, nor does an answer that they would read: in a channel
        that is shared with others, or with a guest in it.
        """
        served = self.served()
        channel, team = f"channel:{ask.channel}", f"team:{ask.team}"
        found = {channel} & served
        if team in served and not ask.shared and self._is_among_own(ask):
            found.add(team)
        return frozenset(found)

    def _is_among_own(self, ask: Ask) -> bool:
        return asyncio.run_coroutine_threadsafe(self._look(ask), self.loop).result()

    async def _look(self, ask: Ask) -> bool:
        if not await self.identity.is_own(ask.author):
            return False
        is_private = ask.surface in FOR_ONE or ask.channel.startswith("D")
        return is_private or await self.readers.are_own(ask.channel)
