"""The scenario against `emulate`; what the bot sends is held against Slack's own types as well."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground.block_limits import limit_faults, view_limit_faults
from bot.playground.schema_rules import block_faults, view_faults
from tests.e2e.conftest import PROGRAM, ROOT
from tests.second_opinion.emulate import BOT_TOKEN, SECRET, Emulate, running
from tests.second_opinion.relay import Relay, until
from tests.second_opinion.scenario import play

# `emulate` knows no assistant, no agents and no streams; the coach must get along without them.
UNKNOWN = ("assistant.", "agents.", "chat.startStream", "usergroups.")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def bot_in_front_of(api_url: str, home: Path) -> AsyncIterator[str]:
    """The address where the real bot takes Slack's requests, as long as it runs."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "COACH_HOME": str(home),
    }
    log = home / "bot.log"
    with log.open("wb") as written:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, str(PROGRAM), "--http", env=environment, stderr=written
        )
    try:
        line = await until(lambda: next((each for each in log.read_text().splitlines() if '"listening"' in each), ""))
        yield f"http://127.0.0.1:{json.loads(line)['port']}/slack/events"
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.wait(), 30) == 0
        assert '"level": "error"' not in log.read_text()


async def test_the_scenario_passes_against_a_slack_that_others_wrote(tmp_path: Path) -> None:
    """A question, a follow-up, a walkthrough to its report, the Home tab; every call is one that Slack would take."""
    scopes: list[str] = json.loads((ROOT / "manifest.json").read_text())["oauth_config"]["scopes"]["bot"]
    async with (
        running(tmp_path, scopes, free_port()) as api,
        Relay(api) as relay,
        bot_in_front_of(relay.api_url, tmp_path) as events_url,
        aiohttp.ClientSession() as session,
    ):
        peer = Emulate(relay, session, events_url)
        await peer.settle()
        await play(peer)
    faults = [(call.method, fault) for call in relay.calls for fault in _faults(call.arguments)]
    assert not faults
    refused = {
        (call.method, call.answer.get("error", call.status))
        for call in relay.calls
        if not call.answer.get("ok") and not call.method.startswith(UNKNOWN)
    }
    assert not refused


def _faults(arguments: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if arguments.get("blocks"):
        found += [*block_faults(arguments["blocks"]), *limit_faults(arguments["blocks"], "message")]
    view = arguments.get("view")
    if view:
        is_home = view["type"] == "home"
        found += view_faults(view, "HomeView" if is_home else "ModalView")
        found += view_limit_faults(view, "home" if is_home else "modal")
    return found
