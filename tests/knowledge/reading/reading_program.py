"""Read every file of a folder in a process of its own, and say what it cost this process.

    python -m tests.knowledge.reading.reading_program FOLDER

Prints one JSON object: `outcomes` by name (a reason or "text"), `rise_bytes` of the peak of its memory, `child`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psutil

from knowledge.reading.folders import find_files
from knowledge.reading.texts import Unreadable
from knowledge.reading.worker import Reader


def main() -> None:
    """Read once; wait for the end of standard input before ending, so that a test can look."""
    root = Path(sys.argv[1])
    with Reader() as reader:
        reader.read_bytes(b"Warm up.", "warm.txt")
        before = peak_bytes()
        outcomes = {}
        for found in find_files(root):
            outcome = found.left_out or reader.read(found.path, root)
            outcomes[found.name] = outcome.reason if isinstance(outcome, Unreadable) else "text"
        child = psutil.Process().children()[0].pid if psutil.Process().children() else 0
        json.dump({"outcomes": outcomes, "rise_bytes": peak_bytes() - before, "child": child}, sys.stdout)
        sys.stdout.write("\n")
        sys.stdout.flush()
        sys.stdin.read()


def peak_bytes() -> int:
    """The most memory this process ever had. What getrusage says would count that of who started it, too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
