"""The fields of a walkthrough's modals: how each is drawn, and how its value is read. Data to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.block_kit.blocks import pack
from bot.slack.block_kit.elements import plain_text
from bot.slack.parsing import storable
from bot.slack.walkthrough.pieces import Block, option
from bot.slack.walkthrough.texts import label, plain_name
from bot.walkthrough.state import State
from prompts.catalogue.walkthrough_notices import WalkModalHead
from prompts.rendering import render

Values = Mapping[str, Any]
"""`view.state.values` of a modal that was sent: block id → action id → entry."""

MAIN = "main"
"""The block id of the first field of every modal."""
PARTNERS, THEMES, PERSON, DUE = "partners", "themes", "person", "due"
# Source: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
TEXT_CHARS_MAX = 3_000
# Source: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
_CHECKBOXES_MAX = 10
_VALUE = "value"


def modal(name: str, title: str, submit: str, metadata: str, blocks: Sequence[Block]) -> Block:
    """A modal; `title` and `submit` are names of labels, an empty `submit` leaves nothing to send."""
    view = {
        "type": "modal",
        "callback_id": name,
        "private_metadata": metadata,
        "title": plain_text(label(title)),
        "close": plain_text(label("cancel")),
        "blocks": list(blocks),
    }
    return view | ({"submit": plain_text(label(submit))} if submit else {})


def head(kind: str, title: str = "", question: str = "") -> list[Block]:
    """What stands above the fields."""
    parts = render(WalkModalHead(kind, title, question))
    return [block for packed in pack(parts) for block in packed.blocks]


def field(block_id: str, words: str, element: Block, *, hint: str = "", is_optional: bool = False) -> Block:
    """A field; `words` and `hint` are names of labels."""
    made = {
        "type": "input",
        "block_id": block_id,
        "optional": is_optional,
        "label": plain_text(label(words)),
        "element": {"action_id": _VALUE, **element},
    }
    return made | ({"hint": plain_text(label(hint), _HINT_CHARS_MAX)} if hint else {})


def text_box(initial: str = "", chars_max: int = TEXT_CHARS_MAX, *, is_long: bool = True) -> Block:
    """A box to write in; it must be able to hold what stands in it already."""
    box = {"type": "plain_text_input", "multiline": is_long, "max_length": chars_max}
    return box | ({"initial_value": initial} if initial else {})


def radio(options: Sequence[tuple[str, str]], initial: str) -> Block:
    """One of a few: values with the words for them."""
    made = [option(words, value) for value, words in options]
    chosen_one = next(each for each in made if each["value"] == initial)
    return {"type": "radio_buttons", "options": made, "initial_option": chosen_one}


def partners_box(state: State, initial: Sequence[str]) -> Block:
    """Some of the partners: boxes to tick, or a menu when there are many."""
    made = [option(plain_name(each.name), each.id) for each in state.partners.values()]
    ticked = [each for each in made if each["value"] in initial]
    kind = {"type": "checkboxes"}
    if len(made) > _CHECKBOXES_MAX:
        kind = {"type": "multi_static_select"}
    return {**kind, "options": made} | ({"initial_options": ticked} if ticked else {})


def typed(values: Values, block_id: str) -> str:
    """What was written in a box."""
    return storable(str(_entry(values, block_id).get("value") or ""))


def chosen(values: Values, block_id: str) -> str:
    """The value of the option that was chosen, or empty."""
    return str((_entry(values, block_id).get("selected_option") or {}).get("value") or "")


def chosen_all(values: Values, block_id: str) -> tuple[str, ...]:
    """The values of the options that were chosen."""
    return tuple(str(each.get("value") or "") for each in _entry(values, block_id).get("selected_options") or ())


def picked(values: Values, block_id: str) -> str:
    """The id of the person or conversation, or the ISO date, that was picked; or empty."""
    entry = _entry(values, block_id)
    return str(next((entry[name] for name in _PICKED if entry.get(name)), ""))


_HINT_CHARS_MAX = 150
_PICKED = ("selected_user", "selected_conversation", "selected_date")


def _entry(values: Values, block_id: str) -> Mapping[str, Any]:
    entry = (values.get(block_id) or {}).get(_VALUE)
    return entry if isinstance(entry, Mapping) else {}
