"""Every way in which Slack says no, with Slack's own code."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.local_slack import AppSetup
from bot.playground.permissions import Grant, grant_of
from bot.playground.roster import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from tests.bot.playground.conftest import Stage, button, modal, plain, started, text_input

HOMES = "C0WARMHOMES"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}


async def refused(call: Any) -> dict[str, Any]:
    """The body of the refusal."""
    with pytest.raises(SlackApiError) as caught:
        await call
    body: dict[str, Any] = caught.value.response.data
    return body


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0CITYHALL", "text": "x"}, "not_in_channel"),
        ({"channel": "C0OLDPARK", "text": "x"}, "is_archived"),
        ({"channel": HOMES, "text": ""}, "no_text"),
        ({"channel": HOMES, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": HOMES, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": HOMES, "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": HOMES, "text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        (
            {"channel": HOMES, "text": "x", "blocks": [{"type": "section", "text": plain("x" * 2900)}] * 5},
            "msg_blocks_too_long",
        ),
    ],
)
async def test_posts_that_slack_refuses(stage: Stage, arguments: dict[str, Any], code: str) -> None:
    """chat.postMessage answers with the code and posts nothing."""
    body = await refused(stage.client.api_call("chat.postMessage", json=arguments))
    assert body["error"] == code
    assert all(not channel.messages for channel in stage.slack.workspace.channels.values())


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"type": "section", "text": {"type": "markdown", "text": "x"}}, "/blocks/0/text"),
        ({"type": "section", "text": plain("x" * 3001)}, "/blocks/0/text/text"),
        ({"type": "section", "txt": plain("x")}, "/blocks/0"),
        ({"type": "section", "text": plain("")}, "/blocks/0/text/text"),
        ({"type": "section", "fields": [plain("x" * 2001)]}, "/blocks/0/fields/0/text"),
        ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
        ({"type": "context", "elements": [plain("x")] * 11}, "/blocks/0/elements"),
        ({"type": "actions", "elements": [button()] * 26}, "/blocks/0/elements"),
        ({"type": "actions", "elements": [button() | {"text": "Go"}]}, "/blocks/0/elements/0/text"),
        ({"type": "context_actions", "elements": [button()]}, "/blocks/0/elements/0"),
        ({"type": "alert", "text": plain("x")}, "/blocks/0/type"),
        ({"type": "nonsense"}, "/blocks/0"),
    ],
)
async def test_blocks_that_slack_refuses(stage: Stage, block: dict[str, Any], pointer: str) -> None:
    """invalid_blocks names the place in response_metadata.messages."""
    body = await refused(stage.client.chat_postMessage(channel=HOMES, text="x", blocks=[block]))
    assert body["error"] == "invalid_blocks"
    assert any(f"[json-pointer:{pointer}]" in message for message in body["response_metadata"]["messages"]), body


async def test_tokens(stage: Stage) -> None:
    """No token, a wrong one and one of the wrong kind each have their own code."""
    url = stage.playground.api_url
    assert (await refused(AsyncWebClient(base_url=url).auth_test()))["error"] == "not_authed"
    assert (await refused(AsyncWebClient("xoxb-other", base_url=url).auth_test()))["error"] == "invalid_auth"
    wrong_kind = AsyncWebClient(BOT_TOKEN, base_url=url).apps_connections_open(app_token=BOT_TOKEN)
    assert (await refused(wrong_kind))["error"] == "not_allowed_token_type"
    assert (await AsyncWebClient(base_url=url).apps_connections_open(app_token=APP_TOKEN))["ok"]


async def test_unknown_methods(stage: Stage) -> None:
    """A method that the playground lacks is unknown_method."""
    assert (await refused(stage.client.api_call("chat.shout")))["error"] == "unknown_method"


async def test_missing_scopes() -> None:
    """A token without the scope learns which one is needed; without the event's scope nothing is delivered."""
    manifest = {
        "oauth_config": {"scopes": {"bot": ["im:history"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.im", "app_mention"]}},
    }
    assert grant_of(manifest) == Grant(frozenset({"im:history"}), frozenset({"message.im", "app_mention"}))
    async for stage in started(Playground(setup=AppSetup(grant_of(manifest)))):
        body = await refused(stage.client.chat_postMessage(channel=HOMES, text="x"))
        assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", "chat:write", "im:history")
        await stage.say("@coach hello")
        assert stage.slack.hub.deliveries == []


async def test_only_the_apps_own_messages_can_be_changed(stage: Stage) -> None:
    """Other people's messages cannot be updated or deleted, unknown ones are not found."""
    ts = await stage.say("mine")
    update = stage.client.chat_update(channel=HOMES, ts=ts, text="yours")
    assert (await refused(update))["error"] == "cant_update_message"
    delete = stage.client.chat_delete(channel=HOMES, ts=ts)
    assert (await refused(delete))["error"] == "cant_delete_message"
    missing = stage.client.chat_update(channel=HOMES, ts="1.000001", text="x")
    assert (await refused(missing))["error"] == "message_not_found"


async def test_streams_that_slack_refuses(stage: Stage) -> None:
    """Without a thread or a person to stream to, with blocks that no message takes, or text where chunks began."""
    ts = await stage.say("tell me")
    full = {"channel": HOMES, "thread_ts": ts, "recipient_team_id": "T0PLAYGRND", "recipient_user_id": "U0MAYA"}
    blocks = {"type": "blocks", "blocks": [SECTION] * 30}
    for change, code in (
        ({"thread_ts": ""}, "invalid_thread_ts"),
        ({"recipient_team_id": ""}, "missing_recipient_team_id"),
        ({"recipient_user_id": ""}, "missing_recipient_user_id"),
        ({"recipient_user_id": "B0COACH"}, "invalid_arguments"),
        ({"chunks": [{"type": "nonsense"}]}, "invalid_chunks"),
        ({"chunks": [blocks, blocks]}, "invalid_blocks"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "nonsense"}]}]}, "invalid_blocks"),
    ):
        assert (await refused(stage.client.api_call("chat.startStream", json=full | change)))["error"] == code
    begun = await stage.client.api_call("chat.startStream", json=full | {"chunks": [blocks]})
    grows = {"channel": HOMES, "ts": begun["ts"]}
    for method, more, code in (
        ("chat.appendStream", {"chunks": [blocks]}, "invalid_blocks"),
        ("chat.appendStream", {"markdown_text": "more"}, "streaming_mode_mismatch"),
        ("chat.update", {"text": "other"}, "streaming_state_conflict"),
        ("chat.delete", {}, "cant_delete_message"),
    ):
        assert (await refused(stage.client.api_call(method, json=grows | more)))["error"] == code
    assert (await stage.client.api_call("chat.stopStream", json=grows))["ok"]
    again = stage.client.api_call("chat.stopStream", json=grows)
    assert (await refused(again))["error"] == "message_not_in_streaming_state"


