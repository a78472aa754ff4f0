"""How it went when each source was last looked through: one small file for whoever asks what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from knowledge.errors import TextsNotKept
from knowledge.gathering.gathered import Gathered
from knowledge.planning import Item, Lost
from knowledge.sources import Source


@dataclass(frozen=True, slots=True)
class Look:
    """The last look at a source. Times are in ISO form, in UTC."""

    at: str
    whole_at: str
    """When everything in it could last be read; empty for never."""
    documents: int
    """Old copies that stand in are among them."""
    failed: int
    """Files and pages that could not be read this time, and the source itself if it could not be looked through."""
    reason: str
    """Why not, for the first of them."""


class KeptLooks:
    """The looks in one file; it can be deleted at any time."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    def known(self) -> Mapping[str, Look]:
        """The last look at each source, by the source's id; none where the file is not as this release wrote it."""
        try:
            looks: dict[str, dict[str, str]] = json.loads(self._path.read_text(encoding="ascii"))
            return {source: Look(**look) for source, look in looks.items()}  # type: ignore[arg-type]  # as written below
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def keep(self, sources: Sequence[Source], found: Gathered) -> None:
        """Remember how it went with these sources, and forget all others.

        Raises:
            TextsNotKept: there is no room for it.
        """
        before, at = self.known(), self._now().isoformat(timespec="seconds")
        looks = {each.id: Look(at, "", 0, 0, "") for each in sources}
        every: tuple[Item | Lost, ...] = (*found.items, *found.lost)
        for seen in every:
            looks[seen.source] = _with(looks[seen.source], seen)
        for source, look in looks.items():
            earlier = before[source].whole_at if source in before else ""
            looks[source] = replace(look, whole_at=earlier if look.failed else at)
        aside = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps({source: asdict(look) for source, look in looks.items()}), encoding="ascii")
            aside.replace(self._path)
        except OSError as error:
            # The cause is on its way to the caller; what is left aside is written over the next time.
            with suppress(OSError):
                aside.unlink()
            raise TextsNotKept(f"it could not be kept in {self._path} how it went: {error}") from error


def _with(look: Look, seen: Item | Lost) -> Look:
    documents = look.documents + (isinstance(seen, Item) and bool(seen.mark))
    return replace(look, documents=documents, failed=look.failed + bool(seen.reason), reason=look.reason or seen.reason)
