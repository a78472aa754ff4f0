"""What is needed for a report, brought together from where it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Protocol

from bot.walkthrough.events import PersonId, Recorded
from bot.walkthrough.guiding import Place, WalkthroughId
from bot.walkthrough.reporting.closing import Documents
from bot.walkthrough.reporting.report import Report
from bot.walkthrough.reports import report
from bot.walkthrough.results import Results, people_seen, results
from bot.walkthrough.state import State, fold


class Log(Protocol):
    """Where events are kept."""

    def since(self, walkthrough: WalkthroughId, version: int) -> Sequence[Recorded]:
        """The events after the first `version` ones; none at all when there is no such walkthrough."""

    def place(self, walkthrough: WalkthroughId) -> Place | None:
        """Where the team meets; None when there is no such walkthrough."""


class Names(Protocol):
    """Where the names of people are kept."""

    def names(self, team: str, users: Collection[PersonId]) -> Mapping[PersonId, str]:
        """The names of those who are known."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report with what it was made of."""

    state: State
    results: Results
    report: Report


class Reporter:
    """Makes the report of any walkthrough of a log, at any time. Threads may use it at once."""

    def __init__(self, log: Log, names: Names, documents: Documents) -> None:
        self._log, self._names, self._documents = log, names, documents

    def report_of(self, walkthrough: WalkthroughId, zone: tzinfo = UTC) -> Reported | None:
        """The report as of now, or None when there is no such walkthrough.

        Raises:
            StoreUnavailable: the log cannot be read.
        """
        state, place = self._load(walkthrough), self._log.place(walkthrough)
        if state is None or place is None:
            return None
        previous = state.setup.previous
        found = results(state, self._load(WalkthroughId(previous)) if previous else None)
        names = self._names.names(place.team, {*people_seen(state), state.facilitator})
        return Reported(state, found, report(state, found, names, self._documents, zone))

    def _load(self, walkthrough: WalkthroughId) -> State | None:
        recorded = self._log.since(walkthrough, 0)
        return fold(recorded) if recorded else None
