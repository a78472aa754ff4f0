"""A refresh when little or nothing changed, with the content of the coach alone and with ten thousand documents."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.judging import JudgedSet
from bot.settings import SOURCES_FILE
from bot.wiring import publishing
from embeddings.encoder import model_identity
from knowledge.refreshing import Refreshing, Wish
from tests.benchmarks.figures import Figure, at_most, median, said, settings_in

MANY = 10_000
ROUNDS = 3
PARAGRAPHS, WORDS = 3, 40
# A file that was written this recently is read again by the next refresh, as its times might not tell of a change.
SETTLED_S = 2.5
REFRESH = (sys.executable, "-m", "bot.cli", "refresh", "--json")
LOAD = (sys.executable, "-c", "from embeddings.encoder import SentenceEncoder; SentenceEncoder()")


def measure(home: Path) -> list[Figure]:
    """Whole processes; the best and the median of some rounds, since other work on the machine only ever adds."""
    publishing.refresh(settings_in(home), lambda _: None)
    few = [_run(REFRESH) for _ in range(ROUNDS)]
    library, many_home = home / "many-documents", home / "many"
    many_home.mkdir()
    shutil.copytree(home / "index", many_home / "index")
    _write_library(library)
    (many_home / SOURCES_FILE).write_text(
        f"sources:\n  - {{path: {library}, collection: library, publisher: Bench}}\n", encoding="utf-8"
    )
    _publish_made_up(many_home)
    many = [_run(REFRESH) for _ in range(ROUNDS)]
    loaded = [_run(LOAD) for _ in range(ROUNDS)]
    changed = [_change_one(library, number) for number in range(ROUNDS)]
    settings_in(home)
    return [
        *_figures("refresh, nothing changed", few, 1.5),
        *_figures("refresh of 10,000 documents, nothing changed", many, 10),
        *_figures("refresh, one of 10,000 documents changed, the model loaded", changed, 5, loaded),
        at_most("memory of that refresh, peak", max(each.peak_mb for each in changed), 1_200, "MB"),
    ]


@dataclass(frozen=True, slots=True)
class _Ran:
    """What a process took: seconds by the clock, seconds of the processor, and memory at its peak."""

    clock_s: float
    processor_s: float
    peak_mb: float


_NOTHING = (_Ran(0, 0, 0),)


def _figures(name: str, runs: Sequence[_Ran], limit_s: float, less: Sequence[_Ran] = _NOTHING) -> list[Figure]:
    """The best run against its limit; and the median, and the processor's time, which others on the machine spare."""
    clock_s, processor_s = min(each.clock_s for each in less), min(each.processor_s for each in less)
    middle_s = median([each.clock_s for each in runs]) - clock_s
    busy_s = min(each.processor_s for each in runs) - processor_s
    return [
        at_most(name, min(each.clock_s for each in runs) - clock_s, limit_s, "s"),
        said(f"{name}: median, and least of the processor", f"{middle_s:.2f} s, {busy_s:.2f} s"),
    ]


class _MadeUp:
    """Vectors of the real model's shape that say nothing: ten thousand documents would take it a quarter of an hour."""

    dimensions = 384

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, a pure function of it: float32 [n, dimensions], unit rows."""
        seeds = (int.from_bytes(sha256(text.encode()).digest()[:8]) for text in texts)
        rows = np.stack([np.random.default_rng(seed).standard_normal(self.dimensions) for seed in seeds])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _write_library(folder: Path) -> None:
    """Ten thousand files of words that mean nothing."""
    chance = random.Random(20_261_122)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 9))) for _ in range(8_000)]
    folder.mkdir()
    for number in range(MANY):
        told = (f"{' '.join(chance.choices(words, k=WORDS)).capitalize()}." for _ in range(PARAGRAPHS))
        text = f"# Note {number} {chance.choice(words)}\n\n## Facts\n\n" + "\n\n".join(told) + "\n"
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")
    time.sleep(SETTLED_S)


def _publish_made_up(home: Path) -> None:
    settings = settings_in(home)
    identity = model_identity(publishing.model_name(settings))
    steps = Refreshing(publishing.generations(settings), identity, lambda: _MadeUp(identity), JudgedSet())
    steps.publish(publishing.draft_refresh(settings), Wish("bench", datetime.now(UTC)), lambda _: None)


def _change_one(library: Path, number: int) -> _Ran:
    path = library / f"{number:05}.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nIt was said again on day {number}.\n", encoding="utf-8")
    return _run(REFRESH)


def _run(command: Sequence[str]) -> _Ran:
    """One whole process.

    Raises:
        CalledProcessError: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    clock_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return _Ran(clock_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
