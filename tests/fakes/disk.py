"""A disk that fails, or a process that is killed, at the operation with a given number.

What Python announces to audit hooks (opening, renaming, removing, listing, locking) is counted there; `write`, `close`,
`fsync` and `dup`, by which NumPy reads and writes arrays, are announced to nobody and are wrapped. A statement to a
SQLite database is one operation: what SQLite does inside of it is SQLite's to answer for. What C++ does by itself is
not seen: FAISS reads its files so, but we write them.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pysqlite3 import dbapi2
from sqlalchemy import Engine, event

Harm = Literal["none", "broken", "full", "killed"]
"""`broken`: that one operation fails; `full`: from there on no operation that needs space succeeds."""

# What is asked for by a path first, and which of them need space.
_EVENTS = {
    "open": False,
    "os.mkdir": True,
    "os.rename": False,
    "os.link": True,
    "os.symlink": True,
    "os.remove": False,
    "os.rmdir": False,
    "os.truncate": False,
    "os.chmod": False,
    "os.utime": False,
    "os.listdir": False,
    "os.scandir": False,
    "fcntl.flock": False,
}
_real_open, _real_fsync, _real_dup = io.open, os.fsync, os.dup


class Disk:
    """Counts the operations of this process below a folder, and does harm at one of them. It cannot be taken back."""

    def __init__(self, folder: Path, at: int, harm: Harm, note: Callable[[str], None]) -> None:
        """Start counting.

        Args:
            folder: operations elsewhere do not count.
            at: the number of the operation that meets with harm; the first one is 1.
            harm: what happens.
            note: told what each operation is.
        """
        self._folder, self._at, self._harm, self._note = str(folder), at, harm, note
        self._done = 0
        sys.addaudithook(self._hear)
        os.fsync, os.dup = self._fsync, self._dup
        io.open = builtins.open = self._open
        event.listen(Engine, "do_execute", self._execute)

    def meet(self, what: str, *, needs_space: bool) -> None:
        """One more operation.

        Raises:
            OSError: it is the one that fails.
        """
        self._done += 1
        self._note(what)
        is_it = self._done == self._at
        if is_it and self._harm == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if is_it and self._harm == "broken":
            raise OSError(errno.EIO, os.strerror(errno.EIO), what)
        if needs_space and self._harm == "full" and self._done >= self._at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), what)

    def _hear(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in _EVENTS and (path := self.path(arguments[0])):
            grows = name == "open" and isinstance(arguments[2], int) and bool(arguments[2] & os.O_CREAT)
            self.meet(f"{name} {path}", needs_space=_EVENTS[name] or grows)

    def path(self, place: int | str | bytes | os.PathLike[str]) -> str:
        """Where it is below the folder; empty when it is elsewhere."""
        if isinstance(place, int):
            path = str(Path(f"/proc/self/fd/{place}").readlink())
        else:
            # Removing a tree goes by names in an open folder, and the hook is not told which folder that is: a relative
            # path counts as one of ours. The working folder is no part of the home, and nothing else is opened there.
            path = str(Path(self._folder, "?", os.fsdecode(place)))
        return (path.removeprefix(self._folder) or "/") if path.startswith(self._folder) else ""

    def _open(self, file: Any, mode: str = "r", buffering: int = -1, *others: Any, **named: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax") or "+" in mode or not self.path(file):
            return _real_open(file, mode, buffering, *others, **named)
        raw = _File(self, file, mode.replace("b", "").replace("t", ""))
        return io.BufferedWriter(raw) if "b" in mode else io.TextIOWrapper(io.BufferedWriter(raw), *others, **named)

    def _fsync(self, fd: int) -> None:
        if path := self.path(fd):
            self.meet(f"fsync {path}", needs_space=True)
        _real_fsync(fd)

    def _dup(self, fd: int) -> int:
        if path := self.path(fd):
            is_written = fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
            self.meet(f"{'write' if is_written else 'read'} {path}", needs_space=is_written)
        return _real_dup(fd)

    def _execute(self, _cursor: object, statement: str, _parameters: object, _context: object) -> None:
        try:
            self.meet(f"sql {statement.partition(' ')[0]}", needs_space=not statement.startswith(("SELECT", "PRAGMA")))
        except OSError as error:
            is_full = error.errno == errno.ENOSPC
            raise dbapi2.OperationalError("database or disk is full" if is_full else "disk I/O error") from error


class _File(io.FileIO):
    """A file that is written: half of what is to be written stands there when it fails."""

    def __init__(self, disk: Disk, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._disk, self._path = disk, disk.path(path)

    def write(self, data: Any, /) -> int:
        half = len(data) // 2
        written = super().write(data[:half]) if half else 0
        self._disk.meet(f"write {self._path}", needs_space=True)
        return written + super().write(data[written:])

    def close(self) -> None:
        is_first = not self.closed
        super().close()
        if is_first:
            self._disk.meet(f"close {self._path}", needs_space=False)
