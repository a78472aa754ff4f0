"""What the buttons and fields of the Home tab are called, and what was done with them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.parsing import Wire, storable

PREFIX = "home."
QUESTION, ASK = f"{PREFIX}question", f"{PREFIX}ask"
SHELF = f"{PREFIX}shelf"
OPEN = f"{PREFIX}open"
"""A button with an address: Slack opens it and only tells us."""
DONE, RESUME = f"{PREFIX}done", f"{PREFIX}resume"
PRIVATE, DATES = f"{PREFIX}private", f"{PREFIX}dates"
FORGET = f"{PREFIX}forget"


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody used something on their Home tab."""

    name: str
    """One of the names above."""
    value: str
    """Of the button or the option that was chosen; for a question, what was typed."""
    person: str
    view_hash: str
    """Of the view that they looked at."""
    trigger_id: str


def read_press(body: Wire) -> Pressed:
    """What was used, and with what value."""
    action: Wire = next(iter(body.get("actions") or ()), {})
    view: Wire = body.get("view") or {}
    name = ".".join(str(action.get("action_id") or "").split(".")[:2])
    option = action.get("selected_option") or {}
    value = _typed(view) if name == ASK else str(action.get("value") or option.get("value") or "")
    return Pressed(
        name=name,
        value=storable(value),
        person=str((body.get("user") or {}).get("id") or ""),
        view_hash=str(view.get("hash") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
    )


def _typed(view: Wire) -> str:
    entries = ((view.get("state") or {}).get("values") or {}).values()
    return next((str(each[QUESTION].get("value") or "") for each in entries if QUESTION in each), "")
