"""Five hundred events within one second (each question comes as two): acknowledged in time, and answered."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from pathlib import Path

from bot.playground.local_slack import LocalSlack
from bot.playground.people_words import say
from bot.playground.roster import BOT_TOKEN, SIGNING_SECRET
from bot.playground.server import Playground
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.loads import run
from tests.benchmarks.starting import NO_LIMITS

QUESTIONS = 250
PATIENCE_S = 120
PROGRAM = Path(__file__).parents[1] / "e2e" / "bot_with_plain_coach.py"


def over_socket(home: Path) -> list[Figure]:
    """Open loop: questions come on time, whatever the bot does. With the bundled index; answers come back as events."""
    return run(home, lambda town, _: _burst("a socket", town.slack))


def over_http(home: Path) -> list[Figure]:
    """The same over HTTP, with a coach that answers at once."""
    own = home / "bursting"
    own.mkdir()
    return asyncio.run(_run(own))


async def _run(home: Path) -> list[Figure]:
    async with Playground() as playground:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": playground.api_url,
            "COACH_HOME": str(home),
            **NO_LIMITS,
        }
        bot = await asyncio.create_subprocess_exec(
            sys.executable, str(PROGRAM), "--http", env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
        )
        lines: list[str] = []
        reading = asyncio.create_task(_read(bot, lines))
        try:
            await _until(lambda: any('"event": "listening"' in line for line in lines))
            listening = next(json.loads(line) for line in lines if '"event": "listening"' in line)
            playground.deliver_to(f"http://127.0.0.1:{listening['port']}/slack/events")
            return await _burst("HTTP", playground.slack)
        finally:
            bot.terminate()
            await bot.wait()
            await reading


async def _burst(way: str, slack: LocalSlack) -> list[Figure]:
    person, channel = slack.workspace.find_person("maya"), slack.workspace.find_channel("warm-homes")
    started = time.monotonic()
    for number in range(QUESTIONS):
        say(slack, person, channel, f"@coach Who pays for part {number}?", "")
        await asyncio.sleep(max(0.0, started + number / QUESTIONS - time.monotonic()))
    await _until(lambda: sum(bool(each.wire.get("bot_id")) for each in channel.messages.values()) >= QUESTIONS)
    drained_s = time.monotonic() - started
    deliveries = list(slack.hub.deliveries)
    await _until(lambda: all(each.acked_at_s for each in deliveries))
    ack_s_max = max(each.acked_at_s - each.attempts[0].at_s for each in deliveries)
    lost = sum(len(each.attempts) > 1 or bool(each.failed) for each in deliveries)
    return [
        at_most(f"{2 * QUESTIONS} events in a second over {way}, slowest ack", ack_s_max, 2.5, "s"),
        at_most(f"the same over {way}, sent again or given up", lost, 0, ""),
        at_most(f"the same over {way}, until the last answer", drained_s, 30, "s"),
    ]


async def _read(bot: asyncio.subprocess.Process, lines: list[str]) -> None:
    while bot.stderr and (line := await bot.stderr.readline()):
        lines.append(line.decode())


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.02)
