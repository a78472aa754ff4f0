"""The Messages tab is opened: questions to start with."""

from __future__ import annotations

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.parsing import Wire
from prompts.catalogue.answers import SuggestedPrompts
from prompts.rendering import plain, render

log = structlog.get_logger(__name__)

# Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
_PROMPTS_MAX = 4


def register(app: AsyncApp, asking: AsyncWebClient) -> None:
    """Listen on `app`; calls go through `asking`."""

    async def suggest(event: Wire) -> None:
        if event.get("tab") != "messages":
            return
        try:
            # No `thread_ts`: with one, the call does nothing in the Messages tab.
            await asking.assistant_threads_setSuggestedPrompts(
                channel_id=str(event["channel"]), thread_ts=None, prompts=suggested_prompts()
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.debug("prompts_not_shown", channel=event.get("channel"), code=type(error).__name__)

    app.event("app_home_opened")(suggest)


def suggested_prompts() -> list[dict[str, str]]:
    """The template's lines (`title | question`) in Slack's shape."""
    lines = plain(render(SuggestedPrompts())).splitlines()
    pairs = (line.partition(" | ") for line in lines if " | " in line)
    return [{"title": title.strip(), "message": question.strip()} for title, _, question in pairs][:_PROMPTS_MAX]
