"""What Slack sends that may concern a walkthrough. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.parsing import Bot, Wire, is_by_program
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click

SHORTCUT = clicks.START


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button or chose from a menu."""

    name: str
    """One of the names in `clicks`."""
    click: Click | None
    """None: its value was not ours."""
    channel: str
    person: str
    home_team: str
    key: str
    trigger_id: str
    response_url: str
    message_ts: str
    thread_ts: str
    """Empty for a message of the channel itself."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """Somebody sent a modal."""

    name: str
    metadata: str
    values: Mapping[str, Any]
    view_id: str
    person: str


@dataclass(frozen=True, slots=True)
class Replied:
    """Somebody wrote in a thread."""

    channel: str
    thread_ts: str
    ts: str
    person: str
    text: str
    """In Slack's markup, as the person sent it, without our mention."""
    is_mention: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed what they had written in a thread."""

    channel: str
    thread_ts: str
    ts: str
    person: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone; `thread_ts` is empty when it was not in a thread."""

    channel: str
    thread_ts: str
    ts: str
    person: str


@dataclass(frozen=True, slots=True)
class LeftChannel:
    """Somebody left a channel."""

    channel: str
    person: str
    key: str


Heard = Replied | Edited | Deleted | LeftChannel

EVENT_TYPES = frozenset({"message", "app_mention", "member_left_channel"})
"""The Events API types that may concern a walkthrough."""


def read_event(event: Wire, bot: Bot) -> Heard | None:
    """What an Events API event may mean to a walkthrough."""
    channel = str(event.get("channel") or "")
    match (event.get("type"), event.get("subtype")):
        case ("member_left_channel", _):
            person = str(event.get("user") or "")
            return LeftChannel(channel, person, f"left:{channel}:{person}:{event.get('event_ts', '')}")
        case ("message", "message_changed"):
            return _read_change(channel, event, bot)
        case ("message", "message_deleted"):
            previous = event.get("previous_message") or {}
            ts = str(event.get("deleted_ts") or "")
            return Deleted(channel, _thread(previous), ts, str(previous.get("user") or ""))
        case ("message" | "app_mention", None | "file_share" | "thread_broadcast"):
            return _read_reply(channel, event, bot)
    return None


def read_press(body: Wire) -> Pressed | None:
    """A button or menu of a walkthrough; None for any other."""
    action: Wire = next(iter(body.get("actions") or ()), {})
    name = clicks.name_of(str(action.get("action_id") or ""))
    if not name.startswith(clicks.PREFIX):
        return None
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    container = body.get("container") or {}
    user = body.get("user") or {}
    return Pressed(
        name=name,
        click=clicks.read(str(value)),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        person=str(user.get("id") or ""),
        home_team=str(user.get("team_id") or ""),
        key=f"click:{body.get('trigger_id', '')}",
        trigger_id=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
        message_ts=str(container.get("message_ts") or ""),
        thread_ts=_thread({"ts": container.get("message_ts"), "thread_ts": container.get("thread_ts")}),
    )


def read_submission(body: Wire) -> Submitted:
    """A modal of a walkthrough."""
    view = body["view"]
    return Submitted(
        name=str(view.get("callback_id") or ""),
        metadata=str(view.get("private_metadata") or ""),
        values=(view.get("state") or {}).get("values") or {},
        view_id=str(view.get("id") or ""),
        person=str((body.get("user") or {}).get("id") or ""),
    )


def _read_reply(channel: str, event: Wire, bot: Bot) -> Replied | None:
    person, ts, thread_ts = (str(event.get(name) or "") for name in ("user", "ts", "thread_ts"))
    is_bot = is_by_program(event) or person == bot.user_id
    if is_bot or not person or not ts or thread_ts in {"", ts}:
        return None
    is_mention = f"<@{bot.user_id}>" in str(event.get("text") or "")
    return Replied(channel, thread_ts, ts, person, _text(event, bot), is_mention)


def _read_change(channel: str, event: Wire, bot: Bot) -> Edited | Deleted | None:
    message, previous = event.get("message") or {}, event.get("previous_message") or {}
    ts = str(message.get("ts") or "")
    if message.get("subtype") == "tombstone":
        # So Slack tells of the first message of a thread that goes on without it.
        return Deleted(channel, _thread(previous), ts, str(previous.get("user") or ""))
    # A link preview changes a message as well, but not its words.
    if message.get("text") == previous.get("text") or is_by_program(message) or not _thread(message):
        return None
    edited = (message.get("edited") or {}).get("ts") or event.get("event_ts") or ""
    person = str(message.get("user") or "")
    return Edited(channel, _thread(message), ts, person, _text(message, bot), f"edit:{channel}:{ts}:{edited}")


def _thread(message: Wire) -> str:
    thread_ts = str(message.get("thread_ts") or "")
    return "" if thread_ts == message.get("ts") else thread_ts


def _text(message: Wire, bot: Bot) -> str:
    """The words without our own name, and the names of the files that came with them."""
    words = str(message.get("text") or "").replace(f"<@{bot.user_id}>", " ")
    names = [str(file.get("name") or "") for file in message.get("files") or ()]
    return "\n".join(each for each in (words, *(f"[{name}]" for name in names if name)) if each)
