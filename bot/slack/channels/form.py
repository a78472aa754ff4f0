"""The settings of a channel as a modal, and what was sent with it. Data to data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from bot.slack.block_kit.blocks import pack
from bot.slack.block_kit.elements import OPTIONS_MAX, plain_text
from bot.slack.channels.words import error, label, note
from bot.slack.walkthrough.texts import plain_name
from bot.store.channel_settings import ANSWERS, ChannelChoice
from knowledge.front_matter import Collection
from prompts.catalogue.channels import ChannelShown
from prompts.rendering import render

SETTINGS = "channel.settings"
_Block = dict[str, Any]
Values = Mapping[str, Any]
"""`view.state.values` of a modal that was sent: block id → action id → entry."""

COLLECTIONS: tuple[Collection, ...] = get_args(Collection)
ANSWER, PRIVACY, SEARCHED, PEOPLE, GROUPS, FROM, TO = (
    "answers",
    "privacy",
    "collections",
    "people",
    "groups",
    "from",
    "to",
)
"""The block ids, and action ids, of the fields."""
_PRIVACY = ("public", "private")
EXPERTS_MAX = 10
# Source: https://docs.slack.dev/reference/objects, the ids of people, user groups and channels
_PERSON, _GROUP, _CHANNEL = (
    re.compile(r"[UW][A-Z0-9]{2,30}"),
    re.compile(r"S[A-Z0-9]{2,30}"),
    re.compile(r"[CG][A-Z0-9]+"),
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_HINT_CHARS_MAX = 150


@dataclass(frozen=True, slots=True)
class Group:
    """A user group of the workspace."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Faults:
    """What has to be mended, by field."""

    errors: Mapping[str, str]


def settings_view(channel: str, choice: ChannelChoice, groups: Sequence[Group]) -> _Block:
    """The modal for somebody who may change the settings."""
    return {
        "type": "modal",
        "callback_id": SETTINGS,
        "private_metadata": channel,
        "title": plain_text(label("title")),
        "submit": plain_text(label("save")),
        "close": plain_text(label("cancel")),
        "blocks": [
            _field(ANSWER, "answers", _radio(ANSWERS, choice.answers)),
            _field(PRIVACY, "privacy", _radio(_PRIVACY, _PRIVACY[choice.is_private])),
            _field(SEARCHED, "collections", _boxes(choice.collections or COLLECTIONS)),
            *_expert_fields(choice, groups),
            _field(FROM, "quiet_from", _time(choice.quiet_from), is_optional=True),
            _field(TO, "quiet_to", _time(choice.quiet_to), is_optional=True) | _hint("quiet_hint"),
        ],
    }


def shown_view(choice: ChannelChoice) -> _Block:
    """The same to look at."""
    shown = ChannelShown(
        choice.answers,
        tuple(label(each) for each in choice.collections),
        choice.is_private,
        len(choice.experts),
        choice.quiet_from,
        choice.quiet_to,
    )
    return _reading([block for packed in pack(render(shown)) for block in packed.blocks])


def note_view(kind: str) -> _Block:
    """A note in the place of the modal; `kind` is a key of its template."""
    return _reading(list(note(kind).blocks))


def read_channel(metadata: str) -> str:
    """The channel that a modal is about, or empty for a text that we did not write."""
    return metadata if _CHANNEL.fullmatch(metadata) else ""


def read_settings(values: Values, before: ChannelChoice) -> ChannelChoice | Faults:
    """What was chosen, or what has to be mended; a field that was not shown leaves what it was `before`."""
    answers, privacy = _one(values, ANSWER), _one(values, PRIVACY)
    searched = _several(values, SEARCHED)
    people = tuple(str(each) for each in _entry(values, PEOPLE).get("selected_users") or ())
    groups = _several(values, GROUPS) if GROUPS in values else _of_kind(before.experts, _GROUP)
    times = tuple(str(_entry(values, each).get("selected_time") or "") for each in (FROM, TO))
    faults = {
        ANSWER: "" if answers in ANSWERS else "pick_one",
        PRIVACY: "" if privacy in _PRIVACY else "pick_one",
        SEARCHED: _searched_fault(searched),
        PEOPLE: "" if len(_of_kind(people, _PERSON)) == len(people) <= EXPERTS_MAX else "not_people",
        GROUPS: "" if len(_of_kind(groups, _GROUP)) == len(groups) <= EXPERTS_MAX else "unknown",
        TO: _times_fault(times),
    }
    errors = {block: error(kind) for block, kind in faults.items() if kind}
    if errors:
        return Faults(errors)
    return ChannelChoice(
        answers=next(each for each in ANSWERS if each == answers),
        collections=() if len(searched) == len(COLLECTIONS) else searched,
        is_private=privacy == "private",
        experts=(*people, *groups),
        quiet_from=times[0],
        quiet_to=times[1],
    )


