"""The parts of adding put together, and run beside the answers."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.settings import ADDED_FOLDER, Settings
from bot.slack.adding.desk import AddingDesk, Ways
from bot.slack.adding.fetching import SlackFiles
from bot.slack.adding.working import Adding, Tools
from bot.slack.refreshing import assembly as refresh_assembly
from bot.store.additions import Additions
from bot.store.audit import Audit
from knowledge.added_sources import AddedSources

_FINISH_S_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    desk: AddingDesk
    work: Adding

    async def take_up(self) -> None:
        """What an earlier process left behind goes on."""
        await self.work.take_up()

    async def close(self) -> None:
        """What is under way is finished; the rest goes on at the next start."""
        await self.work.close(_FINISH_S_MAX)


def assemble(
    engine: Engine, team: str, settings: Settings, lines: refresh_assembly.Lines, refreshes: refresh_assembly.Parts
) -> Parts:
    """Everything for adding from one workspace. Must be called inside the running loop."""
    loop = asyncio.get_running_loop()
    tools = Tools(
        team,
        settings.staff.channel,
        refreshes.identity,
        Additions(engine),
        AddedSources(settings.home / ADDED_FOLDER),
        SlackFiles(lines.asking, loop),
        lines.outbox,
        refreshes.room,
        refreshes.directory,
        time.time,
    )
    work = Adding(tools, refreshes.work, loop)
    return Parts(AddingDesk(tools, work, Audit(engine), Ways(lines.asking, lines.private)), work)
