"""What was typed after `/coach`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.browsing import SHELVES

COMMANDS = ("ask", "scorecard", *SHELVES, "settings", "help")
"""What everybody may type; what is for staff alone is not offered to others."""
# Below this the nearest word is a guess that only confuses; measured on typing slips such as "aks", "hlep", "hepl".
_LIKENESS_MIN = 55


@dataclass(frozen=True, slots=True)
class AskCommand:
    """A question for the asker alone."""

    text: str


@dataclass(frozen=True, slots=True)
class BrowseCommand:
    """A shelf to look through, and words to search it for."""

    shelf: str
    words: str


@dataclass(frozen=True, slots=True)
class ScorecardCommand:
    """Start a walkthrough here."""


@dataclass(frozen=True, slots=True)
class RefreshCommand:
    """What would a refresh change?"""


@dataclass(frozen=True, slots=True)
class GapsCommand:
    """What is missing?"""


@dataclass(frozen=True, slots=True)
class SettingsCommand:
    """How is the coach set up in this channel?"""


@dataclass(frozen=True, slots=True)
class HelpCommand:
    """What can the coach do?"""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """No such command; `nearest` is the closest one that exists, or empty."""

    nearest: str


Command = (
    AskCommand
    | BrowseCommand
    | ScorecardCommand
    | RefreshCommand
    | GapsCommand
    | SettingsCommand
    | HelpCommand
    | UnknownCommand
)


_BARE: Mapping[str, Command] = {
    "scorecard": ScorecardCommand(),
    "refresh": RefreshCommand(),
    "gaps": GapsCommand(),
    "settings": SettingsCommand(),
    "help": HelpCommand(),
}
"""What takes no words after it."""


def read_command_text(text: str) -> Command:
    """The command and what follows it."""
    words = text.strip().split(maxsplit=1)
    name = words[0].lower() if words else "help"
    rest = words[1] if len(words) > 1 else ""
    if name == "ask":
        return AskCommand(rest)
    if name in SHELVES:
        return BrowseCommand(name, rest)
    return _BARE.get(name) or UnknownCommand(_nearest(name))


def _nearest(name: str) -> str:
    # A very long word is no slip of the finger, and comparing it would only take time.
    if len(name) > 4 * max(map(len, COMMANDS)):
        return ""
    found = process.extractOne(name, COMMANDS, scorer=fuzz.ratio, score_cutoff=_LIKENESS_MIN)
    return found[0] if found else ""
