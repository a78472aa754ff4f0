"""Several workspaces install the same coach; each is answered in its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet

from bot.playground.local_slack import AppSetup
from bot.playground.permissions import grant_of
from bot.playground.roster import CLIENT_ID, CLIENT_SECRET, TEAM_ID
from bot.playground.server import Playground
from tests.e2e.conftest import PROGRAM, ROOT, Stage
from tests.e2e.team import Team

HARBOR = "T0HARBOR"
KEYS = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": CLIENT_ID,
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "COACH_ENCRYPTION_KEY": Fernet.generate_key().decode(),
    "COACH_STAFF": "U0ALEX",
    "COACH_STAFF_TEAM": TEAM_ID,
}


@pytest.fixture
async def harbor(stage: Stage, tmp_path: Path) -> AsyncIterator[Stage]:
    """Another workspace of the same Slack, with people and channels of the same ids."""
    setup = AppSetup(grant_of(json.loads((ROOT / "manifest.json").read_text())))
    async with Playground(setup=setup, team_id=HARBOR) as neighbor, aiohttp.ClientSession() as session:
        stage.playground.take_in(neighbor)
        stage.playground.slack.is_installed = False
        yield Stage(neighbor, session, tmp_path)


async def install(stage: Stage, address: str, team: str, *, more: str = "", cookie: str | None = None) -> str:
    """What the browser of somebody in this workspace shows in the end."""
    stage.playground.installing.redirect_url = f"{address}/slack/oauth_redirect"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{address}/slack/install", allow_redirects=False) as asked:
            consent, state = asked.headers["location"], asked.cookies["coach-install"]
            assert (state["secure"], state["httponly"], state["samesite"]) == (True, True, "lax")
        async with browser.get(f"{consent}&team={team}{more}", allow_redirects=False) as agreed:
            back = agreed.headers["location"]
        kept = f"coach-install={state.value if cookie is None else cookie}"
        async with browser.get(back, headers={"cookie": kept}) as done:
            told = await done.text()
        async with browser.get(back, headers={"cookie": kept}) as again:
            assert "could not be finished here" in await again.text()
        return told


async def test_each_workspace_is_served_until_it_leaves(stage: Stage, harbor: Stage) -> None:
    """Installed by OAuth, answered in its own, also after a restart; who uninstalls is called no more."""
    address = await stage.start_http_bot(SLACK_APP_TOKEN="", **KEYS)
    harbor.playground.deliver_to(f"{address}/slack/events")
    assert "Nothing was installed" in await install(stage, address, TEAM_ID, more="&decline=1")
    assert "another browser" in await install(stage, address, TEAM_ID, cookie="other")
    assert "The coach is in your workspace" in await install(stage, address, TEAM_ID)
    assert "The coach is in your workspace" in await install(stage, address, HARBOR)
    for each in (stage, harbor):
        ts = await each.say("@coach Who pays?")
        assert len(await each.replies(ts)) == 1
        team = Team(each)
        await team.start()
    # The same id is staff in one workspace and somebody else in the other.
    told = [
        await each.act("command", person="alex", channel="youth-jobs", text="/coach help") for each in (stage, harbor)
    ]
    assert len(told[0]["ack"]["text"]) > len(told[1]["ack"]["text"]) > 0
    await harbor.act("uninstall")
    await stage.logged("left")
    calls = len(await harbor.calls(""))
    gone = await harbor.act("command", person="maya", channel="warm-homes", text="/coach help")
    assert "isn't installed" in gone["ack"]["text"]
    assert await stage.end_bot() == 0
    again = await stage.start_http_bot(SLACK_APP_TOKEN="", **KEYS)
    harbor.playground.deliver_to(f"{again}/slack/events")
    ts = await stage.say("@coach Who pays?")
    assert len(await stage.replies(ts)) == 1
    assert len(await harbor.calls("")) == calls
    assert "The coach is in your workspace" in await install(stage, again, HARBOR)
    assert await stage.end_bot() == 0
    assert not any(secret in stage.log() for secret in (CLIENT_SECRET, KEYS["COACH_ENCRYPTION_KEY"], "xoxb-"))


async def test_one_socket_serves_several_and_a_revoked_token_ends_the_calls(stage: Stage, harbor: Stage) -> None:
    """Events of both come over it; after Slack has refused a token once, nobody calls with it again."""
    await stage.start_bot((str(PROGRAM), "--port"), **KEYS)
    address = await stage.address()
    await stage.ready(address)
    assert "The coach is in your workspace" in await install(stage, address, TEAM_ID)
    assert "The coach is in your workspace" in await install(stage, address, HARBOR)
    for each in (stage, harbor):
        ts = await each.say("@coach Who pays?")
        assert len(await each.replies(ts)) == 1
    await harbor.settled()
    await harbor.act("uninstall", silently=True)
    before = len(await harbor.calls(""))
    await harbor.say("Who pays?", channel="dm")
    await stage.logged("left")
    await harbor.say("@coach Who pays now?", person="sam")
    await harbor.settled()
    ts = await stage.say("@coach And who pays here?")
    assert len(await stage.replies(ts)) == 1
    assert len(await harbor.calls("")) <= before + 1
    assert await stage.end_bot() == 0


async def test_a_workspace_that_cannot_be_opened_comes_later(stage: Stage, harbor: Stage) -> None:
    """The other one is served at once."""
    address = await stage.start_http_bot(SLACK_APP_TOKEN="", **KEYS)
    for team in (TEAM_ID, HARBOR):
        assert "The coach is in your workspace" in await install(stage, address, team)
    assert await stage.end_bot() == 0
    await harbor.act("fault", method="auth.test", kind="error", error="brand_new_trouble")
    again = await stage.start_http_bot(SLACK_APP_TOKEN="", **KEYS)
    harbor.playground.deliver_to(f"{again}/slack/events")
    assert '"event": "home_unreachable"' in stage.log()
    assert len(await stage.replies(await stage.say("@coach Who pays?"))) == 1
    await stage.logged("home_opened")
    assert len(await harbor.replies(await harbor.say("@coach Who pays?"))) == 1


async def test_another_key_is_told_before_anything_starts(stage: Stage, harbor: Stage) -> None:
    """What was sealed with the old one is not lost: the bot ends, and says which key it wants."""
    address = await stage.start_http_bot(SLACK_APP_TOKEN="", **KEYS)
    assert "The coach is in your workspace" in await install(stage, address, HARBOR)
    assert await stage.end_bot() == 0
    other = KEYS | {"COACH_ENCRYPTION_KEY": Fernet.generate_key().decode()}
    await stage.start_bot((str(PROGRAM), "--http"), SLACK_SIGNING_SECRET="x" * 32, SLACK_APP_TOKEN="", **other)
    assert await stage.bot_exit() == 78
    assert f"the token of the workspace {HARBOR}" in stage.log()
    assert other["COACH_ENCRYPTION_KEY"] not in stage.log()
