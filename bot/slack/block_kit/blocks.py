"""Rendered parts packed into messages that fit Slack's limits, whatever the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

# Source: https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION_CHARS_MAX = 3_000
# Source: https://docs.slack.dev/reference/block-kit/blocks
BLOCKS_MAX = 50
# Slack refuses somewhere above 11,000 characters (`msg_blocks_too_long`); it does not say where.
# Source: https://github.com/slackapi/bolt-js/issues/2509
MESSAGE_CHARS_MAX = 9_000
# What notifications and screen readers get.  Source: https://docs.slack.dev/reference/methods/chat.postMessage
FALLBACK_CHARS_MAX = 4_000


class RenderedPart(Protocol):
    """A stretch of a message: `text` is body, `small` is fine print."""

    @property
    def kind(self) -> str:
        """`text` or `small`."""

    @property
    def text(self) -> str:
        """Slack mrkdwn, already safe."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One message: the blocks and the text that stands for them."""

    text: str
    blocks: tuple[dict[str, Any], ...]


def pack(parts: Sequence[RenderedPart], spare: int = 0) -> tuple[Packed, ...]:
    """As many messages as the parts need, in order; at least one when there is any text.

    Args:
        parts: what is said.
        spare: how many blocks are left free in each message, for what somebody adds.
    """
    messages: list[Packed] = []
    pieces: list[tuple[str, str]] = []
    chars = 0
    for kind, piece in _pieces(parts):
        if pieces and (chars + len(piece) > MESSAGE_CHARS_MAX or len(pieces) == BLOCKS_MAX - spare):
            messages.append(_message(pieces))
            pieces, chars = [], 0
        pieces.append((kind, piece))
        chars += len(piece)
    return (*messages, _message(pieces)) if pieces else tuple(messages)


def marked(message: Packed, mark: str) -> tuple[dict[str, Any], ...]:
    """The message's blocks, the first of them with `mark` as its `block_id`."""
    first, *rest = message.blocks
    return ({**first, "block_id": mark}, *rest)


def split(text: str, chars_max: int) -> Iterator[str]:
    """The text in pieces of at most `chars_max`, cut at the best place, never inside a link or an entity."""
    start = 0
    tokens = [token for raw in _TOKEN.findall(text) for token in _short_enough(raw, chars_max)]
    while start < len(tokens):
        end = _end(tokens, start, chars_max)
        piece = "".join(tokens[start:end]).strip()
        if piece:
            yield piece
        start = end


# A link or mention, an entity, white space, a word, or a lone bracket.
_TOKEN = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|\n+|[^\S\n]+|[^\s<&]+|[<&]")
# How far back a better place to cut may be: not more than half a piece is given away.
_GIVEN_AWAY_MAX = 0.5


def _pieces(parts: Sequence[RenderedPart]) -> Iterator[tuple[str, str]]:
    for part in parts:
        for piece in split(part.text, SECTION_CHARS_MAX):
            yield part.kind, piece


def _short_enough(token: str, chars_max: int) -> Iterator[str]:
    if len(token) > chars_max and token.startswith("<") and token.endswith(">"):
        token = token[1:-1].rpartition("|")[2]
    for start in range(0, len(token), chars_max):
        yield token[start : start + chars_max]


def _end(tokens: Sequence[str], start: int, chars_max: int) -> int:
    """Where the piece that begins at `start` ends: all that fits, or back to the last line or word break."""
    chars, end = 0, start
    while end < len(tokens) and chars + len(tokens[end]) <= chars_max:
        chars += len(tokens[end])
        end += 1
    if end == len(tokens):
        return end
    for is_break in (_is_line_break, str.isspace):
        kept = chars
        for cut in range(end - 1, start, -1):
            kept -= len(tokens[cut])
            if kept < chars_max * _GIVEN_AWAY_MAX:
                break
            if is_break(tokens[cut]):
                return cut
    return end


def _is_line_break(token: str) -> bool:
    return token.startswith("\n")


def _message(pieces: Sequence[tuple[str, str]]) -> Packed:
    fallback = next(split("\n\n".join(piece for _, piece in pieces), FALLBACK_CHARS_MAX))
    return Packed(text=fallback, blocks=tuple(_block(kind, piece) for kind, piece in pieces))


def _block(kind: str, text: str) -> dict[str, Any]:
    # `verbatim`: Slack must not turn names and addresses in the text into mentions and links of its own.
    mrkdwn = {"type": "mrkdwn", "text": text, "verbatim": True}
    if kind == "small":
        return {"type": "context", "elements": [mrkdwn]}
    return {"type": "section", "text": mrkdwn, "expand": True}
