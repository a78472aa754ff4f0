"""Owners are reminded at their own nine o'clock, each time once, wherever they can be reached."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.playground.faults import Fault
from bot.playground.roster import BOT_TOKEN, TEAM_ID
from bot.playground.server import Playground
from bot.slack.answers.outbox import Outbox
from bot.slack.block_kit.blocks import pack
from bot.slack.directory import Directory
from bot.slack.walkthrough.reminding import Reminding
from bot.slack.walkthrough.room import Room
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.clients import asking_client, posting_client
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.deliveries import Deliveries
from bot.store.engines import open_engine
from bot.store.people import People
from bot.store.schema import bring_up_to_date
from bot.store.walkthrough_messages import WalkthroughMessages
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import Command, FinishAction, Join, SnoozeAction, Start, TakeAction
from bot.walkthrough.events import ActionId, PartnerId, PersonId, TopicId
from bot.walkthrough.guiding import Guide, Place, WalkthroughId
from bot.walkthrough.reminders import QuietHours
from prompts.catalogue.walkthrough_notices import WalkHelp
from prompts.rendering import render
from tests.fakes.scorecards import SCORECARD

WALK, ACTION = WalkthroughId("walk1"), ActionId("a1")
MAYA, DANIEL = PersonId("U0MAYA"), PersonId("U0DANIEL")
CHANNEL, NEW_YORK = "C0WARMHOMES", "America/New_York"


@dataclass
class Clock:
    """What time it is, as a test wants it."""

    now: float = 0.0

    def set(self, day: str, time: str, zone: str = NEW_YORK) -> None:
        """It is this time at a place."""
        self.now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone)).timestamp()


@dataclass
class Office:
    """The reminders over a real store, against a Slack on this machine."""

    playground: Playground
    room: Room
    reminding: Reminding
    outbox: Outbox
    clock: Clock
    quiet: list[QuietHours]
    """Of the channel; the last ones hold."""
    _done: list[str] = field(default_factory=list)

    async def do(self, command: Command, by: PersonId = MAYA) -> None:
        """Somebody moved the walkthrough on."""
        self._done.append("")
        outcome = await asyncio.to_thread(
            lambda: self.room.guide.handle(WALK, f"k{len(self._done)}", command, by, self.clock.now)
        )
        assert outcome
        assert outcome.refusal is None

    async def take_action(self, owner: PersonId = DANIEL, tz: str = NEW_YORK) -> None:
        """Something is due on the tenth of June."""
        today = "2026-06-01"
        await self.do(TakeAction(ACTION, TopicId("costs"), "Ask the board.", owner, "2026-06-10", tz, today))

    async def look(self, day: str, time: str = "09:00", zone: str = NEW_YORK) -> None:
        """The reminders are looked at, twice, as they are every half minute."""
        self.clock.set(day, time, zone)
        await asyncio.to_thread(self.reminding.look)
        await asyncio.to_thread(self.reminding.look)

    def told(self, handle: str) -> list[str]:
        """What somebody was told directly."""
        person = self.playground.slack.workspace.find_person(handle)
        return [
            each.wire["text"] for each in self.playground.slack.workspace.direct_channel(person.id).messages.values()
        ]

    def in_thread(self) -> list[str]:
        """What was written in the walkthrough's thread."""
        messages = self.playground.slack.workspace.channel(CHANNEL).messages.values()
        return [
            each.wire["text"] for each in messages if each.wire.get("thread_ts", each.wire["ts"]) != each.wire["ts"]
        ]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A walkthrough that Maya facilitates, begun on the first of June."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    async with Playground() as playground, aiohttp.ClientSession() as session:
        asking = asking_client(BOT_TOKEN, playground.api_url, session)
        posting = posting_client(BOT_TOKEN, playground.api_url, session)
        loop, clock, log = asyncio.get_running_loop(), Clock(), Walkthroughs(engine)
        clock.set("2026-06-01", "12:00")
        calls = RoomCalls(asking, posting, loop)
        messages = WalkthroughMessages(engine)
        directory = Directory(People(engine), calls, TEAM_ID)
        room = Room(TEAM_ID, Guide(log), log, messages, directory, (SCORECARD,), lambda: clock.now)
        outbox = Outbox(SlackCalls(posting, asking, loop), Deliveries(engine), echo_wait_s=0.01)
        quiet: list[QuietHours] = [QuietHours()]
        reminding = Reminding(room, outbox, calls, lambda channel: quiet[-1] if channel == CHANNEL else QuietHours())
        office = Office(playground, room, reminding, outbox, clock, quiet)
        start = Start(SCORECARD, ("City", "Northlight"))
        place = Place(TEAM_ID, CHANNEL)
        await asyncio.to_thread(lambda: room.guide.start(WALK, place, start, MAYA, clock.now))
        (card,) = pack(render(WalkHelp()))
        ts = await asyncio.to_thread(
            lambda: SlackCalls(posting, asking, loop).post(CHANNEL, "", card.text, card.blocks)
        )
        await asyncio.to_thread(lambda: messages.keep(WALK, "card/0", CHANNEL, ts, ""))
        await office.do(Join(PartnerId("p1")))
        yield office
    engine.dispose()


