"""Contents into what is told of them: from what is kept, else by the reader, which starts when it is first needed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.errors import ReadingFailed
from knowledge.gathering.kept_texts import KeptTexts, Told
from knowledge.gathering.ports import OpensReader, ReadsFiles, WebPage
from knowledge.reading.errors import ReaderBroken
from knowledge.reading.opening import open_below
from knowledge.reading.texts import Outcome, Unreadable

# Endings that the reader knows, for pages, whose addresses seldom have one.
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_UTF8_MARK = b"\xef\xbb\xbf"


class ReadingTexts:
    """Reads what is not kept yet. One thread at a time."""

    def __init__(self, kept: KeptTexts, open_reader: OpensReader) -> None:
        self._kept = kept
        self._open_reader = open_reader
        self._open = ExitStack()
        self._reader: ReadsFiles | None = None

    def __enter__(self) -> Self:
        """Nothing starts yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """The reader ends."""
        self._open.close()

    def file(self, path: Path, root: Path) -> Told:
        """What is told of the file `path` below `root`."""
        try:
            look = path.lstat()
        except OSError:
            return self._kept.keep("", Unreadable("missing"))
        known = self._kept.key_of(path, look) if stat.S_ISREG(look.st_mode) else None
        told = self._kept.told(known) if known else None
        return told or self._file(path, root)

    def page(self, page: WebPage) -> Told:
        """What is told of a web page."""
        ending = _ENDINGS.get(page.content_type.partition(";")[0].strip(), ".html")
        body = _in_utf8(page)
        return self._told(_key(ending, body), lambda reader: reader.read_bytes(body, f"page{ending}"))

    def _file(self, path: Path, root: Path) -> Told:
        opened = open_below(path, root)
        if isinstance(opened, Unreadable):
            return self._kept.keep("", opened)
        with os.fdopen(opened, "rb") as file:
            look = os.fstat(opened)
            digest = sha256(path.suffix.casefold().encode("utf-8", "surrogateescape") + b"\0")
            while piece := file.read(1 << 20):
                digest.update(piece)
            is_still = _same(look, os.fstat(opened))
        key = digest.hexdigest()
        told = self._told(key, lambda reader: reader.read(path, root))
        # One that is being written now may have been read differently than it was hashed: it is looked at again.
        if is_still and path.exists() and _same(look, path.lstat()):
            self._kept.remember_file(path, look, key)
        return told

    def _told(self, key: str, read: Callable[[ReadsFiles], Outcome]) -> Told:
        told = self._kept.told(key)
        if told is not None:
            return told
        try:
            outcome = read(self._started())
        except ReaderBroken as error:
            raise ReadingFailed(f"no file can be read: {error}") from error
        return self._kept.keep(key, outcome)

    def _started(self) -> ReadsFiles:
        if self._reader is None:
            self._reader = self._open.enter_context(self._open_reader())
        return self._reader


def _key(ending: str, body: bytes) -> str:
    return sha256(ending.encode() + b"\0" + body).hexdigest()


def _in_utf8(page: WebPage) -> bytes:
    """The body with the charset that its server names made plain, since the reader sees the bytes alone."""
    media, _, charset = page.content_type.partition("charset=")
    if not charset or not media.startswith("text/"):
        return page.body
    try:
        return _UTF8_MARK + page.body.decode(charset.strip(" \"'")).encode()
    except (LookupError, ValueError):
        return page.body


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns, one.st_ino) == (other.st_size, other.st_mtime_ns, other.st_ino)
