"""What a generation is made of, written under a seal: its recipe, who made it when, and a checksum of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import IndexCorrupt

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a generation is made from. Two equal recipes give the same index."""

    content: str
    encoder: str
    chunker: int
    format: int = FORMAT
    words: int = 1
    """How words were read (`embeddings.terms`); earlier releases did not write it."""

    def is_made_like(self, other: Recipe) -> bool:
        """Whether one program can serve both: the same encoder, passages cut and words read the same way."""
        return (self.encoder, self.chunker, self.words) == (other.encoder, other.chunker, other.words)


@dataclass(frozen=True, slots=True)
class JudgedFigures:
    """How well the judged questions were answered, 0 to 1. Only figures of the same `questions` compare."""

    questions: str
    """A digest of the questions and of what they expect."""
    asked: int
    hit_at_3: float
    ndcg_at_10: float

    @property
    def figures(self) -> dict[str, float]:
        """What may not fall far, by name."""
        return {"hit@3": self.hit_at_3, "ndcg@10": self.ndcg_at_10}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in `manifest.json`; `files` maps each file's name to its SHA-256.

    Earlier releases wrote neither `by`, who published it, nor `judged`.
    """

    name: str
    made_at: str
    recipe: Recipe
    documents: int
    entries: int
    files: dict[str, str]
    by: str = ""
    judged: JudgedFigures | None = None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` into the folder of its generation.

    Raises:
        OSError: it cannot be written.
    """
    (folder / MANIFEST).write_text(_seal(json.dumps(asdict(manifest), indent=1)), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`; its files are not looked at.

    Raises:
        IndexCorrupt: it cannot be read, was changed, or another release wrote it.
    """
    try:
        raw = json.loads(_unseal((folder / MANIFEST).read_bytes().decode()))
        manifest = _manifest(raw)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexCorrupt(f"{folder.name}: the manifest cannot be read") from error
    if manifest.recipe.format != FORMAT:
        raise IndexCorrupt(f"{folder.name}: it was written by another release")
    return manifest


def _manifest(raw: dict[str, Any]) -> Manifest:
    judged = raw.get("judged")
    parts = {"recipe": Recipe(**raw["recipe"]), "judged": None if judged is None else JudgedFigures(**judged)}
    return Manifest(**{**raw, **parts})


def check(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`, after every file was compared with its checksum.

    Raises:
        IndexCorrupt: a file is missing, added or changed, or the manifest itself cannot be read.
    """
    manifest = read_manifest(folder)
    try:
        found = digests(folder)
    except OSError as error:
        raise IndexCorrupt(f"{folder.name}: its files cannot be read") from error
    if found != manifest.files:
        names = sorted(
            name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
        )
        raise IndexCorrupt(f"{folder.name}: changed on disk: {', '.join(names)}")
    return manifest


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a generation but its manifest, by name.

    Raises:
        OSError: one cannot be read.
    """
    found: dict[str, str] = {}
    for path in files_in(folder):
        if path.name != MANIFEST:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of a generation, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _seal(body: str) -> str:
    """`body` under a line with its own checksum, so that a changed manifest shows too."""
    return f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}"


def _unseal(text: str) -> str:
    seal, _, body = text.partition("\n")
    if hashlib.sha256(body.encode()).hexdigest() != seal:
        raise ValueError(MANIFEST)
    return body
