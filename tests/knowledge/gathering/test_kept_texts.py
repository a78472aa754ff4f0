"""Texts that were read once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from knowledge.errors import TextsNotKept
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.reading.texts import ReadSection, ReadText, Unreadable

# A file that nobody has touched for a while.
OLD = Path(os.__file__)
TEXT = ReadText("Plan", (ReadSection(("Money",), "Fuel is paid.", 3),), "2024-05-31")


def test_an_old_file_is_known_by_its_looks(tmp_path: Path) -> None:
    """Its size, times and place on the disk: it need not be opened to know its content."""
    kept = KeptTexts(tmp_path)
    assert kept.key_of(OLD, OLD.stat()) is None
    kept.remember_file(OLD, OLD.stat(), "key")
    kept.keep("key", TEXT)
    kept.save(forget=True)
    again = KeptTexts(tmp_path)
    assert again.key_of(OLD, OLD.stat()) == "key"
    assert again.key_of(OLD, tmp_path.stat()) is None


def test_a_file_that_was_just_written_is_not_known_by_its_looks(tmp_path: Path) -> None:
    """It may be written again within one tick of the clock, and look the same."""
    new = tmp_path / "new.md"
    new.write_text("x")
    kept = KeptTexts(tmp_path / "read")
    kept.remember_file(new, new.stat(), "key")
    assert kept.key_of(new, new.stat()) is None


def test_a_text_comes_back_as_it_was(tmp_path: Path) -> None:
    """Also in another process; a reason too, but not one that may pass."""
    kept = KeptTexts(tmp_path)
    told = kept.keep("good", TEXT)
    kept.keep("bad", Unreadable("encrypted"))
    kept.keep("late", Unreadable("too_slow"))
    kept.keep("bare", ReadText("Plan", (ReadSection((), " \n"),)))
    kept.save(forget=False)
    again = KeptTexts(tmp_path)
    assert again.told("good") == told
    assert again.text(told) == TEXT
    reasons = {key: found.reason for key in ("bad", "late", "bare") if (found := again.told(key))}
    assert reasons == {"bad": "encrypted", "bare": "no_text"}


def test_a_text_that_was_deleted_is_read_again(tmp_path: Path) -> None:
    """Nothing is told of it then."""
    kept = KeptTexts(tmp_path)
    kept.keep("good", TEXT)
    (tmp_path / "good.json").unlink()
    assert kept.told("good") is None


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """Not even the list of what is known."""
    kept = KeptTexts(tmp_path)
    kept.keep("good", TEXT)
    kept.save(forget=False)
    before = (tmp_path / "known.json").stat()
    again = KeptTexts(tmp_path)
    again.told("good")
    again.save(forget=True)
    after = (tmp_path / "known.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def add(kept: KeptTexts, key: str, *, forget: bool = True) -> None:
    with kept.adding():
        kept.keep(key, TEXT)
        kept.save(forget=forget)


def test_what_nothing_refers_to_is_removed(tmp_path: Path) -> None:
    """Texts that were not asked for, and what a killed refresh left; what is in use stays."""
    add(KeptTexts(tmp_path), "old")
    for left in ("left.json", "left.tmp", "known.tmp"):
        (tmp_path / left).touch()
    add(KeptTexts(tmp_path), "new", forget=False)
    assert {path.name for path in tmp_path.iterdir()} == {"known.json", "old.json", "new.json"}
    add(KeptTexts(tmp_path), "new")
    assert {path.name for path in tmp_path.iterdir()} == {"known.json", "new.json"}


def test_nothing_is_removed_while_another_process_adds(tmp_path: Path) -> None:
    """It may not have written down yet what it added; a later refresh removes what is left then."""
    (tmp_path / "its.json").touch()
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_SH)
    add(KeptTexts(tmp_path), "ours")
    assert (tmp_path / "its.json").exists()
    os.close(other)
    add(KeptTexts(tmp_path), "ours")
    assert not (tmp_path / "its.json").exists()


def test_what_another_process_wrote_down_meanwhile_stays(tmp_path: Path) -> None:
    """Its refresh will ask for it."""
    kept = KeptTexts(tmp_path)
    with kept.adding():
        kept.keep("ours", TEXT)
        kept.save(forget=True)
        other = KeptTexts(tmp_path)
        other.keep("its", TEXT)
        other.save(forget=False)
    assert {path.name for path in tmp_path.iterdir()} == {"known.json", "ours.json", "its.json"}


def test_a_trouble_inside_removes_nothing(tmp_path: Path) -> None:
    """And lets others in again; nor does a place that there cannot be stop anybody who adds nothing."""
    (tmp_path / "left.json").touch()
    with pytest.raises(TextsNotKept), KeptTexts(tmp_path).adding():
        raise TextsNotKept
    assert (tmp_path / "left.json").exists()
    add(KeptTexts(tmp_path), "new")
    assert not (tmp_path / "left.json").exists()
    with KeptTexts(tmp_path / "known.json" / "below").adding():
        pass
