"""A question in the playground to the reply's call out, at ten questions a second for a minute."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.asking.evaluating import parse_judged
from bot.playground.server import Playground
from bot.wiring import publishing
from tests.benchmarks.figures import Figure, at_most, median, percentile, settings_in
from tests.benchmarks.judged import questions_of
from tests.benchmarks.speaker import Speaker
from tests.benchmarks.starting import NO_LIMITS, start_bot

A_SECOND = 10
SECONDS = 60


def measure(home: Path) -> list[Figure]:
    """Open loop: questions arrive on time, however long the answers take."""
    publishing.refresh(settings_in(home), lambda _: None)
    taken_ms, lost = asyncio.run(_run(home))
    return [
        at_most("event to reply, p50", median(taken_ms), 150, "ms"),
        at_most("event to reply, p95", percentile(taken_ms, 0.95), 400, "ms"),
        at_most("events lost of 600", lost, 0, ""),
    ]


async def ask_open_loop(speaker: Speaker, seconds: int, already: int = 0) -> tuple[list[float], int]:
    """How long each reply took, ms, sorted, and how many questions got none; ten a second are asked.

    Args:
        speaker: who asks.
        seconds: for how long.
        already: replies that were posted before.
    """
    asked = [judged.turns[-1] for judged in parse_judged(questions_of("practice"))]
    started = time.monotonic()
    sending = []
    for number in range(A_SECOND * seconds):
        await asyncio.sleep(max(0.0, started + number / A_SECOND - time.monotonic()))
        sending.append(asyncio.create_task(speaker.say(f"<@U0COACH> {asked[number % len(asked)]}")))
    sent = dict(await asyncio.gather(*sending))
    posts = await speaker.posts(already + len(sent))
    replied = {post["arguments"]["thread_ts"]: float(post["time"]) for post in posts}
    taken_ms = sorted((at_s - sent[ts]) * 1000 for ts, at_s in replied.items() if ts in sent)
    return taken_ms, len(sent) - len(taken_ms)


async def _run(home: Path) -> tuple[list[float], int]:
    async with Playground() as playground, Speaker(playground.url) as speaker:
        bot = await start_bot(playground, home, **NO_LIMITS)
        measured = await ask_open_loop(speaker, SECONDS)
        bot.terminate()
        await bot.wait()
    return measured
