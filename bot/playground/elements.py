"""Interactive elements inside blocks: find one, say what using it sends, collect a view's state. Pure.

A person's choice is a plain string or a list of strings; the element's type says what it becomes on the wire.
Source: https://docs.slack.dev/reference/block-kit/block-elements and the block_actions payload reference.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence

from bot.playground.errors import NoSuchName
from bot.playground.workspace import Wire

Choice = str | Sequence[str]
# How a choice is called in an action and in a view's state, by element type.
_FIELD = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}


def with_ids(blocks: list[Wire]) -> list[Wire]:
    """The blocks with every missing `block_id` and `action_id` filled in, as Slack does."""
    named = [block if "block_id" in block else {**block, "block_id": _short_id()} for block in blocks]
    for _, element in interactive(named):
        element.setdefault("action_id", _short_id())
    return named


def interactive(blocks: list[Wire]) -> Iterator[tuple[Wire, Wire]]:
    """Every `(block, element)` that a person can use."""
    for block in blocks:
        candidates = [block.get("accessory"), block.get("element")]
        if block["type"] in {"actions", "context_actions"}:
            candidates += block["elements"]
        for element in candidates:
            if element and (element["type"] in _FIELD or element["type"] in _BUTTONS):
                yield block, element


def find(blocks: list[Wire], action_id: str, block_id: str = "", value: str = "") -> tuple[Wire, Wire]:
    """The `(block, element)` with this action id; `block_id` and a button's `value` decide among equals.

    Raises:
        NoSuchName: there is none.
    """
    found = [(block, element) for block, element in interactive(blocks) if element["action_id"] == action_id]
    found = [pair for pair in found if not block_id or pair[0]["block_id"] == block_id]
    exact = [pair for pair in found if value and pair[1].get("value") == value]
    for pair in exact or found:
        return pair
    raise NoSuchName(action_id)


def action(block: Wire, element: Wire, choice: Choice, ts: str) -> Wire:
    """One entry of `actions` in a block_actions payload.

    Raises:
        NoSuchName: the element does not offer the choice.
    """
    used: Wire = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "feedback_buttons":
        button = _feedback_button(element, str(choice))
        used |= {"text": button["text"], "value": button["value"]}
    elif element["type"] in _BUTTONS:
        used |= {key: element[key] for key in ("text", "value", "style", "url", "confirm") if key in element}
    else:
        used |= _chosen(element, choice)
    return used | {"action_ts": ts}


def state(blocks: list[Wire], answers: Mapping[str, Choice]) -> Wire:
    """`{"values": {block_id: {action_id: ...}}}`; answers by `action_id`, `block_id` or `block_id|action_id`.

    Inputs without an answer keep their initial choice.

    Raises:
        NoSuchName: an element does not offer what was answered.
    """
    values: Wire = {}
    for block, element in interactive(blocks):
        if element["type"] in _FIELD and element["type"] != "overflow":
            block_id, action_id = block["block_id"], element["action_id"]
            keys = (f"{block_id}|{action_id}", f"{block_id}.{action_id}", action_id, block_id)
            answer = next((answers[key] for key in keys if key in answers), None)
            entry = _initial(element) if answer is None else _chosen(element, answer)
            values.setdefault(block_id, {})[action_id] = {"type": element["type"], **entry}
    return {"values": values}


def missing(blocks: list[Wire], values: Wire) -> list[str]:
    """The block ids of required inputs that are still empty."""
    empty = []
    for block in blocks:
        if block["type"] == "input" and not block.get("optional", False):
            element = block["element"]
            entry = values.get(block["block_id"], {}).get(element["action_id"], {})
            if not entry.get(_FIELD.get(element["type"], "value")):
                empty.append(block["block_id"])
    return empty


def options(element: Wire) -> list[Wire]:
    """All options of a select, radio group, checkboxes or overflow."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    found: list[Wire] = element.get("options", []) + grouped
    return found


_BUTTONS = frozenset({"button", "workflow_button", "feedback_buttons", "icon_button"})


def _chosen(element: Wire, choice: Choice) -> Wire:
    field = _FIELD[element["type"]]
    several = [choice] if isinstance(choice, str) else list(choice)
    several = [one for one in several if one]
    match field:
        case "selected_option":
            return {field: _option(element, several[0]) if several else None}
        case "selected_options":
            return {field: [_option(element, one) for one in several]}
        case "selected_users" | "selected_conversations" | "selected_channels":
            return {field: several}
        case _:
            return {field: several[0] if several else None}


def _initial(element: Wire) -> Wire:
    field = _FIELD[element["type"]]
    empty: Wire | list[str] | None = [] if field.endswith("s") else None
    initial_field = "initial_value" if field == "value" else field.replace("selected", "initial")
    return {field: element.get(initial_field, empty)}


def _option(element: Wire, value: str) -> Wire:
    for option in options(element):
        if value in {option.get("value"), option["text"]["text"]}:
            return option
    raise NoSuchName(value)


def _feedback_button(element: Wire, choice: str) -> Wire:
    for side in ("positive", "negative"):
        button: Wire = element[f"{side}_button"]
        if choice in {side, button["value"]}:
            return button
    raise NoSuchName(choice)


def _short_id() -> str:
    return secrets.token_urlsafe(4)[:5]
