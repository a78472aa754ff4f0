"""What `/coach …` means."""

from __future__ import annotations

import pytest

from bot.slack.commands import (
    AskCommand,
    BrowseCommand,
    Command,
    HelpCommand,
    RefreshCommand,
    UnknownCommand,
    read_command_text,
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("ask who pays?", AskCommand("who pays?")),
        ("  ASK   who pays?", AskCommand("who pays?")),
        ("ask", AskCommand("")),
        ("cases", BrowseCommand("cases", "")),
        ("Library  open data ", BrowseCommand("library", "open data")),
        ("tols", UnknownCommand("tools")),
        ("", HelpCommand()),
        ("help", HelpCommand()),
        ("help me", HelpCommand()),
        ("aks who pays?", UnknownCommand("ask")),
        ("hepl", UnknownCommand("help")),
        ("refresh", RefreshCommand()),
        ("x" * 40_000, UnknownCommand("")),
        ("\ud800", UnknownCommand("")),
    ],
)
def test_a_command_is_read(text: str, command: Command) -> None:
    """The nearest existing word is offered only when it is near."""
    assert read_command_text(text) == command
