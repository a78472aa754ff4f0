"""One channel is over Slack's limit for posts; the others do not notice."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psutil

from bot.playground import people_words
from bot.playground.faults import Fault
from tests.benchmarks.figures import Figure, at_least, at_most, percentile, said
from tests.benchmarks.loads import Town, run

QUESTIONS, RETRY_AFTER_S = 150, 8


def measure(home: Path) -> list[Figure]:
    """Ten questions a second before, and while another channel waits out its time."""
    return run(home, _limited)


async def _limited(town: Town, _bot: psutil.Process) -> list[Figure]:
    crowded = town.slack.workspace.find_channel("youth-jobs")
    before_ms = await _answer_times_ms(town)
    town.slack.faults.order(
        Fault("chat.postMessage", "rate_limited", times=1, retry_after_s=RETRY_AFTER_S, channel=crowded.id)
    )
    waiting = people_words.say(town.slack, town.slack.workspace.find_person("maya"), crowded, "@coach Who pays?")
    during_ms = await _answer_times_ms(town)
    await town.until(lambda: any(each.wire.get("thread_ts") == waiting for each in crowded.messages.values()))
    town.look()
    posts = [call for call in town.calls if call.method == "chat.postMessage"]
    tries = [call.at_s for call in posts if call.arguments.get("channel") == crowded.id]
    before, during = percentile(before_ms, 0.95), percentile(during_ms, 0.95)
    return [
        at_least("limited: wait before the channel was tried again", tries[1] - tries[0], RETRY_AFTER_S, "s"),
        said("limited: others' answers before, p95", f"{before:.0f} ms"),
        at_most("limited: others' answers meanwhile, p95, of that before", during / before, 1.1, ""),
    ]


async def _answer_times_ms(town: Town) -> list[float]:
    """From each of some questions, ten a second, to the post of its answer, sorted."""
    sent: dict[str, float] = {}
    started = time.monotonic()
    for number in range(QUESTIONS):
        await asyncio.sleep(max(0.0, started + number / 10 - time.monotonic()))
        sent[town.mention(number)] = time.time()
    await town.until(lambda: sent.keys() <= town.replies().keys())
    answered = {str(call.arguments["thread_ts"]): call.at_s for call in town.posts()}
    return sorted((answered[ts] - at_s) * 1000 for ts, at_s in sent.items())
