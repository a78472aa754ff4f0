"""What Slack sends, as something to answer, an echo of our own post, or nothing. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.slack.answers.marks import is_mark

Surface = Literal[
    "mention",
    "dm",
    "thread",
    "question",
    "home",
    "command",
    "shortcut",
    "share",
    "joined",
    "edited",
    "called",
    "deleted",
]
"""Where the coach was asked, or what else is wanted: that an answer is shared, a greeting.

The last three are changes of a message: `called` when it mentions us only since it was edited.
"""
IN_THREAD: frozenset[Surface] = frozenset({"mention", "dm", "thread", "question"})
"""Where the answer stands in the thread of its question."""
FOR_ONE: frozenset[Surface] = frozenset({"command", "shortcut"})
"""Where the answer is always for the asker alone."""
Wire = Mapping[str, Any]
TS = re.compile(r"\d{1,16}\.\d{1,6}")
"""Slack's `ts`, seconds with six decimals; what was forged or is from another release reads as none."""

EVENT_TYPES = frozenset({"message", "app_mention", "member_joined_channel"})
"""The Events API types that can ask something of the coach."""

# The coach reads the first few thousand characters and says so; nothing beyond this has to be kept.
TEXT_CHARS_MAX = 8_000


@dataclass(frozen=True, slots=True)
class Bot:
    """Who we are in this workspace."""

    user_id: str
    bot_id: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody may want an answer; `key` is the same however often Slack sends it."""

    key: str
    surface: Surface
    team: str
    channel: str
    thread_ts: str
    """The thread to answer in, `ts` itself where there is none yet; empty for what has no message of its own."""
    ts: str
    author: str
    text: str
    response_url: str = ""
    shared: str = ""
    """Not empty when the channel is shared with another organization."""
    about: str = ""
    """The key of the answer to share, or to change."""
    changed_ts: str = ""
    """When the message was edited or deleted, as Slack's `ts`; empty where nobody did, that we know of."""
    writer: str = ""
    """Who wrote the words, where the author asks about somebody else's message."""

    @property
    def written_by(self) -> str:
        """Whose words these are."""
        return self.writer or self.author

    def as_record(self) -> dict[str, str]:
        """Plain values for the disk."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Echo:
    """One of our own posts, come back as an event."""

    mark: str
    ts: str


@dataclass(frozen=True, slots=True)
class StreamEcho:
    """One of our own messages that grow has begun, and came back as an event without a word of it."""

    channel: str
    thread_ts: str
    ts: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us; `why` is for the log."""

    why: str


def ask_of(record: Mapping[str, str]) -> Ask:
    """What `Ask.as_record` put on disk."""
    return Ask(**record)  # type: ignore[arg-type] # the surface is one of ours


def read_event(team: str, event: Wire, bot: Bot) -> Ask | Echo | StreamEcho | Ignored:
    """What an Events API event asks of the coach."""
    if event.get("type") not in EVENT_TYPES:
        return Ignored("type")
    if event["type"] == "member_joined_channel":
        return _read_joined(team, event, bot)
    if is_by_program(event) or event.get("user") == bot.user_id:
        return _read_bot(event, bot)
    if event.get("subtype") or event.get("hidden") or event.get("edited"):
        return Ignored("subtype")
    if not all(isinstance(event.get(field), str) and event[field] for field in ("user", "ts", "channel")):
        return Ignored("incomplete")
    surface = _surface(event, bot)
    return _ask(team, event, bot, surface) if surface else Ignored("not_for_us")


def read_command(team: str, body: Wire, text: str) -> Ask:
    """The question behind `/coach ask`; only its author will see the answer."""
    return Ask(
        key=f"{team}:command:{body.get('trigger_id', '')}",
        surface="command",
        team=team,
        channel=str(body.get("channel_id", "")),
        thread_ts="",
        ts="",
        author=str(body.get("user_id", "")),
        text=clean(text, bot_user_id=""),
        response_url=str(body.get("response_url", "")),
    )


def read_shortcut(body: Wire, bot: Bot) -> Ask:
    """The question that somebody else's message puts; only who used the shortcut will see the answer."""
    message, team = body.get("message") or {}, str((body.get("team") or {}).get("id") or "")
    ts = str(message.get("ts") or body.get("message_ts") or "")
    return Ask(
        key=f"{team}:shortcut:{body.get('trigger_id', '')}",
        surface="shortcut",
        team=team,
        channel=str((body.get("channel") or {}).get("id") or ""),
        thread_ts=str(message.get("thread_ts") or ts),
        ts=ts,
        author=str((body.get("user") or {}).get("id") or ""),
        text=clean(str(message.get("text") or ""), bot.user_id),
        response_url=str(body.get("response_url") or ""),
        writer=str(message.get("user") or ""),
    )


