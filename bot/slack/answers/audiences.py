"""Whose documents an answer may draw on: what was added for one channel or one workspace is used nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.slack.parsing import Ask


class Membership(Protocol):
    """Who belongs to our workspace."""

    async def is_own(self, person: str) -> bool:
        """Whether this person is a full member of it."""


@dataclass(frozen=True, slots=True)
class Audiences:
    """Asked from any thread but the loop's own."""

    identity: Membership
    loop: asyncio.AbstractEventLoop
    served: Callable[[], frozenset[str]]
    """The audiences for which there is anything at all."""

    def of(self, ask: Ask) -> frozenset[str]:
        """What was added for a channel is for everybody there; what is for the workspace, for its own members only.

        Guests and people of other organizations never get it, nor does anybody in a channel that is shared with others.
        """
        served = self.served()
        channel, team = f"channel:{ask.channel}", f"team:{ask.team}"
        found = {channel} & served
        if team in served and not ask.shared and self._is_own(ask.author):
            found.add(team)
        return frozenset(found)

    def _is_own(self, person: str) -> bool:
        return asyncio.run_coroutine_threadsafe(self.identity.is_own(person), self.loop).result()
