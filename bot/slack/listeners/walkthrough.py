"""A walkthrough's buttons, menus and modals, and the ways to start one."""

from __future__ import annotations

from re import compile as pattern
from re import escape

from slack_bolt.async_app import AsyncApp

from bot.slack.commands import ScorecardCommand, read_command_text
from bot.slack.listeners.commands import COMMAND
from bot.slack.parsing import Wire
from bot.slack.walkthrough import arrivals, clicks
from bot.slack.walkthrough.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen on `app`; everything is handed to the desk."""
    ours = pattern(f"^{escape(clicks.PREFIX)}")
    app.command(COMMAND, matchers=[_is_start])(desk.open_start)
    app.shortcut(arrivals.SHORTCUT)(desk.open_start)
    app.action(ours)(desk.press)
    app.view(ours)(desk.submit)


async def _is_start(command: Wire) -> bool:
    return isinstance(read_command_text(str(command.get("text") or "")), ScorecardCommand)
