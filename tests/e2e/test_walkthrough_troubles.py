"""The process is killed, Slack breaks down, many press at once: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import asyncio
import signal
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from tests.e2e.team import (
    CITY,
    CLOSE,
    NEXT,
    NORTHLIGHT,
    OPEN,
    OPEN_DOORS,
    PARTLY,
    RESUME,
    SETTLED,
    SUMMARY,
    TITLES,
    Team,
    words,
)

# The playground notes a call when it comes in; on its way there it may have been held up by this much.
_SLACK_S = 0.05


async def kill_and_start(team: Team) -> None:
    """The bot dies at once, and another one takes its place."""
    await team.stage.end_bot(signal.SIGKILL)
    await team.stage.start_bot()
    await team.stage.connected()


async def test_a_bot_killed_at_every_topic_loses_nothing(team: Team) -> None:
    """Killed right after each click, it goes on where the team is; every message is there once."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    for title in TITLES:
        await team.press("maya", SETTLED, title)
        await team.press("daniel", NEXT, title)
        await kill_and_start(team)
    report = await team.report()
    await team.says(r"4 of 4 topics have an answer.\n\*Closed", team.root)
    await team.stage.settled()
    assert len(team.topics()) == len(TITLES)
    assert len(team.cards()) == team.reports() == 1
    assert sum(SUMMARY in words(each) for each in team.thread()) == 1
    assert "Winding up" in report


async def test_a_report_whose_upload_was_lost_in_a_crash_is_not_posted_twice(team: Team) -> None:
    """Slack has the files, its answer never came, the process is gone: its successor looks before it uploads."""
    await team.gather(maya=CITY)
    await team.stage.act("fault", method="files.completeUploadExternal", kind="hang", applied=True)
    await team.click("maya", CLOSE, team.root)
    await team.report()
    await kill_and_start(team)
    await team.stage.calls("conversations.replies", count_min=1)
    await team.click("maya", RESUME, team.root)
    await team.at("Missions")
    await team.click("maya", CLOSE, team.root)
    await team.report(2)
    await team.wait(lambda: sum(SUMMARY in words(each) for each in team.thread()) == 2)
    assert team.reports() == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "rate_limited", "times": 2},
        {"kind": "http_500"},
        {"kind": "http_500", "applied": True},
        {"kind": "reset"},
    ],
    ids=lambda fault: " ".join(map(str, fault.values())),
)
async def test_while_slack_breaks_down_everything_is_kept(team: Team, fault: dict[str, Any]) -> None:
    """Calls fail before or after they took effect: in the end all stands as it should, once."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    for method in ("chat.update", "chat.postMessage", "users.info", "reactions.add", "chat.postEphemeral"):
        await team.stage.act("fault", method=method, **fault)
    await team.press("maya", SETTLED, "Missions")
    await team.write("A note in bad times.", "priya")
    await team.stage.settled()
    await team.press("daniel", NEXT, "Missions")
    await team.at("Sharing costs")
    await team.says("1 of 4 topics has an answer", team.root)
    await team.says(r"Missions\*: settled · 1 note")
    await team.stage.settled()
    assert len(team.topics()) == 2
    assert len(team.cards()) == 1


async def test_a_burst_of_clicks_is_one_update_a_second(team: Team) -> None:
    """Thirty clicks of three people at once: each one's last counts, and Slack is asked to change little."""
    await team.start(partners="City\nNorthlight\nOpen Doors")
    await team.join(maya=CITY, daniel=NORTHLIGHT, priya=OPEN_DOORS)
    topic = (await team.at("Missions"))["ts"]
    last = {"maya": SETTLED, "daniel": PARTLY, "priya": OPEN}

    async def press(person: str, action_id: str) -> None:
        for number in range(9):
            await team.click(person, (SETTLED, PARTLY, OPEN)[number % 3], topic)
        await team.click(person, action_id, topic)

    await team.click("maya", OPEN, topic)
    await team.says(r"Where you stand:\* open", topic)
    await asyncio.gather(*(press(*each) for each in last.items()))
    for shown in (r"City: settled \(Maya", r"Northlight: partly \(Daniel", r"Open Doors: open \(Priya"):
        await team.says(shown, topic)
    at_s = defaultdict(list)
    for call in await team.stage.calls("chat.update"):
        at_s[call["arguments"]["ts"]].append(call["time"])
    gaps = [later - earlier for times in at_s.values() for earlier, later in pairwise(times)]
    assert gaps
    assert min(gaps) >= 1.0 - _SLACK_S


async def test_a_click_is_acknowledged_while_slack_tells_nothing_of_people(team: Team) -> None:
    """Who somebody is can wait; what they do cannot."""
    await team.start()
    await team.stage.act("fault", method="users.info", kind="hang", times=3)
    await team.click("sam", SETTLED)
    await team.whispered("Who do you speak for", "sam")