async def test_triggers_live_three_seconds_and_work_once(stage: Stage) -> None:
    """An old trigger is expired_trigger_id, a spent one exchanged_trigger_id, an invented one invalid_trigger_id."""
    old = stage.slack.tickets.trigger("U0MAYA", stage.slack.clock() - 4)
    good = stage.slack.tickets.trigger("U0MAYA", stage.slack.clock())
    view = modal(text_input())
    assert (await refused(stage.client.views_open(trigger_id=old, view=view)))["error"] == "expired_trigger_id"
    assert (await stage.client.views_open(trigger_id=good, view=view))["ok"]
    assert (await refused(stage.client.views_open(trigger_id=good, view=view)))["error"] == "exchanged_trigger_id"
    assert (await refused(stage.client.views_open(trigger_id="1.2.3", view=view)))["error"] == "invalid_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        modal({"type": "markdown", "text": "x"}),
        modal(text_input()) | {"title": plain("x" * 25)},
        modal(text_input(), private_metadata="x" * 3001),
        {key: value for key, value in modal(text_input()).items() if key != "submit"},
        modal(*[{"type": "divider"}] * 101),
    ],
)
async def test_views_that_slack_refuses(stage: Stage, view: dict[str, Any]) -> None:
    """A modal with a wrong block, a long title or too many blocks is invalid_arguments; its trigger stays good."""
    trigger = stage.slack.tickets.trigger("U0MAYA", stage.slack.clock())
    body = await refused(stage.client.views_open(trigger_id=trigger, view=view))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"]
    assert (await stage.client.views_open(trigger_id=trigger, view=modal(text_input())))["ok"]


async def test_a_stack_holds_three_modals(stage: Stage) -> None:
    """The fourth push is push_limit_reached."""

    def trigger() -> str:
        return stage.slack.tickets.trigger("U0MAYA", stage.slack.clock())

    await stage.client.views_open(trigger_id=trigger(), view=modal(text_input()))
    for _ in range(2):
        await stage.client.views_push(trigger_id=trigger(), view=modal(text_input()))
    fourth = stage.client.views_push(trigger_id=trigger(), view=modal(text_input()))
    assert (await refused(fourth))["error"] == "push_limit_reached"


async def test_home_tabs_with_a_stale_hash_are_refused(stage: Stage) -> None:
    """views.publish with the hash of an earlier view is hash_conflict; inputs are fine, markdown is not."""
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await stage.client.views_publish(user_id="U0SAM", view=home)
    await stage.client.views_publish(user_id="U0SAM", view=home, hash=first["view"]["hash"])
    stale = stage.client.views_publish(user_id="U0SAM", view=home, hash=first["view"]["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    wrong = {"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}
    assert (await refused(stage.client.views_publish(user_id="U0SAM", view=wrong)))["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("fault", "status", "applied"),
    [("http_500", 500, False), ("http_500", 500, True), ("rate_limited", 429, False), ("error", 200, False)],
)
async def test_ordered_faults_strike_once(stage: Stage, fault: str, status: int, *, applied: bool) -> None:
    """A fault strikes the next call only; `applied` loses the answer but not the message."""
    await stage.act("fault", method="chat.postMessage", kind=fault, error="fatal_error", retry_after=7, applied=applied)
    with pytest.raises(SlackApiError) as caught:
        await stage.client.chat_postMessage(channel=HOMES, text="x")
    assert caught.value.response.status_code == status
    assert caught.value.response.headers.get("retry-after") == ("7" if fault == "rate_limited" else None)
    assert bool(stage.slack.workspace.channels[HOMES].messages) is applied
    assert (await stage.client.chat_postMessage(channel=HOMES, text="x"))["ok"]


async def test_a_reset_breaks_the_connection(stage: Stage) -> None:
    """The client sees a network error, not an answer."""
    await stage.act("fault", method="api.test", kind="reset", times=2)
    with pytest.raises(aiohttp.ClientError):
        await stage._session.post(f"{stage.playground.api_url}api.test")


async def test_a_hang_lasts_until_the_client_leaves(stage: Stage) -> None:
    """The client's own timeout ends it."""
    await stage.act("fault", method="api.test", kind="hang")
    timeout = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises(TimeoutError):
        await stage._session.post(f"{stage.playground.api_url}api.test", timeout=timeout)
