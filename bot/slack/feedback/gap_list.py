"""What is missing, as a message for staff. Data to data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.asking.gaps import Gap, Group, Overview, Reason
from bot.slack.block_kit.blocks import FALLBACK_CHARS_MAX, Packed, pack, split
from bot.slack.block_kit.elements import button
from bot.slack.feedback.votes import label
from bot.slack.walkthrough.texts import fit
from bot.walkthrough.reporting.wording import day_words
from prompts.catalogue.gaps import GapEntry, GapNote, GapsFoot, GapsHead, ReasonCount
from prompts.catalogue.message import Message
from prompts.rendering import plain, render

SOURCE_ADDED = "gaps.source_added"
# As many as are read at one sitting; the command line lists all.
SHOWN_MAX = 10
_QUESTION_CHARS_MAX = 300
_ID_DIGITS_MAX = 18


def gap_list(found: Overview) -> Packed:
    """The most frequent groups, each with the button that asks again."""
    shown, hidden = found.groups[:SHOWN_MAX], len(found.groups) - SHOWN_MAX
    head = render(GapsHead(found.total, len(found.groups)))
    entries = [render(_entry(group)) for group in shown]
    foot = render(GapsFoot(counts(found.wordless), max(hidden, 0)))
    rows = [
        {**_blocks(parts)[0], "accessory": button(SOURCE_ADDED, label("source_added"), str(group.example.id))}
        for group, parts in zip(shown, entries, strict=True)
    ]
    texts = tuple(part for parts in (head, *entries, foot) for part in parts)
    text = next(split(plain(texts), FALLBACK_CHARS_MAX))
    return Packed(text, (*_blocks(head), *rows, *_blocks(foot)))


def read_gap_id(value: str) -> int | None:
    """The gap that a button is about, or None for a text that we did not write."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _ID_DIGITS_MAX else None


def gap_note(kind: str, count: int = 0) -> Message:
    """How it went; `kind` is a key of its template."""
    return GapNote(kind, count)


def counts(reasons: Mapping[Reason, int]) -> tuple[ReasonCount, ...]:
    """Reasons as a message shows them."""
    return tuple(ReasonCount(reason, count) for reason, count in reasons.items())


def last_asked(gap: Gap) -> str:
    """The day of a gap, in words."""
    return day_words(datetime.fromtimestamp(gap.asked_at, UTC).date())


def _entry(group: Group) -> Message:
    question = fit(group.example.question or "", _QUESTION_CHARS_MAX)
    return GapEntry(question, len(group.gaps), counts(group.reasons), last_asked(group.example))


def _blocks(parts: Any) -> list[dict[str, Any]]:
    return [block for packed in pack(parts) for block in packed.blocks]
