"""Where the coach cannot help a person is asked, once, and what they reply can become something that it knows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.playground.elements import interactive
from bot.playground.roster import STAFF_GROUP
from bot.playground.workspace import Channel
from tests.bot.conftest import CommandLine, coach, published
from tests.e2e.conftest import Stage
from tests.e2e.team import words
from tests.e2e.test_adding import HOME, HOME_ID, PLAN, Adders, adders
from tests.e2e.test_gaps import thumb, told, view_of

__all__ = ["CommandLine", "adders", "coach", "published"]

ASK, RESOLVE, LEARN = "help.ask", "help.resolve", "help.learn"
PING = f"<!subteam^{STAFF_GROUP}>"
Wire = dict[str, Any]


async def press(stage: Stage, person: str, action_id: str, ts: str, channel: str = HOME) -> None:
    await stage.act("click", person=person, channel=channel, ts=ts, action_id=action_id)


def offers(message: Wire) -> bool:
    return ASK in [element["action_id"] for _, element in interactive(message["blocks"])]


def shown(stage: Stage, ts: str) -> str:
    """What the message says now."""
    place: Channel = stage.playground.slack.workspace.find_channel(HOME)
    return words(place.messages[ts].wire)


async def called(stage: Stage, ts: str) -> list[Wire]:
    """The calls for help in the thread, once there is one."""
    async with asyncio.timeout(30):
        while not (found := [each for each in await stage.replies(ts) if "like a person's answer" in words(each)]):
            await asyncio.sleep(0.02)
    return found


@pytest.fixture
async def staffed(stage: Stage) -> Stage:
    """A bot whose staff are a group."""
    await stage.start_bot(COACH_STAFF_GROUP=STAFF_GROUP)
    await stage.connected()
    return stage


async def test_a_person_is_asked_once_for_a_question(staffed: Stage) -> None:
    """Two press at once, one later, and everything comes again: one call, in the thread, that names whom it calls."""
    ts = await staffed.say("@coach unknown <insurance> of volunteers?")
    (reply,) = await staffed.replies(ts)
    await asyncio.gather(*(press(staffed, person, ASK, reply["ts"]) for person in ("maya", "sam")))
    (call,) = await called(staffed, ts)
    assert PING in words(call)
    assert "insurance" in words(call)
    assert f"p{ts.replace('.', '')}" in words(call)
    heard = [(await told(staffed, person, 1))[-1]["text"] for person in ("maya", "sam")]
    assert sorted("already" in each for each in heard) in ([False, True], [False, False])
    await press(staffed, "sam", ASK, reply["ts"])
    assert "already" in (await told(staffed, "sam", 2))[-1]["text"]
    await staffed.act("redeliver", event_id="all", times=2)
    await staffed.settled()
    assert len(await called(staffed, ts)) == 1


async def test_a_call_that_slack_puts_off_comes_by_itself(staffed: Stage) -> None:
    """Who presses hears that it is tried again, also after a restart; it stands there once, whoever else presses."""
    ts = await staffed.say("@coach unknown insurance of volunteers?")
    (reply,) = await staffed.replies(ts)
    trouble = {"method": "chat.postMessage", "kind": "error", "error": "team_added_to_org", "times": 5}
    await staffed.act("fault", **trouble)
    await press(staffed, "maya", ASK, reply["ts"])
    assert "I keep trying" in (await told(staffed, "maya", 1))[-1]["text"]
    await staffed.end_bot()
    await staffed.start_bot(COACH_STAFF_GROUP=STAFF_GROUP)
    await staffed.connected()
    await called(staffed, ts)
    await press(staffed, "sam", ASK, reply["ts"])
    await told(staffed, "sam", 1)
    await staffed.act("redeliver", event_id="all", times=2)
    await staffed.settled()
    assert len(await called(staffed, ts)) == 1


async def test_who_pressed_hears_when_there_is_nothing_left_to_try(staffed: Stage) -> None:
    """The call was put off, and then the channel was closed."""
    ts = await staffed.say("@coach unknown insurance of volunteers?")
    (reply,) = await staffed.replies(ts)
    for code, times in (("team_added_to_org", 3), ("is_archived", 1)):
        await staffed.act("fault", method="chat.postMessage", kind="error", error=code, times=times)
    await press(staffed, "maya", ASK, reply["ts"])
    first, last = await told(staffed, "maya", 2)
    assert "I keep trying" in first["text"]
    assert "does not let me post there any more" in last["text"]


async def test_a_thumb_down_offers_a_person_and_one_of_two_resolves(staffed: Stage) -> None:
    """The form that asks why has the button, and says how it went; whoever is first marks it as settled."""
    ts = await staffed.say("@coach who keeps the minutes?")
    (reply,) = await staffed.replies(ts)
    assert not offers(reply)
    await thumb(staffed, reply, "negative")
    view = await view_of(staffed, "maya")
    assert view
    await staffed.act("click", person="maya", view_id=view["id"], action_id=ASK)
    (call,) = await called(staffed, ts)
    await staffed.calls("views.update", 1)
    view = await view_of(staffed, "maya")
    assert "I have asked" in str(view)
    assert not (await staffed.act("submit", view_id=view["id"], values={"reason": "wrong"})).get("errors")  # type: ignore[index] # it is open
    await asyncio.gather(*(press(staffed, person, RESOLVE, call["ts"]) for person in ("maya", "sam")))
    async with asyncio.timeout(30):
        while "Resolved" not in shown(staffed, call["ts"]):
            await asyncio.sleep(0.02)
    await staffed.settled()
    winner, loser = ("maya", "sam") if "<@U0MAYA> marked" in shown(staffed, call["ts"]) else ("sam", "maya")
    assert f"<@U0{winner.upper()}> marked" in shown(staffed, call["ts"])
    assert f"<@U0{winner.upper()}> was faster" in (await told(staffed, loser, 1))[-1]["text"]


async def test_nobody_is_offered_where_nobody_can_be_asked(served: Stage) -> None:
    """No experts, no staff: no button, neither below the answer nor in the form."""
    ts = await served.say("@coach unknown insurance of volunteers?")
    (reply,) = await served.replies(ts)
    assert not offers(reply)
    await thumb(served, reply, "negative")
    view = await view_of(served, "maya")
    assert view
    assert not offers(view)


async def test_staff_add_what_an_expert_replied(adders: Adders) -> None:
    """With one button on the settled call; for this channel alone; others are told kindly that they may not."""
    stage, canary = adders.stage, "Volunteers are insured by the city, through its form V7."
    await adders.office.start()
    ts = await stage.say("@coach unknown insurance of volunteers?")
    (reply,) = await stage.replies(ts)
    await press(stage, "maya", ASK, reply["ts"])
    (call,) = await called(stage, ts)
    await stage.say("I will look.", person="alex", thread_ts=ts)
    await stage.say(canary, person="alex", thread_ts=ts)
    await stage.say(
        "Thank you so much, that is all we wanted to know, and much more than I ever hoped for!", thread_ts=ts
    )
    await press(stage, "maya", RESOLVE, call["ts"])
    async with asyncio.timeout(30):
        while LEARN not in shown(stage, call["ts"]):
            await asyncio.sleep(0.02)
    await press(stage, "maya", LEARN, call["ts"])
    assert "Only those who keep" in (await told(stage, "maya", 2))[-1]["text"]
    assert not list(adders.added.glob("*"))
    await press(stage, "alex", LEARN, call["ts"])
    (entry,) = await adders.listed()
    assert (entry["audience"], entry["title"]) == (f"channel:{HOME_ID}", "unknown insurance of volunteers?")
    (kept,) = adders.added.glob("*/*.txt")
    assert kept.read_text() == f"{canary}\n"
    await adders.office.card(PLAN)
    assert canary not in stage.log()
