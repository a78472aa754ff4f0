"""Far more than a workspace sends: people in a channel of the playground, and the real `coach serve` that hears it."""

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
from bot.playground.workspace import Message
from bot.wiring import publishing
from tests.benchmarks.figures import Figure, settings_in
from tests.benchmarks.starting import NO_LIMITS, start_bot

QUESTIONS = (
    "Who should be in the room?",
    "Who pays for what?",
    "How do we decide together?",
    "What if a partner leaves?",
)
PEOPLE = 40
PATIENCE_S = 180
_SEED = 7
_CALM_S = 3.0
# The playground remembers more than this; what came since the last look is far less.
_LAST = 1_000


class Town:
    """People in a channel, and everything that goes to the coach and comes from it, from now on."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.people = [Person(f"U0LOAD{n}", f"load{n}", f"Load {n}", "", CITY, "member") for n in range(PEOPLE)]
        slack.workspace.people.update({person.id: person for person in self.people})
        self.channel = slack.workspace.find_channel("warm-homes")
        self.channel.members.update(person.id for person in self.people)
        self.random = random.Random(_SEED)
        self.deliveries: list[Delivery] = []
        self.calls: list[Call] = []
        self._seen: set[int] = set()
        self._looking = asyncio.create_task(self._look())

    def who(self, number: int) -> Person:
        """Each in turn."""
        return self.people[number % PEOPLE]

    def mention(self, number: int) -> str:
        """A question to the coach, which hears of it twice."""
        text = f"@coach {QUESTIONS[number % len(QUESTIONS)]} ({number})"
        return people_words.say(self.slack, self.who(number), self.channel, text)

    def plain(self, number: int) -> str:
        """What is not for the coach."""
        return people_words.say(self.slack, self.who(number), self.channel, f"Lunch at noon, table {number}.")

    def replies(self) -> Counter[str]:
        """How many replies of the coach stand in each thread."""
        ours = (each.wire for each in self.channel.messages.values() if is_ours(each) and not each.only_for)
        return Counter(wire["thread_ts"] for wire in ours if "thread_ts" in wire)

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


def is_ours(message: Message) -> bool:
    """Whether the coach wrote it."""
    return message.wire.get("user") == BOT_USER_ID


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
