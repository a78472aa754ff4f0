"""A request of Slack's from its raw bytes: whole, in time, signed, and of a shape that can be meant."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request

# Slack's own payloads stay far below.
BODY_BYTES_MAX = 1024 * 1024
# Slack gives up after 3 s.
BODY_S_MAX = 5.0
_FIELDS_MAX = 100
# Where these stand in a payload they are objects; anything else was never made by Slack.
_OBJECTS = ("event", "view", "user", "channel", "message", "container")


class NotTaken(Exception):
    """The request is refused; the text says why, for the log."""

    def __init__(self, status: int, why: str) -> None:
        """`status` is what HTTP calls it."""
        super().__init__(why)
        self.status = status


async def read_body(request: Request, wait_s_max: float = BODY_S_MAX) -> bytes:
    """The raw body.

    Raises:
        NotTaken: it is too large, takes too long, or never ends.
    """
    # The server has seen to it that this is a number.
    if int(request.headers.get("content-length", "0")) > BODY_BYTES_MAX:
        raise NotTaken(413, "too_large")
    raw = bytearray()
    try:
        async with asyncio.timeout(wait_s_max):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > BODY_BYTES_MAX:
                    raise NotTaken(413, "too_large")
    except TimeoutError:
        raise NotTaken(408, "too_slow") from None
    except ClientDisconnect:
        raise NotTaken(400, "hung_up") from None
    return bytes(raw)


def check_signature(verifier: SignatureVerifier, raw: bytes, request: Request) -> None:
    """Nothing, when Slack signed these bytes within the last five minutes.

    Raises:
        NotTaken: it did not, or not these, or not lately.
    """
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    # Digits only: what the verifier would choke on cannot be a time, nor a signature.
    is_whole = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _DIGITS_MAX and signature.isascii()
    try:
        is_ours = is_whole and verifier.is_valid(raw, timestamp, signature)
    except UnicodeDecodeError:
        is_ours = False
    if not is_ours:
        raise NotTaken(401, "not_signed")


_DIGITS_MAX = 12


def read_payload(content_type: str, raw: bytes) -> dict[str, Any]:
    """What Slack sent: the JSON of an event, the JSON in the form of a click, or the form of a command.

    Raises:
        NotTaken: it is none of these.
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        text = raw.decode("utf-8")
        if kind == "application/json":
            payload = json.loads(text)
        elif kind == "application/x-www-form-urlencoded":
            form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS_MAX))
            payload = json.loads(form["payload"]) if "payload" in form else form
        else:
            raise NotTaken(400, "other_type")
    except (ValueError, RecursionError):
        raise NotTaken(400, "malformed") from None
    if not _can_be_meant(payload):
        raise NotTaken(400, "malformed")
    return dict(payload)


def _can_be_meant(payload: Any) -> bool:
    if not isinstance(payload, dict) or not any(payload.get(name) for name in ("type", "command", "ssl_check")):
        return False
    if payload.get("type") == "event_callback" and not _is_event(payload.get("event")):
        return False
    if payload.get("type") == "block_actions" and not payload.get("actions"):
        return False
    lists = (payload.get("actions") or [], payload.get("authorizations") or [])
    if not all(isinstance(each, list) and all(isinstance(one, dict) for one in each) for each in lists):
        return False
    return all(isinstance(payload.get(name) or {}, dict) for name in _OBJECTS)


_SAID = frozenset({"message", "app_mention"})
_WORDS = ("user", "ts", "thread_ts", "text")
_INSIDE = ("message", "previous_message")


def _is_event(event: Any) -> bool:
    if not isinstance(event, dict):
        return False
    if event.get("type") not in _SAID:
        return True
    whole = isinstance(event.get("channel"), str) and all(isinstance(event.get(name) or {}, dict) for name in _INSIDE)
    return whole and all(isinstance(event.get(name) or "", str) for name in _WORDS)
