"""A call for help that Slack puts off is posted as soon as Slack takes it, once, without anybody pressing again."""

from __future__ import annotations

import asyncio

import structlog

from bot.slack.coalescing import Coalescing
from bot.slack.helping.desk import HelpDesk
from bot.store.errors import StoreUnavailable
from bot.store.help_requests import HelpRequest

log = structlog.get_logger(__name__)

_WORKERS_MAX = 2
# So long a person who pressed waits to hear that the call is there; Slack hardly ever takes longer.
_TOLD_S_MAX = 3.0
_TRY_AGAIN_S = 5.0
_SEPARATOR = "|"


class Calling:
    """Belongs to the loop in which it is made."""

    def __init__(self, desk: HelpDesk) -> None:
        """The desk keeps the calls and posts them."""
        self._desk = desk
        self._passes: Coalescing[str] = Coalescing(self._post, _WORKERS_MAX, "help")

    async def post(self, team: str, channel: str, question_ts: str, wait_s_max: float | None = _TOLD_S_MAX) -> str:
        """A key of the note's template: how it went after so long, or in the end. What Slack puts off goes on."""
        task = self._passes.mark(_SEPARATOR.join((team, channel, question_ts)))
        if task is None:
            return "put_off"
        done, _ = await asyncio.wait({task}, timeout=wait_s_max)
        # A defect gives nothing.
        return (task.result() or "not_posted") if done else "put_off"

    async def take_up(self) -> None:
        """The calls that an earlier process did not get to post are posted."""
        for each in await self._left():
            self._passes.mark(_SEPARATOR.join((each.team, each.channel, each.question_ts)))

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is posted after the next start."""
        await self._passes.close(wait_s_max)

    def _post(self, key: str) -> str:
        team, channel, question_ts = key.split(_SEPARATOR)
        return self._desk.post(team, channel, question_ts)

    async def _left(self) -> tuple[HelpRequest, ...]:
        while True:
            try:
                return await asyncio.to_thread(self._desk.unposted)
            except StoreUnavailable as error:
                log.warning("help_not_taken_up", code=type(error).__name__)
                await asyncio.sleep(_TRY_AGAIN_S)
