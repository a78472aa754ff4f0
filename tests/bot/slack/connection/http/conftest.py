"""A web server of the coach whose app only notes what comes in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.applications import Starlette
from starlette.routing import Route

from bot.playground.roster import SIGNING_SECRET
from bot.slack.connection.entrance import Entrance
from bot.slack.connection.http.events import Events
from bot.slack.parsing import Bot
from bot.slack.presence import Presence
from bot.slack.workspace import Line, Workspace
from bot.web_server import WebServer, bind

HEAD_S_MAX = 0.3
BODY_S_MAX = 0.3
TEAM, LATE = "T1", "T2"
"""Where the coach is, and where it will be soon."""


@dataclass
class Office:
    """Stands for the presence in one workspace."""

    heard: list[dict[str, Any]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    answer: BoltResponse = field(default_factory=lambda: BoltResponse(status=200))

    @property
    def app(self) -> Office:
        return self

    async def async_dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        self.heard.append(dict(request.body))
        return self.answer

    async def leave(self, team: str, _said_at: float) -> None:
        self.left.append(team)

    def entrance(self) -> Entrance:
        return Entrance(self, self.leave)

    def find(self, team: str) -> Presence | None:
        return cast("Presence", self) if team == TEAM else None

    def is_expected(self, team: str) -> bool:
        return team == LATE

    @property
    def line(self) -> Line:
        return cast("Line", SimpleNamespace(workspace=Workspace(TEAM, Bot("U0BOT", "B0BOT"))))


@dataclass
class Counter:
    """Where requests are handed in."""

    office: Office
    host: str
    port: int
    session: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/slack/events"

    async def hand_in(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """What comes back for these bytes."""
        async with self.session.post(self.url, data=BytesIO(body), headers=headers) as response:
            return response.status, await response.text()


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A server that takes events, with little patience."""
    office = Office()
    events = Events(SIGNING_SECRET, office.entrance(), BODY_S_MAX)
    app = Starlette(routes=[Route("/slack/events", events.handle, methods=["POST"])])
    listener = bind("127.0.0.1", 0)
    server = WebServer(app, listener, finish_s_max=1, head_s_max=HEAD_S_MAX, ws="none")
    await server.open()
    async with aiohttp.ClientSession() as session:
        yield Counter(office, "127.0.0.1", listener.getsockname()[1], session)
    await server.close()
