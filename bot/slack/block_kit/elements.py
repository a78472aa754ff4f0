"""Buttons and words as Slack's blocks have them, cut to what fits. Data to data."""

from __future__ import annotations

from typing import Any

from prompts.invisible import INVISIBLE

# Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_CHARS_MAX, OPTIONS_MAX = 75, 100
# Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_CHARS_MAX = 75
# Source: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_CHARS_MAX = 300
_Block = dict[str, Any]


def button(action_id: str, words: str, value: str, **more: str) -> _Block:
    """A button; the words are cut to what fits on one."""
    return {"type": "button", "action_id": action_id, "text": plain_text(words), "value": value, **more}


def plain_text(words: str, chars_max: int = BUTTON_CHARS_MAX) -> _Block:
    """Words that Slack shows as they are, but for marks that would turn or hide them."""
    return {"type": "plain_text", "text": cut(INVISIBLE.sub("", words), chars_max), "emoji": False}


def confirmed(pressed: _Block, title: str, text: str, deny: str) -> _Block:
    """The button, with a question before it does anything; to go on is called like the button itself."""
    question = {
        "title": plain_text(title),
        "text": plain_text(text, CONFIRM_CHARS_MAX),
        "confirm": pressed["text"],
        "deny": plain_text(deny),
    }
    return {**pressed, "confirm": question}


def cut(words: str, chars_max: int) -> str:
    """The words, or their start with an ellipsis."""
    return words if len(words) <= chars_max else f"{words[: chars_max - 1].rstrip()}…"
