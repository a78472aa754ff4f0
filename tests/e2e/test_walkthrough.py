"""A team goes through a scorecard together, from one of the ways to start to the report and beyond."""

from __future__ import annotations

import csv
from io import StringIO

from tests.e2e.team import CITY, CLOSE, NEXT, NORTHLIGHT, OPEN, PARTLY, RESUME, SETTLED, SUMMARY, TITLES, Team, words


async def test_a_walkthrough_from_the_command_to_the_report(team: Team) -> None:
    """Naming the partners is enough to start; the thread leads through every topic to summary and report."""
    await team.start()
    await team.says("nobody yet", team.root)
    await team.join(maya=CITY, daniel=NORTHLIGHT)
    await team.whispered("You now speak for City of Riverton", "maya")
    await team.says("Northlight Energy: Daniel Okafor", team.root)
    await team.press("maya", SETTLED, "Missions")
    await team.says(r"Where you stand:\* settled", (await team.at("Missions"))["ts"])
    note = await team.write("We met twice already.", "daniel")
    await team.says("Daniel Okafor: We met twice already", (await team.at("Missions"))["ts"])
    await team.wait(lambda: team.place.messages[note].wire.get("reactions"))
    await team.press("daniel", NEXT, "Missions")
    await team.press("maya", PARTLY, "Sharing costs")
    await team.press("daniel", OPEN, "Sharing costs")
    await team.says("You see it differently", (await team.at("Sharing costs"))["ts"])
    for title in TITLES[1:]:
        await team.press("daniel", NEXT, title)
    summary = words(await team.says(SUMMARY))
    assert "Partners and people: 1 settled" in summary
    assert "Sharing costs (open)" in summary
    assert "Leaving early, Winding up (no answer)" in summary
    assert "We met twice already." in await team.report()
    await team.says(r"\*Closed\.\*", team.root)
    rows = list(csv.reader(StringIO(team.files()["csv"].decode("utf-8-sig"))))
    assert any("We met twice already." in cell for row in rows for cell in row)
    assert team.files()["png"].startswith(b"\x89PNG")
    assert len(team.cards()) == 1


async def test_earlier_answers_can_be_changed_also_after_the_end(team: Team) -> None:
    """Reopened, an answer is changed where it was given; closing again gives another summary and report."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.press("maya", SETTLED, "Missions")
    await team.press("maya", NEXT, "Missions")
    earlier = await team.says(r"\*Missions\*: settled")
    await team.click("daniel", CLOSE, team.root)
    await team.report()
    await team.click("maya", RESUME, (await team.says("walk.resume", team.root))["ts"])
    await team.at("Sharing costs")
    await team.says("walk.change", earlier["ts"])
    await team.click("daniel", "walk.change", earlier["ts"])
    again = await team.at("Missions")
    await team.click("maya", OPEN, again["ts"])
    await team.says(r"Where you stand:\* open", again["ts"])
    assert "further down" in words(team.place.messages[earlier["ts"]].wire)
    await team.click("maya", CLOSE, team.root)
    await team.report(2)
    summaries = [each for each in team.thread() if SUMMARY in words(each)]
    assert ["Missions (open)" in words(each) for each in summaries] == [False, True]


async def test_a_mention_starts_one_by_a_button(team: Team) -> None:
    """Who asks for it in words gets a button that opens the form."""
    ts = await team.stage.say("@coach let's start the scorecard, please!")
    (offer,) = await team.stage.replies(ts)
    await team.click("sam", "walk.start", offer["ts"])
    await team.fill_in("sam")
    await team.says("Facilitator: Sam Lindqvist", team.root)


async def test_the_menu_of_an_answer_offers_to_start(team: Team) -> None:
    """Below an answer in a channel; not where no team is."""
    ts = await team.stage.say("@coach how do we start?")
    (answer,) = await team.stage.replies(ts)
    await team.click("maya", "follow.menu", answer["ts"], "Start the scorecard here")
    await team.fill_in()
    direct = await team.stage.say("how do we start?", channel="dm")
    (reply,) = await team.stage.replies(direct, channel="dm")
    assert "Start the scorecard" not in words(reply)


async def test_a_message_shortcut_starts_one(team: Team) -> None:
    """From the menu of any message of the channel."""
    ts = await team.stage.say("Shall we write this down?")
    await team.stage.act("shortcut", person="maya", channel=team.channel, ts=ts, callback_id="walk.start")
    await team.fill_in()


async def test_a_direct_conversation_is_no_place_for_a_team(team: Team) -> None:
    """The command says where to go."""
    await team.stage.act("command", person="maya", channel="dm", text="/coach scorecard")
    found = await team.stage.look("messages", channel="dm", person="maya", count_min=1, wait_s=10)
    assert "needs a channel" in found["messages"][-1]["text"]


async def test_everything_can_be_chosen(team: Team) -> None:
    """Form, mode, themes, way and day; the card says so, and only the chosen topics are asked."""
    themes = ["small/partners", "small/exit"]
    await team.start(form="full", mode="reviewing", way="each_first", themes=themes, due="2099-12-01")
    card = words(await team.says("Full form, to look at an agreement again", team.root))
    assert "Each partner answers first" in card
    assert "December 1, 2099" in card
    assert "0 of 4 topics" in card
    assert "What does the agreement say about missions?" in words(await team.at("Missions"))


async def test_two_walkthroughs_in_a_channel_and_what_changed(team: Team) -> None:
    """They do not mix; the summary of the second one says what stands otherwise than in the last."""
    await team.gather(maya=CITY)
    first = Team(team.stage)
    first.root = team.root
    await team.gather(maya=CITY)
    await first.press("maya", OPEN, "Missions")
    await first.write("Only in the first.")
    await first.says("Only in the first", (await first.at("Missions"))["ts"])
    await team.press("maya", SETTLED, "Missions")
    await first.click("maya", CLOSE, first.root)
    assert "Only in the first." in await first.report()
    await team.click("maya", CLOSE, team.root)
    await team.wait(lambda: [each for each in team.thread() if SUMMARY in words(each)])
    summary = next(words(each) for each in team.thread() if SUMMARY in words(each))
    assert "Missions: open then, settled now" in summary
    assert "Only in the first." not in await team.report(2)
