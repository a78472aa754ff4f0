"""Walkthroughs to make reports of: one in which everything happens, and one whose words are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.walkthrough.commands import AddNote, Agree, Answer, FinishAction, Leave, Start, TakeAction
from bot.walkthrough.events import ActionId, NoteId, PersonId
from bot.walkthrough.reporting.report import Report
from bot.walkthrough.reports import report
from bot.walkthrough.results import Results, results
from bot.walkthrough.state import State, fold
from tests.bot.walkthrough.meeting import (
    ACME,
    ALI,
    ANN,
    BEA,
    CAL,
    CITY,
    COSTS,
    EACH_FIRST,
    LEAVING,
    MISSIONS,
    OLA,
    START,
    WINDING_UP,
    Meeting,
    everybody,
    vote,
)

BEGUN_AT = 1_795_000_000.0
"""November 18, 2026."""
DAY_S = 86_400
TODAY = "2026-11-18"
NAMES: Mapping[PersonId, str] = {ANN: "Ann Smith", ALI: "Ali Khan", BEA: "Beatriz Gómez", CAL: "Cal Young"}
DOCUMENTS = {
    "T1": ("Engage Partners", "https://example.org/engage"),
    "T2": ("Share Resources", "https://example.org/share?a=1&b=2"),
}
# What a spreadsheet, Word, Markdown, a browser, a template or a terminal could take for something else than text.
HOSTILE = (
    '=HYPERLINK("http://evil.example")\n# head\n- [ ] x\n> <b>&amp;</b> [a](javascript:x) ![i](http://evil.example/i)\n'
    "| a | b |\n***bold*** __x__ ~~y~~ `z` {{ 7 * 7 }} {% raw %}\n    code\n1. one\n===\n\\end\\\n"
    "$x$ @channel <!channel>\x00\x1b[31m\u202e"
)
DUE_SOON = replace(START, due="2026-12-18")


def dated(meeting: Meeting, days: int = 0) -> State:
    """The same, begun on a day that looks like one."""
    moved = [replace(each, at=each.at + BEGUN_AT + days * DAY_S) for each in meeting.log]
    return fold(moved)


def last_time() -> State:
    """A walkthrough of half a year before."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "open"))
    meeting.does(ANN, Answer(LEAVING, "settled"))
    return dated(meeting, days=-180)


def full(command: Start = DUE_SOON, text: str = "The council\nwants to see it.") -> Meeting:
    """Answers, an agreement, notes, actions, somebody who left; `text` is what people wrote."""
    meeting = everybody(command)
    for person in (ANN, BEA):
        meeting.does(person, Answer(MISSIONS, "settled"))
    meeting.does(ALI, Answer(COSTS, "open"))
    meeting.does(ANN, Answer(COSTS, "partly"))
    meeting.does(BEA, Answer(COSTS, "open"))
    meeting.does(BEA, Agree(COSTS, text, (CITY, ACME)))
    meeting.does(CAL, AddNote(NoteId("1"), COSTS, text))
    meeting.does(OLA, AddNote(NoteId("2"), WINDING_UP, text))
    what = " ".join(text.split())
    meeting.does(ANN, TakeAction(ActionId("1"), COSTS, what, BEA, "2026-12-01", "", TODAY))
    meeting.does(ANN, TakeAction(ActionId("2"), MISSIONS, "Send the logo", ALI, "2026-11-20", "", TODAY))
    meeting.does(ALI, FinishAction(ActionId("2")))
    meeting.does(CAL, Leave())
    return meeting


def hidden() -> Meeting:
    """Each partner answers first: the first topic is revealed, the second is not."""
    meeting = everybody(EACH_FIRST)
    for person in (ANN, ALI, BEA, CAL):
        meeting.does(person, vote("partly" if person == ALI else "settled"))
    meeting.does(ANN, vote("open", COSTS))
    meeting.does(BEA, vote("not_applicable", COSTS))
    return meeting


def reported(
    meeting: Meeting, previous: State | None = None, names: Mapping[PersonId, str] = NAMES
) -> tuple[Report, Results]:
    """The report of a meeting, and the results in it."""
    state = dated(meeting)
    found = results(state, previous)
    return report(state, found, names, DOCUMENTS), found
