"""Ten thousand events, each delivered four times in any order: one effect each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import psutil

from bot.playground import people_acts, people_words
from bot.playground.errors import NotAnswered
from bot.playground.roster import TEAM_ID
from bot.slack.feedback.votes import ACTION
from bot.store.engines import open_engine
from bot.store.feedback import Feedback
from tests.benchmarks.figures import Figure, at_most, said, settings_in
from tests.benchmarks.loads import QUESTIONS, Town, pause, run

MENTIONS, EDITS, DELETES, REACTIONS, PLAIN, CLICKS, COMMANDS = 2_500, 700, 300, 1_500, 1_500, 500, 500
COPIES = 4
A_SECOND = 50
"""People's acts; what is sent again comes four times as fast."""


def measure(home: Path) -> list[Figure]:
    """Each question comes as two events, each answer comes back as one."""
    figures = run(home, _storm)
    up, down = Feedback(open_engine(settings_in(home).database_url.get_secret_value()), keeps_words=False).counts(
        TEAM_ID
    )
    return [*figures, at_most("storm: votes that count twice or not at all", abs(up - CLICKS) + down, 0, "")]


async def _storm(town: Town, _bot: psutil.Process) -> list[Figure]:
    asked = await _talk(town)
    edited, deleted = asked[:EDITS], asked[EDITS : EDITS + DELETES]
    answers = {str(call.arguments["thread_ts"]): str(call.response["ts"]) for call in town.posts()}
    await _change(town, edited, deleted)
    refused = await _click_and_command(town)
    await town.calm()
    sent = len(town.deliveries)
    await _repeat(town)
    is_quiet = await town.until(lambda: not town.waiting())
    await town.calm()
    replies, whispered = town.replies(), sum(call.method == "response_url" for call in town.calls)
    updated, removed = (_targets(town, method) for method in ("chat.update", "chat.delete"))
    kept = [ts for ts in asked if ts not in set(deleted)]
    return [
        said("storm: deliveries, and so many with their copies", f"{sent}, {sent * COPIES}"),
        at_most("storm: not acknowledged", len(town.waiting()) + (not is_quiet) + refused, 0, ""),
        at_most("storm: questions without exactly one reply", sum(replies[ts] != 1 for ts in kept), 0, ""),
        at_most("storm: edits without exactly one update", _wrong(updated, [answers[ts] for ts in edited]), 0, ""),
        at_most("storm: deleted without exactly one removal", _wrong(removed, [answers[ts] for ts in deleted]), 0, ""),
        at_most("storm: commands without exactly one answer", abs(whispered - COMMANDS), 0, ""),
    ]


async def _talk(town: Town) -> list[str]:
    """The questions, all answered; and beside them what is not for the coach."""
    asked = []
    for number in range(MENTIONS):
        asked.append(town.mention(number))
        await pause(number, A_SECOND)
    for number in range(PLAIN):
        town.plain(number)
        await pause(number, A_SECOND)
    for number in range(REACTIONS):
        ts = asked[number]
        people_words.toggle_reaction(town.slack, town.who(number + 1), town.where(number), ts, "eyes")
        await pause(number, A_SECOND)
    await town.until(lambda: len(town.replies()) >= MENTIONS)
    await town.calm()
    return asked


async def _change(town: Town, edited: list[str], deleted: list[str]) -> None:
    for number, ts in enumerate(edited):
        text = f"@coach {QUESTIONS[(number + 1) % len(QUESTIONS)]} (again)"
        people_words.edit(town.slack, town.who(number), town.where(number), ts, text)
        await pause(number, A_SECOND)
    for number, ts in enumerate(deleted, EDITS):
        people_words.delete(town.slack, town.who(number), town.where(number), ts)
        await pause(number, A_SECOND)


async def _click_and_command(town: Town) -> int:
    """How many were not acknowledged."""
    refused = 0
    for number, post in enumerate(town.posts()[-CLICKS:]):
        channel = town.slack.workspace.channel(str(post.arguments["channel"]))
        try:
            up = f"up|{post.arguments['thread_ts']}"
            await people_acts.click(town.slack, town.who(number), channel, str(post.response["ts"]), ACTION, up)
        except NotAnswered:
            refused += 1
    for number in range(COMMANDS):
        try:
            text = f"/coach ask {QUESTIONS[number % len(QUESTIONS)]} ({number})"
            await people_acts.command(town.slack, town.who(number), town.where(number), text)
        except NotAnswered:
            refused += 1
    return refused


async def _repeat(town: Town) -> None:
    town.look()
    again = town.deliveries * (COPIES - 1)
    town.random.shuffle(again)
    for number, delivery in enumerate(again):
        town.slack.hub.redeliver(delivery)
        await pause(number, COPIES * A_SECOND)


def _targets(town: Town, method: str) -> Counter[str]:
    """How often the coach changed each message so."""
    return Counter(str(call.arguments.get("ts")) for call in town.calls if call.method == method)


def _wrong(done: Counter[str], wanted: list[str]) -> int:
    """How many were not done exactly once, with those that nobody wanted."""
    return sum(abs(each) for each in (done[ts] - (ts in wanted) for ts in {*done, *wanted}))
