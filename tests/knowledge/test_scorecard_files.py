"""Folders of scorecards: what is whole is taken, what is not is named."""

from __future__ import annotations

from pathlib import Path

from knowledge.content_files import read_documents
from knowledge.scorecard_files import read_scorecards
from knowledge.scorecards import ScorecardFault
from tests.fakes.scorecard_texts import scorecard_of

REFS = frozenset({"T1"})


def folder_with(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_comes_with_the_coach_has_no_fault() -> None:
    """Every scorecard that ships can be used."""
    scorecards, faults = read_scorecards({document.ref for document in read_documents()})
    assert faults == ()
    assert [scorecard.id for scorecard in scorecards] == ["partnering-agreement"]


def test_staff_add_scorecards_of_their_own(tmp_path: Path) -> None:
    """A file in another folder is all it takes; ours come first, by file name; other files are passed by."""
    ours = folder_with(tmp_path / "ours", b=scorecard_of("meals"), a=scorecard_of("buses"))
    own = folder_with(tmp_path / "own", a=scorecard_of("parks"))
    (own / "b.yml").write_text(scorecard_of("roads"))
    (own / "notes.txt").write_text("nothing")
    scorecards, faults = read_scorecards(REFS, own, tmp_path / "missing", folder=ours)
    assert [scorecard.id for scorecard in scorecards] == ["buses", "meals", "parks", "roads"]
    assert faults == ()


def test_one_broken_file_keeps_the_others(tmp_path: Path) -> None:
    """Each fault is named with its file, as people find it: one of staff with its whole path."""
    ours = folder_with(tmp_path / "ours", a=scorecard_of("buses", title=None), b=scorecard_of("meals"))
    own = folder_with(tmp_path / "own", a="", z=scorecard_of("parks"))
    (own / "b.yaml").write_bytes(scorecard_of("roads", title="Café").encode("latin-1"))
    (own / "c.yaml").mkdir()
    scorecards, faults = read_scorecards(REFS, own, folder=ours)
    assert [scorecard.id for scorecard in scorecards] == ["meals", "parks"]
    assert faults == (
        ScorecardFault("ours/a.yaml", 1, "missing_field", "title"),
        ScorecardFault(str(own / "a.yaml"), 1, "no_mapping"),
        ScorecardFault(str(own / "b.yaml"), 1, "not_utf8"),
        ScorecardFault(str(own / "c.yaml"), 1, "unreadable", "Is a directory"),
    )


def test_an_id_that_another_file_has_is_refused(tmp_path: Path) -> None:
    """Neither replaces the other in silence: the first stays, and the fault names both files."""
    ours = folder_with(tmp_path / "ours", a=scorecard_of("meals"))
    own = folder_with(tmp_path / "own", a=scorecard_of("meals", title="Mine"))
    scorecards, faults = read_scorecards(REFS, own, folder=ours)
    assert [scorecard.title for scorecard in scorecards] == ["Scorecard of meals"]
    assert faults == (ScorecardFault(str(own / "a.yaml"), 1, "scorecard_twice", "meals", "ours/a.yaml"),)
