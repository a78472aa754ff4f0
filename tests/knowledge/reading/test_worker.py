"""The reader and its child."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import psutil
import pytest

from knowledge.reading.texts import Limits
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import reason_of, words_of
from tests.knowledge.reading.word_files import paragraph, word


def children() -> list[psutil.Process]:
    """Of this process, without those of other fixtures that may be reading."""
    return [each for each in psutil.Process().children() if "knowledge.reading.child" in each.cmdline()]


def new_child(reader: Reader) -> psutil.Process:
    """The child that this reader uses."""
    before = {each.pid for each in children()}
    assert words_of(reader.read_bytes(b"Words.", "a.txt")) == "Words."
    (child,) = [each for each in children() if each.pid not in before]
    return child


def test_one_child_reads_many_files_and_ends_with_the_reader() -> None:
    """It starts with the first file."""
    before = children()
    with Reader() as reader:
        assert children() == before
        child = new_child(reader)
        for number in range(50):
            assert words_of(reader.read_bytes(b"Words %d." % number, "a.txt")) == f"Words {number}."
        assert child in children()
    assert children() == before


def test_a_child_makes_room_for_another_after_some_files() -> None:
    """What libraries leave behind goes with it."""
    with Reader(Limits(files_per_child_max=3)) as reader:
        first = new_child(reader)
        for _ in range(2):
            reader.read_bytes(b"Words.", "a.txt")
        assert first.is_running()
        assert new_child(reader) != first
        assert not first.is_running()


def test_a_child_that_grew_makes_room_for_another() -> None:
    """So that no file pays for one before it."""
    page = b"<html><body><p>Words.</p></body></html>"
    with Reader() as reader:
        roomy = new_child(reader)
        assert words_of(reader.read_bytes(page, "a.html")) == "Words."
        size_bytes = roomy.memory_info().vms
    # The libraries for web pages stay; here they leave a third of the memory free.
    with Reader(Limits(memory_bytes_max=size_bytes * 3 // 2)) as reader:
        first = new_child(reader)
        assert words_of(reader.read_bytes(page, "a.html")) == "Words."
        assert new_child(reader) != first
        assert not first.is_running()


def test_a_child_that_stands_still_is_ended_in_time_and_the_next_file_is_read() -> None:
    """Stopped for good, it takes nothing and says nothing."""
    with Reader(Limits(wall_s=1.0)) as reader:
        for data in (b"Words.", b"Words. " * 500_000):
            new_child(reader).send_signal(signal.SIGSTOP)
            assert reason_of(reader.read_bytes(data, "a.txt")) == "too_slow"


def test_a_child_that_was_killed_between_two_files_costs_none() -> None:
    """Another one reads the next file."""
    with Reader() as reader:
        for _ in range(2):
            child = new_child(reader)
            child.kill()
            psutil.wait_procs([child], timeout=10)


def test_the_child_has_none_of_our_secrets_and_few_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is bare, it may write no file, and what it may use is limited."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-for-children")
    with Reader() as reader:
        child = new_child(reader)
        assert "xoxb-not-for-children" not in str(child.environ())
        assert child.cwd() == "/"
        limits = {"FSIZE": 0, "CORE": 0, "NOFILE": 64, "AS": Limits().memory_bytes_max}
        found = {name: child.rlimit(getattr(resource, f"RLIMIT_{name}")) for name in limits}
        assert found == {name: (limit, limit) for name, limit in limits.items()}
        soft, _ = child.rlimit(resource.RLIMIT_CPU)
        assert 0 < soft <= 30


def test_bytes_beyond_the_limit_are_refused_unread() -> None:
    """Without asking the child."""
    before = children()
    with Reader(Limits(file_bytes_max=10)) as reader:
        assert reason_of(reader.read_bytes(b"eleven byte", "a.txt")) == "too_large"
        assert children() == before


def test_more_text_than_is_taken_is_refused() -> None:
    """Whether it is in the file or comes out of it."""
    with Reader(Limits(text_chars_max=1_000)) as reader:
        assert reason_of(reader.read_bytes(b"Words. " * 200, "a.txt")) == "too_large"
        assert reason_of(reader.read_bytes(word(paragraph("Words. " * 200)), "a.docx")) == "too_large"
        assert words_of(reader.read_bytes(b"Words.", "a.txt")) == "Words."


def test_files_are_read_from_below_the_folder_only(tmp_path: Path, reader: Reader) -> None:
    """By relative or full path; no dots, links or links on the way lead out, and what is missing is said."""
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("Secret.")
    (root / "inner" / "a.txt").write_text("Words.")
    (root / "link.txt").symlink_to(root / "inner" / "a.txt")
    (root / "round").symlink_to(root / "inner")
    (tmp_path / "door").symlink_to(root)
    for path in (Path("inner/a.txt"), root / "inner" / "a.txt"):
        assert words_of(reader.read(path, root)) == "Words."
    assert words_of(reader.read(tmp_path / "door" / "inner" / "a.txt", tmp_path / "door")) == "Words."
    reasons = {
        Path("../secret.txt"): "outside",
        Path("inner/../../secret.txt"): "outside",
        tmp_path / "secret.txt": "outside",
        Path("/etc/passwd"): "outside",
        root: "outside",
        Path("link.txt"): "is_link",
        Path("round/a.txt"): "is_link",
        Path("gone.txt"): "missing",
        Path("gone/a.txt"): "missing",
        Path("inner"): "not_a_document",
        Path("inner/a.txt/b.txt"): "missing",
        Path("a\0b.txt"): "outside",
        Path("x" * 5_000): "disk_error",
    }
    assert {path: reason_of(reader.read(path, root)) for path in reasons} == reasons


def test_pipes_and_devices_are_not_opened(tmp_path: Path, reader: Reader) -> None:
    """A pipe that nobody writes to would keep us for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason_of(reader.read(Path("pipe.txt"), tmp_path)) == "is_device"
    assert reason_of(reader.read(Path("zero"), Path("/dev"))) == "is_device"


def test_a_file_that_grows_without_end_is_refused(reader: Reader) -> None:
    """Its size is stated as zero; what comes is counted."""
    endless = Path("/proc/self/mem")
    assert reason_of(reader.read(endless.relative_to("/proc/self"), Path("/proc/self"))) == "disk_error"
    with Reader(Limits(file_bytes_max=100)) as small:
        assert reason_of(small.read(Path("smaps"), Path("/proc/self"))) == "too_large"
        assert words_of(small.read_bytes(b"Words.", "a.txt")) == "Words."


def test_names_of_any_bytes_are_read(tmp_path: Path, reader: Reader) -> None:
    """Line ends, bytes that are no text, signs that turn writing round."""
    for name in (b"a\nb.txt", b"\xff\xfe.txt", "\u202etxt.exe".encode()):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_text("Words.")
        assert words_of(reader.read(path, tmp_path)) == "Words."
