"""The Home tab and the Messages tab, as a person sees them over days."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Callable
from typing import Any

from bot.playground.elements import interactive
from tests.e2e.conftest import PATIENCE_S, Stage
from tests.e2e.team import CITY, NEXT, NORTHLIGHT, PAUSE, SETTLED, Team

Wire = dict[str, Any]
STAFF = "For those who keep the coach current"


class Home:
    """One person at their Home tab."""

    def __init__(self, stage: Stage, person: str = "maya") -> None:
        self.stage, self.person = stage, person

    async def open(self) -> Wire:
        """What stands there after it was opened, once it was made anew."""
        before = (self.view() or {}).get("hash")
        await self.stage.act("open_home", person=self.person, tab="home")
        return await self.until(lambda view: view["hash"] != before)

    def view(self) -> Wire | None:
        """What stands there."""
        slack = self.stage.playground.slack
        return slack.views.home(slack.workspace.find_person(self.person).id)

    async def until(self, is_right: Callable[[Wire], Any]) -> Wire:
        """What stands there, once it is right."""
        async with asyncio.timeout(PATIENCE_S):
            while not ((view := self.view()) and is_right(view)):
                await asyncio.sleep(0.02)
        return view

    async def says(self, pattern: str) -> Wire:
        """What stands there, once its words match."""
        return await self.until(lambda view: re.search(pattern, str(view["blocks"])))

    async def says_no_more(self, pattern: str) -> Wire:
        """What stands there, once its words no longer match."""
        return await self.until(lambda view: not re.search(pattern, str(view["blocks"])))

    async def press(self, action_id: str, value: str = "", **values: str) -> None:
        """A button, a menu, or Enter in the box."""
        view = self.view()
        assert view
        body = {"view_id": view["id"], "action_id": action_id, "value": value, "values": values}
        await self.stage.act("click", person=self.person, **body)

    def direct(self) -> list[Wire]:
        """Everything in the direct conversation."""
        slack = self.stage.playground.slack
        channel = slack.workspace.direct_channel(slack.workspace.find_person(self.person).id)
        return [message.wire for message in channel.messages.values()]

    async def told(self, count: int) -> list[Wire]:
        """The direct conversation, once there are so many messages."""
        async with asyncio.timeout(PATIENCE_S):
            while len(found := self.direct()) < count:
                await asyncio.sleep(0.02)
        return found


def buttons(view: Wire, name: str) -> list[Wire]:
    """Those whose id begins so."""
    return [element for _, element in interactive(view["blocks"]) if element["action_id"].startswith(name)]


async def test_a_question_from_home_is_answered_in_messages_once(served: Stage) -> None:
    """The question stands above its answer; the same press sent again is the same question; the box is empty after."""
    home = Home(served)
    box = (await home.open())["blocks"][1]["block_id"]
    await home.press("home.question", "Who pays for what?")
    asked, answer = await home.told(2)
    assert "Who pays for what?" in asked["text"]
    assert answer["thread_ts"] == asked["ts"]
    assert "Start small" in answer["text"]
    view = await home.says("The answer comes in the Messages tab")
    assert view["blocks"][2]["block_id"] != box
    await served.act("redeliver", event_id="all", times=2)
    await home.press("home.ask", "ask")
    await home.says("Write a question first")
    await home.press("home.ask", "ask", **{"home.question": "And who keeps the minutes?"})
    assert len(await home.told(4)) == 4
    assert "Who pays for what?" in str((await home.open())["blocks"])
    await served.settled()
    assert len(home.direct()) == 4


async def test_beyond_the_limit_a_question_of_the_home_tab_leaves_no_trace_but_one_notice(stage: Stage) -> None:
    """It is not said again in the conversation as if an answer were to follow."""
    await stage.start_bot(COACH_LIMIT_PERSON_HOUR="1")
    await stage.connected()
    home = Home(stage, "maya")
    await stage.act("open_home", person="maya")
    await home.says("home.ask")
    for number in range(1, 4):
        await home.press("home.ask", "ask", **{"home.question": f"Who pays for part {number}?"})
        await stage.logged("replied", number)
    *_, notice = await home.told(3)
    assert "within an hour" in notice["text"]
    assert len(home.direct()) == 3


async def test_walkthroughs_and_actions_are_there_and_their_buttons_work(team: Team) -> None:
    """What the team does shows without opening the tab again; what is pressed there happens for the team."""
    maya, sam = Home(team.stage), Home(team.stage, "sam")
    assert "You are in no walkthrough" in str((await maya.open())["blocks"])
    await sam.open()
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    view = await maya.says("Small scorecard")
    (link,) = buttons(view, "home.open")
    assert team.root.replace(".", "") in link["url"]
    await team.click("maya", "walk.take_action")
    await team.submit("maya", main="Ask the board", person="U0MAYA", due="2026-01-05")
    assert "Small scorecard" not in str((sam.view() or {})["blocks"])
    await team.click("maya", PAUSE, team.root)
    (resume,) = buttons(await maya.says("Paused at"), "home.resume")
    await maya.press("home.resume", resume["value"])
    await maya.says("Now at")
    await team.wait(team.current)


async def test_done_on_home_is_done_for_the_team(team: Team) -> None:
    """The owner presses it; it goes from the list and the team's thread says so."""
    maya = Home(team.stage)
    await maya.open()
    await team.gather(maya=CITY)
    await team.click("maya", "walk.take_action")
    assert not await team.submit("maya", main="Ask the board", person="U0MAYA", due="2030-01-07")
    (done,) = buttons(await maya.says("Ask the board"), "home.done")
    await maya.press("home.done", done["value"])
    await maya.says("Well done")
    await maya.says_no_more("Ask the board")


