"""Texts that were read once, so that an unchanged file is neither opened nor parsed again.

read/
  known.json        for each file its size and times, and the key of its content; for each key its text or a reason
  <key>.json        a text

All of it can be deleted at any time; it only costs reading again.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from knowledge.errors import TextsNotKept
from knowledge.pages import PAGES_VERSION, dump_text, has_words, load_text
from knowledge.reading.texts import Outcome, ReadText, Unreadable

# Bump when files would be read into other texts: they are then read again.
FORMAT = 1
_KNOWN = "known.json"
# A file that was written this recently may be written again without another time: its times are not trusted.
# Source: the clock of file times on Linux ticks every 4 to 10 ms; some network file systems keep whole seconds.
_SETTLED_NS = 2_000_000_000
# Outcomes that say more about now than about the content.
_PASSING = frozenset({"too_slow", "too_much_memory", "not_allowed", "missing", "disk_error"})
_REASON = "!"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a content: the digest of its text, or the reason why it has none."""

    key: str
    digest: str
    reason: str


class KeptTexts:
    """The texts below one folder. One refresh at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files, self._texts = _load(folder / _KNOWN)
        self._seen_files: set[str] = set()
        self._seen_keys: set[str] = set()
        self._is_changed = False

    @contextmanager
    def adding(self) -> Iterator[None]:
        """Texts are added inside of the block and `save`d at its end; then what nothing refers to is removed.

        Nothing is removed while another process adds texts too: it may not have written down yet what it refers to.
        """
        handle = self._locked()
        try:
            yield
            if handle is not None:
                # What cannot be removed now, or not by us, is removed after a later block.
                with suppress(OSError):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._sweep()
        finally:
            if handle is not None:
                os.close(handle)

    def key_of(self, path: Path, stat: os.stat_result) -> str | None:
        """The key of the file's content, as long as the file looks as it did; else None."""
        known = self._files.get(str(path))
        if known is None or known[:-1] != _look(stat):
            return None
        self._seen_files.add(str(path))
        return str(known[-1])

    def remember_file(self, path: Path, stat: os.stat_result, key: str) -> None:
        """From now on a file that looks like this has this content."""
        if time.time_ns() - max(stat.st_mtime_ns, stat.st_ctime_ns) > _SETTLED_NS:
            self._files[str(path)] = [*_look(stat), key]
            self._seen_files.add(str(path))
            self._is_changed = True

    def told(self, key: str) -> Told | None:
        """What was read from this content before; None when it must be read (again)."""
        known = self._texts.get(key, "")
        if known.startswith(_REASON):
            self._seen_keys.add(key)
            return Told(key, "", known.removeprefix(_REASON))
        if not known or not self._path(key).is_file():
            return None
        self._seen_keys.add(key)
        return Told(key, known, "")

    def keep(self, key: str, outcome: Outcome) -> Told:
        """Remember what was read.

        Raises:
            TextsNotKept: there is no room for it.
        """
        if isinstance(outcome, ReadText) and not has_words(outcome):
            outcome = Unreadable("no_text")
        self._seen_keys.add(key)
        if isinstance(outcome, Unreadable):
            if outcome.reason not in _PASSING:
                self._texts[key] = _REASON + outcome.reason
                self._is_changed = True
            return Told(key, "", outcome.reason)
        dumped = dump_text(outcome)
        self._write(self._path(key), dumped)
        self._texts[key] = _digest(dumped)
        self._is_changed = True
        return Told(key, self._texts[key], "")

    def text(self, told: Told) -> ReadText:
        """The text.

        Raises:
            TextsNotKept: it is not what was kept; it will be read again next time.
        """
        try:
            dumped = self._path(told.key).read_text(encoding="ascii")
            if _digest(dumped) == told.digest:
                return load_text(dumped)
        except (OSError, ValueError, TypeError):
            dumped = ""
        with suppress(OSError):
            self._path(told.key).unlink()
        raise TextsNotKept(f"a text kept in {self._folder} was damaged")

    def save(self, *, forget: bool) -> None:
        """Write down what is known now.

        Args:
            forget: leave out what was not asked for since the start.

        Raises:
            TextsNotKept: it could not be written.
        """
        files, texts = dict(self._files), dict(self._texts)
        if forget:
            files = {path: known for path, known in files.items() if path in self._seen_files}
            texts = {key: known for key, known in texts.items() if key in self._seen_keys}
        if self._is_changed or (len(files), len(texts)) != (len(self._files), len(self._texts)):
            body = json.dumps([FORMAT, PAGES_VERSION, files, texts])
            self._write(self._folder / _KNOWN, f"{_digest(body)}\n{body}")
        self._files, self._texts, self._is_changed = files, texts, False

    def _locked(self) -> int | None:
        """A handle on the folder that tells others that texts are added; None where there can be none."""
        handle = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_SH)
        except OSError:
            if handle is not None:
                os.close(handle)
            return None
        return handle

    def _sweep(self) -> None:
        kept = {_KNOWN, *(f"{key}.json" for key, known in self._texts.items() if not known.startswith(_REASON))}
        left = [path for path in self._folder.iterdir() if path.name not in kept]
        # Another process may have written down its own since.
        others = _load(self._folder / _KNOWN)[1] if left else {}
        for path in left:
            if path.stem not in others:
                with suppress(OSError):
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _write(self, path: Path, text: str) -> None:
        aside = path.with_suffix(".tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_text(text, encoding="ascii")
            aside.replace(path)
        except OSError as error:
            # The cause is on its way to the caller; what is left aside is written over the next time.
            with suppress(OSError):
                aside.unlink()
            raise TextsNotKept(f"texts could not be kept in {self._folder}: {error}") from error


def _load(path: Path) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """What was known; nothing, where there is no file or it is not as this release wrote it."""
    try:
        seal, _, body = path.read_text(encoding="ascii").partition("\n")
        form, version, files, texts = json.loads(body)
    except (OSError, ValueError, TypeError):
        return {}, {}
    is_ours = seal == _digest(body) and (form, version) == (FORMAT, PAGES_VERSION)
    return (files, texts) if is_ours else ({}, {})


def _look(stat: os.stat_result) -> list[int]:
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _digest(dumped: str) -> str:
    return sha256(dumped.encode()).hexdigest()
