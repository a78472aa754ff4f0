"""What staff see of what is added: the offer below a file, how it went, and short notes. Data to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.adding import clicks
from bot.slack.adding.candidates import Candidate, write_candidates
from bot.slack.adding.form import label, named
from bot.slack.adding.wishes import Wish
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button, confirmed
from bot.slack.walkthrough.pieces import message
from bot.slack.walkthrough.texts import fit, person
from bot.walkthrough.events import PersonId
from knowledge.reading.texts import Limits
from prompts.catalogue.adding import AddedMessage, AddedRow, AddNote, AddOffer
from prompts.rendering import render

_NAME_CHARS_MAX = 150
# Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element, `value`
_VALUE_CHARS_MAX = 2_000
_MEGABYTE = 1_000_000


def offer(candidates: Sequence[Candidate]) -> Packed:
    """The question below files in the staff channel; its button carries which they are."""
    names = tuple(fit(named(each), _NAME_CHARS_MAX) for each in candidates)
    value = write_candidates(candidates, _VALUE_CHARS_MAX)
    return message(*render(AddOffer(names)), _row(button(clicks.OFFER, label("offer"), value, style="primary")))


def added(id_: str, wish: Wish, asker: str, names: Mapping[PersonId, str]) -> Packed:
    """How it went with a wish, and the button to take it back, as long as there is something to take."""
    words = AddedMessage(
        by=person(names, PersonId(asker)),
        rows=tuple(_row_of(wish, number) for number in range(len(wish.items))),
        collection=wish.collection,
        audience=wish.audience.partition(":")[0] or "all",
        megabytes_max=Limits().file_bytes_max // _MEGABYTE,
        taken_out_by=person(names, PersonId(wish.by)) if wish.by else "",
    )
    is_there = wish.keys and not wish.by
    take_out = button(clicks.TAKE_OUT, label("take_out"), id_)
    asking = confirmed(take_out, label("take_out_title"), label("take_out_text"), label("cancel"))
    return message(*render(words), *([_row(asking)] if is_there else []))


def note(kind: str) -> Packed:
    """A short note for one person; `kind` is a key of its template."""
    return pack(render(AddNote(kind)))[0]


def _row_of(wish: Wish, number: int) -> AddedRow:
    item = wish.items[number]
    name = wish.title or item.name or item.place
    return AddedRow(fit(name, _NAME_CHARS_MAX), item.trouble, item.about)


def _row(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}
