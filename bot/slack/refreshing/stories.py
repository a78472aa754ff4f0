"""What is known of a refresh: its plan, its result, who pressed what. Pure; JSON on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Phase = Literal["planning", "planned", "empty", "publishing", "published", "undoing", "undone", "discarded", "failed"]
UNDER_WAY: frozenset[Phase] = frozenset({"planning", "publishing", "undoing"})
Note = Literal["", "outdated", "interrupted", "not_undone"]

KINDS = ("added", "changed", "removed", "failed", "stale", "unchanged")
# A card shows about as many; the command line lists all.
_ROWS_MAX = 12
_CHARS_MAX = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: files and pages that were looked at, then texts that were encoded."""

    done: int = 0
    total: int = 0
    looked: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a plan."""

    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents of one kind: how many, and the first ones."""

    count: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, short enough for a card."""

    kinds: Mapping[str, Listed]
    digest: str
    """The same only for the same changes to the same content."""
    is_empty: bool

    def of(self, kind: str) -> Listed:
        """The documents of this kind."""
        return self.kinds.get(kind, Listed())

    @property
    def trouble(self) -> str:
        """What could not be read, in short: empty when all could; the same for the same trouble."""
        named = [(kind, row.name, row.reason) for kind in ("failed", "stale") for row in self.of(kind).rows]
        return _digest(named) if named else ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about a refresh but its phase."""

    plan: Planned | None = None
    note: Note = ""
    detail: str = ""
    """Why it did not go, in words for people."""
    by: str = ""
    """Who pressed a button last, by Slack's id."""
    base: str = ""
    """The generation that served before."""
    is_begun: bool = False
    """Whether publishing has gone as far as changing something."""
    generation: str = ""
    """The generation that was published."""

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @property
    def trouble(self) -> str:
        """As a plan's; also for a refresh that did not go at all."""
        return _digest(self.detail) if self.detail else self.plan.trouble if self.plan else ""


def story_of(text: str) -> Story:
    """The story that `Story.to_json` wrote."""
    kept = json.loads(text)
    plan = kept.pop("plan")
    return Story(plan=_planned(plan) if plan else None, **kept)


def read_plan(said: Mapping[str, Any]) -> Planned:
    """The plan in what `coach refresh --json` wrote."""
    plan = said.get("plan") or {}
    # A page that cannot be read just now makes no other index, and is not asked about again for that.
    same = (said.get("recipe"), said.get("changed"), *(plan.get(kind) for kind in _CHANGES))
    return Planned({kind: _listed(plan.get(kind) or ()) for kind in KINDS}, _digest(same), not said.get("changed"))


_CHANGES = ("added", "changed", "removed")


def _listed(rows: Sequence[Mapping[str, str]]) -> Listed:
    shown = (Row(_short(row.get("name") or row.get("ref") or ""), _short(row.get("reason") or "")) for row in rows)
    return Listed(len(rows), tuple(row for row, _ in zip(shown, range(_ROWS_MAX), strict=False)))


def _short(text: str) -> str:
    return text[:_CHARS_MAX]


def _planned(kept: Mapping[str, Any]) -> Planned:
    kinds = {
        kind: Listed(each["count"], tuple(Row(**row) for row in each["rows"])) for kind, each in kept["kinds"].items()
    }
    return Planned(kinds, kept["digest"], kept["is_empty"])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
