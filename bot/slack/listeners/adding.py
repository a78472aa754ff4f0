"""Ways to add to the knowledge: the shortcut of a message, files in the staff channel, the form, and taking it back."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.adding import clicks
from bot.slack.adding.assembly import Parts
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)


def register(app: AsyncApp, parts: Parts) -> None:
    """Listen on `app`, in front of the inbox; everything is handed to the desk, which checks who it is."""

    async def watch(req: AsyncBoltRequest, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002 -- Bolt injects by this name
        event = req.body.get("event") or {}
        if event.get("type") == "message" and event.get("subtype") == "file_share":
            try:
                id_ = await asyncio.to_thread(parts.desk.drop, event)
            except StoreUnavailable as error:
                log.error("drop_not_kept", incident=secrets.token_hex(4), code=type(error).__name__)  # noqa: TRY400 -- no trace
                return BoltResponse(status=503, body="")
            if id_:
                parts.work.go_on(id_)
        # The same message may belong to a walkthrough as well.
        return await next()

    app.middleware(watch)
    app.shortcut(clicks.SHORTCUT)(parts.desk.open)
    app.action(clicks.OFFER)(parts.desk.press)
    app.action(clicks.TAKE_OUT)(parts.desk.take_out)
    app.view(clicks.FORM)(parts.desk.submit)
