"""The modals of a walkthrough, and what people sent with them. Data to data.

The first field of every modal has the same block id, so that a refusal which belongs to no field finds a place.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.slack.block_kit.elements import cut
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.fields import (
    DUE,
    MAIN,
    PARTNERS,
    PERSON,
    TEXT_CHARS_MAX,
    THEMES,
    Values,
    chosen_all,
    field,
    head,
    modal,
    partners_box,
    picked,
    text_box,
    typed,
)
from bot.slack.walkthrough.notices import ABOUT_CHARS_MAX, DATED
from bot.slack.walkthrough.pieces import Block, scorecard_title, title_of
from bot.slack.walkthrough.start_modal import StartForm, read_start, start_view
from bot.slack.walkthrough.texts import day, fit, flat, said_line
from bot.walkthrough.events import PartnerId, PersonId, TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.joining import PARTNER_CHARS_MAX
from bot.walkthrough.state import State

__all__ = [
    "StartForm",
    "action_view",
    "agree_view",
    "errors",
    "hand_over_view",
    "join_view",
    "note_view",
    "read_action",
    "read_agree",
    "read_hand_over",
    "read_join",
    "read_note",
    "read_start",
    "start_view",
]

# An action that nobody gives a day is proposed for two weeks later.
_DUE_DAYS = 14
_QUESTION_CHARS_MAX = 400
_ERROR_CHARS_MAX = 200
# The field of a refusal; any other belongs to the first one.
_FIELDS = {"past_due": DUE, "no_date": DUE, "no_topics": THEMES}


def join_view(walkthrough: WalkthroughId, state: State, proposed: str) -> dict[str, Any]:
    """For an organization that is not there yet; `proposed` is its name, or empty."""
    box = text_box(cut(flat(proposed), PARTNER_CHARS_MAX), PARTNER_CHARS_MAX, is_long=False)
    blocks = [*head("join", scorecard_title(state)), field(MAIN, "organization", box)]
    return modal(clicks.JOIN_AS, "join_title", "join_submit", clicks.write(Click(walkthrough)), blocks)


def read_join(values: Values) -> str:
    """The name of the organization."""
    return typed(values, MAIN).strip()


def note_view(walkthrough: WalkthroughId, state: State, topic: TopicId, text: str) -> dict[str, Any]:
    """For a note, or for one's own that is there already; one that is too long for a box is not cut."""
    metadata = clicks.write(Click(walkthrough, topic))
    if len(text) > TEXT_CHARS_MAX:
        return modal(clicks.NOTE, "note_title", "", metadata, head("too_long", title_of(state, topic)))
    hint = "note_clear" if text else "note_hint"
    box = field(MAIN, "note_text", text_box(text), hint=hint, is_optional=bool(text))
    return modal(clicks.NOTE, "note_title", "save", metadata, [*_about(state, topic), box])


def read_note(values: Values) -> str:
    """The note; empty to take it back."""
    return typed(values, MAIN)


def agree_view(walkthrough: WalkthroughId, state: State, topic: TopicId) -> dict[str, Any]:
    """For what was agreed, and by whom; what is written down already can be changed."""
    known = state.topics[topic].agreement
    text = known.text if known else ""
    metadata = clicks.write(Click(walkthrough, topic))
    if len(text) > TEXT_CHARS_MAX:
        return modal(clicks.AGREE, "agree_title", "", metadata, head("too_long", title_of(state, topic)))
    hint = "agree_clear" if text else ""
    blocks = [
        *_about(state, topic),
        field(MAIN, "agree_text", text_box(text), hint=hint, is_optional=bool(text)),
        field(PARTNERS, "agree_partners", partners_box(state, known.partners if known else ())),
    ]
    return modal(clicks.AGREE, "agree_title", "save", metadata, blocks)


def read_agree(values: Values) -> tuple[str, tuple[PartnerId, ...]]:
    """What was agreed, empty to take it back; and the partners that agreed."""
    return typed(values, MAIN), tuple(PartnerId(each) for each in chosen_all(values, PARTNERS))


def action_view(
    walkthrough: WalkthroughId, state: State, topic: TopicId, owner: PersonId, today: str
) -> dict[str, Any]:
    """For something that `owner`, or whoever is chosen, takes on; `today` is the ISO date where they are."""
    person = {"type": "users_select"} | ({"initial_user": owner} if owner else {})
    calendar = {"type": "datepicker"} | _initial_date(today)
    blocks = [
        *_about(state, topic),
        field(MAIN, "action_what", text_box()),
        field(PERSON, "action_owner", person),
        field(DUE, "action_due", calendar),
    ]
    metadata = clicks.write(Click(walkthrough, topic))
    return modal(clicks.TAKE_ACTION, "action_title", "save", metadata, blocks)


def read_action(values: Values) -> tuple[str, PersonId, str]:
    """What is to be done, who takes it on, and its ISO date; each may be empty."""
    return typed(values, MAIN), PersonId(picked(values, PERSON)), picked(values, DUE)


def hand_over_view(walkthrough: WalkthroughId, state: State) -> dict[str, Any]:
    """For the person who facilitates from now on; where only one other has joined, it is that one."""
    others = [each for each in state.people if each != state.facilitator]
    proposed = {"initial_user": others[0]} if len(others) == 1 else {}
    person = field(MAIN, "hand_over_to", {"type": "users_select", **proposed})
    blocks = [*head("hand_over"), person]
    return modal(clicks.HAND_OVER, "hand_over_title", "hand_over", clicks.write(Click(walkthrough)), blocks)


def read_hand_over(values: Values) -> PersonId:
    """The person who was chosen, or nobody."""
    return PersonId(picked(values, MAIN))


def errors(kind: str, about: str, modal_name: str = "") -> dict[str, str]:
    """The field that a refusal belongs to, with the words for it; the modal stays open with all that was typed.

    Args:
        kind: of a refusal, or another key of the note's template.
        about: what it names.
        modal_name: the modal's `callback_id`, where the same refusal belongs to different fields.
    """
    shown = day(about) if kind in DATED else fit(about, ABOUT_CHARS_MAX)
    is_owner = kind == "unknown_person" and modal_name == clicks.TAKE_ACTION
    is_agreement = kind == "unknown_partner" and modal_name == clicks.AGREE
    place = PERSON if is_owner else PARTNERS if is_agreement else _FIELDS.get(kind, MAIN)
    return {place: cut(said_line(kind, shown), _ERROR_CHARS_MAX)}


def _about(state: State, topic: TopicId) -> list[Block]:
    question = fit(state.topic(topic).question(state.setup.mode), _QUESTION_CHARS_MAX)
    return head("topic", title_of(state, topic), question)


def _initial_date(today: str) -> dict[str, str]:
    try:
        return {"initial_date": (date.fromisoformat(today) + timedelta(days=_DUE_DAYS)).isoformat()}
    except (ValueError, OverflowError):
        return {}
