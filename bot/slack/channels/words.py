"""Short texts about a channel's settings. Data to data."""

from __future__ import annotations

from functools import lru_cache

from bot.slack.block_kit.blocks import Packed, pack
from prompts.catalogue.channels import ChannelLabel, ChannelNote
from prompts.rendering import render, render_line


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """The words on a button, choice or field."""
    return render_line(ChannelLabel(name))


def note(kind: str) -> Packed:
    """A line for one person; `kind` is a key of its template."""
    return pack(render(ChannelNote(kind)))[0]


def error(kind: str) -> str:
    """The same below a field of the modal."""
    return render_line(ChannelNote(kind))
