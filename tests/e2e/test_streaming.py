"""A long answer grows in its thread, and stands there once, whatever breaks on the way."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest

from bot.slack.answers.marks import is_mark
from bot.slack.answers.streaming import LONG_CHARS_MIN
from tests.e2e.conftest import Stage

MESSAGES = 3
"""How many messages the long answer takes."""


async def whole(stage: Stage, ts: str) -> list[dict[str, Any]]:
    """The messages of the long answer, after everything was told again: each is there once, and has grown."""
    await stage.act("redeliver", event_id="all", times=2)
    await stage.settled()
    found = await stage.replies(ts, count_min=MESSAGES)
    said = "\n".join(block["text"]["text"] for each in found for block in each["blocks"] if block["type"] == "section")
    assert len(found) == MESSAGES == len(set(stage.posts()))
    assert len(re.findall(r"\bStart\b", said)) == 2_000
    assert [sum(block["type"] == "actions" for block in each["blocks"]) for each in found] == [0, 0, 1]
    assert all(is_mark(each["blocks"][0]["block_id"]) for each in found)
    assert {each.get("streaming_state", "completed") for each in found} == {"completed"}
    return found


async def test_a_long_answer_is_streamed_to_who_asked(served: Stage) -> None:
    """Each of its messages grows part by part; no call is refused, and nothing is posted besides."""
    ts = await served.say("@coach long answer?")
    await served.logged("replied")
    messages = await whole(served, ts)
    begun = await served.calls("chat.startStream")
    assert [call["response"]["ts"] for call in begun] == [each["ts"] for each in messages]
    for call in begun:
        assert (call["arguments"]["recipient_team_id"], call["arguments"]["recipient_user_id"]) == (
            "T0PLAYGRND",
            "U0MAYA",
        )
    assert len(str((await served.calls("chat.appendStream"))[0]["arguments"])) > LONG_CHARS_MIN / 2
    assert len(await served.calls("chat.stopStream")) == MESSAGES
    assert all(call["ok"] for call in await served.calls(""))
    assert not await served.calls("chat.postMessage")


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "chat.appendStream", "kind": "error", "error": "message_not_in_streaming_state"},
        {"method": "chat.stopStream", "kind": "error", "error": "message_not_in_streaming_state"},
        {"method": "chat.appendStream", "kind": "reset", "applied": True},
        {"method": "chat.stopStream", "kind": "http_500", "applied": True},
    ],
    ids=lambda fault: f"{fault['method']} {fault['kind']}",
)
async def test_a_stream_that_breaks_is_written_whole(served: Stage, fault: dict[str, Any]) -> None:
    """The message that has begun is changed to say all of it."""
    await served.act("fault", **fault)
    ts = await served.say("@coach long answer?")
    await served.logged("replied")
    await whole(served, ts)
    assert [call["ok"] for call in await served.calls("chat.update")][-1]
    assert len(await served.calls("chat.startStream")) == MESSAGES


@pytest.mark.parametrize("kind", ["reset", "http_500"])
async def test_a_start_whose_answer_was_lost_is_found_again(served: Stage, kind: str) -> None:
    """Slack tells that a message has begun, and none of its words: it is completed, and not posted again."""
    await served.act("fault", method="chat.startStream", kind=kind, applied=True)
    ts = await served.say("@coach long answer?")
    await served.logged("replied")
    await whole(served, ts)
    assert not await served.calls("chat.postMessage")


async def test_a_slack_without_streams_gets_posts(served: Stage) -> None:
    """It is asked once, whatever is answered afterwards."""
    await served.act("fault", method="chat.startStream", kind="error", error="unknown_method", times=99)
    ts = await served.say("@coach long answer?")
    await served.logged("replied")
    await whole(served, ts)
    await served.replies(await served.say("@coach long answer?"), count_min=MESSAGES)
    assert len(await served.calls("chat.startStream")) == 1


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
async def test_a_bot_killed_in_the_middle_leaves_no_half(served: Stage, method: str) -> None:
    """Slack has a part, the process is gone: its successor completes that message, and sends the others."""
    await served.act("fault", method=method, kind="hang", applied=True)
    ts = await served.say("@coach long answer?")
    assert await served.calls(method, count_min=1)
    await served.end_bot(signal.SIGKILL)
    await served.start_bot()
    await served.logged("replied")
    await whole(served, ts)
