"""Texts of people made to fit: their names, their notes, their days. Pure but for the templates of single words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import TypeVar

from bot.slack.block_kit.elements import OPTION_CHARS_MAX, cut
from bot.walkthrough.events import PersonId
from bot.walkthrough.reporting.wording import day_words
from prompts.catalogue.walkthrough import WalkPeople
from prompts.catalogue.walkthrough_notices import WalkLabel, WalkSaid
from prompts.invisible import INVISIBLE
from prompts.rendering import render_line

Names = Mapping[PersonId, str]
"""What people are called; somebody whom nobody knows is left out."""

_Item = TypeVar("_Item")
NAME_CHARS_MAX = 60
"""Of a person or a partner, once it is escaped."""


@lru_cache(maxsize=256)
def label(name: str, count: int = 0) -> str:
    """The words on a button, menu, field or modal title."""
    return _unescaped(render_line(WalkLabel(name, count)))


def said_line(kind: str, about: str) -> str:
    """A short note as plain text, for the field of a modal."""
    return _unescaped(render_line(WalkSaid(kind, about)))


def flat(text: str) -> str:
    """The text on one line, without marks that nobody sees."""
    return " ".join(INVISIBLE.sub("", text).split())


def fit(text: str, chars_max: int) -> str:
    """The text on one line, cut so that it has at most `chars_max` characters once it is escaped."""
    whole = flat(text)
    if cost(whole) <= chars_max:
        return whole
    costs = accumulate(cost(char) for char in whole)
    end = sum(1 for _ in takewhile(lambda chars: chars < chars_max, costs))
    return f"{whole[:end].rstrip()}…"


def cost(text: str) -> int:
    """How many characters a text has once it is escaped for Slack."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def named(text: str, chars_max: int = NAME_CHARS_MAX) -> str:
    """A name or title that can be shown: on one line, not too long, never empty."""
    return fit(text, chars_max) or label("unnamed")


def plain_name(text: str, chars_max: int = OPTION_CHARS_MAX) -> str:
    """The same for a button or menu, where nothing is escaped."""
    return cut(flat(text), chars_max) or label("unnamed")


def person(names: Names, who: PersonId) -> str:
    """What somebody is called."""
    return fit(names.get(who, ""), NAME_CHARS_MAX) or label("somebody")


def people(names: Names, who: Iterable[PersonId], chars_max: int) -> WalkPeople:
    """The names of people, as many as fit but at least one, and how many are left."""
    return in_a_row([person(names, each) for each in who], chars_max)


def in_a_row(texts: Sequence[str], chars_max: int) -> WalkPeople:
    """The first of these texts that fit, but at least one, and how many are left."""
    kept, more = first_that_fit(texts, lambda text: cost(text) + 2, chars_max)
    return WalkPeople(kept, more) if kept or not texts else WalkPeople((fit(texts[0], chars_max),), len(texts) - 1)


def first_that_fit(
    items: Sequence[_Item], chars_of: Callable[[_Item], int], chars_max: int
) -> tuple[tuple[_Item, ...], int]:
    """The first items that have at most so many characters together, and how many are left."""
    chars, count = 0, 0
    for count, item in enumerate(items):
        chars += chars_of(item)
        if chars > chars_max:
            return tuple(items[:count]), len(items) - count
    return tuple(items), 0


def day(iso: str) -> str:
    """An ISO date in words; anything else as it is."""
    try:
        return day_words(date.fromisoformat(iso))
    except ValueError:
        return fit(iso, NAME_CHARS_MAX)


def _unescaped(line: str) -> str:
    """A rendered line for one of Slack's plain texts, which knows no markup."""
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
