"""Errors of the bot, each with words a person can act on.

BotError
├── Refused       the person can act; the message says how
│   ├── SettingsBroken
│   ├── bot.store.errors.StoreRefused
│   └── bot.slack.errors.SlackRefused
└── Unavailable   nothing to mend here: try again later
    ├── bot.store.errors.StoreUnavailable
    └── bot.slack.errors.SlackUnavailable
"""

from __future__ import annotations

from typing import ClassVar

from prompts.catalogue.message import Message
from prompts.rendering import render_terminal


class BotError(Exception):
    """Something that a person must hear about; `str()` gives the words, never exception text or a secret."""

    exit_code: ClassVar[int]
    """What a command ends with.  Source: sysexits.h, EX_CONFIG 78 and EX_TEMPFAIL 75."""

    def __init__(self, message: Message) -> None:
        """Keep the message; it is put into words only when it is shown."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """The words for a terminal."""
        return render_terminal(self.message)


class Refused(BotError):
    """The person can act on it."""

    exit_code: ClassVar[int] = 78


class Unavailable(BotError):
    """It may work later without anybody changing anything."""

    exit_code: ClassVar[int] = 75


class SettingsBroken(Refused):
    """One or more settings are missing or unusable; all of them are named."""
