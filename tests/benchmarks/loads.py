"""Far more than a workspace sends: people in channels of the playground, and the real `coach serve` that hears it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from bot.playground import people_words
from bot.playground.local_slack import Call, LocalSlack
from bot.playground.roster import BOT_USER_ID, CITY, Person
from bot.playground.server import Playground
from bot.playground.socket_hub import Delivery
from bot.playground.workspace import Channel
from bot.wiring import publishing
from tests.benchmarks.figures import Figure, settings_in
from tests.benchmarks.starting import NO_LIMITS, start_bot

QUESTIONS = (
    "Who should be in the room?",
    "Who pays for what?",
    "How do we decide together?",
    "What if a partner leaves?",
)
PEOPLE, CHANNELS = 40, 8
PATIENCE_S = 180
_SEED = 7
_CALM_S = 3.0
_POSTING = frozenset({"chat.postMessage", "chat.startStream"})
# The playground remembers more than this; what came since the last look is far less.
_LAST = 1_000


class Town:
    """People in a channel, and everything that goes to the coach and comes from it, from now on."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.people = [Person(f"U0LOAD{n}", f"load{n}", f"Load {n}", "", CITY, "member") for n in range(PEOPLE)]
        slack.workspace.people.update({person.id: person for person in self.people})
        members = {BOT_USER_ID, *(person.id for person in self.people)}
        self.channels = [Channel(f"C0LOAD{n}", f"load-{n}", "channel", "", {*members}) for n in range(CHANNELS)]
        slack.workspace.channels.update({channel.id: channel for channel in self.channels})
        self.random = random.Random(_SEED)
        self.deliveries: list[Delivery] = []
        self.calls: list[Call] = []
        self._seen: set[int] = set()
        self._looking = asyncio.create_task(self._look())

    def who(self, number: int) -> Person:
        """Each in turn."""
        return self.people[number % PEOPLE]

    def where(self, number: int) -> Channel:
        """Each in turn."""
        return self.channels[number % CHANNELS]

    def mention(self, number: int) -> str:
        """A question to the coach, which hears of it twice."""
        text = f"@coach {QUESTIONS[number % len(QUESTIONS)]} ({number})"
        return people_words.say(self.slack, self.who(number), self.where(number), text)

    def plain(self, number: int) -> str:
        """What is not for the coach."""
        return people_words.say(self.slack, self.who(number), self.where(number), f"Lunch at noon, table {number}.")

    def posts(self) -> list[Call]:
        """What the coach posted into threads, or began to stream there, oldest first."""
        self.look()
        done = (call for call in self.calls if call.method in _POSTING and call.response["ok"])
        return [call for call in done if call.arguments.get("thread_ts")]

    def replies(self) -> Counter[str]:
        """How many replies the coach posted to each question."""
        return Counter(str(call.arguments["thread_ts"]) for call in self.posts())

    def waiting(self) -> list[Delivery]:
        """What is not acknowledged."""
        self.look()
        return [each for each in self.deliveries if not each.acked_at_s]

    def ack_waits_s(self) -> list[float]:
        """From the first time that an event was sent to its acknowledgement, sorted."""
        self.look()
        events = (each for each in self.deliveries if each.kind == "events_api" and each.acked_at_s)
        return sorted(each.acked_at_s - each.attempts[0].at_s for each in events)

    async def until(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
        """Whether it became so in time."""
        deadline = time.monotonic() + patience_s
        while not is_so() and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        return is_so()

    async def calm(self) -> None:
        """The coach has called nothing for a while."""
        while self.calls and time.time() - self.calls[-1].at_s < _CALM_S:
            await asyncio.sleep(0.1)

    def look(self) -> None:
        """Take note of what is new: the playground forgets what is old."""
        for delivery in self.slack.hub.deliveries[-_LAST:]:
            if id(delivery) not in self._seen:
                self._seen.add(id(delivery))
                self.deliveries.append(delivery)
        for call in list(self.slack.calls)[-_LAST:]:
            if id(call) not in self._seen:
                self._seen.add(id(call))
                self.calls.append(call)

    async def _look(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(0.05)


async def pause(number: int, a_second: int) -> None:
    """So long that about so many things happen in a second."""
    if number % 10 == 0:
        await asyncio.sleep(10 / a_second)


def run(home: Path, part: Callable[[Town, psutil.Process], Awaitable[list[Figure]]]) -> list[Figure]:
    """What `part` measured in a town whose coach runs with the bundled index."""
    publishing.refresh(settings_in(home), lambda _: None)
    return asyncio.run(_run(home, part))


async def _run(home: Path, part: Callable[[Town, psutil.Process], Awaitable[list[Figure]]]) -> list[Figure]:
    async with Playground() as playground:
        bot = await start_bot(playground, home, **NO_LIMITS)
        try:
            return await part(Town(playground.slack), psutil.Process(bot.pid))
        finally:
            bot.terminate()
            await bot.wait()