def _searched_fault(searched: Sequence[str]) -> str:
    if not searched:
        return "pick_some"
    return "" if len(set(searched) & set(COLLECTIONS)) == len(searched) else "unknown"


def _times_fault(times: Sequence[str]) -> str:
    if not any(times):
        return ""
    if not all(map(_TIME.fullmatch, times)):
        return "both_times"
    return "same_times" if len(set(times)) == 1 else ""


def _expert_fields(choice: ChannelChoice, groups: Sequence[Group]) -> list[_Block]:
    people = {"type": "multi_users_select", "max_selected_items": EXPERTS_MAX}
    chosen = _of_kind(choice.experts, _PERSON)
    fields = [_field(PEOPLE, "people", people | _initial("initial_users", list(chosen)), is_optional=True)]
    if groups:
        named = [
            (plain_text(plain_name(each.name) if each.name else each.id), each.id) for each in groups[:OPTIONS_MAX]
        ]
        options = [_option(words, value) for words, value in named]
        ticked = [each for each in options if each["value"] in choice.experts]
        menu = {"type": "multi_static_select", "max_selected_items": EXPERTS_MAX, "options": options}
        fields.append(_field(GROUPS, "groups", menu | _initial("initial_options", ticked), is_optional=True))
    fields[-1] |= _hint("people_hint")
    return fields


def _field(name: str, words: str, element: _Block, *, is_optional: bool = False) -> _Block:
    field = {"type": "input", "block_id": name, "optional": is_optional, "label": plain_text(label(words))}
    return field | {"element": {"action_id": name, **element}}


def _hint(words: str) -> _Block:
    return {"hint": plain_text(label(words), _HINT_CHARS_MAX)}


def _radio(values: Sequence[str], chosen: str) -> _Block:
    options = [_option(plain_text(label(each)), each) for each in values]
    return {"type": "radio_buttons", "options": options, "initial_option": options[list(values).index(chosen)]}


def _boxes(chosen: Sequence[str]) -> _Block:
    options = [_option(plain_text(label(each)), each) for each in COLLECTIONS]
    ticked = [each for each in options if each["value"] in chosen]
    return {"type": "checkboxes", "options": options} | _initial("initial_options", ticked)


def _time(chosen: str) -> _Block:
    return {"type": "timepicker"} | _initial("initial_time", chosen)


def _initial(name: str, value: object) -> _Block:
    # Slack refuses an initial choice of nothing.
    return {name: value} if value else {}


def _option(text: _Block, value: str) -> _Block:
    return {"text": text, "value": value}


def _reading(blocks: list[_Block]) -> _Block:
    title, close = plain_text(label("title")), plain_text(label("close"))
    return {"type": "modal", "title": title, "close": close, "blocks": blocks}


def _of_kind(ids: Sequence[str], pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(each for each in ids if pattern.fullmatch(each))


def _one(values: Values, name: str) -> str:
    return str((_entry(values, name).get("selected_option") or {}).get("value") or "")


def _several(values: Values, name: str) -> tuple[str, ...]:
    chosen = _entry(values, name).get("selected_options") or ()
    return tuple(dict.fromkeys(str(each.get("value") or "") for each in chosen))


def _entry(values: Values, name: str) -> Mapping[str, Any]:
    entry = (values.get(name) or {}).get(name)
    return entry if isinstance(entry, Mapping) else {}
