"""Generations for tests that publish them."""

from __future__ import annotations

from pathlib import Path

from knowledge.generation import read_generation
from knowledge.generations import Generations
from knowledge.manifests import Manifest
from tests.fakes.generations import moment, numbered, title_in


def publish(folder: Path, number: int, documents: int = 1) -> Manifest:
    """Publish the generation with this number, a second after the one before."""
    generation, recipe = numbered(number, documents)
    return Generations(folder).publish(generation, recipe, moment(number))


def serving(folder: Path) -> tuple[str, list[str]]:
    """What serves, read back whole, and what was passed over."""
    _, path, broken = Generations(folder).current()
    return title_in(read_generation(path)), broken


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
