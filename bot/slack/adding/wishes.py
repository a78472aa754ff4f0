"""What somebody wants to have in the knowledge, and what became of it. Pure; JSON on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bot.slack.adding.candidates import Candidate, Kind
from bot.slack.errors import FileTrouble
from knowledge.front_matter import Collection

Phase = Literal["dropped", "offered", "refused", "waiting", "brought", "added", "failed", "taken_out"]
"""Dropped in the staff channel: dropped → offered or refused. From the form: waiting → brought → added or failed, and
added → taken_out."""
UNDER_WAY: frozenset[Phase] = frozenset({"dropped", "waiting", "brought"})
LASTING: frozenset[Phase] = frozenset({"added"})
Trouble = FileTrouble | Literal["", "not_reached", "no_room", "not_fit"]


@dataclass(frozen=True, slots=True)
class Item:
    """One file or link, and how it went: `key` names its source, otherwise `trouble` is a key of the template."""

    kind: Kind
    place: str
    name: str
    key: str = ""
    trouble: Trouble = ""
    about: str = ""
    """A short word of Slack's own, for some troubles."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form said."""

    items: tuple[Item, ...]
    collection: Collection = "team"
    title: str = ""
    publisher: str = ""
    """Empty: the site of a link, and the team for a file."""
    audience: str = ""
    by: str = ""
    """Who took it out again, by Slack's id."""

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @property
    def keys(self) -> tuple[str, ...]:
        """The sources that were made of it."""
        return tuple(item.key for item in self.items if item.key)


def wish_for(candidates: Sequence[Candidate]) -> Wish:
    """A wish for these, about which nothing is said yet."""
    return Wish(tuple(Item(each.kind, each.place, each.name) for each in candidates))


def wish_of(text: str) -> Wish:
    """The wish that `Wish.to_json` wrote."""
    kept = json.loads(text)
    items = tuple(Item(**item) for item in kept.pop("items"))
    return Wish(items, **kept)
