"""Open topics take actions; their owners hear of them, and a facilitator hears of a long silence."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.team import CITY, NORTHLIGHT, Team, Wire, words

DAY_S = 24 * 3600.0


def in_days(days: int) -> str:
    """An ISO date."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


async def take_action(team: Team, person: str, what: str, owner: str, due: str) -> dict[str, str]:
    """What the form for an action had to say, filled in by this person."""
    await team.click(person, "walk.take_action")
    return await team.submit(person, main=what, person=owner, due=due)


async def sleep_for(team: Team, days: int, **changes: Any) -> None:
    """The bot is off, and everything so far happened so many days earlier; `changes` go into the actions."""
    assert await team.stage.end_bot() == 0
    with closing(sqlite3.connect(team.stage.home / "coach.sqlite3")) as database, database:
        rows = database.execute("SELECT seq, at, body FROM walkthrough_events").fetchall()
        for seq, at, body in rows:
            event = json.loads(body)
            moved = json.dumps(event | changes) if event["kind"] == "action_taken" else body
            change = "UPDATE walkthrough_events SET at = ?, body = ? WHERE seq = ?"
            database.execute(change, (at - days * DAY_S, moved, seq))
        database.execute("UPDATE walkthroughs SET wake_at = 0")
    await team.stage.start_bot()
    await team.stage.connected()


async def direct(team: Team, person: str, count_min: int = 1) -> list[Wire]:
    """What the coach wrote to somebody directly."""
    query = {"channel": "dm", "person": person, "count_min": count_min, "wait_s": 30}
    return list((await team.stage.look("messages", **query))["messages"])


async def click_direct(team: Team, person: str, message: Wire, action_id: str) -> None:
    """A click in the direct conversation."""
    await team.stage.act("click", person=person, channel="dm", ts=message["ts"], action_id=action_id)


async def test_an_action_is_taken_on_and_its_owner_reminded(team: Team) -> None:
    """It stands below its topic; its owner alone hears of it, and says that it is done."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    assert not await take_action(team, "maya", "Ask the board.", "U0DANIEL", in_days(3))
    await team.says("Ask the board. .Daniel Okafor, by ", (await team.at("Missions"))["ts"])
    await sleep_for(team, 6, due=in_days(-2))
    (reminder,) = await direct(team, "daniel")
    assert "It was due on" in words(reminder)
    assert "Open the thread" in words(reminder)
    await click_direct(team, "daniel", reminder, "walk.snooze")
    assert "remind you again" in words((await direct(team, "daniel", 2))[-1])
    await click_direct(team, "daniel", reminder, "walk.done")
    assert "marked it as done" in words((await direct(team, "daniel", 3))[-1])
    await team.says("Done: Ask the board", (await team.at("Missions"))["ts"])
    assert await direct(team, "maya", 0) == []
    assert await direct(team, "sam", 0) == []


async def test_an_action_needs_words_an_owner_and_a_day_to_come(team: Team) -> None:
    """The form says what to mend and keeps what was typed."""
    await team.gather(maya=CITY)
    errors = await take_action(team, "maya", "Ask the board.", "U0DANIEL", in_days(-5))
    assert "is over" in errors["due"]
    errors = await team.submit("maya", main="Ask the board.", person="U0DANIEL", due=in_days(-4))
    assert "is over" in errors["due"]
    assert not await team.submit("maya", main="Ask the board.", person="U0DANIEL", due=in_days(4))
    await team.says("Ask the board", (await team.at("Missions"))["ts"])


async def test_a_silent_team_is_asked_once_how_to_go_on(team: Team) -> None:
    """The facilitator pauses from the direct message, sees where the team stands, and the card shows it."""
    await team.gather(maya=CITY)
    await sleep_for(team, 8)
    (question,) = await direct(team, "maya")
    assert "quiet for a week" in words(question)
    await click_direct(team, "maya", question, "walk.pause")
    await team.says("Taking a break", team.root)
    assert "Missions" in words((await direct(team, "maya", 2))[-1])
    await click_direct(team, "maya", question, "walk.resume")
    await team.at("Missions")
    await click_direct(team, "maya", question, "walk.close")
    await team.report()
    assert len([each for each in await direct(team, "maya", 4) if "quiet for a week" in words(each)]) == 1


async def test_facilitating_can_be_handed_over(team: Team) -> None:
    """Only by the facilitator, only to somebody who joined; when they leave the channel, who moves on takes over."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.click("daniel", "walk.hand_over", team.root)
    await team.whispered("Only the facilitator", "daniel")
    await team.click("maya", "walk.hand_over", team.root)
    assert "has not joined" in (await team.submit("maya", main="U0PRIYA"))["main"]
    assert not await team.submit("maya", main="U0DANIEL")
    await team.says("Facilitator: Daniel Okafor", team.root)
    await team.stage.act("leave", person="daniel", channel=team.channel)
    await team.says("Facilitator: nobody now", team.root)
    await team.says("Northlight Energy: nobody yet", team.root)
    await team.write("skip", "maya")
    await team.says("Facilitator: Maya Torres", team.root)
