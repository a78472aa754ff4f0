"""How a command that serves ends: at once, with its code, whatever its threads still wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
