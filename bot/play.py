"""`coach play`: the playground, and the same bot that serves a real workspace, pointed at it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.playground.local_slack import AppSetup
from bot.playground.roster import APP_TOKEN, BOT_TOKEN, PEOPLE
from bot.playground.server import Playground
from bot.settings import Settings
from bot.slack.adding import clicks as adding_clicks
from bot.slack.adding.form import label as adding_label
from bot.slack.listeners.private import ASK_ABOUT
from bot.slack.private.rows import label as private_label
from bot.slack.walkthrough.arrivals import SHORTCUT
from bot.slack.walkthrough.texts import label

DATABASE_FILE = "playground.sqlite3"
_READY_S_MAX = 120.0
_STOP_S_MAX = 20.0


class BotEnded(Exception):
    """The bot's process stopped by itself."""


async def play(settings: Settings, port: int, announce: Callable[[str], None]) -> None:
    """Run both until interrupted; `announce` gets the page's address once a question would be answered.

    Raises:
        NotStarted: the port is taken.
        BotEnded: the bot stopped by itself.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    database = settings.home / DATABASE_FILE
    _forget(database)
    asking = (ASK_ABOUT, private_label("ask"))
    adding = (adding_clicks.SHORTCUT, adding_label("title"))
    setup = AppSetup(shortcuts=(asking, (SHORTCUT, label("start")), adding))
    async with Playground(port, setup, is_furnished=True) as playground:
        bot = await _start_bot(settings, playground.api_url, database)
        try:
            await _until_connected(playground, bot, stop)
            if not stop.is_set():
                announce(playground.url)
            await _first(stop.wait(), bot.wait())
            if not stop.is_set():
                raise BotEnded
        finally:
            await _end(bot)


async def _start_bot(settings: Settings, api_url: str, database: Path) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "COACH_HOME": str(settings.home),
        "COACH_DATABASE_URL": f"sqlite:///{database}",
        "COACH_LOG_LEVEL": "warning",
        "COACH_STAFF": ",".join(person.id for person in PEOPLE if person.standing == "staff"),
    }
    # A session of its own: Ctrl+C reaches only this process, which then asks the bot to finish what is under way.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "serve", env=environment, start_new_session=True
    )


async def _until_connected(playground: Playground, bot: asyncio.subprocess.Process, stop: asyncio.Event) -> None:
    async with asyncio.timeout(_READY_S_MAX):
        while not playground.slack.hub.sockets and not stop.is_set():
            if bot.returncode is not None:
                raise BotEnded
            await asyncio.sleep(0.05)


async def _first(*waits: Coroutine[Any, Any, Any]) -> None:
    tasks = [asyncio.create_task(wait) for wait in waits]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()


async def _end(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is None:
        bot.terminate()
        try:
            await asyncio.wait_for(bot.wait(), _STOP_S_MAX)
        except TimeoutError:
            bot.kill()
            await bot.wait()


def _forget(database: Path) -> None:
    """The playground's Slack starts empty each time; what the bot knew of the last one would only confuse it."""
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
