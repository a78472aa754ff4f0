"""What a refresh would change, before it does, and whether that is safe. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

# A folder that was emptied by mistake, or a disk that is not there, takes away more than this at once.
VANISHING_SHARE_MAX = 0.2
# Points of a hundred that the judged questions may lose.
FALL_POINTS_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the generation that serves. `name` is what people call it: a path or an address."""

    name: str
    mark: str
    source: str = ""
    """The source it came from; empty for the content that came with the coach."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was found now. Without a `mark` it could not be read, for the `reason` given.

    With both, an older copy stands in, and the reason says why there is no newer one.
    """

    ref: str
    name: str
    mark: str
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A source, or a folder of one, that could not be looked through: what is known of it stays.

    `prefix` is what the names below it begin with. Without a `reason` nobody looked.
    """

    source: str
    name: str
    prefix: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a plan."""

    ref: str
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of every document, each in one list, in the order of their names.

    `stale` keep their last good version, `failed` have none; both say why.
    """

    added: tuple[Planned, ...] = ()
    changed: tuple[Planned, ...] = ()
    removed: tuple[Planned, ...] = ()
    unchanged: tuple[Planned, ...] = ()
    stale: tuple[Planned, ...] = ()
    failed: tuple[Planned, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the documents stay as they are."""
        return not (self.added or self.changed or self.removed)

    @property
    def kept(self) -> tuple[Planned, ...]:
        """Documents that are taken over from the generation that serves."""
        return (*self.unchanged, *self.stale)


def plan(known: Mapping[str, Known], items: Iterable[Item], lost: Sequence[Lost] = ()) -> Plan:
    """What turns the `known` documents, by ref, into the `items`."""
    found = {item.ref: item for item in items}
    rows: dict[str, list[Planned]] = {field.name: [] for field in fields(Plan)}
    for item in found.values():
        rows[_becomes(item, known.get(item.ref))].append(Planned(item.ref, item.name, item.reason))
    for ref, document in known.items():
        if ref not in found:
            kind, reason = _unseen(document, lost)
            rows[kind].append(Planned(ref, document.name, reason))
    rows["failed"] += [Planned("", each.name, each.reason) for each in lost if each.reason]
    return Plan(**{name: tuple(sorted(listed, key=lambda row: (row.name, row.ref))) for name, listed in rows.items()})


def marks_after(plan: Plan, known: Mapping[str, Known], items: Iterable[Item]) -> dict[str, str]:
    """The mark of every document that there is after `plan`, by ref, in the order of the refs."""
    found = {item.ref: item for item in items}
    marks = {row.ref: known[row.ref].mark for row in plan.kept}
    marks |= {row.ref: found[row.ref].mark for row in (*plan.added, *plan.changed)}
    return dict(sorted(marks.items()))


def vanishing(plan: Plan, known: int) -> float:
    """The share of `known` documents that `plan` takes away, 0 to 1."""
    return len(plan.removed) / known if known else 0.0


def fallen(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Points of a hundred by which each figure falls, for those that fall too far. Figures are 0 to 1."""
    falls = {name: round((before[name] - after[name]) * 100, 6) for name in before.keys() & after.keys()}
    return {name: fall for name, fall in sorted(falls.items()) if fall > FALL_POINTS_MAX}


def _becomes(item: Item, known: Known | None) -> str:
    if not item.mark:
        return "stale" if known else "failed"
    if known is None:
        return "added"
    if known.mark != item.mark:
        return "changed"
    return "stale" if item.reason else "unchanged"


def _unseen(document: Known, lost: Sequence[Lost]) -> tuple[str, str]:
    for each in lost:
        if document.source and each.source == document.source and document.name.startswith(each.prefix):
            return ("stale", each.reason) if each.reason else ("unchanged", "")
    return "removed", ""
