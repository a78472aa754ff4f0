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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from knowledge.errors import IndexCorrupt, IndexMissing, IndexUnavailable, PublishFailed, RollbackRefused
from knowledge.generation import Generation, reading_trouble
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
        probe = self._folder / f"{uuid.uuid4().hex}.tmp"
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

        def fill(aside: Path) -> None:
            generation.write(aside)
            write_manifest(
                aside, Manifest(name, now.isoformat(), recipe, *counts, files=digests(aside), by=by, judged=judged)
            )

        with self._alone():
            return self._put(name, fill)

    def adopt(self, first: Path, recipe: Recipe) -> None:
        """Begin with the generation that serves in the folder `first`, when there is none here and it can serve.

        Args:
            first: generations that came with an installation, perhaps only to be read.
            recipe: what can serve must be made like it.

        Raises:
            PublishFailed: as for `publish`.
        """
        with self._alone():
            if self.names():
                return
            try:
                manifest, folder, _ = Generations(first).current()
            except (IndexMissing, IndexCorrupt):
                # One can be made here, it only takes longer.
                return
            if _can_serve(manifest, recipe):
                self._put(manifest.name, lambda aside: _copy(folder, aside))

    def _put(self, name: str, fill: Callable[[Path], None]) -> Manifest:
        """The generation that serves from now on, after `fill` wrote its files."""
        aside = self._folder / f"{name}.tmp"
        try:
            self._sweep()
            aside.mkdir(parents=True)
            fill(aside)
            _sync_tree(aside)
            manifest = check(aside)
            aside.rename(self._folder / name)
            _sync_folder(self._folder)
            self._point_at(name)
        except (OSError, IndexCorrupt) as error:
            self._withdraw(name)
            raise PublishFailed(f"the new index could not be written to {self._folder}: {error}") from error
        self._forget_old()
        return manifest

    def tidy(self) -> None:
        """Leave nothing of what others were killed over, as far as it can be removed now."""
        with suppress(OSError, PublishFailed), self._alone():
            self._sweep()
            self._forget_old()

    def current(self) -> tuple[Manifest, Path, list[str]]:
        """The newest whole generation: its manifest, its folder, and the names of broken ones passed over.

        Raises:
            IndexMissing: nothing was ever published here.
            IndexCorrupt: there are generations, and none is whole.
            IndexUnavailable: the disk does not even say what there is.
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
        """Every published generation, newest first.

        Raises:
            IndexUnavailable: the folder cannot be read.
        """
        with reading_trouble(self._folder):
            if not self._folder.is_dir():
                return []
            return sorted((path.name for path in self._folder.iterdir() if _is_generation(path)), reverse=True)

    def pointer(self) -> str:
        """The name in the pointer file; empty when there is none. Cheap enough to look at often.

        Raises:
            IndexUnavailable: it cannot be read.
        """
        return self._pointed()[0]

    def is_pinned(self) -> bool:
        """Whether somebody went back to the generation that serves: it then stays until they publish another."""
        return self._pointed()[1]

    def roll_back(self, name: str = "", recipe: Recipe | None = None) -> Manifest:
        """Make an earlier generation serve, checked first, and keep it serving until the next publishing.

        Args:
            name: which one; without a name the newest whole one before that which serves.
            recipe: what can serve must be made like it.

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
        with reading_trouble(self._folder):
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
            self._lock(handle)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise PublishFailed(f"the index in {self._folder} cannot be locked: {error}") from error

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
        # It serves already. Should the power go before the disk knows, the one before would, and is as whole.
        with suppress(OSError):
            _sync_folder(self._folder)

    def _withdraw(self, name: str) -> None:
        """Leave no trace of a generation that could not be published, however far it came."""
        for left in (self._folder / f"{name}.tmp", self._folder / name):
            shutil.rmtree(left, ignore_errors=True)
        # The cause is on its way to the caller; what cannot be removed now is swept before the next one.
        with suppress(OSError):
            (self._folder / f"{POINTER}.tmp").unlink()

    def _forget_old(self) -> None:
        """Keep the one that serves and the newest others; what cannot be removed now is removed the next time."""
        with suppress(OSError, IndexUnavailable):
            serving = self.pointer()
            for name in [name for name in self.names() if name != serving][KEPT - 1 :]:
                # Aside first: half removed it would be neither a generation nor something to sweep.
                aside = (self._folder / name).rename(self._folder / f"{name}.tmp")
                shutil.rmtree(aside, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a killed refresh left behind."""
        if self._folder.is_dir():
            for path in self._folder.glob("*.tmp"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _can_serve(manifest: Manifest, recipe: Recipe | None) -> bool:
    return recipe is None or manifest.recipe.is_made_like(recipe)


def _copy(folder: Path, to: Path) -> None:
    """The files alone: what is read-only where it came from must not be so here."""
    for path in files_in(folder):
        (to / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to / path.relative_to(folder))


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
