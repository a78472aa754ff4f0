"""The parts of walkthroughs put together, and run beside the answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.slack.browsing import Shows
from bot.slack.calls import SlackCalls, posting_client
from bot.slack.outbox import Outbox
from bot.slack.parsing import Ask, Bot
from bot.slack.room_calls import RoomCalls
from bot.slack.walkthrough.cards import Reading
from bot.slack.walkthrough.desk import Desk, Ways
from bot.slack.walkthrough.directory import Directory
from bot.slack.walkthrough.filing import Filing
from bot.slack.walkthrough.presenting import Presenter
from bot.slack.walkthrough.reminding import Reminding
from bot.slack.walkthrough.room import Room
from bot.store.errors import StoreUnavailable
from bot.store.people import People
from bot.store.walkthrough_messages import WalkthroughMessages
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.guiding import Guide, WalkthroughId
from bot.walkthrough.reporting.reporter import Reporter
from knowledge.scorecards import Scorecard

log = structlog.get_logger(__name__)

# What is being shown at a stop gets this long; the rest is shown after the next start.
_FINISH_S_MAX = 5.0
# A database that does not answer at the start is asked again.
_TRY_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Knows:
    """What the walkthroughs need to know."""

    scorecards: Sequence[Scorecard]
    shows: Shows


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    desk: Desk
    _presenter: Presenter
    _reminding: Reminding
    _room: Room

    async def run(self) -> None:
        """Show what an earlier process left behind, then remind people until cancelled."""
        behind = await self._behind()
        for walkthrough in behind:
            self._presenter.show(walkthrough)
        log.info("walkthroughs_taken_up", behind=len(behind))
        await self._reminding.keep_reminding()

    async def _behind(self) -> tuple[WalkthroughId, ...]:
        while True:
            try:
                return await asyncio.to_thread(self._room.walkthroughs.behind)
            except StoreUnavailable as error:
                log.warning("walkthroughs_not_taken_up", code=type(error).__name__)
                await asyncio.sleep(_TRY_AGAIN_S)

    async def close(self) -> None:
        """What is under way is finished."""
        await self.desk.close()
        await self._presenter.close(_FINISH_S_MAX)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ways to Slack."""

    asking: AsyncWebClient
    private: SlackCalls
    outbox: Outbox
    ask: Callable[[Ask], Awaitable[None]]


def assemble(engine: Engine, team: str, bot: Bot, knows: Knows, lines: Lines) -> Parts:
    """Everything for the walkthroughs of one workspace. Must be called inside the running loop."""
    asking = lines.asking
    posting = posting_client(asking.token or "", asking.base_url, asking.session)
    calls = RoomCalls(asking, posting, asyncio.get_running_loop())
    log_of, people = Walkthroughs(engine), People(engine)
    directory = Directory(people, calls, team)
    messages = WalkthroughMessages(engine)
    room = Room(team, Guide(log_of), log_of, messages, directory, knows.scorecards, time.time)
    readings = _readings(knows.shows)
    filing = Filing(calls, lambda: Reporter(log_of, people, _titles(knows.shows)))
    presenter = Presenter(room, lines.outbox, calls, filing, readings)
    desk = Desk(room, presenter, Ways(asking, lines.private, calls, filing, lines.ask), bot)
    return Parts(desk, presenter, Reminding(room, lines.outbox, calls), room)


def _titles(shows: Shows) -> dict[str, tuple[str, str]]:
    return {each.ref: (each.head.title, each.head.source_url) for each in shows.documents()}


def _readings(shows: Shows) -> Callable[[Sequence[str]], Mapping[str, Reading]]:
    def find(refs: Sequence[str]) -> Mapping[str, Reading]:
        wanted = set(refs)
        found = {each.ref: each.head for each in shows.documents() if each.ref in wanted}
        # A ref may be missing from the index that serves: what is not there is not shown.
        return {ref: Reading(found[ref].title, found[ref].source_url) for ref in refs if ref in found}

    return find
