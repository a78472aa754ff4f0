"""What holds in a channel: its settings and who may change them, the greeting, limits, and loops."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.store.audit import Audit
from bot.store.engines import open_engine
from tests.e2e.conftest import PATIENCE_S, Stage
from tests.e2e.test_private import SHARE, whispered, whispers

Wire = dict[str, Any]
# Sam made the channels of the playground.
CREATOR = "sam"


async def open_settings(stage: Stage, person: str, channel: str = "warm-homes") -> Wire:
    """The modal that the person sees."""
    await stage.act("command", person=person, channel=channel, text="/coach settings")
    view = (await stage.look("views", person=person, wait_s=PATIENCE_S))["view"]
    assert view
    return dict(view)


async def settle(stage: Stage, person: str = CREATOR, **choices: Any) -> dict[str, str]:
    """What the modal had to say; nothing when it went."""
    view = await open_settings(stage, person)
    return dict((await stage.act("submit", view_id=view["id"], values=choices))["errors"])


async def silent(stage: Stage, count: int) -> None:
    """So many questions were read, and nobody was told anything."""
    async with asyncio.timeout(PATIENCE_S):
        while stage.log().count('"outcome": "silent"') < count:
            await asyncio.sleep(0.02)


async def test_the_one_who_made_a_channel_has_every_question_answered_there(served: Stage) -> None:
    """Only what the coach is sure of, from what was chosen; the rest of the talk is left alone, without a notice."""
    before = await served.say("How do we start?")
    assert await settle(served, answers="every", collections=["cases", "library"]) == {}
    sure = await served.say("Who pays for what?", person="maya")
    for unsure in ("unknown who pays?", "taxes, how are they paid?"):
        await served.say(unsure, person="maya")
    await served.say("We meet on Monday.", person="maya")
    (reply,) = await served.replies(sure)
    assert "Searched: cases, library." in reply["text"]
    await silent(served, 2)
    assert await served.replies(before, count_min=0) == []
    assert len(await served.calls("chat.postMessage")) == 1


async def test_only_those_who_may_can_change_settings(served: Stage) -> None:
    """Everybody else reads them; who sends the modal all the same is refused and noted."""
    shown = await open_settings(served, "maya")
    assert "submit" not in shown or not shown["submit"]
    assert "I answer when somebody mentions me" in str(shown["blocks"])
    view = await open_settings(served, CREATOR)
    served.playground.slack.views.owners[view["id"]] = "U0DANIEL"
    assert (await served.act("submit", view_id=view["id"], values={"answers": "every"}))["errors"] == {}
    asked = await served.say("Who pays for what?")
    mention = await served.say("@coach who pays?")
    await served.replies(mention)
    assert await served.replies(asked, count_min=0) == []
    engine = open_engine(f"sqlite:///{served.home / 'coach.sqlite3'}")
    entries = await asyncio.to_thread(Audit(engine).listed, 10)
    engine.dispose()
    assert [(each.person, each.deed, each.about) for each in entries] == [
        ("U0DANIEL", "refused", "settings C0WARMHOMES")
    ]


async def test_a_modal_that_says_too_little_is_sent_back_with_everything_in_it(stage: Stage) -> None:
    """Staff may change any channel; nothing is kept before all of it can be."""
    await stage.start_bot(COACH_STAFF="U0ALEX")
    await stage.connected()
    view = await open_settings(stage, "alex")
    errors = (await stage.act("submit", view_id=view["id"], values={"from": "22:00", "people": ["U0SAM"]}))["errors"]
    assert errors == {"to": "Please give both times, or neither."}
    answers = {"from": "22:00", "to": "07:00", "people": ["U0SAM"], "groups": ["S0STAFF"]}
    assert (await stage.act("submit", view_id=view["id"], values=answers))["errors"] == {}
    await stage.act("command", person="maya", channel="warm-homes", text="/coach settings")
    shown = str(await open_settings(stage, "maya"))
    assert "No reminders from 22:00 to 07:00" in shown
    assert "2 people or groups help" in shown
    await stage.act("fault", method="conversations.info", kind="error", error="missing_scope", times=1)
    await stage.act("command", person="maya", channel="warm-homes", text="/coach settings")
    await whispered(stage, "maya", "I lack a permission")


async def test_private_by_default_a_mention_is_answered_to_its_asker(served: Stage) -> None:
    """Nobody else hears of it until it is shared, in the thread of the question."""
    assert await settle(served, privacy="private") == {}
    ts = await served.say("@coach who pays?", person="maya")
    answer = await whispered(served, "maya", "Start small")
    assert await served.replies(ts, count_min=0) == []
    await served.act("click", person="maya", channel="warm-homes", ts=answer["ts"], action_id=SHARE)
    (shared,) = await served.replies(ts)
    assert shared["thread_ts"] == ts


async def test_the_coach_greets_a_channel_once_for_ever(stage: Stage) -> None:
    """Not again when the event comes twice, when it is invited again, or after a restart."""
    await stage.start_bot()
    await stage.connected()
    hall = stage.playground.slack.workspace.find_channel("city-hall")
    await stage.act("join", person="coach", channel="city-hall")
    await stage.act("redeliver", event_id="all", times=2)
    await stage.logged("replied")
    await stage.end_bot()
    await stage.start_bot()
    await stage.connected()
    await stage.act("leave", person="coach", channel="city-hall")
    await stage.act("join", person="coach", channel="city-hall")
    await stage.act("join", person="maya", channel="city-hall")
    await stage.settled()
    mention = await stage.say("@coach who pays?", channel="city-hall")
    await stage.replies(mention, channel="city-hall")
    top = [each.wire for each in hall.messages.values() if "thread_ts" not in each.wire]
    (greeting,) = [wire for wire in top if wire.get("bot_id")]
    assert "I coach people" in greeting["text"]
    await stage.act("click", person="sam", channel="city-hall", ts=greeting["ts"], action_id="channel.help")
    await whispered(stage, "sam", "/coach scorecard", "city-hall")


async def test_a_program_that_answers_back_is_left_alone_after_a_few_times(served: Stage) -> None:
    """It writes as a person, so that only its haste gives it away; one notice, then silence, also after a restart."""
    root = await served.say("@coach who pays?", person="daniel")
    for number in range(1, 12):
        await served.say(f"@coach and why number {number}?", person="daniel", thread_ts=root)
    await served.logged("replied", 12)
    replies = await served.replies(root, count_min=20)
    assert ["Start small" in each["text"] for each in replies] == [*[True] * 8, False]
    assert "talking with a program" in replies[-1]["text"]
    await served.end_bot()
    await served.start_bot()
    await served.connected()
    await served.say("@coach and why now?", person="daniel", thread_ts=root)
    await served.say("@coach may I ask?", person="maya", thread_ts=root)
    assert len(await served.replies(root, count_min=23)) == 10


async def test_so_many_questions_and_no_more(stage: Stage) -> None:
    """Each asker hears of it once and alone; others are answered on, and a restart forgets nothing."""
    limits = {"COACH_LIMIT_PERSON_HOUR": "2", "COACH_LIMIT_CHANNEL_HOUR": "4"}
    await stage.start_bot(**limits)
    await stage.connected()
    await stage.replies(await stage.say("@coach who pays?", person="maya"))
    await stage.act("command", person="maya", channel="warm-homes", text="/coach ask who pays?")
    await whispered(stage, "maya", "Start small")
    await stage.end_bot()
    await stage.start_bot(**limits)
    await stage.connected()
    for _ in range(3):
        await stage.say("@coach who pays?", person="maya")
    await whispered(stage, "maya", "2 of your questions within an hour")
    await stage.logged("limit_reached", 3)
    assert sum("within an hour" in str(each) for each in whispers(stage, "maya")) == 1
    await stage.replies(await stage.say("@coach who pays?", person="sam"))
    await stage.replies(await stage.say("@coach who pays?", person="sam"))
    for person in ("daniel", "priya", "daniel"):
        await stage.say("@coach who pays?", person=person)
    await whispered(stage, "daniel", "4 questions in this channel")
    await whispered(stage, "priya", "4 questions in this channel")
    await stage.logged("limit_reached", 6)
    assert sum("4 questions in this channel" in str(each) for each in whispers(stage, "daniel")) == 1


async def test_an_edit_counts_as_a_question(stage: Stage) -> None:
    """Beyond the limit the answer stays, and the notice is given once, however much is edited."""
    await stage.start_bot(COACH_LIMIT_PERSON_HOUR="2")
    await stage.connected()
    ts = await stage.say("@coach unknown to you?")
    (first,) = await stage.replies(ts)
    edits = [f"@coach what is this, version {number}?" for number in range(3)]
    for number, text in enumerate(edits, 2):
        await stage.act("edit", person="maya", channel="warm-homes", ts=ts, text=text)
        await stage.logged("replied", number)
    await stage.act("redeliver", event_id="all", times=2)
    await stage.settled()
    (answer,) = await stage.replies(ts)
    assert answer["ts"] == first["ts"]
    assert "Start small" in answer["text"]
    assert len(await stage.calls("chat.update")) == 1
    assert sum("2 of your questions within an hour" in str(each) for each in whispers(stage, "maya")) == 1