async def test_an_owner_is_reminded_the_day_before_and_on_the_day(office: Office) -> None:
    """At nine where they are, once each, then once a week, until it is done."""
    await office.take_action()
    await office.look("2026-06-09", "08:59")
    assert office.told("daniel") == []
    await office.look("2026-06-09")
    assert ["Due tomorrow" in each for each in office.told("daniel")] == [True]
    await office.look("2026-06-10")
    assert ["Due today" in each for each in office.told("daniel")] == [False, True]
    await office.look("2026-06-16", "20:00")
    assert len(office.told("daniel")) == 2
    await office.look("2026-06-17")
    assert "It was due on June 10, 2026" in office.told("daniel")[2]
    await office.do(FinishAction(ACTION), DANIEL)
    await office.look("2026-06-24")
    assert len(office.told("daniel")) == 3
    assert not [each for each in office.told("maya") if "Ask the board" in each]


async def test_quiet_hours_put_a_reminder_off(office: Office) -> None:
    """What is due within them, where the owner is, comes once when they are over."""
    await office.take_action(tz="Asia/Tokyo")
    office.quiet.append(QuietHours("20:00", "10:30"))
    await office.look("2026-06-09", "09:00", "Asia/Tokyo")
    await office.look("2026-06-09", "10:29", "Asia/Tokyo")
    assert office.told("daniel") == []
    await office.look("2026-06-09", "10:30", "Asia/Tokyo")
    await office.look("2026-06-09", "23:00", "Asia/Tokyo")
    assert len(office.told("daniel")) == 1


async def test_the_morning_is_that_of_the_owner(office: Office) -> None:
    """Nine in Tokyo is the evening before in New York."""
    await office.take_action(tz="Asia/Tokyo")
    await office.look("2026-06-08", "19:59")
    assert office.told("daniel") == []
    await office.look("2026-06-08", "20:00")
    assert len(office.told("daniel")) == 1


async def test_nothing_comes_before_the_day_of_a_snooze(office: Office) -> None:
    """Then it comes again."""
    await office.take_action()
    await office.look("2026-06-09")
    await office.do(SnoozeAction(ACTION, "2026-06-12"), DANIEL)
    await office.look("2026-06-11", "23:00")
    assert len(office.told("daniel")) == 1
    await office.look("2026-06-12")
    assert "You asked me to remind you" in office.told("daniel")[1]


async def test_what_was_missed_comes_once(office: Office) -> None:
    """The coach was off for a month: one reminder, not one for each day that it missed."""
    await office.take_action()
    await office.look("2026-07-20", "15:00")
    assert len(office.told("daniel")) == 1


async def test_who_cannot_be_written_to_is_reminded_in_the_thread(office: Office) -> None:
    """Slack allows no direct conversation with them: it is not lost."""
    await office.take_action(PersonId("U0GONE"))
    await office.look("2026-06-09")
    assert ["Ask the board" in each for each in office.in_thread()] == [True]


@pytest.mark.parametrize("is_applied", [False, True], ids=["not taken", "taken"])
async def test_a_reminder_that_slack_did_not_answer_comes_once(office: Office, *, is_applied: bool) -> None:
    """It is tried again at the next look, unless its echo has said that it is there."""
    await office.take_action()
    office.playground.slack.faults.order(Fault("chat.postMessage", "http_500", applied=is_applied))
    office.clock.set("2026-06-09", "09:00")
    await asyncio.to_thread(office.reminding.look)
    await asyncio.to_thread(_hear_echoes, office)
    await office.look("2026-06-09", "09:01")
    assert len(office.told("daniel")) == 1


async def test_a_facilitator_is_asked_once_after_a_week_of_silence(office: Office) -> None:
    """And again only when there was life in between."""
    await office.look("2026-06-08", "11:59")
    assert office.told("maya") == []
    await office.look("2026-06-08", "12:01")
    await office.look("2026-06-20")
    assert ["quiet for a week" in each for each in office.told("maya")] == [True]
    await office.do(Join(PartnerId("p2")))
    await office.look("2026-06-28")
    assert len(office.told("maya")) == 2


def _hear_echoes(office: Office) -> None:
    for each in office.playground.slack.workspace.direct_channel(DANIEL).messages.values():
        office.outbox.note_echo(each.wire["blocks"][0]["block_id"], each.wire["ts"])
