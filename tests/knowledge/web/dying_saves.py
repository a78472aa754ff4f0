"""Saves that are killed, one after each of their file operations. A program: it kills its own children.

    python -m tests.knowledge.web.dying_saves FOLDER

A child saves a new copy of a page over the old one and is killed, with SIGKILL, at its first file operation, the next
child at its second, and so on, until one comes through. After each, the copy that is found is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from knowledge.web.pages import Page, PageStore
from tests.fakes.web import STARTED

_EVENTS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.listdir", "os.scandir"})
OLD = Page("https://example.org/a", "https://example.org/a", b"old", "text/html", '"1"', "", STARTED, STARTED)
NEW = replace(OLD, body=b"new", etag='"2"')


def main() -> None:
    """Kill until one comes through."""
    folder = Path(sys.argv[1])
    for operation in range(1, 100):
        PageStore(folder).save(OLD)
        killed = _save_until(operation, folder)
        found = PageStore(folder).load(OLD.url)
        sys.stdout.write(f"{found.body.decode() if found else 'lost'}\n")
        PageStore(folder).sweep()
        assert sorted(path.suffix for path in folder.iterdir()) == [".body", ".json"]
        if not killed:
            return


def _save_until(operation: int, folder: Path) -> bool:
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
    PageStore(folder).save(NEW)
    os._exit(0)


if __name__ == "__main__":
    main()
