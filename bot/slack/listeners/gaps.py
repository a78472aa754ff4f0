"""`/coach gaps`, and the buttons of its list."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.commands import GapsCommand, read_command_text
from bot.slack.feedback.gap_desk import Asker, GapDesk
from bot.slack.feedback.gap_list import SOURCE_ADDED, read_gap_id
from bot.slack.listeners.commands import COMMAND
from bot.slack.parsing import Wire


def register(app: AsyncApp, desk: GapDesk) -> None:
    """Listen on `app`; who may do what is looked up at every entry."""

    async def listed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await desk.show(_asker(body, str(body.get("user_id") or ""), str(body.get("channel_id") or "")))

    async def source_added(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        person, channel = ((body.get(name) or {}).get("id") or "" for name in ("user", "channel"))
        value = str(body["actions"][0].get("value") or "")
        await desk.ask_again(_asker(body, str(person), str(channel)), read_gap_id(value))

    app.command(COMMAND, matchers=[_is_gaps])(listed)
    app.action(SOURCE_ADDED)(source_added)


def _asker(body: Wire, person: str, channel: str) -> Asker:
    team = str(body.get("team_id") or (body.get("team") or {}).get("id") or "")
    return Asker(team, channel, person, str(body.get("response_url") or ""))


async def _is_gaps(command: Wire) -> bool:
    return isinstance(read_command_text(str(command.get("text") or "")), GapsCommand)
