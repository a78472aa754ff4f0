"""`/slack/install` and `/slack/oauth_redirect`: a workspace lets the coach in."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol
from urllib.parse import urlencode

import aiohttp
import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.keys import OAuth
from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.parsing import Wire
from bot.slack.scopes import SCOPES
from bot.slack.web_api.clients import code_of
from bot.store.errors import StoreUnavailable
from bot.store.installations import STATE_S_MAX
from prompts.catalogue.installing import InstallPage
from prompts.rendering import render_terminal

log = structlog.get_logger(__name__)

Outcome = Literal["installed", "cancelled", "expired", "organization", "rotation", "refused", "unavailable"]
_STATUS: dict[Outcome, int] = {"installed": 200, "cancelled": 200, "unavailable": 503}
_STATUS_OTHERWISE = 400
_COOKIE = "coach-install"


class States(Protocol):
    """What tells an install that was started here from one that somebody else wants us to finish."""

    def new_state(self) -> str:
        """What a browser takes along."""

    def use_state(self, state: str) -> bool:
        """Whether it was made here, lately, and not used before."""


class Installs:
    """The endpoints. Belongs to the loop."""

    def __init__(
        self, oauth: OAuth, client: AsyncWebClient, states: States, install: Callable[[str, SecretStr], Awaitable[None]]
    ) -> None:
        """`client` needs no token; `install` makes the coach at home in a workspace."""
        self._oauth = oauth
        self._client = client
        self._states = states
        self._install = install

    def routes(self) -> list[Route]:
        """Both of them."""
        return [Route("/slack/install", self._begin), Route("/slack/oauth_redirect", self._finish)]

    async def _begin(self, _request: Request) -> Response:
        state = self._states.new_state()
        asked = {"client_id": self._oauth.client_id, "scope": ",".join(SCOPES), "user_scope": "", "state": state}
        # Slack's own pages stand beside its Web API.
        page = self._client.base_url.removesuffix("api/") + "oauth/v2/authorize"
        response = RedirectResponse(f"{page}?{urlencode(asked)}", 302)
        # Ties the state to this browser; without, a stranger could have somebody finish an install of their own.
        response.set_cookie(_COOKIE, state, STATE_S_MAX, path="/slack/", secure=True, httponly=True, samesite="lax")
        return response

    async def _finish(self, request: Request) -> Response:
        outcome = await self._outcome(request)
        log.info("install_ended", outcome=outcome)
        words = render_terminal(InstallPage(outcome)).strip()
        response = PlainTextResponse(f"{words}\n", _STATUS.get(outcome, _STATUS_OTHERWISE))
        response.delete_cookie(_COOKIE, path="/slack/", secure=True, httponly=True, samesite="lax")
        return response

    async def _outcome(self, request: Request) -> Outcome:
        state, cookie = request.query_params.get("state", ""), request.cookies.get(_COOKIE, "")
        is_same = bool(state) and hmac.compare_digest(state.encode(), cookie.encode())
        try:
            if not is_same or not await asyncio.to_thread(self._states.use_state, state):
                return "expired"
            if request.query_params.get("error") or not request.query_params.get("code"):
                return "cancelled"
            return await self._take(await self._exchange(request.query_params["code"]))
        except SlackApiError as error:
            log.warning("install_refused", code=code_of(error))
            return "refused"
        except SlackRefused:
            return "refused"
        except (SlackUnavailable, StoreUnavailable, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("install_not_finished", code=type(error).__name__)
            return "unavailable"

    async def _exchange(self, code: str) -> Wire:
        secret = self._oauth.client_secret.get_secret_value()
        # The SDK's own method for this still builds the header in a way that aiohttp warns about.
        proof = {"Authorization": aiohttp.encode_basic_auth(self._oauth.client_id, secret)}
        said = await self._client.api_call("oauth.v2.access", data={"code": code}, headers=proof)
        return dict(said.data) if isinstance(said.data, dict) else {}

    async def _take(self, said: Wire) -> Outcome:
        team, token = (said.get("team") or {}).get("id"), said.get("access_token")
        if said.get("is_enterprise_install") or not team:
            return "organization"
        if said.get("refresh_token") or said.get("expires_in"):
            return "rotation"
        if not token or said.get("token_type") != "bot":
            return "refused"
        await self._install(str(team), SecretStr(str(token)))
        return "installed"
