"""Publishing, whatever stops it: a kill, another that publishes, a full disk, a place that cannot be written."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from knowledge.errors import IndexMissing, PublishFailed
from knowledge.generations import KEPT, POINTER, Generations
from knowledge.manifests import check
from tests.fakes.generations import moment
from tests.knowledge.published import contents, publish, serving

PAGE_BYTES = 4096
PATIENCE_S = 60


Racing = Callable[..., subprocess.Popen[str]]


def test_a_publish_that_is_killed_leaves_a_whole_one_serving(tmp_path: Path) -> None:
    """With SIGKILL at every one of its file operations: the old one serves until, in one step, the new one does."""
    publish(tmp_path, 1)
    command = [sys.executable, "-m", "tests.knowledge.dying_publishes", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    titles = [line.split("|")[0] for line in done.stdout.splitlines()]
    assert len(titles) > 25
    assert [line.split("|")[1] for line in done.stdout.splitlines()] == [""] * len(titles)
    assert titles == ["Number 1"] * titles.count("Number 1") + ["Number 2"] * titles.count("Number 2")
    assert min(titles.count("Number 1"), titles.count("Number 2")) > 0
    publish(tmp_path, 3)
    assert list(tmp_path.glob("*.tmp")) == []


@pytest.fixture
def racing(tmp_path: Path) -> Iterator[Racing]:
    """Starts a process that publishes the generation with this number; what is left of them ends with the test."""
    with ExitStack() as stack:

        def start(number: int, *how: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "tests.knowledge.racing_publish", str(tmp_path), str(number), *how]
            made = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            stack.enter_context(made)
            stack.callback(made.kill)
            return made

        yield start


def test_a_second_publish_waits_for_the_first(tmp_path: Path, racing: Racing) -> None:
    """It would sweep away what the first is still writing; then both are whole, and the later one serves."""
    first = racing(1, "pausing")
    assert first.stdout is not None
    assert first.stdout.readline() == "paused\n"
    second = racing(2)
    wait_until(lambda: waits_for_a_lock(second))
    assert Generations(tmp_path).names() == []
    assert first.communicate("go on\n", timeout=PATIENCE_S)[0] == ""
    assert (first.wait(PATIENCE_S), second.wait(PATIENCE_S)) == (0, 0)
    assert serving(tmp_path) == ("Number 2", [])
    assert [check(tmp_path / name).made_at for name in Generations(tmp_path).names()] == [
        moment(2).isoformat(),
        moment(1).isoformat(),
    ]
    assert list(tmp_path.glob("*.tmp")) == []


def test_many_that_publish_at_once_all_succeed(tmp_path: Path, racing: Racing) -> None:
    """One after the other, whatever their order; whole generations are left and nothing else."""
    racers = [racing(number) for number in range(1, KEPT)]
    assert [racer.wait(PATIENCE_S) for racer in racers] == [0] * len(racers)
    names = Generations(tmp_path).names()
    assert len({check(tmp_path / name).name for name in names}) == len(racers)
    assert {path.name for path in tmp_path.iterdir()} == {*names, POINTER}
    assert serving(tmp_path)[1] == []


def test_a_publish_that_is_killed_lets_the_next_one_in(tmp_path: Path, racing: Racing) -> None:
    """Its lock goes with it, and what it left is swept."""
    killed = racing(1, "pausing")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "paused\n"
    killed.kill()
    killed.communicate(timeout=PATIENCE_S)
    assert len(list(tmp_path.glob("*.tmp"))) == 1
    publish(tmp_path, 2)
    assert serving(tmp_path) == ("Number 2", [])
    assert list(tmp_path.glob("*.tmp")) == []


def waits_for_a_lock(process: subprocess.Popen[str]) -> bool:
    """Whether the kernel says so. Source: proc_locks(5): a waiter's line starts with an arrow and holds its pid."""
    assert process.poll() is None, "it published while another did"
    waiting = [line.split() for line in Path("/proc/locks").read_text().splitlines() if "->" in line]
    return any(str(process.pid) in fields for fields in waiting)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of one megabyte of its own; None where mounting is not permitted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_without_space_the_old_one_serves_and_nothing_is_left(small_disk: Path | None, tmp_path: Path) -> None:
    """However far it came before the space ran out: one page less each time until the new one fits.

    Where no small disk can be mounted, a limit on the size of files stands for it.
    """
    if small_disk is None:
        _publish_under_limits(tmp_path)
        return
    folder = small_disk / "index"
    publish(folder, 1)
    before, results = contents(folder), []
    for free_pages in range(40):
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - free_pages * PAGE_BYTES))
        try:
            publish(folder, 2, documents=20)
            results.append(True)
            break
        except PublishFailed:
            results.append(False)
            assert contents(folder) == before
            assert serving(folder) == ("Number 1", [])
        finally:
            ballast.unlink()
    assert results.count(False) > 5
    assert results[-1]
    assert serving(folder) == ("Number 2", [])


def test_a_file_that_may_not_grow_leaves_the_old_one_serving(tmp_path: Path) -> None:
    """A quota met by any of the files, the large ones first, the manifest and the small ones last."""
    _publish_under_limits(tmp_path)


def _publish_under_limits(folder: Path) -> None:
    publish(folder, 1)
    before = contents(folder)
    for limit, code in ((10, 75), (1_000, 75), (4_000, 75), (20_000, 75), (10_000_000, 0)):
        command = [sys.executable, "-m", "tests.knowledge.limited_publish", str(folder), str(limit)]
        assert subprocess.run(command, check=False, timeout=60).returncode == code, limit
        assert code == 0 or contents(folder) == before
        assert serving(folder)[0] == ("Number 2" if code == 0 else "Number 1")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A file where the folder should be: refused by name, and the file is left alone."""
    (tmp_path / "index").write_text("mine")
    with pytest.raises(PublishFailed, match="index"):
        publish(tmp_path / "index", 1)
    assert (tmp_path / "index").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_known_beforehand(tmp_path: Path) -> None:
    """Below a file there can be no folder, and there is no index either; where it can, nothing is left behind."""
    (tmp_path / "file").touch()
    below = Generations(tmp_path / "file" / "index")
    with pytest.raises(PublishFailed):
        below.check_writable()
    with pytest.raises(IndexMissing):
        below.current()
    Generations(tmp_path / "index").check_writable()
    assert list((tmp_path / "index").iterdir()) == []
