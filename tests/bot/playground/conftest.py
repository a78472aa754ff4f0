"""A running playground with a real slack-bolt app on its Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.roster import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from bot.playground.workspace import Wire

DEADLINE_S = 10.0


class Stage:
    """The playground, a client and a Bolt app for it, and the control."""

    def __init__(self, playground: Playground, session: aiohttp.ClientSession) -> None:
        """Connect nothing yet."""
        self.playground = playground
        self.slack = playground.slack
        self.client = AsyncWebClient(token=BOT_TOKEN, base_url=playground.api_url)
        self.app = AsyncApp(client=self.client)
        self.handlers: list[AsyncSocketModeHandler] = []
        self._session = session

    async def connect(self) -> AsyncSocketModeHandler:
        """Open one more Socket Mode connection of the app."""
        count = len(self.slack.hub.sockets)
        handler = AsyncSocketModeHandler(self.app, APP_TOKEN, ping_interval=1)
        self.handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        assert await self.until(lambda: len(self.slack.hub.sockets) > count)
        return handler

    async def act(self, name: str, /, **body: Any) -> Wire:
        """POST /control/{name}."""
        async with self._session.post(f"{self.playground.url}/control/{name}", json=body) as response:
            answer: Wire = await response.json()
            return answer | {"status": response.status}

    async def look(self, name: str, /, **query: Any) -> Wire:
        """GET /control/{name}, waiting for what `*_min` asks."""
        query.setdefault("wait_s", DEADLINE_S)
        async with self._session.get(f"{self.playground.url}/control/{name}", params=query) as response:
            answer: Wire = await response.json()
            assert response.status == 200, answer
            return answer

    async def say(self, text: str, channel: str = "warm-homes", person: str = "maya", **more: Any) -> str:
        """The ts of what the person wrote."""
        answer = await self.act("say", person=person, channel=channel, text=text, **more)
        assert answer["ok"], answer
        return str(answer["ts"])

    def hear(self, event_name: str = "message") -> list[Wire]:
        """Every body of this event that the app hears from now on; Bolt acknowledges only what is listened to."""
        heard: list[Wire] = []

        async def keep(body: Wire) -> None:
            heard.append(body)
            self.slack.bus.tell()

        self.app.event(event_name)(keep)
        return heard

    async def until(self, condition: Any) -> bool:
        """Whether the condition came true within the deadline."""
        return await self.slack.bus.until(condition, DEADLINE_S)

    async def close(self) -> None:
        """Close every connection of the app."""
        for handler in self.handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def started(playground: Playground) -> AsyncIterator[Stage]:
    """A stage around this playground, for as long as the test runs."""
    async with playground, aiohttp.ClientSession() as session:
        stage = Stage(playground, session)
        yield stage
        await stage.close()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A playground with Slack's own times."""
    async for made in started(Playground()):
        yield made


@pytest.fixture
async def hasty() -> AsyncIterator[Stage]:
    """A playground that waits a quarter of a second for an acknowledgement, and retries soon."""
    async for made in started(Playground(ack_timeout_s=0.25, retry_delays_s=(0.0, 0.1))):
        yield made


def plain(text: str) -> Wire:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(action_id: str = "go", value: str = "1") -> Wire:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain("Go"), "value": value}


def modal(*blocks: Wire, **more: Any) -> Wire:
    """A modal with a submit button."""
    return {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks), **more}


def text_input(block_id: str = "note") -> Wire:
    """An input block with a text field `text`."""
    element = {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": block_id, "label": plain("Note"), "element": element}
