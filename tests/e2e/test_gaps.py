"""People say what helped, and staff see what is missing."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import select

from bot.playground.elements import interactive
from bot.playground.interactions import message_action
from bot.playground.roster import TEAM_ID
from bot.playground.workspace import Channel
from bot.store.engines import open_engine
from bot.store.feedback import Feedback
from bot.store.tables import feedback
from tests.e2e.conftest import PATIENCE_S, Stage

VOTE, SOURCE_ADDED = "feedback.vote", "gaps.source_added"
Wire = dict[str, Any]


async def serve(stage: Stage, **variables: str) -> None:
    await stage.start_bot(COACH_STAFF="U0ALEX", **variables)
    await stage.connected()


def votes(message: Wire) -> list[int]:
    """The places of the thumbs among the blocks of a message."""
    return [number for number, block in enumerate(message["blocks"]) if block["type"] == "context_actions"]


async def thumb(stage: Stage, reply: Wire, side: str, person: str = "maya", channel: str = "warm-homes") -> None:
    body = {"person": person, "channel": channel, "ts": reply["ts"], "action_id": VOTE, "value": side}
    await stage.act("click", **body)
    await stage.settled()


async def told(stage: Stage, person: str, count: int = 1, channel: str = "warm-homes") -> list[Wire]:
    """What the coach says to this person alone, once it has said so much."""
    place: Channel = stage.playground.slack.workspace.find_channel(channel)
    user = stage.playground.slack.workspace.find_person(person).id
    async with asyncio.timeout(PATIENCE_S):
        while len(found := [each.wire for each in place.messages.values() if each.only_for == user]) < count:
            await asyncio.sleep(0.02)
    return found


async def listed(stage: Stage, person: str = "alex") -> Wire:
    """What `/coach gaps` says."""
    before = len(await told(stage, person, 0))
    await stage.act("command", person=person, channel="warm-homes", text="/coach gaps")
    return (await told(stage, person, before + 1))[-1]


async def view_of(stage: Stage, person: str, wait_s: int = PATIENCE_S) -> Wire | None:
    found: Wire | None = (await stage.look("views", person=person, wait_s=wait_s))["view"]
    return found


def words(message: Wire) -> str:
    return f"{message['text']} {message['blocks']}"


async def test_every_answer_has_thumbs_below_it(stage: Stage) -> None:
    """In channels and direct conversations, found or not; at the end, where the mark of a message is not."""
    await serve(stage)
    for text, channel in (
        ("@coach how do we start?", "warm-homes"),
        ("@coach unknown to you?", "warm-homes"),
        ("@coach taxes and how to pay none?", "warm-homes"),
        ("how do we share data?", "dm"),
    ):
        ts = await stage.say(text, channel=channel)
        (reply,) = await stage.replies(ts, channel=channel)
        assert votes(reply) == [len(reply["blocks"]) - 1]
        assert reply["blocks"][0]["block_id"].startswith("reply-")


async def test_a_private_answer_has_thumbs_too(stage: Stage) -> None:
    """What the one who asked presses last counts, though the question has no message."""
    await serve(stage)
    await stage.act("command", person="maya", channel="warm-homes", text="/coach ask how do we start?")
    (answer,) = await told(stage, "maya")
    assert votes(answer) == [len(answer["blocks"]) - 1]
    for side in ("positive", "negative"):
        await thumb(stage, answer, side)
    engine = open_engine(f"sqlite:///{stage.home / 'coach.sqlite3'}")
    assert Feedback(engine, keeps_words=True).counts("T0PLAYGRND") == (0, 1)
    engine.dispose()


async def test_a_long_answer_has_thumbs_below_its_end(stage: Stage) -> None:
    """Once, however many messages it takes; each of them is one that Slack takes."""
    await serve(stage)
    ts = await stage.say("@coach long answer?")
    await stage.logged("replied")
    replies = await stage.replies(ts, count_min=3)
    assert [len(votes(reply)) for reply in replies] == [0] * (len(replies) - 1) + [1]
    assert all(len(reply["blocks"]) <= 50 for reply in replies)
    assert all(call["ok"] for call in await stage.calls(""))


async def test_what_is_no_answer_has_no_thumbs(stage: Stage) -> None:
    """An apology, an offer to start, a greeting."""
    await serve(stage)
    for text in ("@coach broken again?", "@coach ?!", "@coach start the scorecard"):
        ts = await stage.say(text)
        (reply,) = await stage.replies(ts)
        assert votes(reply) == []


async def test_thumbs_up_is_quiet_and_thumbs_down_asks_why(stage: Stage) -> None:
    """Nobody else hears of either; the reason is sent, or skipped, in a small form."""
    await serve(stage)
    ts = await stage.say("@coach how do we insure volunteers?")
    (reply,) = await stage.replies(ts)
    await thumb(stage, reply, "positive")
    assert await view_of(stage, "maya", 0) is None
    await thumb(stage, reply, "negative")
    view = await view_of(stage, "maya")
    assert view
    assert view["callback_id"] == "feedback.why"
    sent = await stage.act("submit", view_id=view["id"], values={"reason": "outdated", "words": "canary-law of 1998"})
    assert not sent.get("errors")
    assert len(await stage.replies(ts)) == 1
    assert await told(stage, "maya", 0) == []
    assert "canary" not in stage.log()


async def test_people_of_another_organization_say_why_too(stage: Stage) -> None:
    """Slack names their workspace with what they send, and ours only within the form."""
    await serve(stage)
    (reply,) = await stage.replies(await stage.say("@coach how do we insure volunteers?"))
    await thumb(stage, reply, "negative", "daniel")
    view = await view_of(stage, "daniel")
    assert view
    sent = await stage.act("submit", view_id=view["id"], values={"reason": "outdated", "words": ""})
    assert not sent.get("errors")
    engine = open_engine(f"sqlite:///{stage.home / 'coach.sqlite3'}")
    with engine.connect() as connection:
        kept = connection.execute(select(feedback.c.team, feedback.c.person, feedback.c.reason)).all()
    engine.dispose()
    assert [tuple(row) for row in kept] == [(TEAM_ID, "U0DANIEL", "outdated")]


async def test_a_form_with_nothing_in_it_is_as_good_as_closed(stage: Stage) -> None:
    """All of it is optional."""
    await serve(stage)
    ts = await stage.say("@coach how do we insure volunteers?")
    (reply,) = await stage.replies(ts)
    await thumb(stage, reply, "negative")
    view = await view_of(stage, "maya")
    assert view
    sent = await stage.act("submit", view_id=view["id"], values={})
    assert not sent.get("errors")


async def test_a_thumb_on_an_answer_that_is_gone_does_no_harm(stage: Stage) -> None:
    """A deleted answer, and a button from another release: acknowledged, and nothing happens."""
    await serve(stage)
    ts = await stage.say("@coach how do we insure volunteers?")
    (reply,) = await stage.replies(ts)
    place = stage.playground.slack.workspace.find_channel("warm-homes")
    (_, element), *_ = [pair for pair in interactive(reply["blocks"]) if pair[1]["type"] == "feedback_buttons"]
    shown = place.messages[reply["ts"]].wire["blocks"]
    forged = next(each for _, each in interactive(shown) if each["type"] == "feedback_buttons")
    forged["negative_button"] = element["negative_button"] | {"value": "down|last year"}
    await thumb(stage, reply, "down|last year")
    assert await view_of(stage, "maya", 0) is None
    forged["negative_button"] = element["negative_button"] | {"value": "down|1700000000.000000"}
    await thumb(stage, reply, "negative")
    assert await view_of(stage, "maya")
    assert "Nothing is missing" in words(await listed(stage))
    # A thumb that is pressed while the answer is being deleted, and a button that no release knows any more.
    person, channel = stage.playground.slack.workspace.find_person("maya"), place
    message, action = place.messages[reply["ts"]], element | {"value": f"up|{ts}", "action_ts": "1700000001.000000"}
    del place.messages[reply["ts"]]
    for action_id in (VOTE, "answers.of_last_year"):
        pressed = message_action(person, channel, message, action | {"action_id": action_id}, "1.2.3", "")
        await stage.playground.slack.hub.ask("interactive", pressed)
    (note,) = await told(stage, "maya")
    assert "older" in words(note)
    assert "vote_broke" not in stage.log()


async def test_staff_see_what_is_missing_and_others_do_not(stage: Stage) -> None:
    """Found nothing, declined, not helpful: alike questions once, with counts; a thumb up takes its gap away."""
    await serve(stage)
    for text in ("unknown insurance of volunteers?", "unknown insurance of our volunteers?", "taxes on gifts?"):
        await stage.replies(await stage.say(f"@coach {text}"))
    ts = await stage.say("@coach who keeps the minutes?")
    (reply,) = await stage.replies(ts)
    await thumb(stage, reply, "negative", person="sam")
    await thumb(stage, reply, "negative")
    found = await listed(stage)
    assert "4 questions" in found["text"]
    assert "2 found nothing" in words(found)
    assert "1 declined" in words(found)
    assert "1 not helpful" in words(found)
    assert len([1 for _, each in interactive(found["blocks"]) if each["action_id"] == SOURCE_ADDED]) == 3
    await thumb(stage, reply, "positive")
    assert "4 questions" in (await listed(stage))["text"]
    await thumb(stage, reply, "positive", person="sam")
    assert "3 questions" in (await listed(stage))["text"]
    refused = await listed(stage, "maya")
    assert "Only those who keep my knowledge current" in refused["text"]
    assert "insurance" not in words(refused)
    assert "insurance" not in stage.log()


async def test_source_added_asks_again_and_shows_the_answer(stage: Stage) -> None:
    """As long as there is none the gap stays; then it goes, with those that are alike. Only staff see any of it."""
    await serve(stage)
    for text in ("unknown insurance of volunteers?", "unknown insurance of our volunteers?"):
        await stage.replies(await stage.say(f"@coach {text}"))
    found = await listed(stage)
    (button,) = [each for _, each in interactive(found["blocks"]) if each["action_id"] == SOURCE_ADDED]
    click = {"channel": "warm-homes", "ts": found["ts"], "action_id": SOURCE_ADDED, "value": button["value"]}
    await stage.act("click", person="alex", **click)
    assert "still has no answer" in (await told(stage, "alex", 2))[-1]["text"]
    (stage.home / "sources-added").touch()
    await stage.act("click", person="alex", **click)
    said = (await told(stage, "alex", 3))[-1]["text"]
    assert "2 questions are off the list" in said
    assert "Start small" in said
    assert "Nothing is missing" in (await listed(stage))["text"]
    await stage.act("click", person="alex", **click)
    assert "no longer on the list" in (await told(stage, "alex", 5))[-1]["text"]


async def test_a_private_question_is_a_gap_too(stage: Stage) -> None:
    """`/coach ask` is answered to one person; what it did not find is missing all the same."""
    await serve(stage)
    await stage.act("command", person="maya", channel="city-hall", text="/coach ask unknown insurance?")
    await told(stage, "maya", 1, "city-hall")
    assert "1 question " in (await listed(stage))["text"]


async def test_without_words_gaps_are_only_counted(stage: Stage) -> None:
    """Where the settings want no words kept, staff see how many there are and why."""
    await serve(stage, COACH_KEEP_QUESTIONS="no")
    await stage.replies(await stage.say("@coach unknown insurance of volunteers?"))
    found = await listed(stage)
    assert "1 found nothing" in words(found)
    assert "insurance" not in words(found)


async def test_events_that_come_twice_count_once(stage: Stage) -> None:
    """Slack may send everything again; the form is not opened for a click that is known."""
    await serve(stage)
    ts = await stage.say("@coach unknown insurance?")
    (reply,) = await stage.replies(ts)
    await thumb(stage, reply, "negative")
    assert await view_of(stage, "maya")
    await stage.act("redeliver", event_id="all", times=2)
    await stage.settled()
    assert len(await stage.calls("views.open")) == 1
    assert "1 question " in (await listed(stage))["text"]
