"""Sources that were added one by one, each with a list of its own, so that no list of staff is ever rewritten.

added/
  <key>.yaml        one entry, as in any sources file
  <key>/<name>      the file that it names, unless it is a link

The list comes last and goes first: it never names a file that is not whole.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedRandom
from pathlib import Path

import yaml

from knowledge.errors import SourceNotKept
from knowledge.front_matter import Collection
from knowledge.reading.safe_names import file_name
from knowledge.sources import parse_sources

_KEY_DIGITS = 16
_KEY = re.compile(f"[0-9a-f]{{{_KEY_DIGITS}}}")
_ASIDE = ".part"


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a source beside its place; as in `knowledge.sources.Source`."""

    collection: Collection
    publisher: str
    title: str
    audience: str


class AddedSources:
    """The sources below one folder. Threads may use it at once, but only one at a time for the same `aside`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add_link(self, url: str, about: About) -> str:
        """The key of the source; the same page for the same people is the same source, described anew.

        Raises:
            SourceNotKept: there is no room for it.
            BrokenSources: it is none that a sources file may hold.
        """
        key = _key("url", url, about.audience)
        try:
            self._list(key, {"url": url}, about)
        except OSError as error:
            raise SourceNotKept(f"no source could be kept in {self._folder}: {error}") from error
        return key

    def add_file(self, name: str, content: Iterable[bytes], about: About, aside: str) -> str:
        """The key of the source, once all of `content` is on disk; the same bytes for the same people are the same one.

        Args:
            name: what the file is called.
            content: its bytes, in pieces.
            about: what is told of it.
            aside: names the place where it stands until it is whole; what an earlier try left there is written over.

        Raises:
            SourceNotKept: there is no room for it.
            BrokenSources: it is none that a sources file may hold.
        """
        part = self._folder / f"{file_name(aside)}{_ASIDE}"
        try:
            try:
                digest = self._write(part, content)
                key = _key("file", digest, about.audience)
                place = f"{key}/{file_name(name)}"
                # Known to be fit before anything is in its place.
                _entry({"path": place}, about)
                (self._folder / key).mkdir(exist_ok=True)
                part.replace(self._folder / place)
                _sync(self._folder / key)
                self._list(key, {"path": place}, about)
                for other in (self._folder / key).iterdir():
                    if other != self._folder / place:
                        other.unlink()
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise SourceNotKept(f"no source could be kept in {self._folder}: {error}") from error
        return key

    def remove(self, key: str) -> bool:
        """Whether there was such a source; now there is none, and its file is gone.

        Raises:
            SourceNotKept: the disk does not let go of it.
        """
        if not _KEY.fullmatch(key):
            return False
        try:
            listed = self._folder / f"{key}.yaml"
            is_there = listed.exists()
            listed.unlink(missing_ok=True)
            if is_there:
                _sync(self._folder)
            if (self._folder / key).is_dir():
                shutil.rmtree(self._folder / key)
        except OSError as error:
            raise SourceNotKept(f"{self._folder} could not be changed: {error}") from error
        return is_there

    def _list(self, key: str, place: dict[str, str], about: About) -> None:
        aside = self._folder / f"{key}{_ASIDE}"
        self._write(aside, [_entry(place, about).encode()])
        aside.replace(self._folder / f"{key}.yaml")
        _sync(self._folder)

    def _write(self, path: Path, content: Iterable[bytes]) -> str:
        """The digest of what stands there now, for good."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("w+b") as file:
            for piece in content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            return _digest(file)


def lists_in(folder: Path) -> tuple[Path, ...]:
    """The lists of all sources that were added below this folder, in the same order each time."""
    return tuple(sorted(folder.glob("*.yaml")))


def _entry(place: dict[str, str], about: About) -> str:
    told = {"collection": about.collection, "publisher": about.publisher}
    optional = {name: value for name, value in (("title", about.title), ("audience", about.audience)) if value}
    text = str(yaml.safe_dump({"sources": [place | told | optional]}, sort_keys=False, allow_unicode=True))
    # What could not be read again would hold up every refresh.
    parse_sources("", text)
    return text


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_DIGITS]


def _digest(file: BufferedRandom) -> str:
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
