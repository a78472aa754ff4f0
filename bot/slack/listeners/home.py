"""The app's own tabs: Home with its buttons, and Messages with its first questions."""

from __future__ import annotations

from re import compile as pattern
from re import escape
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.home import clicks
from bot.slack.home.desk import HomeDesk
from bot.slack.home.prompting import Prompting


def register(app: AsyncApp, desk: HomeDesk, prompting: Prompting) -> None:
    """Listen on `app`; everything is handed on."""

    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "messages":
            await prompting.suggest(event)
        else:
            desk.open(event)

    app.event("app_home_opened")(opened)
    app.action(pattern(f"^{escape(clicks.PREFIX)}"))(desk.press)
