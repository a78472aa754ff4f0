"""What Slack's Events API sends, byte for byte in shape. Pure: ids and times are passed in.

Source: https://docs.slack.dev/reference/events and https://docs.slack.dev/apis/events-api#callback-field.
"""

from __future__ import annotations

import secrets
from typing import Literal

from bot.playground.roster import APP_ID, BOT_USER_ID, TEAM_ID, VERIFICATION_TOKEN
from bot.playground.workspace import Channel, Wire

MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def callback(event: Wire, now_s: float, *, is_shared: bool) -> Wire:
    """The outer payload around an event, with a fresh `event_id`."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(now_s),
        "authorizations": [authorization],
        "is_ext_shared_channel": is_shared,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def message_event(channel: Channel, message: Wire) -> Wire:
    """`message`: someone wrote, be it a person or the app itself."""
    event = {**message, "channel": channel.id, "event_ts": message["ts"], "channel_type": channel.kind}
    for key in ("reactions", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
        event.pop(key, None)
    return event


def stream_event(channel: Channel, message: Wire) -> Wire:
    """`message` for one that has begun to grow: Slack tells of it without a word of what it says.

    Source: events of real streams that people published; what it says comes with `message_changed` when it has grown.
    """
    event = {**message_event(channel, message), "text": ""}
    del event["blocks"]
    return event


def mention_event(channel: Channel, message: Wire) -> Wire:
    """`app_mention`: the same message once more, without `channel_type`."""
    event = message_event(channel, message)
    del event["channel_type"]
    return {**event, "type": "app_mention"}


def changed_event(channel: Channel, message: Wire, previous: Wire, ts: str) -> Wire:
    """`message` with subtype `message_changed`; `ts` is the moment of the change."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": dict(message),
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.kind,
    }


def deleted_event(channel: Channel, previous: Wire, ts: str) -> Wire:
    """`message` with subtype `message_deleted`."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": previous["ts"],
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.kind,
    }


def home_opened_event(
    person_id: str, channel_id: str, tab: Literal["home", "messages"], view: Wire | None, ts: str
) -> Wire:
    """`app_home_opened`; `view` is what was last published for the person."""
    event: Wire = {"type": "app_home_opened", "user": person_id, "channel": channel_id, "tab": tab, "event_ts": ts}
    return event | {"view": view} if view else event


def session_stopped_event(person_id: str, channel_id: str, thread_ts: str, ts: str) -> Wire:
    """`agent_session_stopped`; the playground stops no stream by itself."""
    place = {"channel": channel_id, "thread_ts": thread_ts, "streaming_message_ts": []}
    return {"type": "agent_session_stopped", "user": person_id, **place, "event_ts": ts}


def reaction_event(
    kind: Literal["reaction_added", "reaction_removed"], channel_id: str, message: Wire, name: str, by: str, ts: str
) -> Wire:
    """`reaction_added` or `reaction_removed`."""
    item = {"type": "message", "channel": channel_id, "ts": message["ts"]}
    return {
        "type": kind,
        "user": by,
        "reaction": name,
        "item_user": message.get("user"),
        "item": item,
        "event_ts": ts,
    }


def membership_event(
    kind: Literal["member_joined_channel", "member_left_channel"],
    channel: Channel,
    person_id: str,
    team_id: str,
    ts: str,
) -> Wire:
    """`member_joined_channel` or `member_left_channel`."""
    return {
        "type": kind,
        "user": person_id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "group" else "C",
        "team": team_id,
        "event_ts": ts,
    }


def file_shared_event(channel_id: str, file_id: str, person_id: str, ts: str) -> Wire:
    """`file_shared`."""
    return {
        "type": "file_shared",
        "channel_id": channel_id,
        "file_id": file_id,
        "user_id": person_id,
        "file": {"id": file_id},
        "event_ts": ts,
    }