async def test_settings_are_kept_and_shown(served: Stage) -> None:
    """A choice holds at once, and after a restart."""
    home = Home(served)
    await home.open()
    await home.press("home.dates", "iso")
    await home.press("home.private", "yes")
    await home.says("Saved")
    await served.end_bot()
    await served.start_bot()
    await served.connected()
    view = await home.open()
    menus = [each for each in buttons(view, "home.") if "options" in each]
    chosen = {each["action_id"]: each["initial_option"]["value"] for each in menus}
    assert chosen == {"home.private": "yes", "home.dates": "iso"}


async def test_shelves_open_in_messages(served: Stage) -> None:
    """A list with buttons that work there as they do for the command."""
    home = Home(served)
    await home.open()
    await home.press("home.shelf.cases")
    (shelf,) = await home.told(1)
    assert "Cases" in shelf["text"]
    await home.says("I put the list into the Messages tab")


async def test_only_staff_see_how_the_knowledge_is(stage: Stage) -> None:
    """Asked anew each time; a guest, and a name in the settings that is no member, see what everybody sees."""
    await stage.start_bot(COACH_STAFF="U0ALEX")
    await stage.connected()
    alex, maya = Home(stage, "alex"), Home(stage)
    await stage.replies(await stage.say("@coach unknown insurance of volunteers?"))
    shown = str((await alex.open())["blocks"])
    assert STAFF in shown
    assert "1 question without a good answer" in shown
    assert "there is no index yet" in shown
    assert STAFF not in str((await maya.open())["blocks"])
    await maya.press("home.dates", "iso")
    assert STAFF not in str((await maya.says("Saved"))["blocks"])


async def test_staff_see_which_permission_is_missing(stage: Stage) -> None:
    """An app that was installed before the coach asked for it goes on without."""
    setup = stage.playground.slack.setup
    grant = dataclasses.replace(setup.grant, scopes=setup.grant.scopes - {"files:read", "usergroups:read"})
    stage.playground.slack.setup = dataclasses.replace(setup, grant=grant)
    await stage.start_bot(COACH_STAFF="U0ALEX")
    await stage.connected()
    shown = str((await Home(stage, "alex").open())["blocks"])
    assert "*Not allowed yet:* `files:read`, `usergroups:read`." in shown
    assert '"event": "scopes_missing"' in stage.log()


async def test_something_newer_in_the_tab_is_not_a_trouble(served: Stage) -> None:
    """When Slack says that the view changed, everything is read again and shown."""
    home = Home(served)
    await home.open()
    slack = served.playground.slack
    view = home.view()
    assert view
    view["hash"] = "changed-by-somebody"
    await home.press("home.dates", "dmy")
    await home.says("Saved")
    calls = await served.calls("views.publish")
    assert [call["response"].get("error") for call in calls].count("hash_conflict") == 1
    assert slack.views.home("U0MAYA")


