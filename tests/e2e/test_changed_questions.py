"""An answer follows its question: edited, it reads otherwise; deleted, it goes; each change counts once."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.e2e.conftest import PATIENCE_S, Stage
from tests.e2e.team import words
from tests.e2e.test_gaps import listed, votes

HOME = "warm-homes"
Wire = dict[str, Any]


def ours(stage: Stage, channel: str = HOME) -> list[Wire]:
    """Everything of the coach for all to see in the channel, oldest first."""
    place = stage.playground.slack.workspace.find_channel(channel)
    return [each.wire for each in place.messages.values() if each.wire.get("bot_id") and not each.only_for]


async def edit(stage: Stage, ts: str, text: str, channel: str = HOME) -> None:
    await stage.act("edit", person="maya", channel=channel, ts=ts, text=text)


async def replied(stage: Stage, outcome: str, count: int = 1) -> None:
    """The bot has worked off so many with this outcome."""
    async with asyncio.timeout(PATIENCE_S):
        while stage.log().count(f'"outcome": "{outcome}"') < count:
            await asyncio.sleep(0.02)


async def worked_off(stage: Stage) -> None:
    """Nothing that the bot keeps waits for it any more."""
    async with asyncio.timeout(PATIENCE_S):
        while stage.log().count('"new": true') != stage.log().count('"event": "replied"'):
            await asyncio.sleep(0.02)


async def everything_again(stage: Stage) -> None:
    """All that was ever sent comes three times more, and is acknowledged."""
    await stage.act("redeliver", event_id="all", times=3)
    await stage.settled()


async def test_an_answer_follows_the_words_of_its_question(stage: Stage) -> None:
    """The same message says it, found or not; a link that unfurls changes nothing; gaps follow as well."""
    await stage.start_bot(COACH_STAFF="U0ALEX")
    await stage.connected()
    ts = await stage.say("@coach how do we start?")
    (reply,) = await stage.replies(ts)
    await edit(stage, ts, "@coach unknown insurance of volunteers?")
    await replied(stage, "not_found")
    (changed,) = ours(stage)
    assert changed["ts"] == reply["ts"]
    assert "Start small" not in words(changed)
    assert votes(changed)
    assert "1 question " in (await listed(stage))["text"]
    await edit(stage, ts, "@coach   unknown insurance of volunteers?")
    await edit(stage, ts, "@coach long answer?")
    await replied(stage, "answer", 2)
    assert len(ours(stage)) > 1
    await edit(stage, ts, "@coach how do we end?")
    await replied(stage, "answer", 3)
    await everything_again(stage)
    (changed,) = ours(stage)
    assert changed["ts"] == reply["ts"]
    assert "Start small" in words(changed)
    assert "Nothing is missing" in (await listed(stage))["text"]
    assert all(call["ok"] for call in await stage.calls(""))
    assert "insurance" not in stage.log()


async def test_the_last_words_win_while_an_answer_is_under_way(served: Stage) -> None:
    """However many edits came before the first answer stood, and in whatever order they are told again."""
    ts = await served.say("@coach slow start?")
    await served.logged("event_kept")
    for number in range(3):
        await edit(served, ts, f"@coach slow words {number}?")
    await edit(served, ts, "@coach unknown to you?")
    await replied(served, "not_found")
    await everything_again(served)
    (changed,) = ours(served)
    assert "Start small" not in words(changed)


async def test_what_is_told_before_its_message_counts_all_the_same(stage: Stage) -> None:
    """Everything comes in the wrong order: the last words are answered, once; what is gone is not; nor is any talk."""
    told = [await stage.say(text) for text in ("@coach unknown to you?", "@coach and why?", "Lunch at one.")]
    direct = await stage.say("unknown as well?", channel="dm")
    for word in ("first", "last"):
        await edit(stage, told[0], f"@coach {word} words?")
        await edit(stage, direct, f"How do we start, {word}?", channel="dm")
    await stage.act("delete", person="maya", channel=HOME, ts=told[1])
    await edit(stage, told[2], "Lunch at two.")
    stage.playground.slack.hub.turn_round()
    await stage.start_bot()
    await stage.connected()
    await stage.settled()
    await everything_again(stage)
    await worked_off(stage)
    for channel, ts in ((HOME, told[0]), ("dm", direct)):
        (reply,) = await stage.replies(ts, channel=channel)
        assert "Start small" in words(reply)
    assert len(ours(stage)) == 1


async def test_an_edit_that_mentions_the_coach_is_answered_once(served: Stage) -> None:
    """What was no question to it becomes one; an edit of what was never meant for it stays unheard."""
    ts = await served.say("We ought to start soon")
    await edit(served, ts, "We ought to start very soon")
    await edit(served, ts, "@coach how do we start very soon?")
    (reply,) = await served.replies(ts)
    assert "Start small" in words(reply)
    await everything_again(served)
    assert len(ours(served)) == 1


async def test_an_answer_goes_with_its_question(stage: Stage) -> None:
    """With every message that it took, and with the gap; only what is the coach's own; also in the thread of others."""
    await stage.start_bot(COACH_STAFF="U0ALEX")
    await stage.connected()
    ts = await stage.say("@coach how do we start?")
    await stage.replies(ts)
    long = await stage.say("@coach long answer?", thread_ts=ts)
    await stage.say("Thanks, I will read that.", person="sam", thread_ts=ts)
    missed = await stage.say("@coach unknown insurance?")
    await stage.replies(missed)
    await replied(stage, "answer", 2)
    for gone in (long, missed):
        await stage.act("delete", person="maya", channel=HOME, ts=gone)
    await replied(stage, "taken_back", 2)
    await everything_again(stage)
    (kept,) = ours(stage)
    assert kept["thread_ts"] == ts
    assert "Nothing is missing" in (await listed(stage))["text"]
    place = stage.playground.slack.workspace.find_channel(HOME)
    assert "Thanks, I will read that." in [each.wire["text"] for each in place.messages.values()]
    assert all(call["ok"] for call in await stage.calls(""))
