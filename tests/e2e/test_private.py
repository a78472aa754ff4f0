"""Answers that only the asker sees: by a shortcut, a command, or by choice; shared once, or taken away."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.playground.roster import TEAM_ID
from bot.store.conversations import Conversations
from bot.store.engines import open_engine
from tests.e2e.conftest import PATIENCE_S, Stage

SHORTCUT, SHARE, DISMISS = "private.ask", "private.share", "private.dismiss"
Wire = dict[str, Any]


def whispers(stage: Stage, person: str, channel: str = "warm-homes") -> list[Wire]:
    """What the coach says in the channel to this person alone."""
    workspace = stage.playground.slack.workspace
    user = workspace.find_person(person).id
    messages = workspace.find_channel(channel).messages.values()
    return [each.wire for each in messages if each.only_for == user]


async def whispered(stage: Stage, person: str, says: str, channel: str = "warm-homes") -> Wire:
    """The newest of these that says so, once it is there."""
    async with asyncio.timeout(PATIENCE_S):
        while not (found := [each for each in whispers(stage, person, channel) if says in str(each)]):
            await asyncio.sleep(0.02)
    return found[-1]


async def test_a_shortcut_in_a_thread_answers_there_and_can_be_shared_once(served: Stage) -> None:
    """Only the asker sees the answer, in the thread; shared by two clicks that arrive twice, it stands there once."""
    root = await served.say("Northlight will not show us its costs.", person="daniel")
    asked = await served.say("How do we share data?", person="daniel", thread_ts=root)
    await served.act("shortcut", person="maya", channel="warm-homes", ts=asked, callback_id=SHORTCUT)
    answer = await whispered(served, "maya", "Start small")
    assert answer["thread_ts"] == root
    assert await served.replies(root, person="daniel") == []
    press = {"person": "maya", "channel": "warm-homes", "ts": answer["ts"], "action_id": SHARE}
    await asyncio.gather(served.act("click", **press), served.act("click", **press))
    await whispered(served, "maya", "Shared with everybody")
    # The shortcut and both of the clicks.
    await served.logged("replied", 3)
    (shared,) = await served.replies(root, count_min=2, person="daniel")
    assert shared["blocks"][0]["elements"][0]["text"] == "Maya Torres asked me and shared my answer."
    assert "Start small" in shared["text"]
    # The words stay the writer's, who can have them forgotten.
    engine = open_engine(f"sqlite:///{served.home / 'coach.sqlite3'}")
    (turn,) = Conversations(engine).last_of(TEAM_ID, "U0DANIEL", 9)
    engine.dispose()
    assert (turn.question, turn.message_ts) == ("How do we share data?", asked)
    await served.say("And who pays for that?", thread_ts=root)
    assert "Earlier questions: 1" in (await served.replies(root, count_min=4, person="daniel"))[-1]["text"]


async def test_what_was_shared_about_a_message_goes_with_it(served: Stage) -> None:
    """Deleted by whoever wrote it; an edit leaves what was shared; a second one who shares it adds nothing."""
    asked = await served.say("Who pays for it?", person="daniel")
    for number, person in enumerate(("maya", "sam")):
        await served.act("shortcut", person=person, channel="warm-homes", ts=asked, callback_id=SHORTCUT)
        answer = await whispered(served, person, "Start small")
        await served.act("click", person=person, channel="warm-homes", ts=answer["ts"], action_id=SHARE)
        await served.logged("replied", 2 * number + 2)
    (shared,) = await served.replies(asked, person="daniel")
    assert "Maya Torres" in str(shared)
    await served.act("edit", person="daniel", channel="warm-homes", ts=asked, text="Who pays for all of it?")
    await served.logged("replied", 5)
    assert await served.replies(asked, person="daniel") == [shared]
    await served.act("delete", person="daniel", channel="warm-homes", ts=asked)
    await served.logged("replied", 6)
    messages = served.playground.slack.workspace.find_channel("warm-homes").messages.values()
    assert not [each for each in messages if each.wire.get("bot_id") and not each.only_for]


async def test_a_command_is_shared_in_the_channel_with_its_question(served: Stage) -> None:
    """What was asked without a message stands above the answer; nobody else can share it, nor from elsewhere."""
    await served.act("command", person="maya", channel="warm-homes", text="/coach ask Who pays for *what*?")
    answer = await whispered(served, "maya", "Start small")
    press = {"person": "maya", "channel": "warm-homes", "ts": answer["ts"], "action_id": SHARE}
    button = answer["blocks"][-2]["elements"][0]
    key = button["value"]
    button["value"] = "T0PLAYGRND:command:forged"
    await served.act("click", **press)
    await whispered(served, "maya", "more than a day old")
    button["value"] = key
    await served.act("click", **press)
    await whispered(served, "maya", "Shared with everybody")
    workspace = served.playground.slack.workspace
    messages = [each.wire for each in workspace.find_channel("warm-homes").messages.values() if not each.only_for]
    (shared,) = [each for each in messages if each.get("bot_id")]
    assert "thread_ts" not in shared
    head = shared["blocks"][0]["elements"][0]["text"]
    assert head == "Maya Torres asked me: “Who pays for \u2217what\u2217?” and shared my answer."


async def test_a_long_answer_is_one_message_that_says_there_is_more(served: Stage) -> None:
    """So that *Dismiss* takes all of it away, and nothing of it comes twice; everybody gets the whole."""
    for _ in range(2):
        await served.act("command", person="maya", channel="warm-homes", text="/coach ask long answer?")
    await served.logged("replied", 2)
    one, other = whispers(served, "maya")
    assert "as much as fits" in str(one["blocks"][-3])
    assert "Earlier questions" not in str(one)
    await served.act("click", person="maya", channel="warm-homes", ts=one["ts"], action_id=DISMISS)
    await served.act("click", person="maya", channel="warm-homes", ts=other["ts"], action_id=SHARE)
    await whispered(served, "maya", "Shared with everybody")
    assert len(whispers(served, "maya")) == 1
    messages = served.playground.slack.workspace.find_channel("warm-homes").messages.values()
    whole = [each.wire for each in messages if each.wire.get("bot_id") and not each.only_for]
    assert len(whole) > 1
    assert "Earlier questions" in str(whole[-1])
    assert "as much as fits" not in str(whole)


async def test_where_the_coach_is_not_it_says_so_kindly_until_it_is_invited(served: Stage) -> None:
    """A private answer needs no member; to share it the coach has to come in, and then it works."""
    await served.act("command", person="maya", channel="city-hall", text="/coach ask who pays?")
    answer = await whispered(served, "maya", "Start small", "city-hall")
    press = {"person": "maya", "channel": "city-hall", "ts": answer["ts"], "action_id": SHARE}
    await served.act("click", **press)
    await whispered(served, "maya", "I am not in this channel", "city-hall")
    await served.act("join", person="coach", channel="city-hall")
    await served.act("click", **press)
    await whispered(served, "maya", "Shared with everybody", "city-hall")


async def test_dismissed_it_is_gone(served: Stage) -> None:
    """The person has read it."""
    await served.act("command", person="maya", channel="warm-homes", text="/coach ask who pays?")
    answer = await whispered(served, "maya", "Start small")
    await served.act("click", person="maya", channel="warm-homes", ts=answer["ts"], action_id=DISMISS)
    async with asyncio.timeout(PATIENCE_S):
        while whispers(served, "maya"):
            await asyncio.sleep(0.02)
