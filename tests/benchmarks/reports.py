"""The report of a full walkthrough with 500 notes: every file of it, and the picture."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from bot.walkthrough.commands import AddNote, Agree, Answer, Reveal, TakeAction
from bot.walkthrough.events import ActionId, NoteId
from bot.walkthrough.reports import draw_chart, report, write_csv, write_docx, write_markdown
from bot.walkthrough.results import results
from bot.walkthrough.state import State
from knowledge.scorecard_files import read_scorecards
from tests.benchmarks.figures import Figure, at_most, said
from tests.bot.walkthrough.meeting import ALI, ANN, BEA, CAL, CITY, EACH_FIRST, TRUST, everybody, vote

NOTES = 500
NOTE = "We talked about it in the spring, and our board would like to see it again.\n\n" * 4
PEOPLE = (ANN, ALI, BEA, CAL)


def measure(_: Path) -> list[Figure]:
    """The first one loads the libraries, so it is measured too, and apart."""
    state = _full()
    first, again = _taken_s(state), _taken_s(state)
    return [
        at_most(f"report with {NOTES} notes: files and picture", again, 2, "s"),
        said("the same, the first time", f"{first:.2f} s"),
    ]


def _taken_s(state: State) -> float:
    started = time.perf_counter()
    found = results(state, state)
    made = report(state, found, {person: f"Name of {person}" for person in PEOPLE}, {})
    for write in (write_docx, write_csv, write_markdown):
        write(made)
    draw_chart(found)
    return time.perf_counter() - started


def _full() -> State:
    """Every topic of the real scorecard voted on, agreed, noted and given to somebody."""
    (scorecard, *_), _ = read_scorecards(None)
    meeting = everybody(replace(EACH_FIRST, scorecard=scorecard, form="full"))
    for topic in meeting.state.order:
        for person, status in zip(PEOPLE, ("settled", "open", "partly"), strict=False):
            meeting.does(person, vote(status, topic))  # type: ignore[arg-type]
        meeting.does(ANN, Reveal(topic))
        meeting.does(BEA, Answer(topic, "open"))
        meeting.does(CAL, Agree(topic, NOTE, (CITY, TRUST)))
        meeting.does(BEA, TakeAction(ActionId(topic), topic, "Ask the council", CAL, "2026-12-01", "", "2026-11-22"))
    for number in range(NOTES):
        topic = meeting.state.order[number % len(meeting.state.order)]
        meeting.does(PEOPLE[number % len(PEOPLE)], AddNote(NoteId(str(number)), topic, NOTE))
    return meeting.state
