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
from bot.store.conversations import Conversations, ThreadId, Turn
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


TOLD = {"ts": "1.000001", "text": "Who pays?"}


def change(at: str, text: str = "", before: str = TOLD["text"], **now: Any) -> dict[str, Any]:
    """What Slack tells when the message of `TOLD` is edited at that time, or deleted when it has no text."""
    written = {"type": "message", "user": "U1", **TOLD, **now, "text": before}
    gone = {"subtype": "message_deleted", "deleted_ts": TOLD["ts"], "ts": at, "event_ts": at}
    message = {**written, "text": text, "edited": {"user": "U1", "ts": at}}
    edited = {"subtype": "message_changed", "message": message, "ts": at, "event_ts": at}
    return {"user": None, "text": None, "previous_message": written, **(edited if text else gone)}


async def handled(door: Door) -> list[tuple[str, str]]:
    """How everything that came until now was handled: as what, and with which words."""
    assert await door.knock(ts="9.0", text="The last one.") == 200
    found: list[tuple[str, str]] = []
    async with asyncio.timeout(PATIENCE_S):
        while (record := await door.done.get())["text"] != "The last one.":
            found.append((record["surface"], record["text"]))
    return found


async def test_a_change_that_comes_first_takes_the_place_of_its_message(door: Door) -> None:
    """However often and in whatever order Slack tells: the words of the last edit are the question."""
    events = [change("3.000001", "Who pays the last?"), change("2.000001", "Who pays then?"), TOLD]
    for event in (*events, *events):
        assert await door.knock(**event) == 200
    assert await handled(door) == [("dm", "Who pays the last?")]


async def test_what_was_deleted_before_it_came_is_no_question(door: Door) -> None:
    """Nor does an edit from before make it one."""
    for event in (change("3.000001"), change("2.000001", "Who pays then?"), TOLD, change("3.000001")):
        assert await door.knock(**event) == 200
    assert await handled(door) == [("deleted", "")]


@pytest.mark.parametrize(
    ("called_at", "expected"), [("2.000000", []), ("0.600000", [("thread", "Who pays the last?")])]
)
async def test_an_edit_in_a_thread_asks_only_where_we_were_called_before(
    door: Door, called_at: str, expected: list[tuple[str, str]]
) -> None:
    """What people said to each other before that is no question, however often they mend it."""
    thread = ThreadId("T1", "C1", "0.500000")
    Conversations(door.engine).keep(Turn(thread, called_at, "U2", "Who leads?", "answer", asked_at=1.0))
    edit = change("3.000001", "Who pays the last?", thread_ts=thread.thread_ts)
    await door.knock(**edit | {"channel_type": "channel"})
    assert await handled(door) == expected


@pytest.mark.parametrize("kind", ["channel", "group"])
async def test_nothing_is_kept_of_changes_that_are_none_of_ours(door: Door, kind: str) -> None:
    """Talk in a channel, in a thread that we are not in, what came with a file, and what is older than any delay."""
    here = {"channel_type": kind}
    for event in (
        change("2.000001", "Who pays then?"),
        change("2.000001", "Who pays then?", thread_ts="0.500000"),
        change("3.000001", thread_ts="0.500000"),
        change("9999.000001", "<@U0BOT> who pays then?", before="<@U0BOT> who pays?"),
    ):
        await door.knock(**event, **here)
    await door.knock(**change("2.000001", "Who pays then?", files=[{"id": "F1"}]))
    await door.knock(**change("9999.000001"))
    assert await handled(door) == []


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


async def test_a_message_that_began_to_grow_is_on_disk_before_its_acknowledgement(door: Door) -> None:
    """Slack tells of it without its blocks; the thread tells which one it is."""
    intent = Intent("T1:C1:1.0/0", mark_of("T1:C1:1.0/0"), "C1", streamed_in="1.0")
    door.deliveries.claim(intent)
    ours = {"user": "U0BOT", "bot_id": "B0BOT", "text": "", "streaming_state": "in_progress"}
    for thread_ts, ts in (("3.0", "8.0"), ("1.0", "9.0"), ("1.0", "9.0"), ("1.0", "9.5")):
        assert await door.knock(**ours, thread_ts=thread_ts, ts=ts) == 200
    assert door.deliveries.claim(intent) == Claim(is_new=False, ts="9.0", is_finished=False)
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
