"""The whole journey: `coach refresh`, `coach serve`, a practitioner asks, the coach answers in the thread."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Stage

SERVE = ("-m", "bot.cli", "serve")
# Reading the model and the index takes seconds on two cores.
START_S_MAX = 60


@pytest.fixture
async def coached(stage: Stage, published_home: Path) -> Stage:
    """A playground with the real coach."""
    (stage.home / "index").symlink_to(published_home / "index")
    await stage.start_bot(SERVE, COACH_LOG_LEVEL="info")
    await stage.connected(wait_s_max=START_S_MAX)
    return stage


async def test_a_practitioner_asks_and_asks_on(coached: Stage) -> None:
    """A grounded answer with its source; a follow-up in the thread; a question out of scope, declined in words."""
    ts = await coached.say("@coach How do we write down who pays for what?")
    (answer,) = await coached.replies(ts)
    assert "[1]" in answer["text"]
    assert "https://" in str(answer["blocks"])
    await coached.say("And what if a partner pays late?", thread_ts=ts, person="sam")
    assert len(await coached.replies(ts, count_min=3)) == 2
    other = await coached.say("@coach Which shares should I buy?")
    (declined,) = await coached.replies(other)
    assert "[1]" not in declined["text"]
    await coached.settled()
    assert all(call["ok"] for call in await coached.calls(""))


async def test_questions_come_back_quickly(coached: Stage) -> None:
    """Ten questions a second: half of the replies leave within 150 ms, 95 of 100 within 400 ms."""
    first = await coached.say("@coach Who should be in the room?")
    await coached.replies(first)
    count, rate = 100, 10
    sent, started = dict[str, float](), time.time()
    for number in range(count):
        await coached.until(started + number / rate)
        at = time.time()
        sent[await coached.say(f"@coach How do we share data with {number} partners?")] = at
    calls = [call for call in await coached.calls("chat.postMessage", count + 1) if call["ok"]]
    waited = sorted(
        call["time"] - sent[call["arguments"]["thread_ts"]] for call in calls if call["arguments"]["thread_ts"] in sent
    )
    assert len(waited) == count
    assert waited[count // 2] <= 0.150, waited[count // 2]
    assert waited[count * 95 // 100] <= 0.400, waited[count * 95 // 100]
