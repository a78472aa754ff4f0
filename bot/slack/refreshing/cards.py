"""What staff see of a refresh: its card, and short notes for one person. Data to data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.asking.gaps import Gap
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button as plain_button
from bot.slack.block_kit.elements import confirmed
from bot.slack.refreshing import clicks
from bot.slack.refreshing.stories import KINDS, Listed, Progress, Row, Story
from bot.slack.walkthrough.pieces import message
from bot.slack.walkthrough.texts import cost, first_that_fit, fit, person
from bot.store.refreshes import Kept
from bot.walkthrough.events import PersonId
from prompts.catalogue.refreshing import RefreshCard, RefreshLabel, RefreshList, RefreshNote, RefreshRow
from prompts.rendering import render, render_line

_NAME_CHARS_MAX, _REASON_CHARS_MAX, _DETAIL_CHARS_MAX = 150, 150, 1_000
_BAR_CELLS = 20
# Five lists with names share what a message may hold; a row has a few characters of its own.
_LIST_CHARS_MAX, _ROW_CHARS = 1_300, 6
_Block = dict[str, Any]

# Documents that stay as they are need no names.
_COUNTED = frozenset({"unchanged"})
# A plan that has been done, or never will be, is no longer read name by name.
_BRIEF = frozenset({"publishing", "undoing", "undone", "discarded"})
_WITHOUT_PLAN = frozenset({"planning", "failed"})
_SHOWING_PROGRESS = frozenset({"planning", "publishing"})
_GAPS_SHOWN_MAX = 3


def card(
    kept: Kept,
    story: Story,
    names: Mapping[PersonId, str],
    progress: Progress | None,
    closed: Sequence[Gap] = (),
) -> Packed:
    """The card of a refresh, with its buttons. `closed` are the gaps that have an answer by what it published."""
    so_far = progress if progress and kept.phase in _SHOWING_PROGRESS else Progress()
    words = RefreshCard(
        phase=kept.phase,
        note=story.note,
        detail=fit(story.detail, _DETAIL_CHARS_MAX),
        lists=(*_closed(closed), *_lists(kept, story)),
        asked_by=person(names, PersonId(kept.person)) if kept.person else "",
        by=person(names, PersonId(story.by)) if story.by else "",
        bar=_bar(so_far.done, so_far.total),
        done=so_far.done,
        total=so_far.total,
        looked=so_far.looked,
    )
    buttons = _buttons(kept)
    return message(*render(words), *([{"type": "actions", "elements": buttons}] if buttons else []))


def note(kind: str, about: str = "") -> Packed:
    """A short note for one person; `kind` is a key of its template."""
    return pack(render(RefreshNote(kind, about)))[0]


def _lists(kept: Kept, story: Story) -> Iterator[RefreshList]:
    if story.plan is None or kept.phase in _WITHOUT_PLAN:
        return
    for kind in KINDS:
        listed = story.plan.of(kind)
        if listed.count:
            yield _list(kind, listed, is_brief=kept.phase in _BRIEF or kind in _COUNTED)


def _closed(gaps: Sequence[Gap]) -> Iterator[RefreshList]:
    """The questions that are answered now; the same words count once, and are shown where they are kept."""
    questions = tuple(dict.fromkeys(gap.question for gap in gaps if gap.question))
    if gaps:
        rows = tuple(RefreshRow(fit(each, _NAME_CHARS_MAX), "") for each in questions[:_GAPS_SHOWN_MAX])
        yield RefreshList("closed", len(gaps), rows, max(len(questions) - len(rows), 0))


def _list(kind: str, listed: Listed, *, is_brief: bool) -> RefreshList:
    if is_brief:
        return RefreshList(kind, listed.count, (), 0)
    shown = [_row(row) for row in listed.rows]
    rows, _ = first_that_fit(shown, lambda row: cost(row.name + row.reason) + _ROW_CHARS, _LIST_CHARS_MAX)
    return RefreshList(kind, listed.count, rows, listed.count - len(rows))


def _row(row: Row) -> RefreshRow:
    return RefreshRow(fit(row.name, _NAME_CHARS_MAX), fit(row.reason, _REASON_CHARS_MAX))


def _buttons(kept: Kept) -> list[_Block]:
    match kept.phase:
        case "planned":
            publish = _button(clicks.PUBLISH, "publish", kept.id, style="primary")
            return [publish, _button(clicks.DISCARD, "discard", kept.id)]
        case "published":
            undo = _button(clicks.UNDO, "undo", kept.id)
            return [confirmed(undo, _label("undo_title"), _label("undo_text"), _label("cancel"))]
        case "failed" | "discarded" if kept.person:
            return [_button(clicks.AGAIN, "again", kept.id)]
        case _:
            return []


def _button(name: str, words: str, id_: str, **more: str) -> _Block:
    return plain_button(name, _label(words), id_, **more)


def _label(name: str) -> str:
    return render_line(RefreshLabel(name))


def _bar(done: int, total: int) -> str:
    filled = _BAR_CELLS * done // total if total else 0
    return "▰" * filled + "▱" * (_BAR_CELLS - filled)
