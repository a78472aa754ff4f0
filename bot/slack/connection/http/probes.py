"""`/livez`, `/readyz` and `/metrics`: for whoever runs the coach."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.metrics import CONTENT_TYPE, Readings, exposition

# Whoever asks gives up after some seconds; what takes longer is not ready.
_CHECK_S_MAX = 2.0

Check = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Probes:
    """The endpoints."""

    checks: Mapping[str, Check]
    """What must hold for the coach to be of use, by name."""
    readings: Readings

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/livez", self._live),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _live(self, _request: Request) -> Response:
        """The process runs, and its loop has time for this."""
        return PlainTextResponse("ok\n")

    async def _ready(self, _request: Request) -> Response:
        found = dict(zip(self.checks, await asyncio.gather(*map(_held, self.checks.values())), strict=True))
        return JSONResponse(found, 200 if all(found.values()) else 503)

    async def _metrics(self, _request: Request) -> Response:
        text = await asyncio.to_thread(exposition, self.readings)
        return Response(text, headers={"content-type": CONTENT_TYPE})


async def _held(check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_S_MAX):
            return await check()
    except TimeoutError:
        return False
