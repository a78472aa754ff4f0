"""Clicks that come late, twice, forged, or from people who have not joined."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.e2e.team import CITY, CLOSE, NEXT, NORTHLIGHT, OPEN, SETTLED, Team, words


async def test_stale_buttons_say_where_the_team_is(team: Team) -> None:
    """An answer to an earlier topic is kept, an old Next moves nobody; after the end both say what to do."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    first, me = (await team.at("Missions"))["ts"], team.id()
    await team.click("maya", NEXT, first)
    await team.at("Sharing costs")
    await team.forge("daniel", NEXT, f"{me}|missions|", first)
    await team.whispered('moved on to "Sharing costs"', "daniel")
    await team.forge("daniel", OPEN, f"{me}|missions|open", first)
    await team.whispered('kept your answer to "Missions"', "daniel")
    await team.says(r"Missions\*: open", first)
    await team.at("Sharing costs")
    await team.click("maya", CLOSE, team.root)
    await team.report()
    await team.forge("daniel", OPEN, f"{me}|costs|open", first)
    told = await team.whispered("This walkthrough is closed", "daniel")
    assert "Reopen" in words(told)


FORGED = (
    ("walk.answer.settled", "nonsense"),
    ("walk.answer.settled", "a|b"),
    ("walk.answer.settled", "ID|missions|bogus"),
    ("walk.answer.settled", "ID|nowhere|settled"),
    ("walk.answer.settled", "0123456789|missions|settled"),
    ("walk.answer.settled", "OTHER|missions|settled"),
    ("walk.next", "ID||"),
    ("walk.note", "ID||"),
    ("walk.agree", "ID|nowhere|"),
    ("walk.take_action", "ID||"),
    ("walk.ask", "ID||"),
    ("walk.join.p9", "ID||p9"),
    ("walk.join.p1", "ID|nowhere|p1,settled"),
    ("walk.done", "ID||nothing"),
    ("walk.snooze", "ID||nothing"),
    ("walk.unheard_of", "ID|missions|"),
    ("walk.report", "OTHER||"),
    ("walk.close", "OTHER||"),
    ("walk.close", "x" * 1_900),
)


async def test_forged_values_do_nothing(team: Team) -> None:
    """Also not those of a walkthrough in another channel; a kind word comes back, and nothing breaks."""
    other = Team(team.stage, "youth-jobs")
    await other.start()
    await team.gather(maya=CITY, sam=CITY)
    await team.at("Missions")
    before = [words(each.place.messages[each.root].wire) for each in (team, other)]
    for action_id, value in FORGED:
        heard = len(whispers(team))
        await team.forge("sam", action_id, value.replace("ID", team.id()).replace("OTHER", other.id()))
        await team.wait(partial(_is_more, team, heard))
    await team.stage.settled()
    assert before == [words(each.place.messages[each.root].wire) for each in (team, other)]
    assert "press_broke" not in team.stage.log()
    assert team.reports() == other.reports() == 0


def _is_more(team: Team, heard: int) -> bool:
    return len(whispers(team)) > heard


def whispers(team: Team) -> list[str]:
    """What was said to single people."""
    return [words(each.wire) for each in team.messages() if each.only_for]


async def test_a_double_click_moves_once(team: Team) -> None:
    """Two people, or one impatient one: the team is at the next topic, not at the one after."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    topic = (await team.at("Missions"))["ts"]
    await asyncio.gather(*(team.click(each, NEXT, topic) for each in ("maya", "maya", "daniel")))
    await team.at("Sharing costs")
    await team.stage.settled()
    assert len(team.topics()) == 2


async def test_a_form_that_is_sent_late_keeps_what_was_typed(team: Team) -> None:
    """The walkthrough was closed meanwhile: the form stays open and says so."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.click("daniel", "walk.note")
    await team.click("maya", CLOSE, team.root)
    await team.report()
    errors = await team.submit("daniel", main="My view.")
    assert "closed" in errors["main"]
    await team.click("maya", "walk.resume", team.root)
    topic = await team.at("Missions")
    assert not await team.submit("daniel", main="My view.")
    await team.says("Daniel Okafor: My view", topic["ts"])


async def test_who_has_not_joined_joins_and_answers_with_one_click(team: Team) -> None:
    """The answer is not lost; in a channel shared with another workspace its organization comes first."""
    await team.start()
    topic = await team.at("Missions")
    await team.click("daniel", OPEN, topic["ts"])
    asked = await team.whispered("Who do you speak for", "daniel")
    assert words(asked).index("walk.join.p2") < words(asked).index("walk.join.p1")
    await team.click("daniel", NORTHLIGHT, asked["ts"])
    await team.says(r"Where you stand:\* open", topic["ts"])
    await team.says("Northlight Energy: Daniel Okafor", team.root)
    await team.write("settled", "priya")
    asked = await team.whispered("Who do you speak for", "priya")
    await team.click("priya", "walk.join_as", asked["ts"])
    assert not await team.submit("priya", main="Open Doors")
    await team.says("Open Doors: Priya Raman", team.root)


async def test_an_observer_is_told_how_to_take_part(team: Team) -> None:
    """Their answer does not count, their notes do."""
    await team.gather(maya=CITY, sam="walk.observe")
    await team.says("Just watching: Sam Lindqvist", team.root)
    topic = await team.at("Missions")
    await team.click("sam", SETTLED, topic["ts"])
    await team.whispered("You are just watching. To take part", "sam")
    await team.write("An idea from the side.", "sam")
    await team.says("Sam Lindqvist: An idea from the side", topic["ts"])
    assert "no answer yet" in words(await team.at("Missions"))


async def test_who_left_the_channel_is_gone_from_every_card(team: Team) -> None:
    """What they said stays, with their name."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    first = Team(team.stage)
    first.root = team.root
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await first.press("daniel", OPEN, "Missions")
    await first.press("maya", SETTLED, "Missions")
    await team.stage.act("leave", person="daniel", channel=team.channel)
    for each in (first, team):
        await each.says("Northlight Energy: nobody yet", each.root)
    await first.says(r"Northlight Energy: open \(Daniel Okafor\)", (await first.at("Missions"))["ts"])
