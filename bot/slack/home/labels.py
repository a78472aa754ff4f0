"""Small pieces of the Home tab. Data to data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.slack.block_kit.blocks import SECTION_CHARS_MAX, split
from bot.slack.block_kit.elements import OPTION_CHARS_MAX, plain_text
from prompts.catalogue.home import HomeLabel
from prompts.catalogue.message import Message
from prompts.rendering import plain, render, render_line


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """The words of a heading, button, field or choice."""
    return render_line(HomeLabel(name))


def heading(name: str) -> dict[str, Any]:
    """The head of a section."""
    return {"type": "header", "text": plain_text(label(name))}


def lines(message: Message) -> str:
    """The message as one text that fits a section."""
    return next(split(plain(render(message)), SECTION_CHARS_MAX))


def option(words: str, value: str) -> dict[str, Any]:
    """A choice of a menu."""
    return {"text": plain_text(words, OPTION_CHARS_MAX), "value": value}
