"""Fifty events a second for half an hour (STEADY_S seconds): questions, other talk, reactions, edits."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import psutil

from bot.playground import people_words
from tests.benchmarks.figures import Figure, at_most, percentile, said
from tests.benchmarks.loads import Town, run

# In each second, of what people do; a mention comes as two events, and each answer comes back as one.
MENTIONS, PLAIN, REACTIONS, EDITS = 5, 23, 10, 2
_TURNS = (*"m" * MENTIONS, *"p" * PLAIN, *"r" * REACTIONS, *"e" * EDITS)
_MB = 1024**2


def measure(home: Path) -> list[Figure]:
    """Nothing lost, acknowledged at once, no memory gained."""
    return run(home, _steady)


async def _steady(town: Town, bot: psutil.Process) -> list[Figure]:
    seconds = int(os.environ.get("STEADY_S", "1800"))
    started, asked, warm_mb = time.monotonic(), list[str](), 0.0
    for second in range(seconds):
        asked += await _one_second(town, second, started + second)
        if second == seconds // 5:
            warm_mb = bot.memory_info().rss / _MB
    events = len(town.deliveries)
    await town.until(lambda: len(town.replies()) >= len(asked), 60)
    await town.until(lambda: not town.waiting(), 10)
    grown = bot.memory_info().rss / _MB / warm_mb - 1
    replies, waits_s = town.replies(), town.ack_waits_s()
    return [
        said("steady: events, and so many a second", f"{events}, {events / seconds:.0f}"),
        at_most("steady: not acknowledged", len(town.waiting()), 0, ""),
        at_most("steady: questions without exactly one reply", sum(replies[ts] != 1 for ts in asked), 0, ""),
        at_most("steady: acknowledgement, p99", percentile(waits_s, 0.99) * 1000, 250, "ms"),
        said("steady: slowest acknowledgement", f"{waits_s[-1] * 1000:.0f} ms"),
        said("steady: resident memory after the first fifth", f"{warm_mb:.0f} MB"),
        at_most("steady: memory grown since", grown * 100, 5, "%"),
    ]


async def _one_second(town: Town, second: int, begins_at: float) -> list[str]:
    """The questions of this second."""
    asked, told = list[str](), list[tuple[int, str]]()
    for turn, act in enumerate(_TURNS):
        number = second * len(_TURNS) + turn
        await asyncio.sleep(max(0.0, begins_at + turn / len(_TURNS) - time.monotonic()))
        if act == "m":
            asked.append(town.mention(number))
        elif act == "p":
            told.append((number, town.plain(number)))
        elif act == "r":
            said_as, ts = told[turn % PLAIN]
            people_words.toggle_reaction(town.slack, town.who(number), town.where(said_as), ts, "eyes")
        else:
            said_as, ts = told[turn % PLAIN]
            text = f"Lunch at one, table {said_as}."
            people_words.edit(town.slack, town.who(said_as), town.where(said_as), ts, text)
    return asked
