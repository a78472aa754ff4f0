"""Harm at every file operation of a refresh, and bytes of an index that are not as they were written."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from knowledge.generations import POINTER, Generations
from knowledge.manifests import files_in
from tests.benchmarks.figures import Figure, at_least, said
from tests.knowledge.flipping import flipped, picked
from tests.knowledge.published import contents, publish, serving

ROOT = Path(__file__).parents[2]
FLIPS = 1_000


def measure(home: Path) -> list[Figure]:
    """Every operation with every harm; then flips over all the files of a generation and the pointer to it."""
    harmed = home / "harmed"
    harmed.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.bot.faulty_refreshes", str(harmed)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=7_200)
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    for trial in trials:
        if trial["wrong"]:
            sys.stderr.write(f"{json.dumps(trial)}\n")
    as_promised = sum(not trial["wrong"] for trial in trials)
    return [
        said("file operations of a refresh", str(trials[0]["of"])),
        said("refreshes that failed or were killed at one", str(len(trials))),
        at_least("of them with all as promised, then and after the next", as_promised / len(trials), 1.0),
        at_least(f"of {FLIPS} flipped bytes noticed before they serve", _noticed(home / "flipped"), FLIPS),
    ]


def _noticed(index: Path) -> int:
    """How many of the flips made an older generation serve, or were told of where the newest serves all the same."""
    for number in (1, 2):
        publish(index, number, documents=20)
    newest = Generations(index).names()[0]
    whole, chance, noticed = contents(index), random.Random(20_261_122), 0
    for path in picked([*files_in(index / newest), index / POINTER], chance, FLIPS):
        with flipped(path, chance):
            expected = ("Number 2", [POINTER]) if path.name == POINTER else ("Number 1", [newest])
            noticed += serving(index) == expected
    return noticed if contents(index) == whole else 0
