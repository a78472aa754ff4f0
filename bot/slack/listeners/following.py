"""The buttons and the menu below an answer."""

from __future__ import annotations

from re import compile as pattern
from re import escape
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.following.desk import FollowDesk
from bot.slack.following.rows import PREFIX, starts_scorecard
from bot.slack.walkthrough.desk import Desk


def register(app: AsyncApp, desk: FollowDesk, walkthroughs: Desk) -> None:
    """Listen on `app`; a scorecard is started by the desk of the walkthroughs."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        if starts_scorecard(body):
            await walkthroughs.open_start(ack, body)
            return
        await ack()
        await desk.press(body)

    app.action(pattern(f"^{escape(PREFIX)}"))(press)
