"""npm's `emulate` as a peer: it keeps the state, and this file does what Slack's own side would: events and clicks.

Source: https://github.com/vercel-labs/emulate, version 0.11.2, its Slack service.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import yaml
from slack_sdk.signature import SignatureVerifier

from tests.second_opinion.relay import Relay, until

Wire = dict[str, Any]

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / "node_modules" / ".bin" / "emulate"
BOT_TOKEN, SECRET = "xoxb-second-opinion", "0123456789abcdef0123456789abcdef"
CHANNEL, COACH = "warm-homes", "coach"
PEOPLE = ("maya", "daniel")
_START_S_MAX = 60
# Slack says the same several times; once is what people must see.
_DELIVERIES = 2


def seed(scopes: list[str]) -> str:
    """What `emulate` starts with: a channel, people, and an app that may do what the manifest asks for, no more."""
    app = {
        "client_id": "1.2",
        "client_secret": "not used",
        "app_id": "A000000001",
        "name": "Partnership Coach",
        "redirect_uris": ["http://localhost/none"],
        "scopes": scopes,
        "bot_name": COACH,
    }
    tokens = [{"token": BOT_TOKEN, "user": COACH, "app_id": "A000000001", "scopes": scopes}]
    wanted = [*scopes, "channels:join", "channels:manage", "channels:write"]
    tokens += [{"token": f"xoxp-{name}", "user": name, "scopes": wanted} for name in PEOPLE]
    return yaml.safe_dump(
        {
            "slack": {
                "team": {"name": "Warm Homes", "domain": "warm-homes"},
                "users": [{"name": name, "real_name": name.title()} for name in PEOPLE],
                "channels": [{"name": CHANNEL}],
                "bots": [{"name": COACH}],
                "oauth_apps": [app],
                "tokens": tokens,
                "strict_scopes": True,
            }
        }
    )


@asynccontextmanager
async def running(folder: Path, scopes: list[str], port: int) -> AsyncIterator[str]:
    """The address of its Web API, while the program runs; its log is in the folder."""
    (folder / "seed.yaml").write_text(seed(scopes), encoding="utf-8")
    command = (str(PROGRAM), "start", "--service", "slack", "--port", str(port), "--seed", str(folder / "seed.yaml"))
    with (folder / "emulate.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=log, stderr=log, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)}
        )
    try:
        await until(lambda: _is_listening(port), _START_S_MAX)
        yield f"http://127.0.0.1:{port}/api"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _is_listening(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@dataclass(slots=True)
class Emulate:
    """A workspace there, and the people in it. `events_url` is where the bot takes Slack's requests."""

    relay: Relay
    session: aiohttp.ClientSession
    events_url: str
    ids: dict[str, str] = field(default_factory=dict)
    channel: str = ""
    team: str = ""
    coach: Wire = field(default_factory=dict)

    async def settle(self) -> None:
        """Everybody is in the channel, and everybody's id is known."""
        self.coach = await self.call("auth.test", BOT_TOKEN)
        self.team = self.coach["team_id"]
        members = (await self.call("users.list", BOT_TOKEN))["members"]
        self.ids = {member["name"]: member["id"] for member in members}
        channels = (await self.call("conversations.list", BOT_TOKEN))["channels"]
        self.channel = next(each["id"] for each in channels if each["name"] == CHANNEL)
        for name in PEOPLE:
            await self.call("conversations.join", f"xoxp-{name}", channel=self.channel)
        invited = f"xoxp-{PEOPLE[0]}"
        await self.call("conversations.invite", invited, channel=self.channel, users=self.coach["user_id"])

    async def mention(self, person: str, text: str, thread_ts: str = "") -> str:
        """As `Peer`."""
        message = await self._write(person, f"<@{self.coach['user_id']}> {text}", thread_ts)
        for kind in ("message", "app_mention") * _DELIVERIES:
            await self._tell({**message, "type": kind})
        return str(message["ts"])

    async def reply(self, person: str, text: str, thread_ts: str) -> str:
        """As `Peer`."""
        message = await self._write(person, text, thread_ts)
        for _ in range(_DELIVERIES):
            await self._tell(message)
        return str(message["ts"])

    async def command(self, person: str, text: str) -> Wire:
        """As `Peer`."""
        fields = {
            "team_id": self.team,
            "channel_id": self.channel,
            "user_id": self.ids[person],
            "command": "/coach",
            "text": text,
            "response_url": f"{self.relay.url}/response",
            "trigger_id": await self._trigger(person),
        }
        return await self._send("application/x-www-form-urlencoded", urlencode(fields))

    async def press(self, person: str, ts: str, action_id: str) -> None:
        """As `Peer`."""
        message = await self._message(ts)
        block, button = next(
            (block, element)
            for block in message["blocks"]
            for element in (*block.get("elements", ()), block.get("accessory") or {})
            if element.get("action_id") == action_id
        )
        action = {**button, "block_id": block.get("block_id", ""), "action_ts": f"{time.time():.6f}"}
        container = {"type": "message", "message_ts": ts, "channel_id": self.channel, "is_ephemeral": False}
        await self._interact(
            person,
            "block_actions",
            container=container,
            channel={"id": self.channel, "name": CHANNEL},
            message=message,
            response_url=f"{self.relay.url}/response",
            actions=[action],
        )

    async def form(self, person: str) -> Wire:
        """As `Peer`."""
        call = await until(lambda: next((each for each in reversed(self.relay.of("views.open")) if each.answer), None))
        assert call.answer.get("ok"), call.answer
        assert person in self.ids
        return dict(call.answer["view"])

    async def submit(self, person: str, form: Wire, values: Mapping[str, str]) -> Wire:
        """As `Peer`."""
        state: dict[str, dict[str, Any]] = {}
        for block in form["blocks"]:
            element = block.get("element") or {}
            if block["type"] == "input":
                state[block["block_id"]] = {element["action_id"]: _answer(element, values.get(block["block_id"]))}
        return await self._interact(person, "view_submission", view={**form, "state": {"values": state}})

    async def look_home(self, person: str) -> Wire:
        """As `Peer`."""
        event = {"type": "app_home_opened", "user": self.ids[person], "channel": "D000000001", "tab": "home"}
        await self._tell({**event, "event_ts": f"{time.time():.6f}"})
        call = await until(lambda: next(iter(self.relay.of("views.publish")), None))
        assert call.answer.get("ok"), call.answer
        return dict(call.answer["view"])

    async def said(self, thread_ts: str, count_min: int) -> list[Wire]:
        """As `Peer`."""
        return list(await until(lambda: self._said(thread_ts, count_min)))

    async def roots(self, count_min: int) -> list[Wire]:
        """As `Peer`."""

        async def look() -> list[Wire]:
            found = (await self.call("conversations.history", BOT_TOKEN, channel=self.channel))["messages"]
            ours = [each for each in found if self._is_ours(each) and each.get("thread_ts", each["ts"]) == each["ts"]]
            return ours if len(ours) >= count_min else []

        return list(await until(look))

    async def shows(self, ts: str, thread_ts: str, words: str) -> Wire:
        """As `Peer`."""

        async def look() -> Wire | None:
            message = next((each for each in await self._thread(thread_ts) if each["ts"] == ts), None)
            return message if message and words in json.dumps(message.get("blocks")) else None

        return dict(await until(look))

    async def files(self, count_min: int) -> list[str]:
        """As `Peer`."""

        async def look() -> list[str]:
            found = (await self.call("files.list", BOT_TOKEN))["files"]
            names = [str(each["name"]) for each in found]
            return names if len(names) >= count_min else []

        return list(await until(look))

    async def call(self, method: str, token: str, **fields: str) -> Wire:
        """What `emulate` answers to a call of ours, which goes past the relay."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(f"{self.relay.target}/{method}", data=fields, headers=headers) as response:
            answer: Wire = await response.json()
        assert answer.get("ok"), (method, answer)
        return answer

    async def _said(self, thread_ts: str, count_min: int) -> list[Wire]:
        ours = [each for each in await self._thread(thread_ts) if self._is_ours(each)]
        return ours if len(ours) >= count_min else []

    async def _thread(self, thread_ts: str) -> list[Wire]:
        found = await self.call("conversations.replies", BOT_TOKEN, channel=self.channel, ts=thread_ts)
        return list(found["messages"])

    async def _message(self, ts: str) -> Wire:
        roots: list[Wire] = (await self.call("conversations.history", BOT_TOKEN, channel=self.channel))["messages"]
        for root in roots:
            for message in (root, *await self._thread(root["ts"])):
                if message["ts"] == ts:
                    return message
        raise LookupError(ts)

    def _is_ours(self, message: Wire) -> bool:
        return message.get("user") == self.coach["user_id"] or message.get("bot_id") == self.coach.get("bot_id")

    async def _write(self, person: str, text: str, thread_ts: str) -> Wire:
        threaded = {"thread_ts": thread_ts} if thread_ts else {}
        token = f"xoxp-{person}"
        said = await self.call("chat.postMessage", token, channel=self.channel, text=text, **threaded)
        event: Wire = {"type": "message", "user": self.ids[person], "text": text, "ts": said["ts"], **threaded}
        return {**event, "channel": self.channel, "channel_type": "channel", "event_ts": said["ts"]}

    async def _trigger(self, person: str) -> str:
        found = await self.call("views.generateTriggerId", BOT_TOKEN, user_id=self.ids[person])
        return str(found["trigger_id"])

    async def _tell(self, event: Wire) -> None:
        body = {
            "type": "event_callback",
            "team_id": self.team,
            "api_app_id": "A000000001",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(time.time()),
            "event": event,
        }
        await self._send("application/json", json.dumps(body))

    async def _interact(self, person: str, kind: str, **fields: Any) -> Wire:
        payload = {
            "type": kind,
            "team": {"id": self.team, "domain": "warm-homes"},
            "user": {"id": self.ids[person], "username": person, "name": person, "team_id": self.team},
            "api_app_id": "A000000001",
            "trigger_id": await self._trigger(person),
            **fields,
        }
        return await self._send("application/x-www-form-urlencoded", urlencode({"payload": json.dumps(payload)}))

    async def _send(self, kind: str, body: str) -> Wire:
        """The acknowledgement of a request that is signed as Slack signs."""
        moment = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature or ""}
        async with self.session.post(self.events_url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            assert response.ok, (response.status, text)
        return dict(json.loads(text)) if text.startswith("{") else {"text": text} if text else {}


def _answer(element: Wire, typed: str | None) -> Wire:
    """What stands in an element of a form: what was typed, or what it began with."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if typed is None else typed}
    known = {name.removeprefix("initial_"): value for name, value in element.items() if name.startswith("initial_")}
    return {"type": kind} | {
        f"selected_{name}" if name != "options" else "selected_options": value for name, value in known.items()
    }
