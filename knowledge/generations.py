"""Generations on disk: published whole or not at all, checked before they serve, kept so that one can go back.

index/
  current            the name of the generation that serves; below it, after a rollback, "pinned"
  20261122T101500Z-3f2a9c1b/
    manifest.json    its own SHA-256, then that of every other file, encoder, chunker, counts
    documents.jsonl, boundaries.yaml, vectors.faiss, boundary_vectors.faiss, words/…
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from knowledge.errors import IndexCorrupt, IndexMissing, PublishFailed, RollbackRefused
from knowledge.generation import Generation
from knowledge.manifests import (
    MANIFEST,
    JudgedFigures,
    Manifest,
    Recipe,
    check,
    digests,
    files_in,
    write_manifest,
)

KEPT = 5
POINTER = "current"
_PINNED = "pinned"


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

    def publish(
        self, generation: Generation, recipe: Recipe, now: datetime, by: str = "", judged: JudgedFigures | None = None
    ) -> Manifest:
        """Write `generation` aside, read it back, then make it the one that serves.

        Args:
            generation: what is to serve.
            recipe: what it was made from.
            now: when.
            by: who wants it.
            judged: how well it answers the judged questions.

        Raises:
            PublishFailed: it could not be written; what served before still serves, and nothing is left behind.
        """
        counts = len(generation.documents), len(generation.entries)
        name = f"{now:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
        with self._alone():
            return self._publish_alone(generation, Manifest(name, now.isoformat(), recipe, *counts, {}, by, judged))

    def _publish_alone(self, generation: Generation, manifest: Manifest) -> Manifest:
        name = manifest.name
        aside = self._folder / f"{name}.tmp"
        try:
            self._sweep()
            aside.mkdir(parents=True)
            generation.write(aside)
            manifest = replace(manifest, files=digests(aside))
            write_manifest(aside, manifest)
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
        return self._pointed()[0]

    def is_pinned(self) -> bool:
        """Whether somebody went back to the generation that serves: it then stays until they publish another."""
        return self._pointed()[1]

    def roll_back(self, name: str = "", recipe: Recipe | None = None) -> Manifest:
        """Make an earlier generation serve, checked first, and keep it serving until the next publishing.

        Args:
            name: which one; without a name the newest whole one before that which serves.
            recipe: what can serve must share its encoder and its chunker.

        Raises:
            RollbackRefused: there is no such generation, or it cannot serve.
            PublishFailed: the pointer could not be written.
        """
        with self._alone():
            manifest = self._named(name, recipe) if name else self._before(recipe)
            try:
                self._point_at(manifest.name, pinned=True)
            except OSError as error:
                raise PublishFailed(f"the pointer in {self._folder} could not be written: {error}") from error
            return manifest

    def unpin(self) -> None:
        """Let the generation that serves be followed by others again.

        Raises:
            PublishFailed: the pointer could not be written.
        """
        with self._alone():
            try:
                self._point_at(self.pointer())
            except OSError as error:
                raise PublishFailed(f"the pointer in {self._folder} could not be written: {error}") from error

    def listed(self) -> list[tuple[str, Manifest | None]]:
        """Every published generation, newest first; without a manifest when it is not whole."""
        return [(name, self._whole(name)) for name in self.names()]

    def _pointed(self) -> tuple[str, bool]:
        try:
            text = (self._folder / POINTER).read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return "", False
        name, _, rest = text.strip().partition("\n")
        return (name, True) if rest == _PINNED else (text.strip(), False)

    def _whole(self, name: str) -> Manifest | None:
        try:
            return check(self._folder / name)
        except IndexCorrupt:
            return None

    def _named(self, name: str, recipe: Recipe | None) -> Manifest:
        names = self.names()
        if name not in names:
            raise RollbackRefused("no_such", name, names)
        if name == self.pointer():
            raise RollbackRefused("serving", name, names)
        manifest = self._whole(name)
        if manifest is None:
            raise RollbackRefused("broken", name, names)
        if not _can_serve(manifest, recipe):
            raise RollbackRefused("other_model", name, names)
        return manifest

    def _before(self, recipe: Recipe | None) -> Manifest:
        names, serving = self.names(), self.pointer()
        for name in (each for each in names if each < serving):
            manifest = self._whole(name)
            if manifest and _can_serve(manifest, recipe):
                return manifest
        raise RollbackRefused("none_before", serving, names)

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

    def _point_at(self, name: str, *, pinned: bool = False) -> None:
        aside = self._folder / f"{POINTER}.tmp"
        with aside.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n{_PINNED}" if pinned else name)
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


def _can_serve(manifest: Manifest, recipe: Recipe | None) -> bool:
    made = manifest.recipe
    return recipe is None or (made.encoder, made.chunker) == (recipe.encoder, recipe.chunker)


def _is_generation(path: Path) -> bool:
    return path.is_dir() and path.suffix != ".tmp" and (path / MANIFEST).exists()


def _sync_tree(folder: Path) -> None:
    for path in files_in(folder):
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
