"""What every test can use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from embeddings.encoder import SentenceEncoder

# The machine may be busy with other tests: a slow example is no failure, and the same examples run everywhere.
settings.register_profile("coach", deadline=None, derandomize=True, database=None)
settings.load_profile("coach")

ROOT = Path(__file__).parents[1]
GOLDEN_DIR = Path(__file__).parent / "golden"


class Golden:
    """The golden files: what was rendered when somebody last looked and agreed."""

    def __init__(self, *, updates: bool) -> None:
        self._updates = updates

    def check(self, name: str, text: str) -> None:
        """`text` is what the golden file `name` holds; `--update-golden` writes it instead."""
        path = GOLDEN_DIR / name
        if self._updates:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"there is no golden file {name}: run `make golden` and read what it wrote"
        assert text == path.read_text(encoding="utf-8"), f"{name} has other words: `make golden` if they are meant"

    def check_unused(self, names: set[str]) -> None:
        """No golden file is left over beside `names`; `--update-golden` removes those that are."""
        unused = {each.relative_to(GOLDEN_DIR).as_posix() for each in GOLDEN_DIR.rglob("*.txt")} - names
        if self._updates:
            for name in unused:
                (GOLDEN_DIR / name).unlink()
        assert self._updates or not unused, f"nothing renders {sorted(unused)}: run `make golden`"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: write the golden files instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    return Golden(updates=pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def sentence_encoder() -> SentenceEncoder:
    """The model that comes with the coach; three seconds, so once."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a coach with a published index of the real content; half a minute, so once, and only to be read."""
    home = tmp_path_factory.mktemp("published")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COACH_HOME": str(home)}
    command = [sys.executable, "-m", "bot.cli", "refresh"]
    subprocess.run(command, env=environment, check=True, timeout=300, capture_output=True)
    return home
