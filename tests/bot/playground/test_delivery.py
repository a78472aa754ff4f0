"""Socket Mode: acknowledgements, redelivery, sockets that end in every way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.bot.playground.conftest import Stage


async def test_an_acknowledged_event_is_sent_once(stage: Stage) -> None:
    """The record of a delivery says when it was acknowledged, and there was one attempt."""
    stage.hear()
    await stage.connect()
    await stage.say("hello")
    found = (await stage.look("deliveries", acked_min=1))["deliveries"]
    assert len(found[0]["attempts"]) == 1
    assert found[0]["attempts"][0]["retry_attempt"] == 0
    assert 0 < found[0]["ack_ms"] < 3000


async def test_an_event_without_acknowledgement_comes_again(hasty: Stage) -> None:
    """The same event_id comes with retry_attempt 1 and 2 and reason timeout, then Slack gives up."""
    session = hasty._session
    headers = {"authorization": "Bearer xapp-playground-app"}
    async with session.post(f"{hasty.playground.api_url}apps.connections.open", headers=headers) as response:
        url = (await response.json())["url"]
    async with session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        await hasty.say("anybody?")
        envelopes = [await socket.receive_json(timeout=5) for _ in range(3)]
    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", "timeout", "timeout"]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1


async def test_events_wait_for_a_socket(stage: Stage) -> None:
    """Without a socket nothing is lost: on connect it comes at once, marked as a retry."""
    stage.hear()
    await stage.say("too early")
    await stage.connect()
    found = (await stage.look("deliveries", acked_min=1))["deliveries"]
    assert [attempt["retry_attempt"] for attempt in found[0]["attempts"]] == [1]


@pytest.mark.parametrize("action", ["refresh", "fin", "rst"])
async def test_the_app_comes_back_after_its_socket_ends(stage: Stage, action: str) -> None:
    """After a refresh, a FIN or a reset the real client opens a new socket and hears the next event."""
    stage.hear()
    await stage.connect()
    before = set(stage.slack.hub.sockets)
    assert (await stage.act("socket", action=action))["sockets"] == 1
    assert await stage.until(lambda: set(stage.slack.hub.sockets) - before)
    await stage.say("still there?")
    assert (await stage.look("deliveries", acked_min=1))["deliveries"][0]["acked_at"]


async def test_a_black_hole_loses_nothing(hasty: Stage) -> None:
    """A silent socket takes an event and never answers; once it works again the retry is acknowledged."""
    hasty.hear()
    await hasty.connect()
    await hasty.act("socket", action="blackhole")
    await hasty.say("hello?")
    assert await hasty.until(lambda: len(hasty.slack.hub.deliveries[0].attempts) > 0)
    await hasty.act("socket", action="restore")
    await hasty.look("deliveries", acked_min=1)
    delivery = hasty.slack.hub.deliveries[0]
    assert delivery.acked_at_s
    assert len(delivery.attempts) >= 2


async def test_each_event_goes_to_one_socket(stage: Stage) -> None:
    """With two sockets every event is still delivered once."""
    heard = stage.hear()
    await stage.connect()
    await stage.connect()
    for number in range(6):
        await stage.say(str(number))
    assert await stage.until(lambda: len(heard) == 6)
    assert sorted(body["event"]["text"] for body in heard) == list("012345")


async def test_acknowledged_events_can_be_sent_again(stage: Stage) -> None:
    """Slack sometimes repeats itself; the test control does so on demand."""
    heard = stage.hear()
    await stage.connect()
    await stage.say("once more")
    await stage.look("deliveries", acked_min=1)
    await stage.act("redeliver", event_id="all", times=2)
    assert await stage.until(lambda: len(heard) == 3)
    assert len({body["event_id"] for body in heard}) == 1


async def test_a_command_without_the_app_fails_at_once(stage: Stage) -> None:
    """No socket: dispatch_failed, as Slack shows it."""
    answer = await stage.act("command", person="maya", channel="warm-homes", text="/coach help")
    assert (answer["status"], answer["error"]) == (504, "dispatch_failed")


async def test_a_late_acknowledgement_of_a_command_is_a_timeout(hasty: Stage) -> None:
    """A command is not sent again; the person is told operation_timeout."""

    @hasty.app.command("/coach")
    async def slow(ack: AsyncAck) -> None:
        await hasty.until(lambda: hasty.slack.hub.deliveries[0].failed)
        await ack()

    await hasty.connect()
    answer = await hasty.act("command", person="maya", channel="warm-homes", text="/coach help")
    assert answer["error"] == "operation_timeout"
    assert len(hasty.slack.hub.deliveries[0].attempts) == 1


async def test_fifty_events_a_second_are_carried(stage: Stage) -> None:
    """Fifty mentions at once are all acknowledged and answered; a post takes under 5 ms in the median."""

    @stage.app.event("app_mention")
    async def answer(event: dict[str, Any]) -> None:
        await stage.client.chat_postMessage(channel=event["channel"], text="yes", thread_ts=event["ts"])

    await stage.connect()
    await asyncio.gather(*(stage.say(f"@coach {number}") for number in range(50)))
    calls = (await stage.look("calls", method="chat.postMessage", count_min=50))["calls"]
    assert len(calls) == 50
    assert sorted(call["took_ms"] for call in calls)[25] < 5
