"""What Slack would make of a message or view beyond text: mentions, links, pictures, and what it takes for markup.

Stricter than Slack: a lone `<` that is no whole token is a fault as well, because it may become one beside other text.
Source: https://docs.slack.dev/messaging/formatting-message-text and
https://docs.slack.dev/reference/block-kit/composition-objects/text-object (`verbatim`, `emoji`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import Refusal
from bot.playground.rules import check_blocks, checked_view
from bot.slack.block_kit.blocks import Packed
from tests.fakes.payloads import WORKED_OUT

# Every kind of thing that our messages are made of; none of them shows a picture or mentions by itself.
_KNOWN = frozenset(
    {"home", "modal", "section", "context", "context_actions", "actions", "header", "divider", "input"}
    | {"mrkdwn", "plain_text", "button", "overflow", "feedback_buttons", "icon_button", "plain_text_input"}
    | {"static_select", "multi_static_select", "users_select", "multi_users_select", "conversations_select"}
    | {"datepicker", "timepicker", "radio_buttons", "checkboxes"}
)
# What a person typed stands in these as it is: Slack shows it in a box, or gives it back to us.
_UNSHOWN = frozenset({"value", "private_metadata", "block_id", "action_id", "callback_id", "initial_value"})
_TOKEN = re.compile(r"<([^<>]*)>")
# Our own templates quote; somebody's own `>` is escaped.
_QUOTE = re.compile(r"^>", re.MULTILINE)
# Marks that turn the direction of text, steer a terminal, or belong to nothing.
_TURNING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be live: addresses that we link to, and mentions as they are written (`<@U1>`)."""

    urls: Collection[str] = ()
    mentions: Collection[str] = ()


def message_faults(message: Packed, allowed: Allowed) -> list[str]:
    """Everything that is wrong with a message; empty when it is fine."""
    refused = _refusal(lambda: check_blocks(list(message.blocks)))
    return [*refused, *_text_faults(message.text, "/text", allowed), *_faults(list(message.blocks), "", allowed)]


def view_faults(view: Mapping[str, Any], allowed: Allowed) -> list[str]:
    """Everything that is wrong with a modal or a Home tab."""
    surface = view["type"]
    return [*_refusal(lambda: checked_view(dict(view), surface)), *_faults(dict(view), "", allowed)]


def text_faults(text: str, allowed: Allowed) -> list[str]:
    """Everything that is wrong with a text without blocks."""
    return list(_text_faults(text, "", allowed))


def shown_text(node: Any) -> str:
    """All that a person could read of blocks or a view, and of what buttons carry."""
    if isinstance(node, Mapping):
        return "\n".join(shown_text(each) for each in node.values())
    if isinstance(node, list | tuple):
        return "\n".join(shown_text(each) for each in node)
    return node if isinstance(node, str) else ""


def _refusal(check: Callable[[], object]) -> list[str]:
    try:
        check()
    except Refusal as refusal:
        return [str(refusal.body)]
    return []


def _faults(node: Any, path: str, allowed: Allowed) -> Iterator[str]:
    if isinstance(node, list):
        for at, each in enumerate(node):
            yield from _faults(each, f"{path}/{at}", allowed)
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind is not None and kind not in _KNOWN:
        yield f"{path}: {kind} is nothing of ours"
    if kind == "mrkdwn":
        yield from () if node.get("verbatim") is True else (f"{path}: Slack would link names and addresses itself",)
        yield from _text_faults(node["text"], path, allowed)
    if kind == "plain_text":
        yield from () if node.get("emoji") is False else (f"{path}: Slack would show emoji",)
        yield from _letter_faults(node["text"], path)
    for key, value in node.items():
        if key.endswith("url") and value not in allowed.urls:
            yield f"{path}/{key}: leads to {value!r}"
        if key not in _UNSHOWN:
            yield from _faults(value, f"{path}/{key}", allowed)


def _text_faults(text: str, path: str, allowed: Allowed) -> Iterator[str]:
    yield from _letter_faults(text, path)
    for token in _TOKEN.finditer(text):
        target = token[1].partition("|")[0].replace("&amp;", "&")
        is_mention = target.startswith(("@", "#", "!"))
        if (token[0] if is_mention else target) not in (allowed.mentions if is_mention else allowed.urls):
            yield f"{path}: live {token[0][:80]!r}"
    if set("<>") & set(_QUOTE.sub("", _TOKEN.sub("", text))):
        yield f"{path}: a lone bracket in {text[:80]!r}"


def _letter_faults(text: str, path: str) -> Iterator[str]:
    if _TURNING.search(text):
        yield f"{path}: letters that nobody should see in {text[:80]!r}"
    yield from (f"{path}: {each!r} was worked out" for each in WORKED_OUT if each in text)
