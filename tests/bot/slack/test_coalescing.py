"""Many changes become one pass, at most once a second for each thing, and the last one is not missed."""

from __future__ import annotations

import asyncio
import time

from bot.slack.coalescing import UPDATE_EVERY_S, Coalescing
from bot.slack.errors import SendLater

PATIENCE_S = 10


async def test_a_burst_is_two_passes_a_second_apart() -> None:
    """The first comes at once; whatever comes meanwhile waits for the second."""
    seen: list[float] = []

    def run(_key: str) -> str:
        seen.append(time.monotonic())
        return str(len(seen))

    passes = Coalescing(run, 2, "test")
    passes.mark("a")
    async with asyncio.timeout(PATIENCE_S):
        while not seen:
            await asyncio.sleep(0.005)
        (last,) = {passes.mark("a") for _ in range(50)}
        assert last is not None
        assert await last == "2"
    assert len(seen) == 2
    assert seen[1] - seen[0] >= UPDATE_EVERY_S * 0.99
    await passes.close(PATIENCE_S)


async def test_passing_trouble_is_tried_again_and_a_defect_is_not() -> None:
    """What Slack puts off is done in the end; after a defect the next change tries."""
    given = iter([SendLater("ratelimited", maybe_sent=False), "done", ZeroDivisionError(), "again"])

    def run(_key: str) -> str:
        what = next(given)
        if isinstance(what, Exception):
            raise what
        return what

    passes = Coalescing(run, 2, "test")
    async with asyncio.timeout(PATIENCE_S):
        for expected in ("done", "", "again"):
            task = passes.mark("a")
            assert task is not None
            assert await task == expected
    await passes.close(PATIENCE_S)
    assert passes.mark("a") is None


async def test_what_is_at_rest_is_not_remembered() -> None:
    """However many things there were, a second later none of them takes room."""
    passes = Coalescing(lambda _key: "done", 2, "test")
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(task for number in range(100) if (task := passes.mark(str(number)))))
        while passes._things:
            await asyncio.sleep(0.02)
    await passes.close(PATIENCE_S)
