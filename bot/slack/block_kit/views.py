"""Modals, shown as long as Slack lets us: a trigger lives 3 s, and somebody may have closed what is to change."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web_api.clients import code_of

log = structlog.get_logger(__name__)


async def open_view(asking: AsyncWebClient, trigger_id: str, view: dict[str, Any]) -> bool:
    """Whether the modal is open now."""
    try:
        await asking.views_open(trigger_id=trigger_id, view=view)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("view_not_shown", code=code_of(error))
        return False
    return True


async def update_view(asking: AsyncWebClient, view_id: str, view: dict[str, Any]) -> None:
    """The modal reads like this from now on, unless it was closed meanwhile: then there is nobody to tell."""
    try:
        await asking.views_update(view_id=view_id, view=view)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("view_not_shown", code=code_of(error))
