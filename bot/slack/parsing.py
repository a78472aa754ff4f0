"""What Slack sends, as something to answer, an echo of our own post, or nothing. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.slack.marks import is_mark

Surface = Literal["mention", "dm", "thread", "command"]
Wire = Mapping[str, Any]

EVENT_TYPES = frozenset({"message", "app_mention"})
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
    """The thread to answer in; empty for a command."""
    ts: str
    author: str
    text: str
    response_url: str = ""
    shared: str = ""
    """Not empty when the channel is shared with another organization."""

    def as_record(self) -> dict[str, str]:
        """Plain values for the disk."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Echo:
    """One of our own posts, come back as an event."""

    mark: str
    ts: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us; `why` is for the log."""

    why: str


def read_event(team: str, event: Wire, bot: Bot) -> Ask | Echo | Ignored:
    """What an Events API event asks of the coach."""
    if event.get("type") not in EVENT_TYPES:
        return Ignored("type")
    if event.get("bot_id") or event.get("user") == bot.user_id:
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
_OTHER_MENTION = re.compile(r"<(?:@|!subteam\^|!channel|!here|!everyone)")


def _surface(event: Wire, bot: Bot) -> Surface | None:
    text = str(event.get("text") or "")
    if event.get("channel_type") == "im":
        return "dm"
    if event["type"] == "app_mention" or f"<@{bot.user_id}>" in text:
        return "mention"
    is_reply = bool(event.get("thread_ts")) and event["thread_ts"] != event["ts"]
    if is_reply and reads_like_question(text) and not _OTHER_MENTION.search(text):
        return "thread"
    return None


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


def _read_bot(event: Wire, bot: Bot) -> Echo | Ignored:
    ours = event.get("bot_id") == bot.bot_id or event.get("user") == bot.user_id
    blocks = event.get("blocks") or [{}]
    mark = str(blocks[0].get("block_id", ""))
    # An edit of our post carries no blocks of its own at this level, so only the post itself counts.
    if ours and is_mark(mark) and event.get("ts"):
        return Echo(mark=mark, ts=str(event["ts"]))
    return Ignored("bot")


def _label(match: re.Match[str]) -> str:
    kind, target, label = match.groups()
    if kind in {"@", "!"}:
        return " "
    return label or ("" if kind else target)
