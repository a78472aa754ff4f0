"""Refreshes that are killed, and refreshes on a disk that fails, whatever they do just then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# Spread over all the operations; `python -m tests.benchmarks faults` tries every one.
POINTS = 12
KINDS = {"open", "read", "write", "close", "fsync", "sql", "fcntl.flock"} | {
    f"os.{name}" for name in ("mkdir", "rename", "remove", "rmdir", "listdir", "scandir")
}


def test_whatever_a_refresh_meets_with_one_whole_generation_serves_and_nothing_is_left(tmp_path: Path) -> None:
    """Killed, or told by the disk that an operation failed, or that it is full from there on.

    The old generation serves, byte for byte, until in one step the new one does; trouble is told in plain words; the
    next refresh succeeds, serves all that is new, and leaves the files that a refresh without any trouble leaves.
    """
    command = [sys.executable, "-m", "tests.bot.faulty_refreshes", str(tmp_path), str(POINTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in trials if each["wrong"]] == []
    assert len(trials) == POINTS * 3
    assert {each["code"] for each in trials if each["harm"] == "killed"} == {-9}
    assert sum(each["code"] > 0 for each in trials if each["harm"] != "killed") > POINTS
    operations = (tmp_path / "operations").read_text().splitlines()
    assert {each.partition(" ")[0] for each in operations} == KINDS
