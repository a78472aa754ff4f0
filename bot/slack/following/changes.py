"""What Slack tells of messages that were changed or deleted, where it may concern a question. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.slack.parsing import TS, Ask, Bot, Wire, clean, is_by_program, read_event

Change = Literal["edited", "called", "deleted"]

# What is older than this was heard of when it was written: Slack gives an event up after six minutes.
# Source: https://docs.slack.dev/apis/events-api#retries
_UNHEARD_S_MAX = 420.0


def read_change(team: str, event: Wire, bot: Bot) -> Ask | None:
    """A message of a person that reads otherwise now, or is gone; None for any other event.

    It was `called` when it mentions us only since it was edited. What changes nothing about the words, such as a link
    that unfurls, is no change.
    """
    if event.get("type") != "message":
        return None
    message, previous = event.get("message") or {}, event.get("previous_message") or {}
    match event.get("subtype"):
        case "message_changed" if message.get("subtype") == "tombstone":
            # So Slack tells of the first message of a thread that goes on without it.
            return _ask(team, event, {"ts": message.get("ts"), **previous}, "deleted", bot)
        case "message_changed" if message.get("text") != previous.get("text"):
            mention = f"<@{bot.user_id}>"
            is_called = mention in str(message.get("text") or "") and mention not in str(previous.get("text") or "")
            return _ask(team, event, message, "called" if is_called else "edited", bot)
        case "message_deleted":
            return _ask(team, event, {"ts": event.get("deleted_ts"), **previous}, "deleted", bot)
    return None


def read_changed_question(change: Ask, event: Wire, bot: Bot) -> Ask | None:
    """The question that the message is now, or was before, with its own key; None when it asks nothing of us.

    It is for a change of which Slack tells before it tells of the message itself.
    """
    if float(change.changed_ts) - float(change.ts) > _UNHEARD_S_MAX:
        return None
    previous = event.get("previous_message") or {}
    forms = (previous,) if change.surface == "deleted" else (event.get("message") or {}, previous)
    found = (read_event(change.team, _as_written(change, event, form), bot) for form in forms)
    asked = next((each for each in found if isinstance(each, Ask)), None)
    return replace(asked, text=change.text, changed_ts=change.changed_ts) if asked else None


def _as_written(change: Ask, event: Wire, form: Wire) -> Wire:
    """The event that tells of a message that was written like this."""
    # What came with a file is no question, whichever of the two marks tells of it.
    subtype = form.get("subtype") or ("file_share" if form.get("files") else None)
    place = {name: event.get(name) for name in ("type", "channel", "channel_type")}
    return {
        **place,
        "user": change.author,
        "ts": change.ts,
        "thread_ts": change.thread_ts,
        "text": form.get("text"),
        "subtype": subtype,
    }


def _ask(team: str, event: Wire, message: Wire, change: Change, bot: Bot) -> Ask | None:
    channel, ts, author = str(event.get("channel") or ""), str(message.get("ts") or ""), str(message.get("user") or "")
    at = str((message.get("edited") or {}).get("ts") or "") if change != "deleted" else ""
    changed_ts = at or str(event.get("event_ts") or event.get("ts") or "")
    is_whole = channel and author and TS.fullmatch(ts) and TS.fullmatch(changed_ts)
    if not is_whole or is_by_program(message) or author == bot.user_id:
        return None
    key = f"{team}:{channel}:{ts}"
    return Ask(
        # A message is deleted once, however often and in whatever form Slack says so.
        key=f"{key}:deleted" if change == "deleted" else f"{key}:edited:{changed_ts}",
        surface=change,
        team=team,
        channel=channel,
        thread_ts=str(message.get("thread_ts") or ts),
        ts=ts,
        author=author,
        text="" if change == "deleted" else clean(str(message.get("text") or ""), bot.user_id),
        about=key,
        changed_ts=changed_ts,
    )
