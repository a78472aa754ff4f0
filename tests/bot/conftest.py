"""The command line as people run it: real processes, over a small content of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.fakes.documents import file_of, head_of, links, sections_of
from tests.fakes.generations import BOUNDARIES
from tests.fakes.scorecard_texts import scorecard_of

PATIENCE_S = 120
TOOL_FILE = "toolkit/T1.md"
CASE_FILE = "cases/C1.md"
SCORECARD_FILE = "knowledge/scorecards/agreement.yaml"
LEFT_OUT = ("content", "judged", "scorecards", "__pycache__")
PROGRESS = re.compile(r"Encoded \d+ of \d+ texts\.|Files and pages looked at: \d+\.")
JUDGED_FILE = "knowledge/judged/small.yaml"
JUDGED = """
- question: Who should sit at the table?
  expect: [T1]
- question: Has a town paid for thinning trees?
  expect: [C1]
"""
CONTENT = {
    TOOL_FILE: file_of(
        head_of("T1", "tool", title="Engage Partners", links=links("C1")),
        sections_of("tool", In_short="List everyone who has a stake in it, and invite them to the table early."),
    ),
    CASE_FILE: file_of(
        head_of("C1", "case", title="Fewer Wildfires", place="Flagstaff, Arizona", links=links("T1")),
        sections_of("case", In_short="A town and the Forest Service paid together for thinning the trees."),
    ),
}


@dataclass(frozen=True)
class CommandLine:
    """`coach` run from a source tree, with a home. Whatever else is in the environment of the tests stays out."""

    tree: Path
    home: Path

    @property
    def content(self) -> Path:
        """Where the documents are."""
        return self.tree / "knowledge" / "content"

    def run(
        self,
        *arguments: str,
        before: Callable[[], None] | None = None,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """What the command wrote, and its exit code."""
        return self.python("-m", "bot.cli", *arguments, before=before, stdout=stdout, stderr=stderr, **variables)

    def python(
        self,
        *arguments: str,
        before: Callable[[], None] | None = None,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """As `run`, for any program; `before` runs in the new process."""
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(self.tree), "COACH_HOME": str(self.home)}
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment | variables,
            cwd=self.tree,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            text=True,
            timeout=PATIENCE_S,
            check=False,
            preexec_fn=before,
        )

    def json(self, *arguments: str, **variables: str) -> Any:
        """What the command wrote as JSON, after it ended well and said nothing else but how far it was."""
        done = self.run(*arguments, "--json", **variables)
        said = [line for line in done.stderr.splitlines() if not PROGRESS.fullmatch(line)]
        assert (done.returncode, said) == (0, [])
        return json.loads(done.stdout)

    def list_sources(self, *places: Path, **fields: str) -> None:
        """Staff list these folders and files in the coach's home, in place of what was there."""
        told = {"collection": "team", "publisher": "Lakeside Schools"} | fields
        listed = [{"path": str(place), **told} for place in places]
        (self.home / "sources.yaml").write_text(yaml.safe_dump({"sources": listed}), encoding="utf-8")


@dataclass(frozen=True)
class Published:
    """A small coach with an index, and what `coach refresh --json` wrote when it made that. Only to be read."""

    command_line: CommandLine
    written: Any


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("small")
    tree = folder / "tree"
    shutil.copytree(ROOT / "knowledge", tree / "knowledge", ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("bot", "embeddings", "prompts"):
        (tree / name).symlink_to(ROOT / name)
    (tree / SCORECARD_FILE).parent.mkdir()
    (tree / SCORECARD_FILE).write_text(scorecard_of("agreement"), encoding="utf-8")
    (tree / JUDGED_FILE).parent.mkdir()
    (tree / JUDGED_FILE).write_text(JUDGED, encoding="utf-8")
    (tree / "knowledge" / "boundaries.yaml").write_text(BOUNDARIES, encoding="utf-8")
    made = CommandLine(tree, folder / "home")
    for name, text in CONTENT.items():
        (made.content / name).parent.mkdir(parents=True)
        (made.content / name).write_text(text, encoding="utf-8")
    return Published(made, made.json("refresh"))


@pytest.fixture
def coach(published: Published, tmp_path: Path) -> CommandLine:
    """A coach with an index that a test may break."""
    own = CommandLine(tmp_path / "tree", tmp_path / "home")
    shutil.copytree(published.command_line.tree, own.tree, symlinks=True)
    shutil.copytree(published.command_line.home, own.home)
    return own


def break_file(coach: CommandLine) -> None:
    """The tool loses its stage and gets text in front of its sections."""
    file = coach.content / TOOL_FILE
    text = (
        file.read_text(encoding="utf-8")
        .replace("stage: design\n", "")
        .replace("\n## In short", "\nIntro.\n\n## In short")
    )
    file.write_text(text, encoding="utf-8")


def spoil(generation: Path) -> None:
    """One byte more in the vectors of an index."""
    with (generation / "vectors.faiss").open("ab") as file:
        file.write(b"x")
