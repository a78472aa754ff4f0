"""What the buttons of a refresh are called; each carries the id of its refresh. Pure."""

from __future__ import annotations

import re

from bot.slack.parsing import Wire

PREFIX = "refresh."
PUBLISH, DISCARD, UNDO, AGAIN = f"{PREFIX}publish", f"{PREFIX}discard", f"{PREFIX}undo", f"{PREFIX}again"
# As long as the column; one that was forged is only text that no refresh is called.
_ID = re.compile(r"[0-9A-Za-z:T.+-]{1,64}")


def read_press(body: Wire) -> tuple[str, str]:
    """The button's name and the id of its refresh; empty for what is not ours."""
    action: Wire = next(iter(body.get("actions") or ()), {})
    value = str(action.get("value") or "")
    return str(action.get("action_id") or ""), value if _ID.fullmatch(value) else ""
