"""Opening a file below a folder without being led elsewhere, and without touching what is no file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from knowledge.reading.texts import Reason, Unreadable

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe that was put there a moment ago must not make us wait for somebody to write to it.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_REASONS: dict[int, Reason] = {
    errno.ENOENT: "missing",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.ELOOP: "is_link",
    errno.ENXIO: "is_device",
}


def open_below(path: Path, root: Path) -> int | Unreadable:
    """A file descriptor, open for reading, of the plain file `path` below `root`; the caller closes it.

    Each folder on the way is opened in the one before it, so that none can be exchanged for a link meanwhile. `root`
    itself may be one.

    Args:
        path: relative to `root`, or with it in front.
        root: the folder that staff named.
    """
    names = _names(path, root)
    if not names:
        return Unreadable("outside")
    try:
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for name in names[:-1]:
                folder = _step(folder, name)
            return _open_file(names[-1], folder)
        finally:
            os.close(folder)
    except _NoFile as error:
        return Unreadable(error.reason)
    except OSError as error:
        return Unreadable(reason_of(error))


def reason_of(error: OSError) -> Reason:
    """Why a file could not be opened or read."""
    return _REASONS.get(error.errno or 0, "disk_error")


def kind_reason(mode: int) -> Reason | None:
    """Why something of this `st_mode` is not read; None for a plain file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return "is_link"
    return "not_a_document" if stat.S_ISDIR(mode) else "is_device"


class _NoFile(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def _names(path: Path, root: Path) -> tuple[str, ...]:
    """The way from `root` to `path`; none if it leads out of it."""
    for start in (root, root.resolve()):
        if path.is_relative_to(start):
            path = path.relative_to(start)
            break
    leads_out = path.is_absolute() or ".." in path.parts or "\0" in str(path)
    return () if leads_out else path.parts


def _step(folder: int, name: str) -> int:
    """The folder `name` in `folder`, which is closed."""
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if not stat.S_ISDIR(mode):
        raise _NoFile(kind_reason(mode) or "missing")
    inner = os.open(name, _FOLDER, dir_fd=folder)
    os.close(folder)
    return inner


def _open_file(name: str, folder: int) -> int:
    # Looked at before it is opened: some devices do something when they are.
    reason = kind_reason(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    if reason:
        raise _NoFile(reason)
    fd = os.open(name, _FILE, dir_fd=folder)
    reason = kind_reason(os.fstat(fd).st_mode)
    if reason:
        os.close(fd)
        raise _NoFile(reason)
    return fd
