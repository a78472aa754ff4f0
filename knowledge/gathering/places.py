"""Where sources are, and whether they can be looked through, as far as this machine alone can tell."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.reading.folders import find_files
from knowledge.reading.opening import open_below, reason_of
from knowledge.reading.texts import Unreadable
from knowledge.sources import Source
from knowledge.web.addresses import AddressRules, BadAddress, check_url


def path_of(source: Source) -> Path:
    """Where the files of a source are: a relative path starts at the folder of the sources file."""
    return Path(source.file).parent / Path(source.place).expanduser()


def place_fault(place: Path) -> str:
    """Why nobody gets to this file or folder; empty when one does."""
    try:
        place.stat()
    except (NotADirectoryError, ValueError):  # a way through a file, a name that no file can have
        return "missing"
    except OSError as error:
        return reason_of(error)
    return ""


def fault_of(source: Source, rules: AddressRules) -> str:
    """Why nothing will come of this source, as the reason of a refresh; empty when something may. Asks no network."""
    if source.kind == "path":
        place = path_of(source)
        return place_fault(place) or (_folder_fault(place) if place.is_dir() else _file_fault(place))
    to = check_url(source.place, rules)
    return to.reason if isinstance(to, BadAddress) else ""


def _folder_fault(root: Path) -> str:
    for found in find_files(root):
        reason = found.left_out.reason if found.left_out else ""
        if found.path == root or reason != "hidden":
            return reason if found.path == root else ""
    return "empty_folder"


def _file_fault(path: Path) -> str:
    opened = open_below(path, path.parent)
    if isinstance(opened, Unreadable):
        return opened.reason
    os.close(opened)
    return ""
