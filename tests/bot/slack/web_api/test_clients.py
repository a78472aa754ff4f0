"""Calls with a token end with the token, and are counted, against the playground."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.faults import Fault
from bot.playground.roster import BOT_TOKEN
from bot.playground.server import Playground
from bot.slack.metrics import Readings, exposition
from bot.slack.web_api.clients import Client, Gate, asking_client, code_of, posting_beside


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def asking(playground: Playground) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield asking_client(BOT_TOKEN, playground.api_url, session)


def counted(line: str) -> float:
    text = exposition(Readings((), ())).decode()
    return next((float(each.rpartition(" ")[2]) for each in text.splitlines() if each.startswith(line)), 0.0)


async def test_after_slack_refused_a_token_nobody_calls_with_it(playground: Playground, asking: Client) -> None:
    """Neither this client nor one beside it; the one who wants to know is told once, and callers hear Slack's code."""
    told: list[str] = []
    asking.gate.on_shut = told.append
    posting = posting_beside(asking)
    await asking.auth_test()
    playground.slack.is_installed = False
    for client in (asking, asking, posting):
        with pytest.raises(SlackApiError) as refused:
            await client.users_info(user="U0MAYA")
        assert code_of(refused.value) == "account_inactive"
    assert told == ["account_inactive"]
    assert [call.method for call in playground.slack.calls] == ["auth.test", "users.info"]


async def test_other_refusals_leave_the_gate_open(playground: Playground, asking: Client) -> None:
    """A channel that is closed to us is no reason to be silent elsewhere."""
    with pytest.raises(SlackApiError):
        await asking.chat_postMessage(channel="C0NOWHERE", text="Hello")
    playground.slack.faults.order(Fault("users.info", "error", error="missing_scope"))
    with pytest.raises(SlackApiError):
        await asking.users_info(user="U0MAYA")
    assert (await asking.users_info(user="U0MAYA"))["ok"]
    assert asking.gate == Gate(asking.gate.on_shut)


async def test_calls_and_further_tries_are_counted(playground: Playground, asking: Client) -> None:
    """By code and by reason."""
    lines = (
        'coach_slack_calls_total{code="ok"}',
        'coach_slack_retries_total{reason="rate_limited"}',
        'coach_slack_calls_total{code="channel_not_found"}',
    )
    before = [counted(line) for line in lines]
    playground.slack.faults.order(Fault("auth.test", "rate_limited", retry_after_s=1))
    await asking.auth_test()
    with pytest.raises(SlackApiError):
        await asking.chat_postMessage(channel="C0NOWHERE", text="Hello")
    assert [counted(line) for line in lines] == [value + 1 for value in before]
