"""`coach gaps` as people run it, over a database with questions that had no good answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.asking.gaps import Reason
from bot.settings import load_settings
from bot.store.engines import open_engine
from bot.store.gaps import Gaps, Missed
from bot.store.schema import bring_up_to_date
from bot.wiring import coaching
from tests.bot.conftest import TOOL_FILE, CommandLine
from tests.fakes.documents import file_of, head_of, sections_of

EX_NO_INPUT = 66
FOUND = "Whom should we invite to the table?"
STRANGE = "How do penguins file insurance claims for volunteers?"
NEW_FILE = TOOL_FILE.replace("T1", "T2")


def missed(number: int, question: str, reason: Reason = "not_found", channel: str = "C1") -> Missed:
    return Missed("T1", channel, f"10{number}.0", 1_772_500_000.0 + number, reason, question, "")


def keep(coach: CommandLine, *gaps: Missed, keeps_words: bool = True) -> None:
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    kept = Gaps(engine, keeps_words=keeps_words)
    for each in gaps:
        kept.note(each)
    engine.dispose()


def test_an_empty_list_says_so(coach: CommandLine) -> None:
    """Nothing was asked yet."""
    done = coach.run("gaps")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing is missing" in done.stdout
    assert coach.json("gaps") == {"total": 0, "groups": [], "wordless": {}}


def test_alike_questions_are_listed_together(coach: CommandLine) -> None:
    """With counts, reasons, the day, and what has no words."""
    keep(coach, missed(1, STRANGE), missed(2, f"{STRANGE} Please", "declined"), missed(3, FOUND, "disliked"))
    keep(coach, missed(4, "hidden"), keeps_words=False)
    done = coach.run("gaps")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    told = "2\N{MULTIPLICATION SIGN}, last on March 3, 2026: 1 found nothing, 1 declined"
    assert lines[:2] == [f"2  {STRANGE} Please", f"    {told}"]
    assert "Without words: 1 found nothing." in lines
    written = coach.json("gaps")
    assert (written["total"], written["wordless"]) == (4, {"not_found": 1})
    assert [(group["id"], group["count"]) for group in written["groups"]] == [(2, 2), (3, 1)]


def test_a_question_is_asked_again(coach: CommandLine) -> None:
    """It goes off the list when it has an answer, and stays when it has none."""
    keep(coach, missed(1, FOUND), missed(2, STRANGE))
    done = coach.run("gaps", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 question is off the list" in done.stdout
    assert "Engage Partners" in done.stdout
    assert "stays on the list" in coach.run("gaps", "2").stdout
    assert [group["question"] for group in coach.json("gaps")["groups"]] == [STRANGE]
    gone = coach.run("gaps", "1")
    assert (gone.returncode, gone.stdout) == (EX_NO_INPUT, "")
    assert "no longer on the list" in gone.stderr


def test_a_question_without_words_cannot_be_asked_again(coach: CommandLine) -> None:
    """And is said so."""
    keep(coach, missed(1, FOUND), keeps_words=False)
    done = coach.run("gaps", "1")
    assert (done.returncode, done.stdout) == (EX_NO_INPUT, "")
    assert "were not kept" in done.stderr


def test_a_refresh_says_which_gaps_it_closed(coach: CommandLine) -> None:
    """What is answered by what was just published goes off the list; the rest stays, the disliked too."""
    about = "Penguins file insurance claims for their volunteers at the colony's desk."
    keep(coach, missed(1, STRANGE), missed(2, "Xyzzy plugh frobnicate?"), missed(3, STRANGE, "disliked"))
    text = file_of(head_of("T2", "tool", title="Insure Penguins"), sections_of("tool", In_short=about))
    (coach.content / NEW_FILE).write_text(text, encoding="utf-8")
    done = coach.run("refresh")
    assert done.returncode == 0, done.stderr
    assert f"off the list of gaps:\n    {STRANGE}\n" in done.stdout
    assert {group["question"] for group in coach.json("gaps")["groups"]} == {"Xyzzy plugh frobnicate?", STRANGE}


def test_where_nobody_asked_no_database_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to close, and a refresh leaves nothing behind beside the index."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    assert coaching.close_gaps(load_settings(needs_slack=False, env_file=None)) == ()
    assert not (tmp_path / "home").exists()
