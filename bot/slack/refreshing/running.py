"""`coach refresh` and `coach rollback` in a process of their own, so that the bot keeps its memory and its pace."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import structlog

import bot
from bot.slack.refreshing.stories import Progress
from prompts.catalogue.knowing import Encoding, Looking
from prompts.rendering import render_terminal

log = structlog.get_logger(__name__)

Report = Callable[[Progress], None]

# Web pages are read at a polite rate, so a refresh with many of them takes a while; a day is a hang.
_RUN_S_MAX = 6 * 3600.0
# Ten thousand documents in a plan take about two million characters.
_LINE_BYTES_MAX = 64 * 1024 * 1024
_DETAIL_CHARS_MAX = 1_000
_END_S_MAX = 5.0
# What the child has no use for.
_SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_SECRET",
    "COACH_ENCRYPTION_KEY",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: what it wrote as JSON, or why it did not go, in its own words for people."""

    said: dict[str, Any] | None
    detail: str = ""


@dataclass(slots=True)
class Children:
    """The commands; ask for one at a time. Belongs to the loop."""

    program: Sequence[str] = field(default_factory=lambda: (sys.executable, "-P", "-m", "bot.beside", str(os.getpid())))
    _child: Process | None = None

    async def plan(self, report: Report) -> Ended:
        """What a refresh would change; nothing is published. `report` is called now and then."""
        return await self._run("refresh", "--dry-run", "--json", report=report)

    async def publish(self, by: str, report: Report) -> Ended:
        """A refresh for somebody; `report` is called now and then."""
        return await self._run("refresh", "--json", f"--by={by}", report=report)

    async def undo(self, generation: str) -> Ended:
        """Go back to this generation."""
        return await self._run("rollback", generation, "--json")

    async def close(self) -> None:
        """A command that runs is ended; whatever it was told can be told again."""
        child = self._child
        if child and child.returncode is None:
            with suppress(ProcessLookupError):
                child.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), _END_S_MAX)

    async def _run(self, *command: str, report: Report | None = None) -> Ended:
        async with asyncio.timeout(_RUN_S_MAX):
            child = await asyncio.create_subprocess_exec(
                *self.program,
                *command,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                env=_environment(),
                limit=_LINE_BYTES_MAX,
            )
            self._child = child
            try:
                said, told = await asyncio.gather(_read(child.stdout), _listen(child.stderr, report))
                code = await child.wait()
            except BaseException:
                with suppress(ProcessLookupError):
                    child.kill()
                raise
        log.info("child_ended", command=command[0], code=code)
        return _ended(code, said, told)


def _environment() -> dict[str, str]:
    """The bot's own, without its tokens; the child runs the same code, whatever lies in the folder where it starts."""
    paths = [str(Path(bot.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


async def _read(stream: asyncio.StreamReader | None) -> str:
    return (await stream.read()).decode("utf-8", "replace") if stream else ""


async def _listen(stream: asyncio.StreamReader | None, report: Report | None) -> str:
    """The last lines; those that tell of progress are passed on instead."""
    told = ""
    while stream and (line := (await stream.readline()).decode("utf-8", "replace")):
        progress = _progress(line.strip()) if report else None
        if progress and report:
            report(progress)
        else:
            told = (told + line)[-_DETAIL_CHARS_MAX * 4 :]
    return told


def _progress(line: str) -> Progress | None:
    """What a line on standard error tells of progress, if it does."""
    for pattern in _patterns():
        if found := pattern.fullmatch(line):
            return Progress(**{name: int(number) for name, number in found.groupdict().items()})
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The lines that tell of progress, however they are worded."""
    numbers = {"done": 111_111_111, "total": 222_222_222, "looked": 333_333_333}
    lines = (Encoding(numbers["done"], numbers["total"]), Looking(numbers["looked"]))
    patterns = [re.escape(render_terminal(line).strip()) for line in lines]
    for name, number in numbers.items():
        patterns = [pattern.replace(str(number), rf"(?P<{name}>\d+)") for pattern in patterns]
    return tuple(map(re.compile, patterns))


def _ended(code: int, said: str, told: str) -> Ended:
    try:
        parsed = json.loads(said) if said.strip() else {}
    except ValueError:
        parsed = None
    if code == 0 and isinstance(parsed, dict):
        return Ended(parsed)
    words = told.strip()
    # A traceback is for the log of whoever runs the coach, never for a card.
    is_defect = "Traceback" in words or not words
    return Ended(None, "" if is_defect else words[:_DETAIL_CHARS_MAX])
