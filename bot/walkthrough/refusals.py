"""Why something may not happen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.walkthrough.events import Event

RefusalKind = Literal[
    "closed",
    "paused",
    "not_joined",
    "observer",
    "facilitator_only",
    "unknown_topic",
    "unknown_partner",
    "unknown_action",
    "unknown_note",
    "unknown_person",
    "not_the_author",
    "not_concerned",
    "moved_on",
    "no_votes",
    "not_a_vote",
    "not_revealed",
    "nothing_written",
    "no_action_text",
    "past_due",
    "no_date",
    "first_topic",
    "few_partners",
    "many_partners",
    "long_partner",
    "twice_partner",
    "no_topics",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """It may not happen; `kind` is a key of the words that say what to do, `about` what they name."""

    kind: RefusalKind
    about: str = ""


Decision = tuple[Event, ...] | Refusal
"""No event at all: everything is as wanted already."""


def unfit_date(day: str, today: str = "") -> Refusal | None:
    """Why nothing can be due on this day: it is no ISO date, or it is over; an empty `today` is not known."""
    if not _is_date(day):
        return Refusal("no_date")
    return Refusal("past_due", day) if day < today else None


def _is_date(text: str) -> bool:
    try:
        # Python reads other forms as well ("20260101"); only this one sorts as text.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
