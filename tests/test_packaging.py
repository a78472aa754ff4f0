"""What is installed is all there is in the source tree: code, words, content, pages, schemas, migrations."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel of the project as it is now, made without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert made.returncode == 0, made.stderr
    (file,) = folder.glob("*.whl")
    with ZipFile(file) as opened:
        yield opened


def in_tree() -> set[str]:
    """Every file of the packages that ship, byte code aside."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def shipped(wheel: ZipFile) -> set[str]:
    """Every file in the wheel, its own metadata aside."""
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: ZipFile) -> None:
    """A file that an ignore rule or a forgotten pattern would leave out shows here, and so does one that slips in."""
    assert shipped(wheel) == in_tree()


@pytest.mark.parametrize(
    "pattern",
    [
        "knowledge/content/*/*.md",
        "knowledge/boundaries.yaml",
        "knowledge/judged/*.yaml",
        "knowledge/sources.yaml",
        "knowledge/scorecards/*.yaml",
        "prompts/*/*.j2",
        "bot/playground/static/*.js",
        "bot/playground/static/*.css",
        "bot/playground/schemas/*.json",
        "bot/store/migrations/versions/*.py",
    ],
)
def test_what_the_coach_reads_at_run_time_is_in_the_wheel_unchanged(wheel: ZipFile, pattern: str) -> None:
    """These are opened by path; no import would notice that one is missing."""
    wanted = [path for path in ROOT.glob(pattern) if path.is_file()]
    assert wanted
    for path in wanted:
        assert wheel.read(path.relative_to(ROOT).as_posix()) == path.read_bytes()


def test_the_command_is_in_the_wheel(wheel: ZipFile) -> None:
    """Installing it gives people `coach`."""
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    assert "coach = bot.cli:main" in wheel.read(entry_points).decode()


def test_nothing_ships_that_the_image_would_not_be_made_from() -> None:
    """`.dockerignore` lets in every package of the wheel, and only files that the build needs beside them."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert let_in == {*PACKAGES, "pyproject.toml", "constraints.txt", PROJECT["project"]["readme"]}
