"""Delivery over HTTP: the same envelopes as over a socket, each as one signed request to the app.

Source: https://docs.slack.dev/apis/events-api and https://docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bot.playground.local_slack import LocalSlack
from bot.playground.roster import SIGNING_SECRET
from bot.playground.workspace import Wire

_CALL_S_MAX = 3.0  # Source: the first page: an app answers within three seconds


def signed(body: bytes, kind: str, timestamp_s: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers that Slack sends with this body; `kind` is its content type."""
    timestamp = str(int(time.time() if timestamp_s is None else timestamp_s))
    # By hand, as Slack describes it: what the app checks it with must not be what it was made with.
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"content-type": kind, "x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}"}


@dataclass(eq=False, slots=True)
class HttpLink:
    """A way to the app that the hub takes for a socket. Belongs to the loop."""

    url: str
    session: aiohttp.ClientSession
    slack: LocalSlack
    is_draining: bool = False
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, envelope: Wire) -> None:
        """Post it, without waiting for what comes back."""
        task = asyncio.create_task(self._post(envelope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Nothing is posted any more."""
        self.is_draining = True
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _post(self, envelope: Wire) -> None:
        body, headers = _request({**envelope, "payload": self.slack.abroad(envelope["payload"])})
        hub = self.slack.hub
        try:
            async with asyncio.timeout(_CALL_S_MAX), self.session.post(self.url, data=body, headers=headers) as answer:
                text, status = await answer.text(), answer.status
        except TimeoutError:
            return  # the hub keeps time itself
        except aiohttp.ClientError:
            hub.failed(envelope["envelope_id"], "connection_failed")
            return
        if status != _OK:
            hub.failed(envelope["envelope_id"], "http_error")
            return
        hub.acknowledged(envelope["envelope_id"], self.slack.inside(_payload(text)))


_OK = 200


def _request(envelope: Wire) -> tuple[bytes, dict[str, str]]:
    payload, form = envelope["payload"], "application/x-www-form-urlencoded"
    match envelope["type"]:
        case "events_api":
            body = json.dumps(payload).encode()
            headers = signed(body, "application/json")
        case "slash_commands":
            body = urlencode(payload).encode()
            headers = signed(body, form)
        case _:
            body = urlencode({"payload": json.dumps(payload)}).encode()
            headers = signed(body, form)
    if envelope.get("retry_attempt"):
        headers["x-slack-retry-num"] = str(envelope["retry_attempt"])
        headers["x-slack-retry-reason"] = _REASONS.get(envelope["retry_reason"], "http_error")
    return body, headers


_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}


def _payload(text: str) -> Wire:
    """What the app answered with; plain text is a message too."""
    try:
        said = json.loads(text)
    except ValueError:
        return {"text": text} if text else {}
    return said if isinstance(said, dict) else {}
