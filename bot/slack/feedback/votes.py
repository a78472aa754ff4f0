"""The buttons below an answer, the modal that asks why, and what people pressed. Data to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import plain_text
from bot.slack.parsing import TS, Wire, clean
from bot.store.feedback import Complaint, Value, Vote
from prompts.catalogue.gaps import FeedbackLabel, FeedbackNote
from prompts.rendering import render, render_line

ACTION, WHY = "feedback.vote", "feedback.why"
REASONS = ("not_relevant", "wrong", "outdated", "too_long", "other")
REASON, WORDS = "reason", "words"
"""The block ids, and action ids, of the modal's fields."""
WORDS_CHARS_MAX = 1_000
_SEPARATOR = "|"
# A command has no message of its own, but its answer can be voted on.
_NO_MESSAGE = "0.0"
_HINT_CHARS_MAX = 150


def vote_row(question_ts: str) -> dict[str, Any]:
    """The block below the answer to a question. It must not be a message's first one: that carries the mark."""
    question_ts = question_ts or _NO_MESSAGE
    buttons = {"type": "feedback_buttons", "action_id": ACTION}
    sides = {"positive_button": _side("up", question_ts), "negative_button": _side("down", question_ts)}
    return {"type": "context_actions", "elements": [buttons | sides]}


def read_vote(body: Wire) -> Vote | None:
    """What was pressed below an answer, or None for a button that is not one of ours."""
    action: Wire = next(iter(body.get("actions") or ()), {})
    side, _, question_ts = str(action.get("value") or "").partition(_SEPARATOR)
    value: Value | None = next((each for each in get_args(Value) if each == side), None)
    container = body.get("container") or {}
    answer_ts, pressed_at = str(container.get("message_ts") or ""), str(action.get("action_ts") or "")
    if value is None or not all(map(TS.fullmatch, (question_ts, answer_ts, pressed_at))):
        return None
    return Vote(
        team=str((body.get("team") or {}).get("id") or ""),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        answer_ts=answer_ts,
        question_ts=question_ts,
        person=str((body.get("user") or {}).get("id") or ""),
        value=value,
        at=float(pressed_at),
    )


def why_view(channel: str, answer_ts: str, beside: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The modal that asks why an answer did not help; all of it may stay empty. What is `beside` stands below it."""
    options = [{"text": plain_text(label(reason)), "value": reason} for reason in REASONS]
    box = {"type": "plain_text_input", "multiline": True, "max_length": WORDS_CHARS_MAX}
    return {
        "type": "modal",
        "callback_id": WHY,
        "private_metadata": _SEPARATOR.join((channel, answer_ts)),
        "title": plain_text(label("title")),
        "submit": plain_text(label("send")),
        "close": plain_text(label("close")),
        "blocks": [
            _field(REASON, "why", {"type": "radio_buttons", "options": options}),
            _field(WORDS, "words", box) | {"hint": plain_text(label("words_hint"), _HINT_CHARS_MAX)},
            *beside,
        ],
    }


def with_beside(view: Wire, beside: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The same modal with something else below it; what was typed into it stays."""
    channel, _, answer_ts = str(view.get("private_metadata") or "").partition(_SEPARATOR)
    return why_view(channel, answer_ts, beside)


def read_complaint(body: Wire) -> Complaint | None:
    """What was sent with the modal, or None when nothing was said."""
    view = body["view"]
    channel, _, answer_ts = str(view.get("private_metadata") or "").partition(_SEPARATOR)
    values = (view.get("state") or {}).get("values") or {}
    chosen = str((_entry(values, REASON).get("selected_option") or {}).get("value") or "")
    reason = chosen if chosen in REASONS else ""
    words = clean(str(_entry(values, WORDS).get("value") or ""), bot_user_id="", chars_max=WORDS_CHARS_MAX)
    if not (reason or words):
        return None
    team, person = (str((body.get(name) or {}).get("id") or "") for name in ("team", "user"))
    return Complaint(team, channel, answer_ts, person, reason, words)


def note(kind: str) -> Packed:
    """A line for one person; `kind` is a key of its template."""
    return pack(render(FeedbackNote(kind)))[0]


def note_error(kind: str) -> dict[str, str]:
    """The same, as the error of a field of the modal."""
    return {WORDS: render_line(FeedbackNote(kind))}


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """The words on a button, choice or field."""
    return render_line(FeedbackLabel(name))


def _side(value: Value, question_ts: str) -> dict[str, Any]:
    return {
        "text": plain_text(label(value)),
        "accessibility_label": label(f"{value}_aloud"),
        "value": f"{value}{_SEPARATOR}{question_ts}",
    }


def _field(name: str, words: str, element: dict[str, Any]) -> dict[str, Any]:
    field = {"type": "input", "block_id": name, "optional": True, "label": plain_text(label(words))}
    return field | {"element": {"action_id": name, **element}}


def _entry(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    entry = (values.get(name) or {}).get(name)
    return entry if isinstance(entry, Mapping) else {}
