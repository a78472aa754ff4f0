"""Each partner answers first: nobody sees what the others say before it is revealed."""

from __future__ import annotations

import re

from tests.e2e.team import CITY, NEXT, NORTHLIGHT, OPEN, OPEN_DOORS, PARTLY, SETTLED, THREE, Team, words

REVEAL, AGAIN, AGREE = "walk.reveal", "walk.vote_again", "walk.agree"


async def vote_team(team: Team) -> str:
    """The first topic of a walkthrough of three partners, one of them a guest."""
    await team.start(partners=THREE, way="each_first")
    await team.join(maya=CITY, sam=CITY, daniel=NORTHLIGHT, priya=OPEN_DOORS)
    return str((await team.at("Missions"))["ts"])


def leaks(team: Team) -> list[str]:
    """What the coach has shown to all, or whispered to one, that tells an answer."""
    said = [(each.only_for, re.sub(r"walk\.\S+", "", words(each.wire))) for each in team.messages()]
    telling = [
        text
        for only_for, text in said
        if not only_for and re.search(r"(?i)says? (settled|partly|open)|: (settled|partly|open)\b", text)
    ]
    named = [text for only_for, text in said if only_for and re.search("Daniel|Priya|Maya|Sam", text)]
    return telling + named


async def test_votes_are_hidden_until_all_partners_have_voted(team: Team) -> None:
    """A vote is acknowledged to the voter alone; the topic only counts. With the last partner's all are shown."""
    topic = await vote_team(team)
    await team.click("maya", SETTLED, topic)
    told = await team.whispered("I have kept your answer: settled", "maya")
    assert told["thread_ts"] == team.root
    await team.says("1 of 3 partners has answered", topic)
    await team.click("daniel", OPEN, topic)
    await team.says("2 of 3 partners have answered", topic)
    await team.click("sam", OPEN, topic)
    await team.whispered("I have kept your answer: open", "sam")
    await team.click("daniel", PARTLY, topic)
    await team.whispered("I have kept your answer: partly", "daniel")
    assert not leaks(team)
    assert not [each for each in team.messages() if "partly" in words(each.wire) and each.only_for == "U0MAYA"]
    await team.click("priya", SETTLED, topic)
    shown = words(await team.says("Who said what", topic))
    assert "Northlight Energy: partly (Daniel Okafor)" in shown
    assert "City of Riverton: settled (Maya Torres), open (Sam Lindqvist)" in shown
    assert "One says settled, one says partly." in shown
    assert "Of two minds: City of Riverton." in shown


async def test_the_facilitator_reveals_and_the_team_votes_again(team: Team) -> None:
    """Only the facilitator reveals early; a new vote begins with nothing; then the joint answer and what was agreed."""
    topic = await vote_team(team)
    await team.click("daniel", OPEN, topic)
    await team.says("walk.reveal", topic)
    await team.click("daniel", REVEAL, topic)
    await team.whispered("Only the facilitator", "daniel")
    await team.click("maya", REVEAL, topic)
    await team.says("No answer from City of Riverton, Open Doors", topic)
    await team.click("priya", AGAIN, topic)
    await team.says("0 of 3 partners have answered", topic)
    for person in ("maya", "daniel", "priya"):
        await team.click(person, SETTLED, topic)
    await team.says("All three say settled", topic)
    await team.click("daniel", PARTLY, topic)
    await team.says(r"Together:\* partly", topic)
    await team.click("priya", AGREE, topic)
    errors = await team.submit("priya", main="One statement by May.", partners=["p1", "p3"])
    assert not errors
    shown = words(await team.says("One statement by May", topic))
    assert "Agreed by City of Riverton, Open Doors; written down by Priya Raman" in shown


async def test_hidden_votes_stay_hidden_when_the_team_moves_on_and_ends(team: Team) -> None:
    """Neither the earlier topic's line, nor the summary, nor the report tells who said what."""
    topic = await vote_team(team)
    await team.click("maya", SETTLED, topic)
    await team.click("daniel", OPEN, topic)
    await team.says("2 of 3 partners", topic)
    await team.click("maya", NEXT, topic)
    await team.says(r"Missions\*: answers not shown yet", topic)
    await team.click("maya", "walk.close", team.root)
    report = await team.report()
    assert "Daniel Okafor" in report
    assert not leaks(team)
    table = team.files()["csv"].decode()
    assert "settled" not in table.casefold()
    assert '"message": "' not in team.stage.log()


async def test_a_vote_written_in_the_thread_counts_and_says_so(team: Team) -> None:
    """The word is there for all to read; its author is told how to keep it hidden."""
    topic = await vote_team(team)
    await team.write("settled", "daniel")
    await team.whispered("everyone could read it", "daniel")
    await team.says("1 of 3 partners", topic)
