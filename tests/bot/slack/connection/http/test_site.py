"""The port for whoever runs the coach: alive, ready, and its numbers."""

from __future__ import annotations

import asyncio
import json
import socket

import aiohttp
import pytest

from bot.slack import metrics
from bot.slack.connection.http.probes import Probes
from bot.slack.connection.http.site import Address, Site
from bot.slack.errors import PortRefused
from bot.slack.metrics import Reading, Readings
from bot.store.errors import StoreUnavailable


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def unreadable() -> float:
    raise StoreUnavailable


READINGS = Readings(
    (Reading("coach_questions_waiting", "Waiting.", lambda: 3.0), Reading("coach_gaps_open", "Open.", unreadable)),
    (StoreUnavailable,),
)


async def hangs() -> bool:
    await asyncio.Event().wait()
    return True


async def holds() -> bool:
    return True


async def test_ready_means_that_everything_holds() -> None:
    """What does not is named; a check that hangs does not hold. Alive is asked of the process alone."""
    for checks, status in (({"index": holds}, 200), ({"index": holds, "database": hangs}, 503)):
        address = Address("127.0.0.1", free_port())
        site = Site(address, Probes(checks, READINGS), None, None)
        assert not site.is_open
        await site.open()
        url = f"http://{address.host}:{address.port}"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/readyz") as ready:
                assert ready.status == status
                assert json.loads(await ready.text()) == {name: check is holds for name, check in checks.items()}
            async with session.get(f"{url}/livez") as live:
                assert live.status == 200
            async with session.post(f"{url}/slack/events") as missing:
                assert missing.status == 404
        await site.close()
        assert not site.is_open


async def test_a_port_that_is_taken_is_told() -> None:
    """With the place, and before anything else starts; so is a host that is not this machine's."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = Address("127.0.0.1", int(taken.getsockname()[1]))
        for address in (place, Address("192.0.2.1", 1), Address("no.such.host.invalid", 1)):
            with pytest.raises(PortRefused, match=address.host):
                await Site(address, Probes({}, READINGS), None, None).open()


def test_numbers_carry_no_names_but_those_that_are_known() -> None:
    """Types and codes that we do not know are counted as one; what cannot be read is left out."""
    metrics.EVENTS.labels(metrics.type_of({"type": "event_callback", "event": {"type": "app_mention"}})).inc()
    metrics.EVENTS.labels(metrics.type_of({"type": "canary"})).inc()
    metrics.EVENTS.labels(metrics.type_of({"event": ["canary"]})).inc()
    metrics.EVENTS.labels(metrics.type_of({"command": "/canary"})).inc()
    for code in ("ok", "ratelimited", "canary"):
        metrics.count_call(code)
    text = metrics.exposition(READINGS).decode()
    for line in (
        'coach_events_total{type="app_mention"}',
        'coach_events_total{type="command"}',
        'coach_events_total{type="other"}',
        'coach_slack_calls_total{code="ratelimited"}',
        'coach_slack_calls_total{code="other"}',
        "coach_ack_seconds_bucket",
        "coach_questions_waiting 3.0",
    ):
        assert line in text
    assert "canary" not in text
    assert "coach_gaps_open" not in text
