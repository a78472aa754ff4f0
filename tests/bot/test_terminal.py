"""How a command ends that serves, and how one that takes a while says how far it is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal import now_and_then
from tests.bot.conftest import CommandLine
from tests.conftest import ROOT

PATIENCE_S = 60
# A thread that would keep the process from ending by itself for ever.
PROGRAM = """
import logging, sys, threading
from bot.settings import load_settings
from bot.terminal import leave_after
from knowledge.errors import IndexMissing

def work():
    threading.Thread(target=threading.Event().wait).start()
    sys.stdout.write("said")
    logging.getLogger().addHandler(logging.StreamHandler())
    logging.warning("logged")
    {end}

leave_after(work)
"""


def leaves(end: str) -> subprocess.CompletedProcess[str]:
    """How the process went that had a stray thread and then did this."""
    command = [sys.executable, "-c", PROGRAM.replace("{end}", end)]
    environment = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@pytest.mark.parametrize(
    ("end", "code", "told"),
    [
        ("return", 0, ""),
        ("raise SystemExit", 0, ""),
        ("raise SystemExit(0)", 0, ""),
        ("raise SystemExit(75)", 75, ""),
        ("load_settings(needs_slack=True, env_file=None)", 78, "SLACK_BOT_TOKEN is missing"),
        ("raise IndexMissing('no index')", 78, "coach refresh"),
        ("raise ZeroDivisionError('a defect')", 1, "ZeroDivisionError: a defect"),
    ],
)
def test_the_process_ends_though_a_thread_waits(end: str, code: int, told: str) -> None:
    """With the work's own code, trouble in words, a defect with its traceback, and nothing said or logged lost."""
    done = leaves(end)
    assert done.returncode == code
    assert done.stdout == "said"
    assert "logged" in done.stderr
    assert told in done.stderr
    assert ("Traceback" in done.stderr) == (end.endswith("defect')"))


def test_many_files_make_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """One every two seconds, on standard error; nothing for what is done at once."""
    seconds = 0.0
    look = now_and_then(lambda: seconds)
    for number in range(10_000):
        seconds = number / 2_000
        look(f"guides/{number}.md")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Files and pages looked at: 4001.\nFiles and pages looked at: 8001.\n")


def test_a_terminal_shows_what_is_looked_at(coach: CommandLine, tmp_path: Path) -> None:
    """A bar with the last name; what goes to standard output can be piped."""
    (tmp_path / "guides").mkdir()
    for number in range(3):
        (tmp_path / "guides" / f"van-{number}.md").write_text("The van leaves at seven.")
    coach.list_sources(tmp_path / "guides")
    ours, theirs = pty.openpty()
    done = coach.run("refresh", "--dry-run", "--json", stderr=theirs, TERM="xterm", COLUMNS="120")
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "guides/van-2.md" in shown
    assert done.stdout.startswith("{")
