"""What is found in a folder, and under which name."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.folders import FoundFile, find_files
from knowledge.reading.safe_names import safe_name
from knowledge.reading.texts import Unreadable


def test_files_come_in_the_same_order_with_names_from_the_folder(tmp_path: Path) -> None:
    """Of each folder its files first, then its folders, each by the bytes of their names."""
    for name in ("b/2.txt", "b/10.txt", "a.txt", "B.txt", "b.txt", "a/x/y.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.")
    wanted = ["B.txt", "a.txt", "b.txt", "a/x/y.md", "b/10.txt", "b/2.txt"]
    assert list(find_files(tmp_path)) == [FoundFile(name, tmp_path / name) for name in wanted]


def test_a_hidden_folder_is_one_entry(tmp_path: Path) -> None:
    """Nothing below it is looked at."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    assert list(find_files(tmp_path)) == [FoundFile(".git", tmp_path / ".git", Unreadable("hidden"))]


def test_a_folder_that_is_not_there_is_one_entry_with_the_reason(tmp_path: Path) -> None:
    """Somebody moved it, or it is a file."""
    (tmp_path / "file").write_text("x")
    assert list(find_files(tmp_path / "gone")) == [FoundFile(".", tmp_path / "gone", Unreadable("missing"))]
    assert [found.left_out for found in find_files(tmp_path / "file")] == [Unreadable("disk_error")]


def test_names_are_shown_without_odd_characters(tmp_path: Path) -> None:
    """They go into tables, logs and messages."""
    for name in (b"a\nb.txt", b"\xff.txt", "\u202egnp.txt".encode(), b"<!channel>.txt"):
        (tmp_path / os.fsdecode(name)).write_text("Words.")
    names = [found.name for found in find_files(tmp_path)]
    assert names == ["<!channel>.txt", "a\\u{000a}b.txt", "\\u{202e}gnp.txt", "\\xff.txt"]


@given(names=st.lists(st.binary(min_size=1, max_size=20), min_size=2, max_size=2, unique=True))
def test_different_names_stay_different(names: list[bytes]) -> None:
    """No file takes the place of another."""
    shown = [safe_name(os.fsdecode(name)) for name in names]
    assert shown[0] != shown[1]
    assert all(name.isprintable() and name.encode("utf-8") for name in shown)
