"""Errors of this package.

SlackRefused      refused: a token or the app's set-up must be mended (for the one who runs the coach)
SlackUnavailable  unavailable: Slack cannot be reached
PortRefused       refused: nobody can listen where the command says
SendError         one call to Slack did not work; stays inside the package
├── SendRefused   refused: Slack will never take this message
└── SendLater     unavailable: try again; `maybe_sent` when Slack may have taken it all the same
FileNotBrought    refused: Slack has a file that we cannot have; stays inside the package
"""

from __future__ import annotations

from typing import Literal

from bot.errors import Refused, Unavailable
from prompts.catalogue.terminal import SlackRefusedMessage, SlackUnavailableMessage, TerminalTrouble


class SlackRefused(Refused):
    """Slack does not let the coach in."""

    def __init__(self, kind: str, code: str, variable: str = "") -> None:
        """`code` is Slack's own; `variable` is the setting to mend."""
        super().__init__(SlackRefusedMessage(kind=kind, variable=variable, code=code))


class PortRefused(Refused):
    """Nobody can listen there."""

    def __init__(self, place: str) -> None:
        """`place` is `host:port`."""
        super().__init__(TerminalTrouble("port_taken", place))


class SlackUnavailable(Unavailable):
    """Slack cannot be reached."""

    def __init__(self) -> None:
        """The words are always the same."""
        super().__init__(SlackUnavailableMessage())


class SendError(Exception):
    """One call to Slack did not work. Its text is Slack's code: never a message, never a token."""

    def __init__(self, code: str) -> None:
        """Keep Slack's code, or a word of ours for what went wrong on the way."""
        super().__init__(code)
        self.code = code


class SendRefused(SendError):
    """Slack will never take this message."""


class SendLater(SendError):
    """It may work when it is tried again."""

    def __init__(self, code: str, *, maybe_sent: bool, wait_s: float = 0) -> None:
        """`wait_s` is what Slack asked for."""
        super().__init__(code)
        self.maybe_sent = maybe_sent
        self.wait_s = wait_s


FileTrouble = Literal["gone", "no_scope", "not_visible", "elsewhere", "too_large", "refused"]


class FileNotBrought(Exception):
    """Slack has a file that we cannot have."""

    def __init__(self, trouble: FileTrouble, about: str = "") -> None:
        """`trouble` is a key of the template that says why; `about` is Slack's own code, if that is all we know."""
        super().__init__(trouble, about)
        self.trouble: FileTrouble = trouble
        self.about = about
