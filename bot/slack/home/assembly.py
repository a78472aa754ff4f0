"""The parts of the Home tab put together."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.settings import ADDED_FOLDER, LOOKS_FILE, SOURCES_FILE, Settings
from bot.slack.answers.outbox import Outbox
from bot.slack.bell import Bell
from bot.slack.block_kit.browsing import Shows
from bot.slack.home.desk import HomeDesk, Ways
from bot.slack.home.gathering import Gathering, Links
from bot.slack.home.knowledge import Knowledge
from bot.slack.home.prompting import Prompting
from bot.slack.home.showing import HomeTabs
from bot.slack.identity import Identity
from bot.slack.parsing import Ask
from bot.slack.privacy import Privacy
from bot.slack.walkthrough.assembly import Parts as WalkParts
from bot.slack.web_api.lacking import Lacking
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.conversations import Conversations
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from bot.store.person_settings import PersonSettings
from bot.store.refreshes import Refreshes
from knowledge.gathering.looks import KeptLooks
from knowledge.generations import Generations
from knowledge.source_files import read_sources

_FINISH_S_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    desk: HomeDesk
    prompting: Prompting
    gathering: Gathering
    _tabs: HomeTabs

    async def close(self) -> None:
        """What is under way is finished."""
        await self._tabs.close(_FINISH_S_MAX)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ways to Slack, and to the coach."""

    calls: RoomCalls
    outbox: Outbox
    keep: Callable[[Ask], Awaitable[None]]
    shows: Shows
    lacking: Lacking
    scopes: tuple[str, ...]
    """The permissions that the coach was not given here."""


def assemble(
    engine: Engine, settings: Settings, walkthroughs: WalkParts, identity: Identity, bell: Bell, lines: Lines
) -> Parts:
    """Everything for the Home tabs of one workspace. Must be called inside the running loop."""
    room, choices = walkthroughs.room, PersonSettings(engine)
    knowledge = Knowledge(
        team=room.team,
        index=Generations(settings.index),
        refreshes=Refreshes(engine),
        directory=room.directory,
        gaps=Gaps(engine, keeps_words=settings.keeps_questions),
        feedback=Feedback(engine, keeps_words=settings.keeps_questions),
        sources=lambda: read_sources(settings.home / SOURCES_FILE, added=settings.home / ADDED_FOLDER),
        looks=KeptLooks(settings.home / LOOKS_FILE, lambda: datetime.now(UTC)).known,
        home=settings.home,
        started_at=time.time(),
        scopes=lines.scopes,
    )
    gathering = Gathering(room, Conversations(engine), choices, knowledge, Links(lines.calls))
    tabs = HomeTabs(gathering, lines.calls, identity.is_staff, room.guide)
    bell.listen(tabs.hear)
    ways = Ways(
        lines.calls, lines.outbox, lines.keep, walkthroughs.desk.press_elsewhere, lines.shows, Privacy(engine).forget
    )
    desk = HomeDesk(room.team, choices, tabs, ways)
    prompting = Prompting(lines.calls, gathering, lines.lacking)
    return Parts(desk, prompting, gathering, tabs)
