"""The parts of walkthroughs put together, and run beside the answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.slack.answers.outbox import Outbox
from bot.slack.bell import Bell
from bot.slack.block_kit.browsing import Shows
from bot.slack.directory import Directory
from bot.slack.parsing import Ask, Bot
from bot.slack.walkthrough.cards import Reading
from bot.slack.walkthrough.desk import Desk, Ways
from bot.slack.walkthrough.filing import Filing
from bot.slack.walkthrough.presenting import Presenter
from bot.slack.walkthrough.reminding import Reminding
from bot.slack.walkthrough.room import Room
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.clients import posting_beside
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.channel_settings import ChannelSettings
from bot.store.errors import StoreUnavailable
from bot.store.people import People
from bot.store.walkthrough_messages import WalkthroughMessages
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.guiding import Guide
from bot.walkthrough.reminders import QuietHours
from bot.walkthrough.reporting.reporter import Reporter
from knowledge.scorecards import Scorecard

log = structlog.get_logger(__name__)

# What is being shown at a stop gets this long; the rest is shown after the next start.
_FINISH_S_MAX = 5.0
LOOK_EVERY_S = 30.0


@dataclass(frozen=True, slots=True)
class Knows:
    """What the walkthroughs need to know."""

    scorecards: Sequence[Scorecard]
    shows: Shows


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    desk: Desk
    room: Room
    _presenter: Presenter
    _reminding: Reminding

    async def run(self) -> None:
        """Show what others left behind, and remind people, now and every half minute until cancelled."""
        while True:
            await self._show_behind()
            await asyncio.to_thread(self._reminding.look)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _show_behind(self) -> None:
        """An earlier process may have stopped in between, and a command beside this one may have forgotten somebody."""
        try:
            behind = await asyncio.to_thread(self.room.walkthroughs.behind, self.room.team)
        except StoreUnavailable as error:
            log.warning("walkthroughs_not_taken_up", code=type(error).__name__)
            return
        for walkthrough in behind:
            self._presenter.show(walkthrough)
        log.info("walkthroughs_taken_up", behind=len(behind))

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
    bell: Bell = field(default_factory=Bell)
    """Rings for every walkthrough that changed."""


def assemble(engine: Engine, team: str, bot: Bot, knows: Knows, lines: Lines) -> Parts:
    """Everything for the walkthroughs of one workspace. Must be called inside the running loop."""
    asking = lines.asking
    posting = posting_beside(asking)
    calls = RoomCalls(asking, posting, asyncio.get_running_loop())
    log_of, people = Walkthroughs(engine), People(engine)
    directory = Directory(people, calls, team)
    messages = WalkthroughMessages(engine)
    room = Room(team, Guide(log_of), log_of, messages, directory, knows.scorecards, time.time)
    readings = _readings(knows.shows)
    filing = Filing(calls, lambda: Reporter(log_of, people, _titles(knows.shows)))
    presenter = Presenter(room, lines.outbox, calls, filing, readings, lines.bell.ring)
    settings = ChannelSettings(engine)

    def quiet(channel: str) -> QuietHours:
        choice = settings.of(team, channel)
        return QuietHours(choice.quiet_from, choice.quiet_to)

    desk = Desk(room, presenter, Ways(asking, lines.private, calls, filing, lines.ask), bot)
    return Parts(desk, room, presenter, Reminding(room, lines.outbox, calls, quiet))


def _titles(shows: Shows) -> dict[str, tuple[str, str]]:
    return {each.ref: (each.head.title, each.head.source_url) for each in shows.documents()}


def _readings(shows: Shows) -> Callable[[Sequence[str]], Mapping[str, Reading]]:
    def find(refs: Sequence[str]) -> Mapping[str, Reading]:
        wanted = set(refs)
        found = {each.ref: each.head for each in shows.documents() if each.ref in wanted}
        # A ref may be missing from the index that serves: what is not there is not shown.
        return {ref: Reading(found[ref].title, found[ref].source_url) for ref in refs if ref in found}

    return find
