"""`coach forget` and `coach export-data`: what is kept about a person."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.terminal import EX_DATA, print_json, stop, tell
from bot.wiring import stores
from prompts.catalogue.privacy import Forgotten, NotAPerson

# Source: https://docs.slack.dev/reference/objects/user-object
_PERSON = re.compile(r"[UW][A-Z0-9]+")

Person = Annotated[str, typer.Argument(metavar="USER")]
Yes = Annotated[bool, typer.Option("--yes")]


def forget(user: Person, *, yes: Yes = False) -> None:
    """Take out everything that is kept about a person; without `--yes` only say how much that is."""
    with stores.privacy(load_settings(needs_slack=False)) as privacy:
        person = _checked(user)
        kept = sum(map(len, privacy.of(person).values()))
        if yes:
            privacy.forget(person)
    tell(Forgotten(person, kept, is_done=yes))


def export_data(user: Person) -> None:
    """Print everything that is kept about a person, as JSON."""
    with stores.privacy(load_settings(needs_slack=False)) as privacy:
        print_json(privacy.of(_checked(user)))


def _checked(user: str) -> str:
    if not _PERSON.fullmatch(user):
        stop(NotAPerson(user), EX_DATA)
    return user
