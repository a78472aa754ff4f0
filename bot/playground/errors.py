"""Errors of this package.

PlaygroundError
├── Refusal          refused: what the local Slack answers to a wrong call, by Slack's own code
├── NoSuchName       refused: a person or channel of that name does not live here
├── NotAnswered      unavailable: the app did not acknowledge in time, or no socket was open
└── NotStarted       unavailable: the server did not come up
"""

from __future__ import annotations

from typing import Any


class PlaygroundError(Exception):
    """Something in the local Slack went wrong."""


class Refusal(PlaygroundError):
    """Slack's `{"ok": false, "error": code}`, with whatever else Slack puts beside it."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: Any) -> None:
        """Keep the code and the explaining `messages` (each `text [json-pointer:...]`)."""
        super().__init__(code)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error": code, **extra}
        if messages:
            self.body["errors"] = messages
            self.body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}


class NoSuchName(PlaygroundError):
    """Nobody and nothing here has that name or id."""


class NotAnswered(PlaygroundError):
    """The app gave no acknowledgement; the text is Slack's code (`dispatch_failed`, `operation_timeout`)."""


class NotStarted(PlaygroundError):
    """The server gave up before it listened."""
