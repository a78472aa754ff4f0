"""Commands in a process of their own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.slack.refreshing.running import Children, Ended
from bot.slack.refreshing.stories import Progress

PATIENCE_S = 30
ROOT = Path(__file__).parents[4]


def children(tmp_path: Path, *lines: str) -> Children:
    """They run a program of these lines."""
    program = tmp_path / "program.py"
    program.write_text("\n".join(("import json, os, sys", *lines)), encoding="utf-8")
    return Children((sys.executable, str(program)))


async def test_what_a_command_wrote_is_read(tmp_path: Path) -> None:
    """Its words are the options of the command line; it needs no token of the bot."""
    told = children(tmp_path, "print(json.dumps({'argv': sys.argv[1:]}))")
    assert await told.plan(_ignore) == Ended({"argv": ["refresh", "--dry-run", "--json"]})
    assert await told.publish("U0ALEX", _ignore) == Ended({"argv": ["refresh", "--json", "--by=U0ALEX"]})
    assert await told.undo("g1") == Ended({"argv": ["rollback", "g1", "--json"]})


async def test_tokens_stay_with_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else of its environment is handed on."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "COACH_HOME"):
        monkeypatch.setenv(name, "canary")
    ended = await children(tmp_path, "print(json.dumps([n for n in os.environ if 'canary' in os.environ[n]]))").plan(
        _ignore
    )
    assert ended.said is None
    ended = await children(
        tmp_path, "print(json.dumps({'names': [n for n in os.environ if os.environ[n] == 'canary']}))"
    ).plan(_ignore)
    assert ended == Ended({"names": ["COACH_HOME"]})


async def test_progress_is_reported_and_other_lines_are_kept(tmp_path: Path) -> None:
    """Trouble comes in the command's own words."""
    steps: list[Progress] = []
    told = children(
        tmp_path,
        "print('Files and pages looked at: 1200.', file=sys.stderr)",
        "print('Encoded 256 of 1000 texts.', file=sys.stderr)",
        "print('Only 3 of 10 documents would stay.', file=sys.stderr)",
        "sys.exit(78)",
    )
    assert await told.publish("U1", steps.append) == Ended(None, "Only 3 of 10 documents would stay.")
    assert steps == [Progress(looked=1200), Progress(256, 1000)]


@pytest.mark.parametrize(
    "lines",
    [
        ("raise ZeroDivisionError",),
        ("sys.exit(1)",),
        ("print('no JSON')",),
        ("print('[]')",),
        ("os.kill(os.getpid(), 9)",),
    ],
)
async def test_a_defect_has_no_words(tmp_path: Path, lines: Sequence[str]) -> None:
    """A traceback is for the log, not for a card."""
    assert await children(tmp_path, *lines).plan(_ignore) == Ended(None)


async def test_long_trouble_is_cut(tmp_path: Path) -> None:
    """A card holds about a thousand characters of it."""
    ended = await children(tmp_path, "sys.stderr.write('x' * 100_000)", "sys.exit(1)").plan(_ignore)
    assert len(ended.detail) == 1_000


async def test_a_command_that_runs_is_ended(tmp_path: Path) -> None:
    """At a stop nothing stays behind."""
    begun = str(tmp_path / "begun")
    told = children(tmp_path, f"open({begun!r}, 'w').close()", "import time; time.sleep(600)")
    running = asyncio.create_task(told.plan(_ignore))
    async with asyncio.timeout(PATIENCE_S):
        while not (tmp_path / "begun").exists():
            await asyncio.sleep(0.02)
        await told.close()
        assert await running == Ended(None)


BOT = """
import asyncio, os, sys
async def main():
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c",
        "import runpy, sys, time, bot.cli; bot.cli.main = lambda: (open('pid', 'w').write('x'), time.sleep(600));"
        f"sys.argv = ['beside', '{os.getpid()}', 'refresh']; runpy.run_module('bot.beside', run_name='__main__')",
    )
    print(child.pid, flush=True)
    await child.wait()
asyncio.run(main())
"""


async def test_a_command_ends_with_its_bot(tmp_path: Path) -> None:
    """Also when the bot is killed: what it was told then stays true."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BOT, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout
    child = int(await bot.stdout.readline())
    async with asyncio.timeout(PATIENCE_S):
        while not (tmp_path / "pid").exists():
            await asyncio.sleep(0.02)
        assert os.getpriority(os.PRIO_PROCESS, child) == 19
        bot.kill()
        await bot.wait()
        while _is_running(child):
            await asyncio.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def _ignore(_progress: Progress) -> None:
    pass
