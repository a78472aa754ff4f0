"""What all that runs in one process shares."""

from __future__ import annotations

import asyncio
import threading

from bot.slack.connection.serving import lend_hands

WAITING = 48


async def test_many_may_wait_for_slack_and_a_press_is_still_kept() -> None:
    """However few processors there are: those who wait hold up neither each other nor who comes after them."""
    lend_hands()
    all_wait = threading.Barrier(WAITING + 1)
    waiting = [asyncio.create_task(asyncio.to_thread(all_wait.wait, 30)) for _ in range(WAITING)]
    await asyncio.to_thread(all_wait.wait, 30)
    await asyncio.gather(*waiting)
