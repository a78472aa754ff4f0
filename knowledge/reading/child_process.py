"""A running child: started, asked, ended."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from knowledge.reading.errors import ReaderBroken
from knowledge.reading.protocol import (
    DATA,
    END,
    EXIT_BROKEN,
    EXIT_MEMORY,
    HEAD,
    NAME,
    READY,
    REASON,
    SECTION,
    SPENT,
    Line,
    LineClosed,
    LineGarbled,
    LineLate,
    unpack_head,
    unpack_reason,
    unpack_section,
)
from knowledge.reading.texts import Limits, Outcome, ReadSection, ReadText, Reason

_PACKAGES_DIR = Path(__file__).parents[2]
# Starting takes a tenth of a second; a busy machine may take its time.
_START_S = 60.0
# A process that closed its pipes is about to end.
_END_S = 10.0
# A letter takes up to four bytes in UTF-8; brackets and quotation marks are counted with the sections.
_BYTES_PER_CHAR, _SPARE_BYTES = 4, 1_000_000
_EXIT_REASONS: dict[int, Reason] = {
    EXIT_MEMORY: "too_much_memory",
    # The system ends the process that has the most memory when there is none left.
    -signal.SIGKILL: "too_much_memory",
    -signal.SIGXCPU: "too_slow",
}


class ChildDied(Exception):
    """It ended, or had to be ended, over a file; `is_broken` says that the file had no part in it."""

    def __init__(self, reason: Reason, *, is_broken: bool = False) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.is_broken = is_broken


class ChildProcess:
    """One child and the line to it. It lives until `end`."""

    def __init__(self, limits: Limits) -> None:
        """Start it and wait until it is ready.

        Raises:
            ReaderBroken: it does not come up.
        """
        self._limits = limits
        self.files = 0
        self._is_spent = False
        self._process = _start(limits)
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ReaderBroken("no pipes to the child")
        self._pipes = (stdin, stdout)
        self._line = Line(stdout.fileno(), stdin.fileno())
        try:
            kind, _ = self._line.receive(0, time.monotonic() + _START_S)
        except (LineClosed, LineLate, LineGarbled) as error:
            self.end()
            raise ReaderBroken("the child did not start") from error
        if kind != READY:
            self.end()
            raise ReaderBroken("the child spoke out of turn")

    @property
    def is_fit(self) -> bool:
        """Whether it can take another file."""
        is_used_up = self._is_spent or self.files >= self._limits.files_per_child_max
        return not is_used_up and self._process.poll() is None

    def ask(self, name: str, pieces: Iterable[bytes | memoryview]) -> Outcome:
        """What the file is that comes in `pieces`.

        Raises:
            ChildDied: it came to harm, and is gone.
        """
        self.files += 1
        deadline = time.monotonic() + self._limits.wall_s
        try:
            self._line.send(NAME, name.encode(), deadline)
            for piece in pieces:
                self._line.send(DATA, piece, deadline)
            self._line.send(END, b"", deadline)
            return self._answer(deadline)
        except (LineLate, LineGarbled) as error:
            self.end()
            raise ChildDied("too_slow" if isinstance(error, LineLate) else "corrupt") from error
        except LineClosed as error:
            code = self._wait()
            raise ChildDied(_EXIT_REASONS.get(code, "corrupt"), is_broken=code == EXIT_BROKEN) from error

    def end(self) -> None:
        """End it, whatever it is doing, and leave nothing of it."""
        self._process.kill()
        self._wait()

    def _wait(self) -> int:
        """The code it ends with."""
        for pipe in self._pipes:
            pipe.close()
        try:
            return self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _answer(self, deadline: float) -> Outcome:
        left = self._limits.text_chars_max * _BYTES_PER_CHAR + _SPARE_BYTES
        outcome: Outcome | None = None
        head = ("", "")
        sections: list[ReadSection] = []
        while True:
            kind, payload = self._line.receive(max(0, left), deadline)
            left -= len(payload)
            if kind == REASON:
                outcome = unpack_reason(payload)
            elif kind == HEAD:
                head = unpack_head(payload)
            elif kind == SECTION:
                sections.append(unpack_section(payload))
            elif kind == END:
                self._is_spent = payload == SPENT
                return outcome or ReadText(head[0], tuple(sections), head[1])
            else:
                raise LineGarbled


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    figures = (limits.memory_bytes_max, limits.text_chars_max, math.ceil(limits.wall_s))
    # Where our packages are, and nothing else of the environment: no token, no address.
    paths = [str(_PACKAGES_DIR), os.environ.get("PYTHONPATH", "")]
    try:
        return subprocess.Popen(  # noqa: S603 -- ourselves, with figures of ours
            [sys.executable, "-P", "-B", "-m", "knowledge.reading.child", *map(str, figures)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": os.pathsep.join(filter(None, paths)), "LANG": "C.UTF-8"},
            bufsize=0,
        )
    except OSError as error:
        raise ReaderBroken("no process could be started") from error
