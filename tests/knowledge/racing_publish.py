"""A publish that others race with. A program, as the lock is one between processes.

    python -m tests.knowledge.racing_publish FOLDER NUMBER [pausing]

Publishes the generation with this number. With `pausing` it says so in the midst of it, when all is written aside and
nothing serves yet, and goes on when it reads a line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.generations import Generations
from tests.fakes.generations import moment, numbered


def main() -> None:
    """Publish once."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    generation, recipe = numbered(number)
    if sys.argv[3:] == ["pausing"]:
        sys.addaudithook(_pause)
    Generations(folder).publish(generation, recipe, moment(number))


def _pause(event: str, arguments: tuple[object, ...]) -> None:
    if event == "os.rename" and Path(str(arguments[0])).is_dir():
        sys.stdout.write("paused\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main()
