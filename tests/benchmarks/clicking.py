"""A click in one of a hundred walkthroughs of ten people, to the call that updates its message."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.playground import people_acts
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_TOKEN, BOT_TOKEN, CITY, Person
from bot.playground.server import Playground
from bot.playground.workspace import Channel, Message
from bot.slack.walkthrough import clicks
from tests.benchmarks.figures import Figure, at_most, median, percentile

WALKTHROUGHS, PEOPLE = 100, 10
A_SECOND, SECONDS = 20, 30
PATIENCE_S = 120
PROGRAM = Path(__file__).parents[1] / "e2e" / "bot_with_plain_coach.py"
STATUSES = ("settled", "open")
_Found = TypeVar("_Found")


@dataclass(slots=True)
class Crowd:
    """Ten people in a channel full of walkthroughs."""

    slack: LocalSlack
    people: list[Person]
    channel: Channel

    async def start(self, number: int) -> None:
        """One more walkthrough; everybody joins."""
        person = self.people[number % PEOPLE]
        await people_acts.command(self.slack, person, self.channel, "/coach scorecard")
        view = await self.until(lambda: self.slack.views.top(person.id))
        answers = {"main": "City of Riverton\nNorthlight Energy", "form": "full"}
        assert not await people_acts.submit(self.slack, person, view["id"], answers)

    async def join(self, card: Message) -> None:
        """Half of them speak for each partner."""
        for place, person in enumerate(self.people):
            await self.click(person, card.wire["ts"], f"{clicks.JOIN}.p{place % 2 + 1}")

    async def click(self, person: Person, ts: str, action_id: str) -> None:
        """A click that the bot has acknowledged."""
        await people_acts.click(self.slack, person, self.channel, ts, action_id, "", "")

    def messages(self, action: str) -> list[Message]:
        """The messages that have this button."""
        return [each for each in self.channel.messages.values() if action in str(each.wire.get("blocks"))]

    async def until(self, look: Callable[[], _Found | None]) -> _Found:
        """What is looked for, once it is there."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = look()
                if found:
                    return found
                await asyncio.sleep(0.005)


def measure(home: Path) -> list[Figure]:
    """Open loop: clicks come on time, each walkthrough hears one every five seconds."""
    taken_ms, lost = asyncio.run(_run(home))
    return [
        at_most("click to updated message, p50", median(taken_ms), 60, "ms"),
        at_most("click to updated message, p95", percentile(taken_ms, 0.95), 200, "ms"),
        at_most(f"clicks without an update of {A_SECOND * SECONDS}", lost, 0, ""),
    ]


async def _run(home: Path) -> tuple[list[float], int]:
    async with Playground() as playground:
        crowd = _gather(playground.slack)
        bot = await _start_bot(playground, home)
        for number in range(WALKTHROUGHS):
            await crowd.start(number)
        for card in crowd.messages(clicks.JOIN):
            await crowd.join(card)
        topics = await crowd.until(lambda: _topics(crowd))
        await _quiet(playground.slack)
        sent = await _click_on_time(crowd, topics)
        await _quiet(playground.slack)
        updates = [(call.arguments["ts"], call.at_s) for call in playground.slack.calls if call.method == "chat.update"]
        bot.terminate()
        await bot.wait()
    taken_ms = [
        min((at_s - sent_at_s) * 1000 for shown, at_s in updates if shown == ts and at_s >= sent_at_s)
        for ts, sent_at_s in sent
        if any(shown == ts and at_s >= sent_at_s for shown, at_s in updates)
    ]
    return sorted(taken_ms), len(sent) - len(taken_ms)


def _topics(crowd: Crowd) -> list[str]:
    found = [each.wire["ts"] for each in crowd.messages(clicks.ANSWER)]
    return found if len(found) == WALKTHROUGHS else []


async def _click_on_time(crowd: Crowd, topics: list[str]) -> list[tuple[str, float]]:
    started, sent, sending = time.monotonic(), [], []
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, started + number / A_SECOND - time.monotonic()))
        ts, turn = topics[number % len(topics)], number // len(topics)
        person = crowd.people[turn % PEOPLE]
        sent.append((ts, time.time()))
        action = f"{clicks.ANSWER}.{STATUSES[turn % len(STATUSES)]}"
        sending.append(asyncio.create_task(crowd.click(person, ts, action)))
    await asyncio.gather(*sending)
    return sent


async def _quiet(slack: LocalSlack) -> None:
    """No call for two seconds: everything that was put together for one update is out."""
    async with asyncio.timeout(PATIENCE_S):
        while slack.calls and time.time() - slack.calls[-1].at_s < 2:
            await asyncio.sleep(0.1)


def _gather(slack: LocalSlack) -> Crowd:
    people = [Person(f"U0CROWD{n}", f"crowd{n}", f"Crowd {n}", "", CITY, "member") for n in range(PEOPLE)]
    slack.workspace.people.update({person.id: person for person in people})
    channel = slack.workspace.find_channel("warm-homes")
    channel.members.update(person.id for person in people)
    return Crowd(slack, people, channel)


async def _start_bot(playground: Playground, home: Path) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "SLACK_API_URL": playground.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "COACH_HOME": str(home),
        "COACH_LOG_LEVEL": "error",
    }
    bot = await asyncio.create_subprocess_exec(sys.executable, str(PROGRAM), env=environment)
    async with asyncio.timeout(PATIENCE_S):
        while not playground.slack.hub.sockets:
            await asyncio.sleep(0.01)
    return bot
