"""`coach report` as people run it, over a database with two walkthroughs."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import docx
import pytest

from bot.store.engines import open_engine
from bot.store.people import People, Person
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import AddNote, Answer, Join, Start
from bot.walkthrough.events import NoteId, PersonId
from bot.walkthrough.guiding import Guide, Place, WalkthroughId
from tests.bot.conftest import CommandLine
from tests.bot.test_wiring import LISTS_MODULES
from tests.bot.walkthrough.meeting import ANN, CITY, COSTS, MISSIONS
from tests.fakes.scorecards import SCORECARD

FIRST, SECOND = WalkthroughId("w7k2firstx"), WalkthroughId("w7k2second")
PLACE = Place("T0TEAM", "C0TEAM")
BEGUN_AT = datetime(2026, 11, 18, 9, tzinfo=UTC).timestamp()
EX_NO_INPUT, EX_CANT_CREATE = 66, 73
NOTE = "=1+1 {{ x }}\nsecond line"


@pytest.fixture
def keeper(coach: CommandLine) -> CommandLine:
    """A coach that has guided two walkthroughs."""
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    guide = Guide(Walkthroughs(engine))
    begin(guide, FIRST, Start(SCORECARD, ("City", "Acme")), BEGUN_AT)
    begin(guide, SECOND, Start(SCORECARD, ("City", "Acme"), previous=FIRST), BEGUN_AT + 60)
    guide.handle(SECOND, "note", AddNote(NoteId("1"), COSTS, NOTE), ANN, BEGUN_AT + 70)
    guide.handle(SECOND, "answer", Answer(MISSIONS, "settled"), ANN, BEGUN_AT + 80)
    People(engine).keep(Person("T0TEAM", ANN, "Ann Smith", "", "T0TEAM", BEGUN_AT))
    engine.dispose()
    return coach


def begin(guide: Guide, walkthrough: WalkthroughId, command: Start, at: float) -> None:
    guide.start(walkthrough, PLACE, command, PersonId(ANN), at)
    guide.handle(walkthrough, "join", Join(CITY), ANN, at + 1)


def test_walkthroughs_are_listed(keeper: CommandLine) -> None:
    """Newest first, with what tells them apart."""
    done = keeper.run("report")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:4] == [
        SECOND, "    small", "    in C0TEAM, started November 18, 2026, under way", FIRST,
    ]  # fmt: skip
    assert keeper.json("report")[0] == {
        "id": SECOND,
        "scorecard": "small",
        "phase": "running",
        "started_at": BEGUN_AT + 60,
        "channel": "C0TEAM",
        "started": "2026-11-18T09:01:00+00:00",
    }


def test_a_list_of_none(coach: CommandLine) -> None:
    """It says so."""
    assert coach.run("report").stdout == "No team has started a walkthrough yet.\n"
    assert coach.json("report") == []


def test_a_word_file_named_after_the_walkthrough(keeper: CommandLine) -> None:
    """In the current folder, with names and what changed since the walkthrough before."""
    done = keeper.run("report", SECOND)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"The report is in {SECOND}.docx.\n")
    document = docx.Document(str(keeper.tree / f"{SECOND}.docx"))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert "Ann Smith (City), November 18, 2026" in told
    assert "Since last time" in told
    assert NOTE in told


def test_a_csv_file_where_it_is_wanted(keeper: CommandLine, tmp_path: Path) -> None:
    """No cell is a formula; a script hears where the file is."""
    file = tmp_path / "out.csv"
    assert keeper.json("report", SECOND, "--format", "csv", "--output", str(file)) == {
        "id": SECOND, "format": "csv", "file": str(file),
    }  # fmt: skip
    rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["Text"].splitlines()[0] for row in rows if row["Kind of row"] == "Note"] == ["'=1+1 {{ x }}"]


def test_markdown_goes_to_the_terminal(keeper: CommandLine, tmp_path: Path) -> None:
    """Or into a file when one is named."""
    done = keeper.run("report", SECOND, "--format", "md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Small scorecard\n")
    assert keeper.json("report", SECOND, "--format", "md") == {"id": SECOND, "format": "md", "text": done.stdout}
    keeper.run("report", SECOND, "--format", "md", "--output", str(tmp_path / "out.md"))
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("w7k2secnd", f"There is no walkthrough w7k2secnd. Did you mean {SECOND}"),
        ("nothing", "There is no walkthrough nothing. `coach report` lists them all."),
    ],
)
def test_an_id_that_does_not_exist(keeper: CommandLine, wanted: str, said: str) -> None:
    """The nearest are named, and how to list them."""
    done = keeper.run("report", wanted)
    assert (done.returncode, done.stdout) == (EX_NO_INPUT, "")
    assert done.stderr.startswith(said)


def test_a_file_that_cannot_be_written(keeper: CommandLine, tmp_path: Path) -> None:
    """It says where, and how to go on."""
    done = keeper.run("report", SECOND, "--output", str(tmp_path / "no folder" / "out.docx"))
    assert (done.returncode, done.stdout) == (EX_CANT_CREATE, "")
    assert "Check the folder, or choose another file with --output." in done.stderr


def test_libraries_for_files_are_loaded_when_a_file_is_made(keeper: CommandLine) -> None:
    """Not for anything else, and none that the file does not need."""
    wanted: dict[tuple[str, ...], set[str]] = {
        ("cases",): set(),
        ("report",): set(),
        ("report", SECOND, "--format", "csv"): set(),
        ("report", SECOND): {"docx"},
    }
    for arguments, libraries in wanted.items():
        done = keeper.python("-c", LISTS_MODULES, *arguments)
        assert set(json.loads(done.stderr.splitlines()[-1])) & {"docx", "matplotlib", "torch"} == libraries
