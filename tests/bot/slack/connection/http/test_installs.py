"""A workspace lets the coach in: what a browser is shown for each way in which that can end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.keys import OAuth
from bot.slack.connection.http.installs import Installs
from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.scopes import SCOPES
from bot.store.errors import StoreUnavailable
from bot.web_server import WebServer, bind

GIVEN = {
    "ok": True,
    "token_type": "bot",
    "access_token": "xoxb-canary",
    "team": {"id": "T1"},
    "enterprise": None,
    "is_enterprise_install": False,
}
KEYS = OAuth("1.2", SecretStr("s3cret"), SecretStr("unused"))


@dataclass
class Once:
    """States as the database keeps them: one at a time, used once."""

    made: list[str] = field(default_factory=list)

    def new_state(self) -> str:
        self.made.append(f"state-{len(self.made)}")
        return self.made[-1]

    def use_state(self, state: str) -> bool:
        if state not in self.made:
            return False
        self.made.remove(state)
        return True


@dataclass
class Town:
    """The coach's pages, and a Slack that answers as it is told."""

    url: str
    session: aiohttp.ClientSession
    said: dict[str, Any]
    asked: list[dict[str, str]]
    installed: dict[str, str]
    trouble: list[Exception]

    async def begin(self) -> tuple[str, str]:
        """Where a browser is sent, and what it keeps."""
        async with self.session.get(f"{self.url}/slack/install", allow_redirects=False) as response:
            assert response.status == 302
            return response.headers["location"], response.cookies["coach-install"].value

    async def finish(self, query: str, cookie: str) -> tuple[int, str]:
        """What the browser shows when it comes back."""
        kept = {"cookie": f"coach-install={cookie}"}
        async with self.session.get(f"{self.url}/slack/oauth_redirect?{query}", headers=kept) as response:
            return response.status, await response.text()

    async def install(self) -> tuple[int, str]:
        """Both."""
        _, state = await self.begin()
        return await self.finish(f"code=c1&state={state}", state)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    listener = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        town = Town(url, session, dict(GIVEN), [], {}, [])

        async def exchange(request: Request) -> Response:
            sent = await request.body()
            town.asked.append({"body": sent.decode(), "authorization": request.headers["authorization"]})
            return JSONResponse(town.said)

        async def install(team: str, token: SecretStr) -> None:
            if town.trouble:
                raise town.trouble.pop()
            town.installed[team] = token.get_secret_value()

        client = AsyncWebClient(base_url=f"{url}/api/", session=session)
        pages = Installs(KEYS, client, Once(), install).routes()
        app = Starlette(routes=[*pages, Route("/api/oauth.v2.access", exchange, methods=["POST"])])
        server = WebServer(app, listener, finish_s_max=1, ws="none")
        await server.open()
        yield town
        await server.close()


async def test_a_browser_is_sent_to_slack_with_what_the_coach_wants(town: Town) -> None:
    """The scopes of the manifest, and a state that only this browser knows."""
    where, state = await town.begin()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    assert where.startswith(f"{town.url}/oauth/v2/authorize?")
    assert asked == {"client_id": "1.2", "scope": ",".join(SCOPES), "state": state}


async def test_a_code_becomes_a_home(town: Town) -> None:
    """Once: the page loaded again, or by another browser, installs nothing."""
    _, state = await town.begin()
    assert (await town.finish(f"code=c1&state={state}", state))[0] == 200
    assert town.installed == {"T1": "xoxb-canary"}
    assert "code=c1" in town.asked[0]["body"]
    assert "s3cret" not in town.asked[0]["body"]
    for query, cookie in ((f"code=c1&state={state}", state), ("code=c1&state=", ""), ("code=c1", ""), ("", "")):
        assert (await town.finish(query, cookie))[0] == 400
    _, other = await town.begin()
    for cookie in ("", "state-9", "ü"):
        assert (await town.finish(f"code=c2&state={other}", cookie))[0] == 400
    assert len(town.asked) == 1


async def test_whoever_declines_installs_nothing(town: Town) -> None:
    """And is not told that something went wrong."""
    _, state = await town.begin()
    status, text = await town.finish(f"error=access_denied&state={state}", state)
    assert (status, text.startswith("Nothing was installed")) == (200, True)
    assert town.asked == []


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"is_enterprise_install": True, "team": None, "enterprise": {"id": "E1"}}, 400, "whole organization"),
        ({"team": None}, 400, "whole organization"),
        ({"refresh_token": "xoxe-1", "expires_in": 43200}, 400, "token rotation"),
        ({"token_type": "user"}, 400, "Slack did not accept"),
        ({"access_token": ""}, 400, "Slack did not accept"),
        ({"ok": False, "error": "invalid_code"}, 400, "Slack did not accept"),
    ],
)
async def test_what_slack_gives_must_be_of_use(town: Town, said: dict[str, Any], status: int, words: str) -> None:
    """An install for an organization, tokens that expire, no bot token, a code that is none: each is explained."""
    town.said |= said
    found, text = await town.install()
    assert (found, words in text, "canary" in text) == (status, True, False)
    assert town.installed == {}


@pytest.mark.parametrize(
    ("trouble", "status"), [(SlackUnavailable(), 503), (StoreUnavailable(), 503), (SlackRefused("token", "x"), 400)]
)
async def test_trouble_at_the_end_is_told(town: Town, trouble: Exception, status: int) -> None:
    """Whoever installs knows whether to try again."""
    town.trouble.append(trouble)
    assert (await town.install())[0] == status
    assert town.installed == {}
