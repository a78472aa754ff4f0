"""How the knowledge and the coach are, for staff. For any thread but the loop's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from bot.slack.directory import Directory
from bot.slack.home.facts import LastRefresh, StaffFacts
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from bot.store.refreshes import Refreshes
from bot.walkthrough.events import PersonId
from knowledge.errors import SourcesBroken
from knowledge.gathering.looks import Look
from knowledge.generations import Generations
from knowledge.sources import Source

# So begins the name of a generation.
_MADE = "%Y%m%dT%H%M%SZ"
_MADE_CHARS = 16
_MB = 1024**2


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Where all that is looked up."""

    team: str
    index: Generations
    refreshes: Refreshes
    directory: Directory
    gaps: Gaps
    feedback: Feedback
    sources: Callable[[], Sequence[Source]]
    looks: Callable[[], Mapping[str, Look]]
    home: Path
    """Lies on the disk that must have room."""
    started_at: float
    scopes: tuple[str, ...]
    """The permissions that the coach was not given."""

    def facts(self, zone: tzinfo) -> StaffFacts:
        """How it is now; days are those of the zone.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        generation = self.index.pointer()
        up, down = self.feedback.counts(self.team)
        sources, is_list_broken = self._sources()
        looks = self.looks()
        return StaffFacts(
            generation=generation,
            made=_made(generation, zone),
            is_pinned=self.index.is_pinned(),
            refresh=self._last_refresh(zone),
            sources=len(sources),
            troubled=tuple(each.place for each in sources if each.id in looks and looks[each.id].failed),
            is_list_broken=is_list_broken,
            gaps=self.gaps.count_open(self.team),
            up=up,
            down=down,
            running_since=datetime.fromtimestamp(self.started_at, zone).date(),
            free_mb=shutil.disk_usage(self.home).free // _MB,
            scopes=self.scopes,
        )

    def _sources(self) -> tuple[Sequence[Source], bool]:
        try:
            return self.sources(), False
        except SourcesBroken:
            return (), True

    def _last_refresh(self, zone: tzinfo) -> LastRefresh | None:
        last = self.refreshes.last(self.team)
        if last is None:
            return None
        person = PersonId(last.person)
        by = self.directory.names([person]).get(person, last.person) if person else ""
        return LastRefresh(last.phase, by, datetime.fromtimestamp(last.at, zone).date())


def _made(generation: str, zone: tzinfo) -> date | None:
    try:
        made = datetime.strptime(generation[:_MADE_CHARS], _MADE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return made.astimezone(zone).date()
