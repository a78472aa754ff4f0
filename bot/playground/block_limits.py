"""How long and how many: Slack's limits on blocks, which its types do not know. Pure.

Source: the page of each block and element at https://docs.slack.dev/reference/block-kit; sum of all text in one
message: https://github.com/slackapi/bolt-js/issues/2509.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.playground.workspace import Wire

Surface = Literal["message", "modal", "home"]

BLOCKS_MAX: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MESSAGE_TEXT_CHARS_MAX = 12_000
MARKDOWN_CHARS_MAX = 12_000
_IN_VIEWS = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)
_IN_MESSAGES = frozenset({"carousel", "container", "context_actions", "data_table", "data_visualization", "file"})
_TEXT_IN_MESSAGES = frozenset({"markdown", "plan", "table", "task_card"})
_ALLOWED: dict[Surface, frozenset[str]] = {
    "message": _IN_VIEWS | _IN_MESSAGES | _TEXT_IN_MESSAGES,
    "modal": _IN_VIEWS | {"alert"},
    "home": _IN_VIEWS | {"carousel", "container", "data_table", "data_visualization", "table"},
}
_ITEMS_MAX = {
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("context_actions", "elements"): 5,
    ("section", "fields"): 10,
    ("overflow", "options"): 5,
    ("radio_buttons", "options"): 10,
    ("checkboxes", "options"): 10,
    ("static_select", "options"): 100,
    ("multi_static_select", "options"): 100,
    ("static_select", "option_groups"): 100,
    ("table", "rows"): 100,
}
_CHARS_MAX = {
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("image", "image_url"): 3000,
    ("image", "alt_text"): 2000,
    ("option", "text"): 75,
    ("option", "value"): 150,
    ("option", "description"): 75,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("modal", "private_metadata"): 3000,
    ("home", "private_metadata"): 3000,
    ("modal", "callback_id"): 255,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("context", "elements"): 3000,
    ("markdown", "text"): MARKDOWN_CHARS_MAX,
}
_CHARS_MAX_ANYWHERE = {"action_id": 255, "block_id": 255, "placeholder": 150}


def limit_faults(blocks: list[Wire], surface: Surface, root: str = "/blocks") -> list[str]:
    """What is too long, too many or in the wrong place (`text [json-pointer:...]`); empty when fine."""
    faults = list(_block_list_faults(blocks, surface, root))
    for at, block in enumerate(blocks):
        faults += _faults(block, str(block.get("type", "")), f"{root}/{at}")
    return faults


def view_limit_faults(view: Wire, surface: Literal["modal", "home"]) -> list[str]:
    """The same for a view and all its blocks."""
    outside = {key: value for key, value in view.items() if key != "blocks"}
    return [*_faults(outside, surface, "/view"), *limit_faults(view.get("blocks", []), surface, "/view/blocks")]


def text_chars(node: object) -> int:
    """How many characters of text a message's blocks carry together."""
    if isinstance(node, list):
        return sum(text_chars(item) for item in node)
    if not isinstance(node, dict):
        return 0
    own = node.get("text")
    own_chars = len(own) if isinstance(own, str) else 0
    return own_chars + sum(text_chars(value) for value in node.values() if isinstance(value, (dict, list)))


def _block_list_faults(blocks: list[Wire], surface: Surface, root: str) -> Iterator[str]:
    if len(blocks) > BLOCKS_MAX[surface]:
        yield f"no more than {BLOCKS_MAX[surface]} items allowed [json-pointer:{root}]"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield f"only one table is allowed [json-pointer:{root}]"
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        if block.get("type") not in _ALLOWED[surface]:
            yield f"unsupported type: {block.get('type')} [json-pointer:{root}/{at}/type]"
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield f"block_id already exists: {block_id} [json-pointer:{root}/{at}/block_id]"
        seen.add(block_id or "")


def _faults(node: Wire, kind: str, pointer: str) -> Iterator[str]:
    for key, value in node.items():
        where = f"{pointer}/{key}"
        most = _CHARS_MAX_ANYWHERE.get(key) or _CHARS_MAX.get((kind, key))
        if isinstance(value, list):
            yield from _list_faults(value, kind, key, where)
        elif most and _chars(value) > most:
            inner = f"{where}/text" if isinstance(value, dict) else where
            yield f"must be less than {most + 1} characters [json-pointer:{inner}]"
        if isinstance(value, dict) and key != "text":
            yield from _faults(value, "confirm" if key == "confirm" else str(value.get("type", key)), where)
        if key in _NEVER_EMPTY and isinstance(value, dict) and not _chars(value):
            yield f"must be more than 0 characters [json-pointer:{where}/text]"


def _list_faults(items: list[object], kind: str, key: str, where: str) -> Iterator[str]:
    most_items = _ITEMS_MAX.get((kind, key))
    if most_items and len(items) > most_items:
        yield f"no more than {most_items} items allowed [json-pointer:{where}]"
    if most_items and not items:
        yield f"must have at least 1 items [json-pointer:{where}]"
    most_chars = _CHARS_MAX.get((kind, key))
    for at, item in enumerate(items):
        if most_chars and _chars(item) > most_chars:
            yield f"must be less than {most_chars + 1} characters [json-pointer:{where}/{at}/text]"
        if isinstance(item, dict):
            inner = "option" if key == "options" else str(item.get("type", key))
            yield from _faults(item, inner, f"{where}/{at}")


_NEVER_EMPTY = frozenset({"text", "title", "label"})


def _chars(value: object) -> int:
    if isinstance(value, dict):
        value = value.get("text", "")
    return len(value) if isinstance(value, str) else 0
