"""The topic of a channel: the coach never reads it, so that nothing in it can be said, shown or obeyed."""

from __future__ import annotations

import ast
import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from bot.slack.parsing import Bot, Ignored, read_event
from bot.slack.web_api.room_calls import RoomCalls
from tests.conftest import ROOT
from tests.fakes.payloads import PAYLOADS

BOT = Bot("U0COACH", "B0COACH")
CHANNEL = {"id": "C1", "name": "general", "creator": "U1", "is_member": True}


@dataclass(frozen=True)
class Asking:
    """Slack, that tells of a channel."""

    channel: dict[str, Any]

    async def conversations_info(self, channel: str) -> dict[str, Any]:
        """The one channel."""
        return {"ok": True, "channel": {**self.channel, "id": channel}}


def place_of(channel: dict[str, Any]) -> Any:
    async def asked() -> Any:
        client: Any = Asking(channel)
        return await asyncio.to_thread(RoomCalls(client, client, asyncio.get_running_loop()).place, "C1")

    return asyncio.run(asked())


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_channel_is_the_same_whatever_its_topic(payload: str) -> None:
    """What is known of a channel has neither its topic nor its purpose nor its name."""
    hostile = {"topic": {"value": payload}, "purpose": {"value": payload}, "name": payload}
    assert place_of(CHANNEL | hostile) == place_of(CHANNEL)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_the_message_that_tells_of_a_topic_asks_nothing(payload: str) -> None:
    """Not in a direct conversation, and not when it mentions the coach."""
    text = f"<@U0COACH> <@U1> set the channel topic: {payload} How do we share resources?"
    event = {"type": "message", "user": "U1", "ts": "1.1", "channel": "C1", "text": text, "topic": payload}
    for kind in ("channel_topic", "channel_purpose", "channel_name", "group_topic", "group_purpose"):
        for where in ({}, {"channel_type": "im"}):
            assert isinstance(read_event("T1", {**event, "subtype": kind, **where}, BOT), Ignored)


def test_no_other_call_tells_of_channels() -> None:
    """Slack answers with a topic to `info`, above, and `open`, of which only the id is taken; to `members` with ids."""
    called = {
        node.attr
        for path in (ROOT / "bot").rglob("*.py")
        if "playground" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr.startswith(("conversations_", "channels_", "groups_"))
    }
    told_of = {"conversations_info", "conversations_members", "conversations_open", "conversations_replies"}
    assert called == told_of
