"""The folders of scorecards: every scorecard that is whole, and every fault of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from knowledge.content_files import KNOWLEDGE_DIR
from knowledge.scorecards import BrokenScorecard, Scorecard, ScorecardFault, parse_scorecard

SCORECARDS_DIR = KNOWLEDGE_DIR / "scorecards"
_SUFFIXES = frozenset({".yaml", ".yml"})


def read_scorecards(
    known_refs: Collection[str] | None, *extra: Path, folder: Path = SCORECARDS_DIR
) -> tuple[tuple[Scorecard, ...], tuple[ScorecardFault, ...]]:
    """The scorecards of `folder`, then those of the `extra` folders that exist, each in the order of file names.

    A file with a fault is left out and its faults come back; so is one whose id another file has already.

    Args:
        known_refs: those of all documents; None when they are not known, then refs are not looked at.
        extra: where staff keep scorecards of their own.
        folder: the scorecards that came with the coach.
    """
    taken: dict[str, tuple[Scorecard, str]] = {}
    faults: list[ScorecardFault] = []
    for path, name in _files(folder, *extra):
        try:
            scorecard = _read(path, name, known_refs)
        except BrokenScorecard as error:
            faults.extend(error.faults)
            continue
        if scorecard.id in taken:
            faults.append(ScorecardFault(name, 1, "scorecard_twice", scorecard.id, taken[scorecard.id][1]))
        else:
            taken[scorecard.id] = scorecard, name
    return tuple(scorecard for scorecard, _ in taken.values()), tuple(faults)


def _files(folder: Path, *extra: Path) -> Iterator[tuple[Path, str]]:
    """Each file with the name that people know it by: staff's own in full, as they have to find it."""
    for place in (folder, *extra):
        for path in sorted(place.glob("*")):
            if path.suffix in _SUFFIXES:
                yield path, f"{place.name}/{path.name}" if place == folder else str(path)


def _read(path: Path, name: str, known_refs: Collection[str] | None) -> Scorecard:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenScorecard([ScorecardFault(name, 1, "not_utf8")]) from error
    except OSError as error:
        raise BrokenScorecard([ScorecardFault(name, 1, "unreadable", error.strerror or "")]) from error
    return parse_scorecard(text, name, known_refs)
