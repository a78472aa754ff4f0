"""The reader of files: any file or bytes become an outcome, and no harm comes to who asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.reading.child_process import ChildDied, ChildProcess
from knowledge.reading.errors import CannotRead, ReaderBroken
from knowledge.reading.opening import open_below, reason_of
from knowledge.reading.protocol import PIECE_BYTES
from knowledge.reading.safe_names import safe_name
from knowledge.reading.texts import Limits, Outcome, Unreadable

_Pieces = Callable[[], Iterable[bytes | memoryview]]
_DEFAULT_LIMITS = Limits()


class Reader:
    """Reads one file after the other; what is in them is looked at in a child process only.

    A file goes through this process in pieces and is never held here. One thread at a time.
    """

    def __init__(self, limits: Limits = _DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._child: ChildProcess | None = None

    def __enter__(self) -> Self:
        """The child starts with the first file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """The child ends."""
        self._end_child()

    def read(self, path: Path, root: Path) -> Outcome:
        """What is in the file `path` below the folder `root`.

        Raises:
            ReaderBroken: no file can be read at all.
        """
        opened = open_below(path, root)
        if isinstance(opened, Unreadable):
            return opened
        try:
            if os.fstat(opened).st_size > self._limits.file_bytes_max:
                return Unreadable("too_large")
            return self._ask(path.name, lambda: _pieces_of_file(opened, self._limits.file_bytes_max))
        finally:
            os.close(opened)

    def read_bytes(self, data: bytes, name: str) -> Outcome:
        """What is in `data`; `name`, with its ending, is what it was called where it comes from.

        Raises:
            ReaderBroken: no file can be read at all.
        """
        if len(data) > self._limits.file_bytes_max:
            return Unreadable("too_large")
        view = memoryview(data)
        return self._ask(
            name, lambda: (view[start : start + PIECE_BYTES] for start in range(0, len(view), PIECE_BYTES))
        )

    def _ask(self, name: str, pieces: _Pieces) -> Outcome:
        """The outcome; a child that read other files before and dies over this one has a second one try."""
        while True:
            child = self._fit_child()
            is_fresh = child.files == 0
            try:
                return child.ask(safe_name(name), pieces())
            except ChildDied as error:
                self._child = None
                if is_fresh and error.is_broken:
                    raise ReaderBroken("a library of the readers is missing") from error
                if is_fresh or error.reason == "too_slow":
                    return Unreadable(error.reason)
            except CannotRead as error:
                self._end_child()
                return Unreadable(error.reason)
            except BaseException:
                # Half a file is on its way: nobody may talk to this child any more.
                self._end_child()
                raise

    def _fit_child(self) -> ChildProcess:
        if self._child is not None and not self._child.is_fit:
            self._end_child()
        if self._child is None:
            self._child = ChildProcess(self._limits)
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _pieces_of_file(fd: int, bytes_max: int) -> Iterator[bytes]:
    """The bytes of the file from its start.

    Raises:
        CannotRead: the disk does not give them, or the file grows while it is read.
    """
    offset = 0
    while True:
        try:
            piece = os.pread(fd, PIECE_BYTES, offset)
        except OSError as error:
            raise CannotRead(reason_of(error)) from error
        if not piece:
            return
        offset += len(piece)
        if offset > bytes_max:
            raise CannotRead("too_large")
        yield piece
