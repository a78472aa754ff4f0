"""`/coach settings` and its modal, and the button of the greeting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.block_kit.blocks import Packed
from bot.slack.channels.desk import SettingsDesk
from bot.slack.channels.form import SETTINGS
from bot.slack.channels.greeting import HELP
from bot.slack.commands import SettingsCommand, read_command_text
from bot.slack.errors import SendError
from bot.slack.listeners.commands import COMMAND
from bot.slack.parsing import Wire

log = structlog.get_logger(__name__)

HelpFor = Callable[[str], Awaitable[Packed]]
"""What the coach can do, for this person."""


def register(app: AsyncApp, desk: SettingsDesk, help_for: HelpFor) -> None:
    """Listen on `app`."""

    async def help_out(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        helped = await help_for(str((body.get("user") or {}).get("id") or ""))
        try:
            await asyncio.to_thread(desk.ways.private.respond, str(body.get("response_url") or ""), helped)
        except SendError as error:
            log.warning("help_not_shown", code=error.code)

    app.command(COMMAND, matchers=[_is_settings])(desk.open)
    app.view(SETTINGS)(desk.submit)
    app.action(HELP)(help_out)


async def _is_settings(command: Wire) -> bool:
    return isinstance(read_command_text(str(command.get("text") or "")), SettingsCommand)
