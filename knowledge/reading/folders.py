"""The files in a folder of staff."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.reading.opening import kind_reason, reason_of
from knowledge.reading.safe_names import safe_name
from knowledge.reading.texts import Unreadable

# What systems and editors put beside documents; Word's "~$plan.docx" says who has plan.docx open.
_HIDDEN_STARTS = (".", "~$")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One entry: `name` relative to the folder, fit to be shown; `path` to open it; why it is left out, if it is."""

    name: str
    path: Path
    left_out: Unreadable | None = None


def find_files(root: Path) -> Iterator[FoundFile]:
    """Every file below `root`, in the same order each time; what is no file for us comes with the reason.

    A hidden folder, a link to a folder or a folder that may not be opened is one entry; nothing below it is looked at.
    """
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield FoundFile(prefix.rstrip("/") or ".", folder, Unreadable(reason_of(error)))
            continue
        folders = []
        for entry in found:
            name, path = prefix + safe_name(entry.name), folder / entry.name
            if entry.name.startswith(_HIDDEN_STARTS):
                yield FoundFile(name, path, Unreadable("hidden"))
            elif entry.is_dir(follow_symlinks=False):
                folders.append((path, f"{name}/"))
            else:
                yield FoundFile(name, path, _left_out(entry))
        waiting.extend(reversed(folders))


def _left_out(entry: os.DirEntry[str]) -> Unreadable | None:
    try:
        reason = kind_reason(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        reason = reason_of(error)
    return Unreadable(reason) if reason else None
