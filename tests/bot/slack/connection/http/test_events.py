"""Requests to `/slack/events`: what is let in, and what hears no more than a number."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.response import BoltResponse

from bot.playground.http_delivery import signed
from bot.slack.connection.http.reading import BODY_BYTES_MAX, NotTaken, read_payload
from tests.bot.slack.connection.http.conftest import HEAD_S_MAX, Counter

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "channel": "C1", "text": "Größe 🌍"}}
CLICK = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [{"action_id": "a"}]}
COMMAND = {"command": "/coach", "team_id": "T1", "text": "ask Who fills in the payload= & more?"}
FAR_S = 10_000.0


def body_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


async def test_each_kind_arrives_as_it_was_sent(counter: Counter) -> None:
    """An event as JSON, a click as JSON in a form, a command as a form: also one whose text is full of such words."""
    for sent, body, kind in (
        (EVENT, body_of(EVENT), JSON),
        (CLICK, urlencode({"payload": json.dumps(CLICK)}).encode(), FORM),
        (COMMAND, urlencode(COMMAND).encode(), FORM),
    ):
        assert (await counter.hand_in(body, signed(body, kind)))[0] == 200
        assert counter.office.heard.pop() == sent


async def test_the_answer_of_the_app_goes_back_as_it_is(counter: Counter) -> None:
    """Words for a command, errors of a form, and the number that makes Slack send an event again."""
    counter.office.answer = BoltResponse(status=200, body={"text": "Hello"})
    assert await counter.hand_in(body_of(EVENT), signed(body_of(EVENT), JSON)) == (200, '{"text": "Hello"}')
    counter.office.answer = BoltResponse(status=503)
    assert await counter.hand_in(body_of(EVENT), signed(body_of(EVENT), JSON)) == (503, "")


async def test_an_event_for_nobody_is_not_asked_for_again(counter: Counter) -> None:
    """Slack is told that it came; a click that nobody takes is another matter."""
    counter.office.answer = BoltResponse(status=404, body={"error": "unhandled request"})
    assert await counter.hand_in(body_of(EVENT), signed(body_of(EVENT), JSON)) == (200, "")
    click = urlencode({"payload": json.dumps(CLICK)}).encode()
    assert (await counter.hand_in(click, signed(click, FORM)))[0] == 404


async def test_slack_proves_the_address(counter: Counter) -> None:
    """The challenge comes back when it is signed; a look at the certificate is answered."""
    body = body_of({"type": "url_verification", "challenge": "c4nary"})
    assert await counter.hand_in(body, signed(body, JSON)) == (200, "c4nary")
    assert (await counter.hand_in(body, {"content-type": JSON}))[0] == 401
    look = b"ssl_check=1&token=x"
    assert (await counter.hand_in(look, signed(look, FORM)))[0] == 200
    assert counter.office.heard == []


GOOD = body_of(EVENT)
MISFIT = body_of(EVENT | {"event": {"type": "message", "channel": None, "user": 5}})


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (GOOD, {"content-type": JSON}, 401),
        (GOOD, signed(GOOD, JSON, secret="another"), 401),
        (GOOD, signed(b"other", JSON), 401),
        (GOOD, signed(GOOD, JSON, time.time() - FAR_S), 401),
        (GOOD, signed(GOOD, JSON, time.time() + FAR_S), 401),
        (GOOD, signed(GOOD, JSON) | {"x-slack-request-timestamp": "soon"}, 401),
        (GOOD, signed(GOOD, JSON) | {"x-slack-request-timestamp": "9" * 400}, 401),
        (GOOD, signed(GOOD, JSON) | {"x-slack-request-timestamp": "\u0663"}, 401),
        (GOOD, signed(GOOD, JSON) | {"x-slack-signature": "v0=ü"}, 401),
        (GOOD, signed(GOOD, JSON) | {"x-slack-signature": ""}, 401),
        (b"\xff\xfe", signed(b"\xff\xfe", JSON), 401),
        (GOOD, signed(GOOD, "text/plain"), 400),
        (GOOD, signed(GOOD, FORM), 400),
        (b"", signed(b"", JSON), 400),
        (b"{", signed(b"{", JSON), 400),
        (b"[" * 100_000, signed(b"[" * 100_000, JSON), 400),
        (b"payload=%7B", signed(b"payload=%7B", FORM), 400),
        (b"a=1&" * 200, signed(b"a=1&" * 200, FORM), 400),
        (b"x" * (BODY_BYTES_MAX + 1), signed(b"x" * (BODY_BYTES_MAX + 1), JSON), 413),
        (body_of(CLICK | {"actions": []}), signed(body_of(CLICK | {"actions": []}), JSON), 400),
        (MISFIT, signed(MISFIT, JSON), 400),
    ],
)
async def test_what_is_not_slacks_hears_a_number(
    counter: Counter, body: bytes, headers: dict[str, str], status: int
) -> None:
    """Unsigned, signed by another, for other bytes, stale, from the future, malformed, of another kind, too large."""
    assert await counter.hand_in(body, headers) == (status, "")
    assert counter.office.heard == []


async def test_a_body_without_a_length_has_the_same_limit(counter: Counter) -> None:
    """Chunks are counted as they come."""

    async def chunks() -> Any:
        for _ in range(3 * BODY_BYTES_MAX // 65_536):
            yield b"x" * 65_536

    async with counter.session.post(counter.url, data=chunks(), headers={"content-type": JSON}) as response:
        assert response.status == 413


async def test_only_posts_are_taken(counter: Counter) -> None:
    """A browser that looks by is told so."""
    async with counter.session.get(counter.url) as response:
        assert response.status == 405


HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n"


@pytest.mark.parametrize(("sent", "answer"), [(b"POST /sl", b""), (HEAD + b"\r\n{", b"HTTP/1.1 408")])
async def test_whoever_dawdles_is_hung_up_on(counter: Counter, sent: bytes, answer: bytes) -> None:
    """In the head of a request, and in its body; others are served meanwhile."""
    reader, writer = await asyncio.open_connection(counter.host, counter.port)
    writer.write(sent)
    await writer.drain()
    assert (await counter.hand_in(GOOD, signed(GOOD, JSON)))[0] == 200
    async with asyncio.timeout(HEAD_S_MAX * 30):
        assert (await reader.read()).startswith(answer)
    writer.close()
    await writer.wait_closed()


async def test_a_head_that_never_ends_is_cut_off(counter: Counter) -> None:
    """Its size is limited too: the connection ends, politely or not, as more was on its way."""
    reader, writer = await asyncio.open_connection(counter.host, counter.port)
    writer.write(HEAD + b"X-Long: " + b"x" * 200_000)
    answer = b""
    with suppress(ConnectionResetError):
        async with asyncio.timeout(HEAD_S_MAX * 30):
            answer = await reader.read()
    writer.close()
    assert not answer.startswith(b"HTTP/1.1 2")
    assert counter.office.heard == []


async def test_other_workspaces_are_told_that_nobody_is_there(counter: Counter) -> None:
    """An event of a workspace without the coach is done with; whoever typed a command hears why."""
    other = body_of(EVENT | {"team_id": "T9"})
    assert await counter.hand_in(other, signed(other, JSON)) == (200, "")
    for more, words in (({"team_id": "T9"}, "isn't installed"), ({"is_enterprise_install": "true"}, "organization")):
        command = urlencode(COMMAND | more).encode()
        status, text = await counter.hand_in(command, signed(command, FORM))
        assert (status, json.loads(text)["response_type"]) == (200, "ephemeral")
        assert words in json.loads(text)["text"]
    assert counter.office.heard == []


@pytest.mark.parametrize(
    ("event", "teams"),
    [
        ({"type": "app_uninstalled"}, ["T1"]),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U0"]}}, ["T1"]),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, []),
    ],
)
async def test_a_goodbye_ends_the_presence(counter: Counter, event: dict[str, Any], teams: list[str]) -> None:
    """An uninstall and a revoked bot token do; a revoked token of a person, of which the coach has none, does not."""
    body = body_of(EVENT | {"event": event})
    assert (await counter.hand_in(body, signed(body, JSON)))[0] == 200
    assert counter.office.left == teams


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "event", "user", "team", "view", "actions", "command", "authorizations", "text", "tokens"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(values)
def test_any_json_is_a_payload_or_malformed(value: Any) -> None:
    """Nothing else happens, whatever its shape."""
    with suppress(NotTaken):
        payload = read_payload(JSON, json.dumps(value).encode())
        assert isinstance(payload.get("event") or {}, dict)
