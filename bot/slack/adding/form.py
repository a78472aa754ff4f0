"""The form that asks what to add, and what was sent with it. Data to data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_args

from bot.slack.adding import clicks
from bot.slack.adding.candidates import CANDIDATES_MAX, Candidate, read_candidates, titled, write_candidates
from bot.slack.adding.wishes import Wish, wish_for
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import OPTION_CHARS_MAX, plain_text
from bot.slack.parsing import Wire
from bot.slack.walkthrough.fields import chosen, chosen_all, picked, typed
from bot.slack.walkthrough.texts import fit, plain_name
from knowledge.front_matter import Collection
from prompts.catalogue.adding import AddHead, AddLabel, AddNote
from prompts.rendering import render, render_line

WHAT, COLLECTION, TITLE, PUBLISHER, WHO, CHANNEL = "what", "collection", "title", "publisher", "who", "channel"
"""The block ids of the fields."""
AUDIENCES = ("channel", "team", "all")
_VALUE = "value"
# Source: https://docs.slack.dev/surfaces/modals, `private_metadata` 3,000, less what stands around the candidates.
_METADATA_CHARS_MAX = 2_900
_HINT_CHARS_MAX, _NAME_CHARS_MAX = 150, 300
_TITLE_CHARS_MAX = _PUBLISHER_CHARS_MAX = 200
_PUBLISHER_CHARS_MIN = 2
# Source: https://docs.slack.dev/reference/objects/conversation-object: public, private and direct conversations.
_CONVERSATION = re.compile(r"[CGD][A-Z0-9]{1,30}")
_Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: a wish, or what is wrong with it by field."""

    wish: Wish
    channel: str
    """Where it was asked for."""
    errors: dict[str, str]
    is_ours: bool
    """Whether there was anything to choose from: a form that was forged or is from another release has nothing."""


def form(candidates: Sequence[Candidate], channel: str) -> _Block:
    """The form for these, asked for in this channel."""
    written = write_candidates(candidates, _METADATA_CHARS_MAX)
    shown = read_candidates(written)
    single = shown[0] if len(shown) == 1 else None
    head = AddHead(fit(named(single), _NAME_CHARS_MAX) if single else "", len(candidates) - len(shown))
    return {
        "type": "modal",
        "callback_id": clicks.FORM,
        "private_metadata": json.dumps([channel, written], ensure_ascii=False, separators=(",", ":")),
        "title": plain_text(label("title")),
        "submit": plain_text(label("add")),
        "close": plain_text(label("cancel")),
        "blocks": [
            *(block for packed in pack(render(head)) for block in packed.blocks),
            *([] if single else [_field(WHAT, "what", _boxes(shown))]),
            _field(COLLECTION, "collection", _menu("team" if shown and shown[0].kind == "file" else "library")),
            _field(TITLE, "name", _text(titled(single) if single else "", _TITLE_CHARS_MAX), hint="name_hint"),
            _field(PUBLISHER, "publisher", _text("", _PUBLISHER_CHARS_MAX), hint="publisher_hint"),
            _field(WHO, "who", _radio({each: label(f"who_{each}") for each in AUDIENCES}), hint="who_hint"),
            _field(CHANNEL, "channel", _conversations(channel), hint="channel_hint"),
        ],
    }


def told_view(told: Packed) -> _Block:
    """What stands in place of the form once it was sent."""
    words = {"title": plain_text(label("title")), "close": plain_text(label("close"))}
    return {"type": "modal", **words, "blocks": list(told.blocks)}


def read_form(body: Wire, team: str) -> Sent:
    """What was sent, for our workspace `team`; everything in it is checked."""
    view = body["view"]
    channel, candidates = _metadata(str(view.get("private_metadata") or ""))
    values = (view.get("state") or {}).get("values") or {}
    ticked = chosen_all(values, WHAT)
    wanted = [each for number, each in enumerate(candidates) if str(number) in ticked or len(candidates) == 1]
    chosen_one = chosen(values, COLLECTION)
    collection: Collection | None = next((each for each in get_args(Collection) if each == chosen_one), None)
    publisher, title = (" ".join(typed(values, name).split()) for name in (PUBLISHER, TITLE))
    who, picked_channel = chosen(values, WHO), picked(values, CHANNEL)
    checks = {
        WHAT: "" if wanted else "no_item",
        COLLECTION: "" if collection else "no_choice",
        PUBLISHER: "" if len(publisher) != _PUBLISHER_CHARS_MIN - 1 else "short_publisher",
        WHO: "" if who in AUDIENCES else "no_choice",
        CHANNEL: "no_channel" if who == "channel" and not _CONVERSATION.fullmatch(picked_channel) else "",
    }
    wish = replace(
        wish_for(wanted),
        collection=collection or "team",
        # One title for several documents would only hide which is which.
        title=title[:_TITLE_CHARS_MAX] if len(wanted) == 1 else "",
        publisher=publisher[:_PUBLISHER_CHARS_MAX],
        audience={"channel": f"channel:{picked_channel}", "team": f"team:{team}"}.get(who, ""),
    )
    errors = {name: render_line(AddNote(kind)) for name, kind in checks.items() if kind}
    return Sent(wish, channel, errors, is_ours=bool(candidates))


def named(candidate: Candidate) -> str:
    """What people call it."""
    return candidate.name or candidate.place


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """The words on a button, field, choice or title."""
    return render_line(AddLabel(name))


def _metadata(written: str) -> tuple[str, tuple[Candidate, ...]]:
    try:
        channel, candidates = json.loads(written)
    except (ValueError, TypeError):
        return "", ()
    return str(channel), read_candidates(str(candidates))[:CANDIDATES_MAX]


def _field(name: str, words: str, element: _Block, hint: str = "") -> _Block:
    is_optional = name in {TITLE, PUBLISHER, CHANNEL}
    made = {"type": "input", "block_id": name, "optional": is_optional, "label": plain_text(label(words))}
    more = {"hint": plain_text(label(hint), _HINT_CHARS_MAX)} if hint else {}
    return {**made, **more, "element": {"action_id": _VALUE, **element}}


def _text(initial: str, chars_max: int) -> _Block:
    box = {"type": "plain_text_input", "max_length": chars_max}
    return box | ({"initial_value": initial[:chars_max]} if initial else {})


def _options(kind: str, words: dict[str, str]) -> _Block:
    options = [{"text": plain_text(each, OPTION_CHARS_MAX), "value": value} for value, each in words.items()]
    return {"type": kind, "options": options}


def _radio(words: dict[str, str]) -> _Block:
    return _options("radio_buttons", words)


def _boxes(candidates: Sequence[Candidate]) -> _Block:
    boxes = _options("checkboxes", {str(number): plain_name(named(each)) for number, each in enumerate(candidates)})
    return {**boxes, "initial_options": boxes["options"]}


def _menu(initial: Collection) -> _Block:
    menu = _options("static_select", {each: label(each) for each in get_args(Collection)})
    return {**menu, "initial_option": next(each for each in menu["options"] if each["value"] == initial)}


def _conversations(initial: str) -> _Block:
    # A direct conversation with the coach is no place that others read; it can still be chosen.
    is_channel = initial.startswith(("C", "G"))
    return {"type": "conversations_select"} | ({"initial_conversation": initial} if is_channel else {})
