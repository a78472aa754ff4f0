"""Reading files of staff: 10,000 small ones of every sort, and bombs beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, at_least, at_most
from tests.knowledge.reading.pdf_files import flate_bomb, pdf, pdf_of
from tests.knowledge.reading.word_files import bomb, paragraph, word

ROOT = Path(__file__).parents[2]
FILES = 10_000
MEGABYTE = 1 << 20
_WORDS = "Partners agree on what each of them brings, and on what each of them takes home. " * 8


def measure(home: Path) -> list[Figure]:
    """Files a second with a single child, and what bombs cost the process that asks."""
    small, hostile = home / "small", home / "hostile"
    _write_small(small)
    _write_hostile(hostile)
    started = time.perf_counter()
    said = _read(small)
    took_s = time.perf_counter() - started
    texts = sum(outcome == "text" for outcome in said["outcomes"].values())
    refused = _read(hostile)
    return [
        at_most("10,000 small files read", took_s, 60, "s"),
        at_least("of them with their text", texts / FILES, 1.0),
        at_most("memory of the reader while it reads them", said["rise_bytes"] / MEGABYTE, 50, "MB"),
        at_most("memory of the reader while it meets bombs", refused["rise_bytes"] / MEGABYTE, 50, "MB"),
    ]


def _write_small(folder: Path) -> None:
    folder.mkdir(parents=True)
    page = f"<html><body><h1>Plan</h1><p>{_WORDS}</p><h2>Next</h2><ul><li>Meet</li></ul></body></html>"
    kinds = {
        "a.md": f"# Plan\n\n{_WORDS}\n\n## Next\n\n- Meet\n".encode(),
        "b.txt": f"PLAN\n\n{_WORDS}\n".encode(),
        "c.md": f"---\ntitle: Plan\n---\n{_WORDS}\n".encode(),
        "d.html": page.encode(),
        "e.docx": word(paragraph(_WORDS) * 4),
        "f.pdf": pdf([["Partners agree on what each of them brings."] * 20]),
    }
    for number in range(FILES):
        name = list(kinds)[number % len(kinds)]
        (folder / f"{number:05}-{name}").write_bytes(kinds[name])


def _write_hostile(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "bomb.pdf").write_bytes(pdf_of([flate_bomb(1024)], b"/FlateDecode"))
    (folder / "bomb.docx").write_bytes(bomb(64))
    (folder / "deep.html").write_bytes(b"<html><body>" + b"<div>" * 200_000)
    (folder / "list.md").write_bytes(b"- x\n" * 1_000_000)
    (folder / "giant.txt").write_bytes(b"A line of text.\n" * 1_500_000)
    (folder / "huge.txt").write_bytes(b"A line of text.\n" * 6_500_000)


def _read(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.knowledge.reading.reading_program", str(folder)]
    done = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, check=True, timeout=600)
    said: dict[str, Any] = json.loads(done.stdout)
    return said
