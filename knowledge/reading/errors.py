"""Errors of this package. They stand apart from the tree of `knowledge`, whose module takes the child long to load.

ReadingError
├── CannotRead     carries the reason; `Reader` gives it as an outcome, so that nobody outside sees it
└── ReaderBroken   unavailable: the process that reads files does not start
"""

from __future__ import annotations

from knowledge.reading.texts import Reason


class ReadingError(Exception):
    """A file or its reader is not as it should be."""


class CannotRead(ReadingError):
    """The file at hand has no text for us."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class ReaderBroken(ReadingError):
    """No file can be read, whatever is in it: a library is missing, or there is no room for a process."""