async def test_a_slack_without_these_methods_is_asked_once(stage: Stage) -> None:
    """Status, session and prompts are courtesies: where they are unknown people are answered all the same."""
    methods = ("assistant.threads.setStatus", "agents.sessions.setStatus", "assistant.threads.setSuggestedPrompts")
    for method in methods:
        await stage.act("fault", method=method, kind="error", error="unknown_method", times=99)
    await stage.start_bot()
    await stage.connected()
    for text in ("how do we start?", "who pays?"):
        await stage.act("open_home", person="maya", tab="messages")
        ts = await stage.say(text, channel="dm")
        await stage.replies(ts, channel="dm")
        await stage.settled()
    await stage.act("open_home", person="maya", tab="messages")
    await stage.settled()
    await stage.replies(await stage.say("and then?", channel="dm"), channel="dm")
    assert [len(await stage.calls(method)) for method in methods] == [1, 1, 1]


async def test_first_questions_fit_the_person(team: Team) -> None:
    """New: what can you do. In a walkthrough: continue it, and that leads there. Else useful questions."""
    stage = team.stage

    async def prompts(count: int) -> list[str]:
        await stage.act("open_home", person="maya", tab="messages")
        calls = await stage.calls("assistant.threads.setSuggestedPrompts", count)
        assert calls[-1]["ok"]
        assert "thread_ts" not in calls[-1]["arguments"]
        return [each["message"] for each in calls[-1]["arguments"]["prompts"]]

    assert (await prompts(1))[0] == "What can you do?"
    await stage.replies(await stage.say("how do we share data?", channel="dm"), channel="dm")
    assert "What can you do?" not in await prompts(2)
    await team.gather(maya=CITY)
    first = (await prompts(3))[0]
    assert first == "Continue my walkthrough"
    ts = await stage.say(first, channel="dm")
    (reply,) = await stage.replies(ts, channel="dm")
    assert "Small scorecard" in str(reply["blocks"])
    assert team.root.replace(".", "") in str(reply["blocks"])


async def test_stop_is_honoured(stage: Stage) -> None:
    """What was not sent when somebody pressed the button is not sent; the thread can be used again."""
    await stage.act("fault", method="chat.startStream", kind="rate_limited", retry_after=3)
    await stage.start_bot()
    await stage.connected()
    ts = await stage.say("long answer please?", channel="dm")
    await stage.calls("chat.startStream", 1)
    sessions = stage.playground.slack.workspace.sessions
    async with asyncio.timeout(PATIENCE_S):
        while "processing" not in sessions.values():
            await asyncio.sleep(0.02)
    await stage.act("stop", person="maya", channel="dm", thread_ts=ts)
    await stage.logged("replied")
    assert '"outcome": "stopped"' in stage.log()
    (begun,) = await stage.replies(ts, channel="dm")
    assert begun["streaming_state"] == "completed"
    assert not await stage.calls("chat.appendStream")
    async with asyncio.timeout(PATIENCE_S):
        while set(sessions.values()) != {"active"}:
            await asyncio.sleep(0.02)
    await stage.say("how do we start?", channel="dm", thread_ts=ts)
    await stage.logged("replied", 2)
    assert "Start small" in (await stage.replies(ts, count_min=2, channel="dm"))[-1]["text"]


async def test_the_status_says_in_turn_what_is_going_on(served: Stage) -> None:
    """A few lines, as many as Slack takes."""
    await served.replies(await served.say("how do we start?", channel="dm"), channel="dm")
    (call,) = await served.calls("assistant.threads.setStatus")
    assert call["ok"]
    assert 2 <= len(call["arguments"]["loading_messages"]) <= 10


async def test_my_data_goes_when_i_say_so(team: Team) -> None:
    """Questions and notes go, from the database too; what the team decided stays, and its card names me no more."""
    maya = Home(team.stage)
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.click("maya", SETTLED)
    await team.stage.say("Maya wrote this note about it.", thread_ts=team.root)
    await maya.open()
    await maya.press("home.question", "Who pays for what?")
    await maya.says("Who pays for what")
    await team.wait(lambda: "Maya Torres" in str(team.place.messages[team.root].wire))
    await maya.press("home.forget")
    view = await maya.says("It is gone")
    assert "Who pays for what" not in str(view["blocks"])
    await team.wait(lambda: "Maya Torres" not in str(team.place.messages[team.root].wire))
    kept = b"".join(path.read_bytes() for path in team.stage.home.glob("coach.sqlite3*"))
    assert b"Maya wrote this note" not in kept
    await team.click("daniel", NEXT)
