"""The buttons below an answer that only the asker sees, and notes about it. Data to data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button
from prompts.catalogue.private import PrivateLabel, PrivateNote
from prompts.rendering import render, render_line

SHARE, DISMISS = "private.share", "private.dismiss"


def private_row(key: str, *, may_share: bool) -> dict[str, Any]:
    """Share it, where others could read it, or take it away; `key` is that of the question."""
    share = [button(SHARE, label("share"), key)] if may_share else []
    return {"type": "actions", "elements": [*share, button(DISMISS, label("dismiss"), key)]}


def private_note(kind: str) -> Packed:
    """A line for one person; `kind` is a key of its template."""
    return pack(render(PrivateNote(kind)))[0]


@lru_cache(maxsize=8)
def label(name: str) -> str:
    """The words of a button, or of the shortcut."""
    return render_line(PrivateLabel(name))
