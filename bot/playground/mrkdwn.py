"""Slack's mrkdwn as safe HTML. Pure; the names of people and channels are passed in.

Everything is escaped first; only the marks that are known here become tags.
Source: https://docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_CODE_BLOCK = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")
_MARKS = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
)
EMOJI_NAME = re.compile(r":([a-z0-9_+-]+):")
_QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
_BULLETS = re.compile(r"(?:^[•\u25e6] ?.*(?:\n|$))+", re.MULTILINE)
_HELD = re.compile("\ue000(\\d+)\ue001")
_PRIVATE_USE = re.compile("[\ue000\ue001]")
_ENTITY_AMP = re.compile(r"&amp;(amp|lt|gt);")

EMOJI: Mapping[str, str] = {
    "+1": "👍",
    "thumbsup": "👍",
    "-1": "👎",
    "eyes": "👀",
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "warning": "⚠️",
    "tada": "🎉",
    "heart": "❤️",
    "wave": "👋",
    "raised_hands": "🙌",
    "thinking_face": "🤔",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "bulb": "💡",
    "books": "📚",
    "memo": "📝",
    "x": "❌",
    "question": "❓",
    "arrow_right": "➡️",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "white_circle": "⚪",
    "red_circle": "🔴",
}


def mrkdwn_html(text: str, names: Mapping[str, str]) -> Markup:
    """The text as HTML; `names` says `{user or channel id: shown name}`."""
    held: list[str] = []

    def hold(html: str) -> str:
        held.append(html)
        return f"\ue000{len(held) - 1}\ue001"

    shown = _PRIVATE_USE.sub("", text)
    shown = _CODE_BLOCK.sub(lambda match: hold(f"<pre>{_safe(match[1])}</pre>"), shown)
    shown = _CODE.sub(lambda match: hold(f"<code>{_safe(match[1])}</code>"), shown)
    shown = _TOKEN.sub(lambda match: hold(_token(match, names)), shown)
    shown = _safe(shown)
    for mark, tag in _MARKS:
        shown = mark.sub(tag, shown)
    shown = EMOJI_NAME.sub(lambda match: EMOJI.get(match[1], match[0]), shown)
    shown = _QUOTE.sub(lambda match: _lines(match[0], "&gt;", "blockquote", "p"), shown)
    shown = _BULLETS.sub(lambda match: _lines(match[0], "[•\u25e6]", "ul", "li"), shown)
    return Markup(_restored(shown.strip("\n").replace("\n", "<br>"), held))  # noqa: S704 -- escaped by `_safe` above


def link_html(url: str, label: str) -> str:
    """A link that leaves the page alone; just the label when it is no web or mail address."""
    if urlsplit(url).scheme not in {"http", "https", "mailto"}:
        return str(escape(label))
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def _token(match: re.Match[str], names: Mapping[str, str]) -> str:
    mark, target, label = match[1], match[2], match[3]
    tag: Callable[[str], str] = "<span class=mention>{}</span>".format
    match mark:
        case "@":
            return tag(f"@{escape(names.get(target, target))}")
        case "#":
            return tag(f"#{escape(label or names.get(target, target))}")
        case "!" if target in {"here", "channel", "everyone"}:
            return tag(f"@{target}")
        case "!":
            return str(escape(_unescaped(label or target)))
        case _:
            return link_html(_unescaped(target), _unescaped(label or target))


def _safe(text: str) -> str:
    """Escaped, with Slack's own three entities left as they are."""
    return _ENTITY_AMP.sub(r"&\1;", str(escape(text)))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(block: str, mark: str, outer: str, inner: str) -> str:
    lines = [re.sub(f"^{mark} ?", "", line) for line in block.rstrip("\n").split("\n")]
    return f"<{outer}>" + "".join(f"<{inner}>{line}</{inner}>" for line in lines) + f"</{outer}>"


def _restored(shown: str, held: list[str]) -> str:
    while _HELD.search(shown):
        shown = _HELD.sub(lambda match: held[int(match[1])], shown)
    return shown
