"""Generations on disk: published whole or not at all, checked before they serve, kept so that one can go back.

index/
  current            the name of the generation that serves
  20261122T101500Z-3f2a9c1b/
    manifest.json    its own SHA-256, then that of every other file, encoder, chunker, counts
    documents.jsonl, boundaries.yaml, vectors.faiss, boundary_vectors.faiss, words/…
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from knowledge.errors import IndexCorrupt, IndexMissing, PublishFailed
from knowledge.generation import Generation

FORMAT = 1
KEPT = 5
MANIFEST = "manifest.json"
POINTER = "current"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a generation is made from. Two equal recipes give the same index."""

    content: str
    encoder: str
    chunker: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in `manifest.json`; `files` maps each file's name to its SHA-256."""

    name: str
    made_at: str
    recipe: Recipe
    documents: int
    entries: int
    files: dict[str, str]


class Generations:
    """The generations below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check_writable(self) -> None:
        """Nothing, when a generation can be written here: asked before the half minute of making one.

        Raises:
            PublishFailed: the folder cannot be made or written.
        """
        probe = self._folder / f"{uuid.uuid4().hex}.probe"
        try:
            probe.mkdir(parents=True)
            probe.rmdir()
        except OSError as error:
            raise PublishFailed(f"the new index could not be written to {self._folder}: {error}") from error

    def publish(self, generation: Generation, recipe: Recipe, now: datetime) -> Manifest:
        """Write `generation` aside, read it back, then make it the one that serves.

        Raises:
            PublishFailed: it could not be written; what served before still serves, and nothing is left behind.
        """
        with self._alone():
            return self._publish_alone(generation, recipe, now)

    def _publish_alone(self, generation: Generation, recipe: Recipe, now: datetime) -> Manifest:
        name = f"{now:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
        aside = self._folder / f"{name}.tmp"
        try:
            self._sweep()
            aside.mkdir(parents=True)
            generation.write(aside)
            manifest = Manifest(
                name, now.isoformat(), recipe, len(generation.documents), len(generation.entries), _digests(aside)
            )
            (aside / MANIFEST).write_text(_seal(json.dumps(asdict(manifest), indent=1)), encoding="utf-8")
            _sync_tree(aside)
            check(aside)
            aside.rename(self._folder / name)
            self._point_at(name)
        except (OSError, IndexCorrupt) as error:
            self._withdraw(name)
            raise PublishFailed(f"the new index could not be written to {self._folder}: {error}") from error
        self._forget_old()
        return manifest

    def current(self) -> tuple[Manifest, Path, list[str]]:
        """The newest whole generation: its manifest, its folder, and the names of broken ones passed over.

        Raises:
            IndexMissing: nothing was ever published here.
            IndexCorrupt: there are generations, and none is whole.
        """
        names = self._candidates()
        if not names:
            raise IndexMissing(f"there is no index in {self._folder}: run `coach refresh`")
        pointer = self.pointer()
        broken: list[str] = [] if pointer in names else [POINTER]
        for name in names:
            try:
                return check(self._folder / name), self._folder / name, broken
            except IndexCorrupt:
                broken.append(name)
        raise IndexCorrupt(f"no index in {self._folder} is whole ({', '.join(broken)}): run `coach refresh`")

    def names(self) -> list[str]:
        """Every published generation, newest first."""
        if not self._folder.is_dir():
            return []
        return sorted((path.name for path in self._folder.iterdir() if _is_generation(path)), reverse=True)

    def pointer(self) -> str:
        """The name in the pointer file; empty when there is none. Cheap enough to look at often."""
        try:
            return (self._folder / POINTER).read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process publishes here meanwhile: a sweep would take away what it is still writing."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder, os.O_RDONLY)
        except OSError as error:
            raise PublishFailed(f"the new index could not be written to {self._folder}: {error}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _candidates(self) -> list[str]:
        pointer, names = self.pointer(), self.names()
        return [*(name for name in names if name == pointer), *(name for name in names if name != pointer)]

    def _point_at(self, name: str) -> None:
        aside = self._folder / f"{POINTER}.tmp"
        with aside.open("w", encoding="utf-8") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._folder / POINTER)
        _sync_folder(self._folder)

    def _withdraw(self, name: str) -> None:
        """Leave no trace of a generation that could not be published, however far it came."""
        for left in (self._folder / f"{name}.tmp", self._folder / name):
            shutil.rmtree(left, ignore_errors=True)
        # The cause is on its way to the caller; what cannot be removed now is swept before the next one.
        with suppress(OSError):
            (self._folder / f"{POINTER}.tmp").unlink()

    def _forget_old(self) -> None:
        serving = self.pointer()
        for name in [name for name in self.names() if name != serving][KEPT - 1 :]:
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a killed refresh left behind."""
        if self._folder.is_dir():
            for path in self._folder.glob("*.tmp"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def check(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`, after every file was compared with its checksum.

    Raises:
        IndexCorrupt: a file is missing, added or changed, or the manifest itself cannot be read.
    """
    try:
        raw = json.loads(_unseal((folder / MANIFEST).read_bytes().decode()))
        manifest = Manifest(**{**raw, "recipe": Recipe(**raw["recipe"])})
        found = _digests(folder)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexCorrupt(f"{folder.name}: the manifest cannot be read") from error
    if manifest.recipe.format != FORMAT:
        raise IndexCorrupt(f"{folder.name}: it was written by another release")
    if found != manifest.files:
        names = sorted(
            name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
        )
        raise IndexCorrupt(f"{folder.name}: changed on disk: {', '.join(names)}")
    return manifest


def _seal(body: str) -> str:
    """`body` under a line with its own checksum, so that a changed manifest shows too."""
    return f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}"


def _unseal(text: str) -> str:
    seal, _, body = text.partition("\n")
    if hashlib.sha256(body.encode()).hexdigest() != seal:
        raise ValueError(MANIFEST)
    return body


def _digests(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _files(folder):
        if path.name != MANIFEST:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _is_generation(path: Path) -> bool:
    return path.is_dir() and path.suffix != ".tmp" and (path / MANIFEST).exists()


def _sync_tree(folder: Path) -> None:
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for path in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        _sync_folder(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
