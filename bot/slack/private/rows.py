"""An answer that only the asker sees: one message with its buttons; and notes about it. Data to data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button
from bot.slack.parsing import Ask
from prompts.catalogue.private import CutNote, PrivateLabel, PrivateNote
from prompts.rendering import render, render_line

SHARE, DISMISS = "private.share", "private.dismiss"


def private_answer(ask: Ask, messages: Sequence[Packed], votes: Sequence[dict[str, Any]], *, is_answer: bool) -> Packed:
    """The answer's only message, because *Dismiss* takes away no other; what is beyond the first is only mentioned.

    Args:
        ask: the question.
        messages: of the whole answer; the first leaves blocks free for the note and the rows.
        votes: the row with which the asker says whether it helped, or nothing.
        is_answer: whether others may want to read it.
    """
    first, *more = messages
    cut = pack(render(CutNote()))[0].blocks if more else ()
    row = _row(ask, may_share=is_answer and not ask.channel.startswith("D"))
    return Packed(first.text, (*first.blocks, *cut, row, *votes))


def private_note(kind: str) -> Packed:
    """A line for one person; `kind` is a key of its template."""
    return pack(render(PrivateNote(kind)))[0]


@lru_cache(maxsize=8)
def label(name: str) -> str:
    """The words of a button, or of the shortcut."""
    return render_line(PrivateLabel(name))


def _row(ask: Ask, *, may_share: bool) -> dict[str, Any]:
    share = [button(SHARE, label("share"), ask.key)] if may_share else []
    return {"type": "actions", "elements": [*share, button(DISMISS, label("dismiss"), ask.key)]}
