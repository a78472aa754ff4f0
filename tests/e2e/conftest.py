"""A playground and the real bot process for each test."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.local_slack import AppSetup
from bot.playground.permissions import grant_of
from bot.playground.roster import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.playground.server import Playground
from tests.bot.store.conftest import database_url, postgresql_url
from tests.e2e.team import Team

__all__ = ["Stage", "database_url", "postgresql_url"]

PROGRAM = Path(__file__).parent / "bot_with_plain_coach.py"
PATIENCE_S = 30
CANARY_CHARS_MIN = 15
ROOT = Path(__file__).parents[2]


class Stage:
    """The playground, people in it, and one bot that can be started, killed and started again."""

    def __init__(self, playground: Playground, session: aiohttp.ClientSession, home: Path) -> None:
        self.playground = playground
        self.home = home
        self._session = session
        self._bot: asyncio.subprocess.Process | None = None
        self._log = home / "bot.log"

    async def start_bot(self, program: tuple[str, ...] = (str(PROGRAM),), **variables: str) -> None:
        """The bot is started; `program` is what Python runs."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.playground.api_url,
            "COACH_HOME": str(self.home),
            "COACH_LOG_LEVEL": "debug",
            **variables,
        }
        with self._log.open("ab") as log:
            self._bot = await asyncio.create_subprocess_exec(sys.executable, *program, env=environment, stderr=log)

    async def start_http_bot(self, **variables: str) -> str:
        """The address of a bot that listens and is ready; from now on the playground sends its events there."""
        earlier = self.log().count('"event": "listening"') if self._log.exists() else 0
        await self.start_bot((str(PROGRAM), "--http"), SLACK_SIGNING_SECRET=SIGNING_SECRET, **variables)
        address = await self.address(earlier)
        await self.ready(address)
        self.playground.deliver_to(f"{address}/slack/events")
        return address

    async def address(self, earlier: int = 0) -> str:
        """Where the bot listens, after bots before it have `earlier` times."""
        await self.logged("listening", count_min=earlier + 1)
        lines = [json.loads(line) for line in self.log().splitlines() if '"event": "listening"' in line]
        return f"http://127.0.0.1:{lines[-1]['port']}"

    async def ready(self, address: str) -> None:
        """The bot says that it is ready."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.fetch(f"{address}/readyz") != 200:
                await asyncio.sleep(0.05)

    async def fetch(self, url: str) -> int:
        """The status of a page."""
        async with self._session.get(url, allow_redirects=False) as response:
            return response.status

    async def end_bot(self, number: signal.Signals = signal.SIGTERM) -> int:
        """The exit code of the bot after this signal."""
        assert self._bot
        if self._bot.returncode is None:
            self._bot.send_signal(number)
        async with asyncio.timeout(PATIENCE_S):
            return await self._bot.wait()

    async def bot_exit(self) -> int:
        """The exit code of a bot that ends by itself."""
        assert self._bot
        async with asyncio.timeout(PATIENCE_S):
            return await self._bot.wait()

    async def say(self, text: str, *, channel: str = "warm-homes", person: str = "maya", thread_ts: str = "") -> str:
        """The `ts` of what the person wrote."""
        body = {"person": person, "channel": channel, "text": text, "thread_ts": thread_ts}
        return str((await self.act("say", **body))["ts"])

    async def act(self, name: str, /, **body: Any) -> Any:
        """The control endpoint's answer to a deed."""
        async with self._session.post(f"{self.playground.url}/control/{name}", json=body) as response:
            answer = await response.json()
            assert response.status < 400, answer
            return answer

    async def look(self, name: str, **query: Any) -> Any:
        """The control endpoint's answer to a question."""
        async with self._session.get(f"{self.playground.url}/control/{name}", params=query) as response:
            answer = await response.json()
            assert response.status < 400, answer
            return answer

    async def replies(
        self, thread_ts: str, *, count_min: int = 1, channel: str = "warm-homes", person: str = "maya"
    ) -> list[dict[str, Any]]:
        """The bot's messages in the thread, once there are `count_min` messages of anybody below its root."""
        query = {"channel": channel, "person": person, "thread_ts": thread_ts}
        found = await self.look("messages", **query, count_min=count_min, wait_s=PATIENCE_S)
        return [message for message in found["messages"] if message.get("bot_id")]

    async def calls(self, method: str, count_min: int = 0) -> list[dict[str, Any]]:
        """The bot's calls of this method, once there are `count_min`."""
        found = await self.look("calls", method=method, count_min=count_min, wait_s=PATIENCE_S)
        return list(found["calls"])

    def posts(self) -> list[str]:
        """The first block's id of every message of the bot that Slack has: one for each reply."""
        channels = self.playground.slack.workspace.channels.values()
        messages = [message.wire for channel in channels for message in channel.messages.values()]
        return [wire["blocks"][0]["block_id"] for wire in messages if wire.get("bot_id")]

    async def settled(self) -> None:
        """Everything that the playground sent has been acknowledged."""
        async with asyncio.timeout(PATIENCE_S):
            while not all(delivery.acked_at_s for delivery in self.playground.slack.hub.deliveries):
                await asyncio.sleep(0.02)

    async def until(self, moment: float) -> None:
        """It is this time of day: arrivals do not wait for answers."""
        await asyncio.sleep(max(0.0, moment - time.time()))

    async def connected(self, count_min: int = 1, wait_s_max: float = PATIENCE_S) -> None:
        """The playground has this many sockets; one that is a black hole still counts for it."""
        async with asyncio.timeout(wait_s_max):
            while len(self.playground.slack.hub.sockets) < count_min:
                await asyncio.sleep(0.02)

    async def logged(self, event: str, count_min: int = 1) -> None:
        """The bot's log has `count_min` lines of this event."""
        async with asyncio.timeout(PATIENCE_S):
            while self.log().count(f'"event": "{event}"') < count_min:
                await asyncio.sleep(0.02)

    def log(self) -> str:
        """All that the bot wrote."""
        return self._log.read_text(errors="replace")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A fresh playground without a bot; whatever bot a test leaves behind is killed."""
    setup = AppSetup(grant_of(json.loads((ROOT / "manifest.json").read_text())))
    async with Playground(setup=setup) as playground, aiohttp.ClientSession() as session:
        stage = Stage(playground, session, tmp_path)
        yield stage
        if stage._bot and stage._bot.returncode is None:
            await stage.end_bot(signal.SIGKILL)
        assert not leaks(stage)


def leaks(stage: Stage) -> list[str]:
    """Tokens, and whatever people wrote, that stand in the bot's log; so every test here is a canary as well."""
    messages = [
        each.wire for place in stage.playground.slack.workspace.channels.values() for each in place.messages.values()
    ]
    written = {str(wire.get("text")) for wire in messages if not wire.get("bot_id")}
    # What is shorter is a word that a log may have for reasons of its own, such as `pause`.
    canaries = {text for text in written if len(text) >= CANARY_CHARS_MIN} | {BOT_TOKEN, APP_TOKEN}
    log = stage.log() if stage._log.exists() else ""
    return sorted(text for text in canaries if text in log or json.dumps(text)[1:-1] in log)


@pytest.fixture
async def served(stage: Stage) -> Stage:
    """A playground with a bot that is connected."""
    await stage.start_bot()
    await stage.connected()
    return stage


@pytest.fixture
def team(served: Stage) -> Team:
    """A channel with people of several organisations, and the coach in it."""
    return Team(served)
