"""The parts of refreshing from Slack put together, and run beside the answers."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.settings import Settings
from bot.slack.answers.outbox import Outbox
from bot.slack.bell import Bell
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from bot.slack.refreshing.desk import RefreshDesk, Ways
from bot.slack.refreshing.running import Children
from bot.slack.refreshing.showing import Pass, Showing
from bot.slack.refreshing.working import Knowing, Work
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.clients import posting_beside
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.audit import Audit
from bot.store.gaps import Gaps
from bot.store.people import People
from bot.store.refreshes import Refreshes
from knowledge.generations import Generations

log = structlog.get_logger(__name__)

_FINISH_S_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    desk: RefreshDesk
    identity: Identity
    work: Work
    room: RoomCalls
    directory: Directory
    _showing: Showing

    async def take_up(self) -> None:
        """What an earlier process left behind goes on."""
        await self.work.take_up()

    async def run_scheduled(self, key: str) -> None:
        """A refresh of the schedule is on disk and under way, unless one is already."""
        if await asyncio.to_thread(self.work.begin_scheduled, key):
            self.work.go_on(key)

    async def close(self) -> None:
        """Whatever runs is ended, and taken up at the next start."""
        await self.work.close()
        await self._showing.close(_FINISH_S_MAX)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ways to Slack."""

    asking: AsyncWebClient
    private: SlackCalls
    outbox: Outbox
    bell: Bell = field(default_factory=Bell)
    """Rings when a refresh went a step further."""


def assemble(engine: Engine, team: str, settings: Settings, lines: Lines) -> Parts:
    """Everything for refreshing from one workspace. Must be called inside the running loop."""
    asking = lines.asking
    posting = posting_beside(asking)
    calls = RoomCalls(asking, posting, asyncio.get_running_loop())
    directory = Directory(People(engine), calls, team)
    refreshes = Refreshes(engine)
    index = Generations(settings.index)
    knowing = Knowing(team, settings.staff.channel, refreshes, index.pointer, index.is_pinned, time.time)
    gaps = Gaps(engine, keeps_words=settings.keeps_questions)
    showing = Showing(Pass(refreshes, lines.outbox, calls, directory, gaps), lines.bell.ring)
    work = Work(knowing, Children(), showing)
    identity = Identity(asking, settings.staff, team)
    desk = RefreshDesk(identity, Audit(engine), knowing, work, Ways(lines.private, calls, directory))
    return Parts(desk, identity, work, calls, directory, showing)
