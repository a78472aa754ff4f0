"""Far more than a workspace sends: a storm of events that come four times each, a burst, and a steady half hour.

The real `coach serve` with its real index, on SQLite, against the playground in this process. How long the steady part
lasts is taken from STEADY_S (1800 by default).
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from bot.playground import people_acts, people_words
from bot.playground.errors import NotAnswered
from bot.playground.faults import Fault
from bot.playground.local_slack import Call, LocalSlack
from bot.playground.roster import BOT_USER_ID, CITY, Person
from bot.playground.server import Playground
from bot.playground.socket_hub import Delivery
from bot.playground.workspace import Channel, Message
from bot.slack.feedback.votes import ACTION
from bot.wiring import publishing
from tests.benchmarks.figures import Figure, at_least, at_most, percentile, said, settings_in
from tests.benchmarks.starting import NO_LIMITS, start_bot

QUESTIONS = (
    "Who should be in the room?",
    "Who pays for what?",
    "How do we decide together?",
    "What if a partner leaves?",
)
PEOPLE = 40
SEED = 7
STORM_MENTIONS, STORM_EDITS, STORM_DELETES = 2_500, 700, 300
STORM_REACTIONS, STORM_PLAIN, STORM_CLICKS, STORM_COMMANDS = 1_500, 1_500, 500, 500
COPIES = 4
BURST = 500
A_SECOND = 50
MENTIONS_A_SECOND, REACTIONS_A_SECOND, EDITS_A_SECOND = 5, 5, 2
PATIENCE_S = 180
LIMITED_QUESTIONS, RETRY_AFTER_S = 150, 8


class Town:
    """People in a channel, and the coach that hears them."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.people = [Person(f"U0LOAD{n}", f"load{n}", f"Load {n}", "", CITY, "member") for n in range(PEOPLE)]
        slack.workspace.people.update({person.id: person for person in self.people})
        self.channel = slack.workspace.find_channel("warm-homes")
        self.channel.members.update(person.id for person in self.people)
        self.random = random.Random(SEED)

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
        ours = (each.wire for each in self.channel.messages.values() if _is_ours(each) and not each.only_for)
        return Counter(wire["thread_ts"] for wire in ours if "thread_ts" in wire)

    async def until(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
        """Whether it became so in time."""
        deadline = time.monotonic() + patience_s
        while not is_so() and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        return is_so()


def storm(home: Path) -> list[Figure]:
    """Every event four times, in any order; one effect each."""
    return asyncio.run(_run(home, _storm))


def burst(home: Path) -> list[Figure]:
    """Five hundred events within a second."""
    return asyncio.run(_run(home, _burst))


def steady(home: Path) -> list[Figure]:
    """Fifty events a second for half an hour."""
    return asyncio.run(_run(home, _steady))


def limited(home: Path) -> list[Figure]:
    """One channel is over Slack's limit; the others do not notice."""
    return asyncio.run(_run(home, _limited))


async def _run(home: Path, part: Callable[[Town, psutil.Process], Awaitable[list[Figure]]]) -> list[Figure]:
    publishing.refresh(settings_in(home), lambda _: None)
    async with Playground() as playground:
        bot = await start_bot(playground, home, **NO_LIMITS)
        try:
            return await part(Town(playground.slack), psutil.Process(bot.pid))
        finally:
            bot.terminate()
            await bot.wait()


async def _storm(town: Town, _bot: psutil.Process) -> list[Figure]:
    seen = _Watch(town.slack)
    asked = [town.mention(number) for number in range(STORM_MENTIONS) if not await _breathe(number)]
    await town.until(lambda: len(town.replies()) >= STORM_MENTIONS)
    for number in range(STORM_PLAIN):
        town.plain(number)
        await _breathe(number)
    edited, deleted = asked[:STORM_EDITS], asked[STORM_EDITS : STORM_EDITS + STORM_DELETES]
    for number, ts in enumerate(edited):
        person = town.who(number)
        people_words.edit(town.slack, person, town.channel, ts, f"@coach {QUESTIONS[(number + 1) % 4]} (again)")
        await _breathe(number)
    for number, ts in enumerate(deleted, STORM_EDITS):
        people_words.delete(town.slack, town.who(number), town.channel, ts)
        await _breathe(number)
    for number in range(STORM_REACTIONS):
        ts = asked[-1 - number % STORM_MENTIONS // 2]
        people_words.toggle_reaction(town.slack, town.who(number), town.channel, ts, f"r{number}")
        await _breathe(number)
    votes, commands = await _click_and_command(town)
    repeated = await seen.repeat(town.random)
    is_quiet = await town.until(lambda: not seen.waiting())
    await _quiet(town.slack)
    replies = town.replies()
    wrong = sum(replies[ts] != 1 for ts in asked if ts not in deleted) + sum(replies[ts] for ts in deleted)
    return [
        said("storm: events, and deliveries in all", f"{len(seen.events)}, {repeated + len(seen.events)}"),
        at_most("storm: not acknowledged", len(seen.waiting()) + (not is_quiet), 0, ""),
        at_most("storm: questions without exactly one reply, deleted ones with any", wrong, 0, ""),
        at_most(f"storm: votes not taken of {STORM_CLICKS}", votes, 0, ""),
        at_most(f"storm: commands without exactly one answer of {STORM_COMMANDS}", commands, 0, ""),
    ]


async def _click_and_command(town: Town) -> tuple[int, int]:
    """How many votes were not acknowledged, and how many commands have not exactly one answer."""
    refused = 0
    answers = [each.wire for each in town.channel.messages.values() if _is_ours(each) and _has_thumbs(each)]
    for number, wire in enumerate(answers[-STORM_CLICKS:]):
        try:
            await people_acts.click(town.slack, town.who(number), town.channel, wire["ts"], ACTION, "up", "")
        except NotAnswered:
            refused += 1
    before = _whispers(town.channel)
    for number in range(STORM_COMMANDS):
        text = f"/coach ask {QUESTIONS[number % len(QUESTIONS)]} ({number})"
        await people_acts.command(town.slack, town.who(number), town.channel, text)
    await town.until(lambda: _whispers(town.channel) - before >= STORM_COMMANDS)
    return refused, abs(_whispers(town.channel) - before - STORM_COMMANDS)


async def _burst(town: Town, _bot: psutil.Process) -> list[Figure]:
    seen = _Watch(town.slack)
    started = time.time()
    asked = []
    for number in range(BURST // 2):
        asked.append(town.mention(number))
        await asyncio.sleep(max(0.0, started + 2 * number / BURST - time.time()))
    is_drained = await town.until(lambda: len(town.replies()) >= len(asked))
    drained_s = time.time() - started
    waits_s = seen.ack_waits_s()
    return [
        at_most(f"burst of {len(seen.events)} events: slowest acknowledgement", waits_s[-1], 2.5, "s"),
        at_most("burst: answered", drained_s if is_drained else float("inf"), 30, "s"),
        at_most("burst: questions without exactly one reply", sum(town.replies()[ts] != 1 for ts in asked), 0, ""),
    ]


async def _steady(town: Town, bot: psutil.Process) -> list[Figure]:
    """Questions, talk that is not for the coach, reactions, edits."""
    seconds = int(os.environ.get("STEADY_S", "1800"))
    seen, started, asked = _Watch(town.slack), time.monotonic(), []
    warm_mb = 0.0
    for second in range(seconds):
        last = ""
        for turn in range(A_SECOND - MENTIONS_A_SECOND):
            number = second * A_SECOND + turn
            await asyncio.sleep(max(0.0, started + second + turn / (A_SECOND - MENTIONS_A_SECOND) - time.monotonic()))
            if turn < MENTIONS_A_SECOND:
                asked.append(town.mention(number))
            elif last and turn < MENTIONS_A_SECOND + REACTIONS_A_SECOND:
                people_words.toggle_reaction(town.slack, town.who(number), town.channel, last, "eyes")
            elif last and turn < MENTIONS_A_SECOND + REACTIONS_A_SECOND + EDITS_A_SECOND:
                people_words.edit(
                    town.slack, town.who(number - 1), town.channel, last, f"Lunch at one, table {number}."
                )
            else:
                last = town.plain(number)
        if second == seconds // 5:
            warm_mb = bot.memory_info().rss / 1024**2
    await town.until(lambda: len(town.replies()) >= len(asked), 60)
    grown = bot.memory_info().rss / 1024**2 / warm_mb - 1
    waits_s = seen.ack_waits_s()
    return [
        said(f"steady: events in {seconds} s", str(len(seen.events))),
        at_most("steady: questions without exactly one reply", sum(town.replies()[ts] != 1 for ts in asked), 0, ""),
        at_most("steady: acknowledgement, p99", percentile(waits_s, 0.99) * 1000, 250, "ms"),
        at_most("steady: memory grown after the first fifth", grown * 100, 5, "%"),
    ]


async def _limited(town: Town, _bot: psutil.Process) -> list[Figure]:
    crowded = town.slack.workspace.find_channel("youth-jobs")
    before_ms = await _answer_times_ms(town)
    town.slack.faults.order(
        Fault("chat.postMessage", "rate_limited", times=1, retry_after_s=RETRY_AFTER_S, channel=crowded.id)
    )
    waiting = people_words.say(town.slack, town.slack.workspace.find_person("maya"), crowded, "@coach Who pays?")
    during_ms = await _answer_times_ms(town)
    await town.until(lambda: any(each.wire.get("thread_ts") == waiting for each in crowded.messages.values()))
    tries = [call.at_s for call in town.slack.calls if call.method == "chat.postMessage" and _is_for(call, crowded)]
    before, during = percentile(before_ms, 0.95), percentile(during_ms, 0.95)
    return [
        at_least("limited: wait before the channel was tried again", tries[1] - tries[0], RETRY_AFTER_S, "s"),
        said("limited: others' answers before, p95", f"{before:.0f} ms"),
        at_most("limited: others' answers meanwhile, p95, of that before", during / before, 1.1, ""),
    ]


async def _answer_times_ms(town: Town) -> list[float]:
    """From each of some questions, ten a second, to the post of its answer, sorted."""
    sent: dict[str, float] = {}
    started = time.monotonic()
    for number in range(LIMITED_QUESTIONS):
        await asyncio.sleep(max(0.0, started + number / 10 - time.monotonic()))
        sent[town.mention(number)] = time.time()
    await town.until(lambda: sent.keys() <= town.replies().keys())
    posts = [call for call in town.slack.calls if call.method == "chat.postMessage"]
    answered = {str(call.arguments.get("thread_ts")): call.at_s for call in posts}
    return sorted((answered[ts] - at_s) * 1000 for ts, at_s in sent.items())


def _is_for(call: Call, channel: Channel) -> bool:
    return call.arguments.get("channel") == channel.id


class _Watch:
    """Every event that is sent from now on."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self.events: list[Delivery] = []
        self._known: set[int] = set()
        self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while True:
            self._take()
            await asyncio.sleep(0.01)

    def _take(self) -> None:
        for delivery in self._slack.hub.deliveries[-1_000:]:
            if delivery.kind == "events_api" and id(delivery) not in self._known:
                self._known.add(id(delivery))
                self.events.append(delivery)

    def waiting(self) -> list[Delivery]:
        """What is not acknowledged."""
        self._take()
        return [each for each in self.events if not each.acked_at_s]

    def ack_waits_s(self) -> list[float]:
        """From the first time that it was sent to its acknowledgement, sorted."""
        self._take()
        return sorted(each.acked_at_s - each.attempts[0].at_s for each in self.events if each.acked_at_s)

    async def repeat(self, chance: random.Random) -> int:
        """How many were sent once more: each as often as it takes, all mixed."""
        self._take()
        again = self.events * (COPIES - 1)
        chance.shuffle(again)
        for number, delivery in enumerate(again):
            self._slack.hub.redeliver(delivery)
            await _breathe(number)
        return len(again)


async def _breathe(number: int) -> bool:
    """The program is let in now and then; never true."""
    await asyncio.sleep(0.05 if number % 20 == 0 else 0)
    return False


async def _quiet(slack: LocalSlack) -> None:
    while slack.calls and time.time() - slack.calls[-1].at_s < 2:
        await asyncio.sleep(0.1)


def _is_ours(message: Message) -> bool:
    return message.wire.get("user") == BOT_USER_ID


def _has_thumbs(message: Message) -> bool:
    return ACTION in str(message.wire.get("blocks"))


def _whispers(channel: Channel) -> int:
    return sum(1 for each in channel.messages.values() if each.only_for)
