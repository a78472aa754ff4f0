"""Slack's own button to stop, in the Messages tab."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.slack.answers.sessions import Sessions
from bot.slack.parsing import Wire


def register(app: AsyncApp, sessions: Sessions) -> None:
    """Listen on `app`."""

    async def stopped(event: Wire) -> None:
        channel, thread_ts, at = (str(event.get(name) or "") for name in ("channel", "thread_ts", "event_ts"))
        sessions.stop(channel, thread_ts, at)

    app.event("agent_session_stopped")(stopped)