def is_by_program(event: Wire) -> bool:
    """Whether no person wrote it: a bot, a workflow, or an app that posts in a person's name.

    Source: https://docs.slack.dev/reference/events/message/bot_message, and the fields of a message that an app posts.
    """
    marks = ("bot_id", "bot_profile", "app_id", "workflow_id")
    return any(event.get(mark) for mark in marks) or event.get("subtype") == "bot_message"


def clean(text: str, bot_user_id: str, chars_max: int = TEXT_CHARS_MAX) -> str:
    """The person's words without Slack's markup, without our mention, and no longer than is read."""
    # A cut before the work keeps it linear in what is read, whatever was pasted.
    text = text[: chars_max * 2].replace(f"<@{bot_user_id}>", " ") if bot_user_id else text[: chars_max * 2]
    text = html.unescape(_ENTITY.sub(_label, text))
    return storable(text).strip()[:chars_max]


def storable(text: str) -> str:
    """The text without what no database keeps; for forms, where Slack puts no markup of its own into it."""
    return _UNSTORABLE.sub("", text)


def reads_like_question(text: str) -> bool:
    """Whether a plain reply in a thread is put as a question."""
    stripped = text.strip()
    return len(stripped) > 1 and (_QUESTION_END.search(stripped) is not None or _OPENING.match(stripped) is not None)


# Source: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
_ENTITY = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
# PostgreSQL takes no NUL, and UTF-8 has no lone surrogates; both arrive in JSON.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_QUESTION_END = re.compile(r"[?\uff1f\u061f\u037e]['\")\]\s]*$")
_OPENING = re.compile(
    r"(?:and |but |so |ok(?:ay)?,? |also,? )?(?:how|what|who|whom|whose|when|where|why|which|can|could|should|would|do|"
    r"does|did|is|are|was|were|will|has|have|any|tell me|show me|give me|help (?:me|us)|explain)\b.{3}",
    re.IGNORECASE | re.DOTALL,
)
# What Slack says of a message that is being streamed; seen in events, and in none of its documents.
_GROWING = "in_progress"
_OTHER_MENTION = re.compile(r"<(?:@|!subteam\^|!channel|!here|!everyone)")


def _surface(event: Wire, bot: Bot) -> Surface | None:
    text = str(event.get("text") or "")
    if event.get("channel_type") == "im":
        return "dm"
    if event["type"] == "app_mention" or f"<@{bot.user_id}>" in text:
        return "mention"
    if not reads_like_question(text) or _OTHER_MENTION.search(text):
        return None
    is_reply = bool(event.get("thread_ts")) and event["thread_ts"] != event["ts"]
    return "thread" if is_reply else "question"


def _ask(team: str, event: Wire, bot: Bot, surface: Surface) -> Ask:
    channel, ts = event["channel"], event["ts"]
    return Ask(
        key=f"{team}:{channel}:{ts}",
        surface=surface,
        team=team,
        channel=channel,
        thread_ts=str(event.get("thread_ts") or ts),
        ts=ts,
        author=event["user"],
        text=clean(str(event.get("text") or ""), bot.user_id),
    )


def _read_joined(team: str, event: Wire, bot: Bot) -> Ask | Ignored:
    channel = str(event.get("channel") or "")
    if event.get("user") != bot.user_id or not channel:
        return Ignored("not_for_us")
    return Ask(f"{team}:{channel}:joined", "joined", team, channel, "", "", str(event.get("inviter") or ""), "")


def _read_bot(event: Wire, bot: Bot) -> Echo | StreamEcho | Ignored:
    ours = event.get("bot_id") == bot.bot_id or event.get("user") == bot.user_id
    blocks = event.get("blocks") or [{}]
    mark = str(blocks[0].get("block_id", ""))
    # An edit of our post carries no blocks of its own at this level, so only the post itself counts.
    if ours and is_mark(mark) and event.get("ts"):
        return Echo(mark=mark, ts=str(event["ts"]))
    place = [str(event.get(field) or "") for field in ("channel", "thread_ts", "ts")]
    if ours and event.get("streaming_state") == _GROWING and all(place):
        return StreamEcho(*place)
    return Ignored("bot")


def _label(match: re.Match[str]) -> str:
    kind, target, label = match.groups()
    if kind in {"@", "!"}:
        return " "
    return label or ("" if kind else target)
