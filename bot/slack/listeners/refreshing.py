"""`/coach refresh` and the buttons of its card: for staff, which the desk checks."""

from __future__ import annotations

from re import compile as pattern
from re import escape

from slack_bolt.async_app import AsyncApp

from bot.slack.commands import RefreshCommand, read_command_text
from bot.slack.listeners.commands import COMMAND
from bot.slack.parsing import Wire
from bot.slack.refreshing import clicks
from bot.slack.refreshing.desk import RefreshDesk


def register(app: AsyncApp, desk: RefreshDesk) -> None:
    """Listen on `app`; everything is handed to the desk."""
    app.command(COMMAND, matchers=[_is_refresh])(desk.start)
    app.action(pattern(f"^{escape(clicks.PREFIX)}"))(desk.press)


async def _is_refresh(command: Wire) -> bool:
    return isinstance(read_command_text(str(command.get("text") or "")), RefreshCommand)
