"""One workspace: who we are there, and the line to it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.parsing import Bot
from bot.slack.scopes import SCOPES
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.clients import Gate, asking_client, posting_beside
from bot.slack.web_api.failures import verdict

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the bot token lets us in."""

    team: str
    bot: Bot
    lacks: tuple[str, ...] = ()
    """The permissions that the coach was not given here: an install of before does not give newer ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line to Slack."""

    workspace: Workspace
    asking: AsyncWebClient
    calls: SlackCalls
    gate: Gate
    opened_at: float
    """When Slack let us in, in seconds since 1970."""


async def open_line(api_url: str, bot_token: str, session: aiohttp.ClientSession, gate: Gate) -> Line:
    """The line to the workspace of this token, whose end shuts `gate`. Must be called inside the running loop.

    Raises:
        SlackRefused: Slack does not accept the token.
        SlackUnavailable: Slack cannot be reached.
    """
    asking = asking_client(bot_token, api_url, session, gate)
    calls = SlackCalls(posting_beside(asking), asking, asyncio.get_running_loop())
    return Line(await find_workspace(asking), asking, calls, gate, time.time())


async def find_workspace(asking: AsyncWebClient) -> Workspace:
    """Who the bot token says we are.

    Raises:
        SlackRefused: Slack does not accept the token.
        SlackUnavailable: Slack cannot be reached.
    """
    try:
        who = await asking.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error", "")) if hasattr(error.response, "get") else ""
        if code and verdict(code) == "terminal":
            raise SlackRefused("token", code, "SLACK_BOT_TOKEN") from None
        raise SlackUnavailable from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackUnavailable from error
    lacks = _lacking(who)
    if lacks:
        log.warning("scopes_missing", team=who["team_id"], scopes=lacks)
    return Workspace(str(who["team_id"]), Bot(user_id=str(who["user_id"]), bot_id=str(who["bot_id"])), lacks)


def _lacking(who: AsyncSlackResponse) -> tuple[str, ...]:
    # Each answer of the Web API names the scopes of its token. Source: https://docs.slack.dev/reference/methods/auth.test
    granted = str(who.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")
    return tuple(each for each in SCOPES if each not in granted) if any(granted) else ()
