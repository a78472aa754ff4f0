"""Somebody who writes in the playground and sees what the bot posts, over its control endpoints."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

import aiohttp

PATIENCE_S = 60


class Speaker:
    """`async with Speaker(url) as speaker: await speaker.say("...")`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = aiohttp.ClientSession()

    async def say(self, text: str) -> tuple[str, float]:
        """The message's `ts` and when it was sent, in seconds since the epoch."""
        sent_at_s = time.time()
        body = {"person": "maya", "channel": "warm-homes", "text": text}
        async with self._session.post(f"{self._url}/control/say", json=body) as response:
            return str((await response.json())["ts"]), sent_at_s

    async def posts(self, count: int) -> list[dict[str, Any]]:
        """The bot's posts, once there are `count`: each with `at_s` and its arguments."""
        query: dict[str, str | int] = {"method": "chat.postMessage", "count_min": count, "wait_s": PATIENCE_S}
        async with self._session.get(f"{self._url}/control/calls", params=query) as response:
            return list((await response.json())["calls"])

    async def __aenter__(self) -> Self:
        """Ready to speak."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Hang up."""
        await self._session.close()
