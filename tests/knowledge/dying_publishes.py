"""Publishes that are killed, one after each of their file operations. A program: it kills its own children.

    python -m tests.knowledge.dying_publishes FOLDER

In FOLDER a generation must serve already. A child publishes another one and is killed, with SIGKILL, at its first file
operation, the next child at its second, and so on, until one comes through. After each, the title that serves
is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from knowledge.generation import Generation, read_generation
from knowledge.generations import Generations
from knowledge.manifests import Recipe
from tests.fakes.generations import moment, numbered, title_in

_EVENTS = frozenset(
    {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.listdir", "os.scandir"}
)


def main() -> None:
    """Kill until one comes through."""
    folder = Path(sys.argv[1])
    generation, recipe = numbered(2)
    for operation in range(1, 1_000):
        killed = _publish_until(operation, folder, generation, recipe)
        _, path, broken = Generations(folder).current()
        sys.stdout.write(f"{title_in(read_generation(path))}|{','.join(broken)}\n")
        if not killed:
            return


def _publish_until(operation: int, folder: Path, generation: Generation, recipe: Recipe) -> bool:
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = operation

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _EVENTS and str(arguments[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    Generations(folder).publish(generation, recipe, moment(operation))
    os._exit(0)


if __name__ == "__main__":
    main()
