"""Between the bot and a Slack: every call of the bot is checked as Slack would, passed on, and kept with its answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

Wire = dict[str, Any]

_JSON_FIELDS = ("blocks", "view", "prompts", "files", "metadata")
_PASSED_ON = ("Authorization", "Content-Type")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, and what Slack said."""

    method: str
    arguments: Wire
    status: int
    answer: Wire


@dataclass(slots=True)
class Relay:
    """`async with Relay("http://127.0.0.1:4003/api") as relay`; the bot is given `relay.api_url`."""

    target: str
    calls: list[Call] = field(default_factory=list)
    responses: list[Wire] = field(default_factory=list)
    """What the bot sent to a `response_url`."""
    _session: aiohttp.ClientSession | None = None
    _runner: web.AppRunner | None = None
    url: str = ""

    @property
    def api_url(self) -> str:
        """Stands for `https://slack.com/api/`."""
        return f"{self.url}/api/"

    async def __aenter__(self) -> Self:
        """Listening on a free port of this machine."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._pass_on)
        app.router.add_post("/response", self._note)
        self._session = aiohttp.ClientSession()
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closed."""
        assert self._session
        assert self._runner
        await self._runner.cleanup()
        await self._session.close()

    def of(self, method: str) -> list[Call]:
        """The calls of this method, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def _pass_on(self, request: web.Request) -> web.Response:
        assert self._session
        method, body = request.match_info["method"], await request.read()
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        if not body:
            # Slack takes arguments from the query as well, as its own SDK sends them; this peer reads only bodies.
            body, headers["Content-Type"] = urlencode(request.query).encode(), "application/x-www-form-urlencoded"
        async with self._session.post(f"{self.target}/{method}", data=body, headers=headers) as response:
            answer, status = await response.read(), response.status
        arguments = dict(request.query) | _arguments(request.headers.get("Content-Type", ""), body)
        self.calls.append(Call(method, arguments, status, _json(answer)))
        return web.Response(body=answer, status=status, content_type="application/json")

    async def _note(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")


async def until(look: Any, patience_s: float = 30.0) -> Any:
    """What `look` finds, once that is anything; it may be a coroutine function."""
    async with asyncio.timeout(patience_s):
        while True:
            found = look()
            found = await found if asyncio.iscoroutine(found) else found
            if found:
                return found
            await asyncio.sleep(0.05)


def _arguments(kind: str, body: bytes) -> Wire:
    if "json" in kind:
        return dict(json.loads(body or b"{}"))
    fields: Mapping[str, str] = dict(parse_qsl(body.decode(), keep_blank_values=True)) if "urlencoded" in kind else {}
    return {name: _json(value.encode()) if name in _JSON_FIELDS else value for name, value in fields.items()}


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}
