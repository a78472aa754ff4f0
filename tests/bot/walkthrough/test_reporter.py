"""A report brought together from the log, the names and the documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.walkthrough.commands import Answer
from bot.walkthrough.events import PersonId, Recorded
from bot.walkthrough.guiding import Place, WalkthroughId
from bot.walkthrough.reporting.reporter import Reporter
from bot.walkthrough.reports import write_markdown
from tests.bot.walkthrough.meeting import ALI, ANN, BEA, CAL, MISSIONS, OLA, START, Meeting, everybody
from tests.bot.walkthrough.reporting_samples import DOCUMENTS, NAMES

FIRST, SECOND = WalkthroughId("w1"), WalkthroughId("w2")
TEAM = "T0TEAM"


class Shelf:
    """A log of walkthroughs that are over, in one channel."""

    def __init__(self, **kept: Meeting) -> None:
        self._kept = kept

    def since(self, walkthrough: WalkthroughId, version: int) -> Sequence[Recorded]:
        meeting = self._kept.get(walkthrough)
        return meeting.log[version:] if meeting else ()

    def place(self, walkthrough: WalkthroughId) -> Place | None:
        return Place(TEAM, "C0TEAM") if walkthrough in self._kept else None


class Register:
    """Names of people in one team; remembers whom it was asked for."""

    def __init__(self) -> None:
        self.asked: set[PersonId] = set()

    def names(self, team: str, users: Collection[PersonId]) -> Mapping[PersonId, str]:
        assert team == TEAM
        self.asked |= set(users)
        return {user: NAMES[user] for user in users if user in NAMES}


def test_the_report_of_a_walkthrough_that_is_kept() -> None:
    """With names, results, and what changed since the one before."""
    first, second = everybody(), everybody(replace(START, previous=FIRST))
    first.does(ANN, Answer(MISSIONS, "open"))
    second.does(ANN, Answer(MISSIONS, "settled"))
    register = Register()
    reported = Reporter(Shelf(w1=first, w2=second), register, DOCUMENTS).report_of(SECOND)
    assert reported is not None
    assert reported.state == second.state
    assert reported.results.since is not None
    assert register.asked == {ANN, ALI, BEA, CAL, OLA}
    shown = write_markdown(reported.report)
    assert "Open last time, settled now" in shown
    assert "Ann Smith" in shown


def test_a_walkthrough_before_that_is_gone_is_not_compared() -> None:
    """The report is made without."""
    reported = Reporter(Shelf(w2=everybody(replace(START, previous=FIRST))), Register(), {}).report_of(SECOND)
    assert reported is not None
    assert reported.results.since is None


def test_there_is_no_report_of_what_does_not_exist() -> None:
    """The caller says so."""
    assert Reporter(Shelf(), Register(), {}).report_of(FIRST) is None
