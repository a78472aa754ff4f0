"""What a person typed, as Slack puts it on the wire: escaped text with mention tokens, and its rich_text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.playground.workspace import Wire

_TOKEN = re.compile(
    r"<@(?P<id>[UW][A-Z0-9]{2,})>|(?<![\w.])@(?P<handle>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?<![\w&])#(?P<channel>[a-z][a-z0-9-]*)|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)])"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of typed text; `value` is the text itself, a user id, a channel id or a URL."""

    kind: Literal["text", "user", "channel", "link"]
    value: str


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what can be mentioned: `{handle: user id}`, `{channel name: channel id}`."""

    people: Mapping[str, str]
    channels: Mapping[str, str]

    def read(self, typed: str) -> tuple[Piece, ...]:
        """The typed text in pieces; a name that nobody has stays text."""
        return tuple(piece for piece in self._pieces(typed) if piece.value)

    def wire_text(self, pieces: tuple[Piece, ...]) -> str:
        """`text` of the message: `&<>` escaped, mentions and links as tokens."""
        names = {channel_id: name for name, channel_id in self.channels.items()}
        return "".join(_token(piece, names) for piece in pieces)

    def _pieces(self, typed: str) -> Iterator[Piece]:
        at = 0
        for match in _TOKEN.finditer(typed):
            piece = self._mention(match)
            if piece:
                yield Piece("text", typed[at : match.start()])
                yield piece
                at = match.end()
        yield Piece("text", typed[at:])

    def _mention(self, match: re.Match[str]) -> Piece | None:
        found = match.groupdict()
        if found["url"]:
            return Piece("link", found["url"])
        if found["channel"]:
            channel_id = self.channels.get(found["channel"])
            return Piece("channel", channel_id) if channel_id else None
        user_id = self.people.get((found["handle"] or "").lower())
        if found["id"] in self.people.values():
            user_id = found["id"]
        return Piece("user", user_id) if user_id else None


def rich_text(pieces: tuple[Piece, ...]) -> list[Wire]:
    """The blocks that Slack's own composer sends along."""
    section = {"type": "rich_text_section", "elements": [_element(piece) for piece in pieces]}
    return [{"type": "rich_text", "elements": [section]}]


def escape(text: str) -> str:
    """Slack's three entities. Source: https://docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _token(piece: Piece, channel_names: Mapping[str, str]) -> str:
    match piece.kind:
        case "user":
            return f"<@{piece.value}>"
        case "channel":
            return f"<#{piece.value}|{channel_names[piece.value]}>"
        case "link":
            return f"<{escape(piece.value)}>"
        case "text":
            return escape(piece.value)


def _element(piece: Piece) -> Wire:
    match piece.kind:
        case "user":
            return {"type": "user", "user_id": piece.value}
        case "channel":
            return {"type": "channel", "channel_id": piece.value}
        case "link":
            return {"type": "link", "url": piece.value}
        case "text":
            return {"type": "text", "text": piece.value}
