"""Buttons that nobody listens for: those of an earlier release. To be registered last."""

from __future__ import annotations

from re import compile as pattern
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.following.desk import FollowDesk


def register(app: AsyncApp, desk: FollowDesk) -> None:
    """Listen on `app` to what is left; the desk says that the button is none of today's."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await desk.press(body)

    app.action(pattern(""))(press)
