"""Start to ready with unchanged content, and resident memory."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import psutil

from bot.playground.roster import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from bot.wiring import publishing
from tests.benchmarks.figures import Figure, at_most, settings_in
from tests.benchmarks.speaker import Speaker

PATIENCE_S = 60
# One person asks here for a whole team.
NO_LIMITS = {"COACH_LIMIT_PERSON_HOUR": "0", "COACH_LIMIT_CHANNEL_HOUR": "0", "COACH_LIMIT_DAY": "0"}
QUESTIONS = 20


def measure(home: Path) -> list[Figure]:
    """The real process against the playground, from start to its open socket."""
    publishing.refresh(settings_in(home), lambda _: None)
    taken_s, resident_mb = asyncio.run(_start(home))
    return [
        at_most("start to ready", taken_s, 8, "s"),
        at_most("resident memory after 20 questions", resident_mb, 900, "MB"),
    ]


async def start_bot(playground: Playground, home: Path, **variables: str) -> asyncio.subprocess.Process:
    """`coach serve` against the playground, ready for questions."""
    environment = (
        os.environ
        | variables
        | {
            "SLACK_API_URL": playground.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "COACH_HOME": str(home),
            "COACH_LOG_LEVEL": os.environ.get("LVL", "error"),
        }
    )
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.cli", "serve", env=environment)
    async with asyncio.timeout(PATIENCE_S):
        while not playground.slack.hub.sockets:
            await asyncio.sleep(0.01)
    return bot


async def _start(home: Path) -> tuple[float, float]:
    async with Playground() as playground:
        started = time.perf_counter()
        bot = await start_bot(playground, home)
        taken_s = time.perf_counter() - started
        async with Speaker(playground.url) as speaker:
            for number in range(QUESTIONS):
                await speaker.say(f"<@U0COACH> Who pays for what in year {number}?")
            await speaker.posts(QUESTIONS)
        resident_mb = psutil.Process(bot.pid).memory_info().rss / 1024**2
        bot.terminate()
        await bot.wait()
        return taken_s, resident_mb
