"""How workspaces install the app: the consent page, the code for a token, and whose token is whose.

Source: https://docs.slack.dev/authentication/installing-with-oauth and the page of the method oauth.v2.access.
"""

from __future__ import annotations

import base64
import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_ID, BOT_USER_ID, CLIENT_ID, CLIENT_SECRET, TEAM_NAME
from bot.playground.workspace import Wire


class Installing:
    """One for all workspaces of a server, the server's own first."""

    def __init__(self, own: LocalSlack) -> None:
        """Nobody has asked to install anything yet."""
        self.slacks = [own]
        self.redirect_url = ""
        """Where the app's settings send a browser after it consented."""
        self._codes: dict[str, LocalSlack] = {}

    def whose(self, authorization: str, token: str) -> LocalSlack:
        """The workspace that this token opens or opened, or the server's own, which then says what is wrong."""
        given = authorization.removeprefix("Bearer ").strip() or token
        return next((slack for slack in self.slacks if given in slack.tokens), self.slacks[0])

    async def authorize(self, request: Request) -> Response:
        """GET /oauth/v2/authorize: whoever comes consents, for the workspace `team`; with `decline` they do not."""
        asked = request.query_params
        slack = next((each for each in self.slacks if each.team_id == asked.get("team")), self.slacks[0])
        if asked.get("client_id") != CLIENT_ID or not self.redirect_url:
            return PlainTextResponse("invalid_client_id", 400)
        wanted = set(asked.get("scope", "").split(","))
        if not wanted or not wanted <= slack.setup.grant.scopes:
            return PlainTextResponse("invalid_scope", 400)
        code = secrets.token_hex(8)
        self._codes[code] = slack
        answer = {"error": "access_denied"} if "decline" in asked else {"code": code}
        return RedirectResponse(f"{self.redirect_url}?{urlencode({**answer, 'state': asked.get('state', '')})}", 302)

    def exchange(self, args: Wire, authorization: str) -> Wire:
        """oauth.v2.access: a code is good once.

        Raises:
            Refusal: `bad_client_secret`, `invalid_code`.
        """
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {pair}":
            raise Refusal("bad_client_secret")
        slack = self._codes.pop(str(args.get("code", "")), None)
        if slack is None:
            raise Refusal("invalid_code")
        return {
            "ok": True,
            "app_id": APP_ID,
            "authed_user": {"id": "U0MAYA"},
            "scope": ",".join(sorted(slack.setup.grant.scopes)),
            "token_type": "bot",
            "access_token": slack.install(),
            "bot_user_id": BOT_USER_ID,
            "team": {"id": slack.team_id, "name": TEAM_NAME},
            "enterprise": None,
            "is_enterprise_install": False,
        }
