"""The same bot with Slack's signed requests in place of a socket."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground.http_delivery import signed
from tests.e2e.conftest import Stage
from tests.e2e.team import CITY, SETTLED, Team

EVENT = b'{"type":"event_callback","team_id":"T0PLAYGRND","event":{"type":"app_mention"'
BODIES = (
    b"\xff\xfe",
    b"{",
    b"[]",
    b"null",
    b"payload=%7B",
    EVENT,
    EVENT + b',"ts":[]}}',
    b'{"type":"event_callback","event":3}',
)


@pytest.fixture
async def listening(stage: Stage) -> str:
    """The address of a bot in HTTP mode, which the playground delivers to. An app-level token is not needed."""
    return await stage.start_http_bot(SLACK_APP_TOKEN="")


async def test_everything_that_people_do_arrives_by_signed_requests(stage: Stage, listening: str) -> None:
    """A mention, a command, a form and clicks; all of it delivered again changes nothing."""
    ts = await stage.say("@coach Who pays?")
    await stage.replies(ts)
    team = Team(stage)
    await team.start()
    await team.join(maya=CITY)
    await team.click("maya", SETTLED)
    await stage.act("command", person="maya", channel="warm-homes", text="/coach ask Who pays for the payload?")
    await stage.calls("response_url", count_min=1)
    await stage.settled()
    await stage.act("redeliver", times=3)
    await stage.settled()
    assert await stage.end_bot() == 0
    assert len([post for post in stage.posts() if post.startswith("reply-")]) == 1
    assert len(team.cards()) == 1
    assert '"level": "error"' not in stage.log()


async def test_rubbish_gets_a_number_and_the_bot_goes_on(stage: Stage, listening: str) -> None:
    """Whatever is sent, signed or not, no status of 500 and above comes back, and a question is answered after it."""
    async with aiohttp.ClientSession() as session:
        for body in BODIES:
            for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
                for headers in ({"content-type": kind}, signed(body, kind)):
                    async with session.post(f"{listening}/slack/events", data=body, headers=headers) as response:
                        assert response.status < 500, (body, headers)
        async with session.get(f"{listening}/metrics") as response:
            metrics = await response.text()
    ts = await stage.say("@coach Who pays?")
    assert len(await stage.replies(ts)) == 1
    assert 'coach_requests_refused_total{status="401"}' in metrics
    assert "T0PLAYGRND" not in metrics
    assert '"level": "error"' not in stage.log()
