"""The buttons below an answer that lead on from it, and what was pressed. Data to data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from bot.slack.block_kit.elements import button, plain_text
from bot.slack.parsing import TS, Wire
from prompts.catalogue.following import FollowLabel
from prompts.rendering import render_line

PREFIX = "follow."
MENU = f"{PREFIX}menu"
Wish = Literal["cases", "tools", "passage", "why"]
WISHES: tuple[Wish, ...] = get_args(Wish)
START = "start"
"""The choice of the menu that starts a walkthrough: it is about the channel, not about the answer."""
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody pressed a button below an answer. `wish` and `question_ts` are empty when it is none of today's."""

    wish: Wish | Literal[""]
    team: str
    channel: str
    person: str
    question_ts: str
    thread_ts: str
    trigger_id: str


def follow_row(question_ts: str, *, offers_start: bool) -> dict[str, Any]:
    """One row below the answer to a question: what is wanted most as buttons, the rest in a menu."""
    rarer = ["passage", "why", *([START] if offers_start else [])]
    options = [{"text": plain_text(label(each)), "value": _value(each, question_ts)} for each in rarer]
    return {
        "type": "actions",
        "elements": [
            button(f"{PREFIX}cases", label("cases"), _value("cases", question_ts)),
            button(f"{PREFIX}tools", label("tools"), _value("tools", question_ts)),
            {"type": "overflow", "action_id": MENU, "options": options},
        ],
    }


def read_followed(body: Wire) -> Followed:
    """What was pressed below an answer, and by whom."""
    wish, _, question_ts = _chosen(body).partition(_SEPARATOR)
    known = next((each for each in WISHES if each == wish), None) if TS.fullmatch(question_ts) else None
    container = body.get("container") or {}
    return Followed(
        wish=known or "",
        team=str((body.get("team") or {}).get("id") or ""),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        person=str((body.get("user") or {}).get("id") or ""),
        question_ts=question_ts if known else "",
        thread_ts=str(container.get("thread_ts") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
    )


def starts_scorecard(body: Wire) -> bool:
    """Whether the menu was used to start a walkthrough."""
    return _chosen(body).partition(_SEPARATOR)[0] == START


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """The words on a button, choice or title."""
    return render_line(FollowLabel(name))


def _value(wish: str, question_ts: str) -> str:
    return f"{wish}{_SEPARATOR}{question_ts}"


def _chosen(body: Wire) -> str:
    action: Wire = next(iter(body.get("actions") or ()), {})
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
