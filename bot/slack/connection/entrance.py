"""The one way in for what Slack sends, whatever the transport: to the presence in its workspace, counted and timed."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.request.internals import extract_team_id
from slack_bolt.response import BoltResponse

from bot.slack import metrics
from bot.slack.parsing import Wire
from bot.slack.presence import Presence
from bot.store.errors import StoreUnavailable
from prompts.catalogue.installing import NotAtHome
from prompts.rendering import plain, render

log = structlog.get_logger(__name__)

# Source: https://docs.slack.dev/reference/events/app_uninstalled and tokens_revoked
GOODBYES = frozenset({"app_uninstalled", "tokens_revoked"})


class Homes(Protocol):
    """Where the coach is."""

    def find(self, team: str) -> Presence | None:
        """The coach in this workspace, when it is there."""

    def is_expected(self, team: str) -> bool:
        """Whether it is on its way into this workspace."""


class Entrance:
    """Stands where Bolt's adapters expect an app. Belongs to the loop."""

    logger = logging.getLogger("slack_bolt")

    def __init__(self, homes: Homes, leave: Callable[[str, float], Awaitable[None]]) -> None:
        """`leave` ends the presence in a workspace, as was said at that time."""
        self._homes = homes
        self._leave = leave

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """What goes back to Slack."""
        started = time.monotonic()
        metrics.EVENTS.labels(metrics.type_of(req.body)).inc()
        response = await self._dispatch(req)
        metrics.ACK_S.observe(time.monotonic() - started)
        return response

    async def _dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        team = extract_team_id(req.body) or ""
        if str(req.body.get("is_enterprise_install") or "").lower() == "true":
            return _not_at_home(req.body, "organization", team)
        presence = self._homes.find(team)
        if presence is None and self._homes.is_expected(team):
            # Slack sends it again for some minutes.
            log.warning("home_not_open", team=team)
            return BoltResponse(status=503)
        if presence is None:
            return _not_at_home(req.body, "unknown", team)
        if _is_goodbye(req.body.get("event") or {}):
            return await self._say_goodbye(team, req.body.get("event_time"))
        _name_home(req.body, presence.line.workspace.team)
        response = await presence.app.async_dispatch(req)
        # Sent again, it would be for nobody again: an app may have been given more events than it asks for.
        is_for_nobody = response.status == HTTPStatus.NOT_FOUND and bool(req.body.get("event"))
        return BoltResponse(status=200) if is_for_nobody else response

    async def _say_goodbye(self, team: str, said_at: object) -> BoltResponse:
        try:
            await self._leave(team, said_at if isinstance(said_at, int | float) else time.time())
        except StoreUnavailable as error:
            log.error("not_left", team=team, code=type(error).__name__)  # noqa: TRY400 -- no trace
            return BoltResponse(status=503)
        return BoltResponse(status=200)


def _is_goodbye(event: Wire) -> bool:
    kind = event.get("type")
    # People's own tokens, of which the coach has none, are revoked by the same event as the bot's.
    return kind in GOODBYES and (kind != "tokens_revoked" or bool((event.get("tokens") or {}).get("bot")))


def _name_home(body: dict[str, Any], team: str) -> None:
    """What people press, choose and send is about the workspace that let us in.

    A form that somebody of another organization sends from a shared channel names theirs as its `team`, and ours only
    as `view.app_installed_team_id`. Source: https://github.com/slackapi/bolt-js/issues/1614
    """
    if isinstance(body.get("team"), dict):
        body["team"] = {**body["team"], "id": team}


def _not_at_home(body: Wire, kind: str, team: str) -> BoltResponse:
    """An ack, as sending it again would change nothing; who typed a command is told."""
    log.warning("not_at_home", team=team, why=kind)
    if not body.get("command"):
        return BoltResponse(status=200)
    text = plain(render(NotAtHome(kind)))
    return BoltResponse(status=200, body=json.dumps({"response_type": "ephemeral", "text": text}))
