"""The acknowledgement comes after the disk, through the real Bolt app, journal and store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import SecretStr
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.asking.answering import Consideration
from bot.asking.answers import Reply
from bot.asking.wording import message_for
from bot.settings import Settings
from bot.slack.answers.marks import mark_of
from bot.slack.intake.journal import Journal, Record
from bot.slack.intake.keeping import Keeping
from bot.slack.intake.lanes import Lanes
from bot.slack.parsing import Bot
from bot.slack.presence import Coach, Shared, appear
from bot.slack.walkthrough.assembly import Knows
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.clients import Gate
from bot.slack.workspace import Line, Workspace
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations
from bot.store.deliveries import Claim, Deliveries, Intent
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from knowledge.documents import Document
from tests.bot.store.full_disk import full_disk

WORKSPACE = Workspace("T1", Bot("U0BOT", "B0BOT"))
PATIENCE_S = 20.0


def settings_in(home: Path) -> Settings:
    """Settings as they are by default."""
    return Settings(
        home=home,
        index=home / "index",
        database_url=SecretStr(""),
        model="",
        log_level="info",
        slack_api_url="",
        slack=None,
    )


class Door:
    """The Bolt app in front of a journal whose work is only noted."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.done: asyncio.Queue[Record] = asyncio.Queue()
        self.deliveries = Deliveries(engine)
        loop = asyncio.get_running_loop()

        def work(record: Record) -> str:
            loop.call_soon_threadsafe(self.done.put_nowait, record)
            return "answer"

        self._lanes = Lanes(PATIENCE_S)
        self._lanes.open()
        self.journal = Journal(engine, work, lambda record: self._lanes.turn(record["thread_ts"], record["ts"]))
        asking = AsyncWebClient(token="xoxb-none")
        conversations = Conversations(engine)
        self.keeping = Keeping(self.journal, self._lanes, conversations, ChannelSettings(engine))
        settings = settings_in(Path(engine.url.database or "").parent)
        coach = Coach(_NoCoach(), message_for, Knows((), _NoDocuments()))
        shared = Shared(
            settings, engine, coach, self._lanes, conversations, self.deliveries, self.journal, self.keeping
        )
        line = Line(WORKSPACE, asking, SlackCalls(asking, asking, loop), Gate(), 0.0)
        self.presence = appear(shared, line)
        self._app = self.presence.app

    async def knock(self, **event: Any) -> int:
        """The status that goes back to Slack for a message event; 200 is the acknowledgement."""
        base = {
            "type": "message",
            "channel": "C1",
            "channel_type": "im",
            "user": "U1",
            "ts": "1.0",
            "text": "Who pays?",
        }
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": base | event}
        response = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        return int(response.status)


class _NoDocuments:
    def documents(self) -> tuple[Document, ...]:
        return ()


class _NoCoach:
    def reply(self, *_arguments: object) -> Reply:
        raise AssertionError

    def consider(self, *_arguments: object) -> Consideration:
        raise AssertionError

    def audiences(self) -> frozenset[str]:
        return frozenset()

    def encode(self, *_arguments: object) -> NDArray[np.float32]:
        raise AssertionError


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    """An app that is ready for events."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    door = Door(engine)
    await asyncio.to_thread(door.journal.open)
    yield door
    door.keeping.close()
    await door.presence.close()
    await asyncio.to_thread(door.journal.close)
    engine.dispose()


async def test_an_event_is_acknowledged_and_handled_once(door: Door) -> None:
    """However often it comes, also at the same moment."""
    statuses = await asyncio.gather(*(door.knock() for _ in range(5)))
    assert statuses == [200] * 5
    async with asyncio.timeout(PATIENCE_S):
        assert (await door.done.get())["key"] == "T1:C1:1.0"
    assert await door.knock() == 200
    assert await door.knock(ts="2.0") == 200
    async with asyncio.timeout(PATIENCE_S):
        assert (await door.done.get())["key"] == "T1:C1:2.0"
    assert door.done.empty()


async def test_without_space_there_is_no_acknowledgement(door: Door) -> None:
    """Slack sends the event again, and then it is answered."""
    text = "long " * 2_000
    with full_disk(door.engine):
        statuses = [await door.knock(text=text, ts=f"{number}.0") for number in range(40)]
    assert statuses[-1] == 503
    assert await door.knock(text=text, ts="39.0") == 200
    async with asyncio.timeout(PATIENCE_S):
        while (await door.done.get())["key"] != "T1:C1:39.0":
            pass


async def test_an_echo_is_on_disk_before_its_acknowledgement(door: Door) -> None:
    """A process that dies right after it leaves the proof to its successor."""
    intent = Intent("T1:C1:1.0/0", mark_of("T1:C1:1.0/0"), "C1")
    door.deliveries.claim(intent)
    echo = {"user": "U0BOT", "bot_id": "B0BOT", "ts": "9.0", "blocks": [{"block_id": intent.mark}]}
    assert await door.knock(**echo) == 200
    assert door.deliveries.claim(intent) == Claim(is_new=False, ts="9.0")
    assert await door.knock(**echo) == 200
    assert door.done.empty()


async def test_an_echo_that_cannot_be_kept_is_not_acknowledged(door: Door) -> None:
    """Slack sends it again."""
    door.engine.dispose()
    file = Path(door.engine.url.database or "")
    await asyncio.to_thread(_take_away, file)
    echo = {"bot_id": "B0BOT", "ts": "9.0", "blocks": [{"block_id": mark_of("k")}]}
    assert await door.knock(**echo) == 503
    await asyncio.to_thread(_bring_back, file)
    assert await door.knock(**echo) == 200


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B9"},
        {"subtype": "message_changed"},
        {"channel_type": "channel"},
        {"channel_type": "channel", "thread_ts": "0.1"},
        {"type": "reaction_added"},
    ],
)
async def test_what_is_not_for_us_is_acknowledged_and_not_kept(door: Door, event: dict[str, Any]) -> None:
    """No record is made of it."""
    await door.knock(**event)
    assert await door.knock(ts="2.0") == 200
    async with asyncio.timeout(PATIENCE_S):
        assert (await door.done.get())["key"] == "T1:C1:2.0"
    assert door.done.empty()


def _take_away(file: Path) -> None:
    file.rename(file.with_suffix(".away"))
    file.mkdir()


def _bring_back(file: Path) -> None:
    file.rmdir()
    file.with_suffix(".away").rename(file)
