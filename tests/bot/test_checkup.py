"""What the check-up finds, state by state."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.checkup import examine
from bot.settings import Settings, load_settings
from tests.bot.conftest import CommandLine, spoil


@pytest.fixture
def settings(coach: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A coach at a home of its own, without tokens."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "COACH_MODEL", "COACH_DATABASE_URL", "COACH_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COACH_HOME", str(coach.home))
    return load_settings(needs_slack=False, env_file=None)


def found(settings: Settings) -> dict[str, tuple[str, str]]:
    """State and detail by name."""
    return {each.name: (each.state, each.detail) for each in examine(settings).findings}


def test_a_new_coach_has_nothing_to_mend(settings: Settings) -> None:
    """Each part is looked at once; only the tokens are noted, by name, never by value."""
    names = [each.name for each in examine(settings).findings]
    assert names == ["model", "content", "scorecards", "index", "sources", "tokens", "database", "sqlite", "disk"]
    made = found(settings)
    assert {name for name, (state, _) in made.items() if state != "ok"} == {"tokens"}
    assert made["tokens"] == ("note", "-SLACK_BOT_TOKEN, -SLACK_APP_TOKEN")
    assert made["content"][1] == "182"
    assert made["scorecards"][1] == "partnering-agreement"


def test_a_scorecard_with_faults_is_a_mend(settings: Settings) -> None:
    """How many there are, where the first of them are, and what can be used all the same."""
    folder = settings.home / "scorecards"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.yaml").touch()
    first = ", ".join(f"{folder}/{number}.yaml:1" for number in range(5))
    assert found(settings)["scorecards"] == ("mend", f"7: {first} (partnering-agreement)")


def test_tokens_that_are_there_are_not_shown(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of them."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-very-secret")
    assert found(settings)["tokens"] == ("ok", "")
    assert "secret" not in repr(examine(settings))


def test_a_missing_index_is_a_mend(settings: Settings) -> None:
    """And so is one that is broken."""
    (whole,) = (path for path in settings.index.iterdir() if path.is_dir())
    spoil(whole)
    state, detail = found(settings)["index"]
    assert state == "mend"
    assert whole.name in detail
    shutil.rmtree(settings.index)
    assert found(settings)["index"][0] == "mend"


def test_each_source_is_looked_at_without_asking_the_web(
    settings: Settings, coach: CommandLine, tmp_path: Path
) -> None:
    """Not read yet is a note, and so is a file that cannot be read; what gives nothing at all is a mend."""
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "van.md").write_text("The van leaves at seven.")
    (guides / "scan.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    coach.list_sources(guides, tmp_path / "none")
    with (coach.home / "sources.yaml").open("a") as listed:
        listed.write("- {url: 'http://127.0.0.1/', collection: team, publisher: We}\n")

    def told() -> list[tuple[str, str]]:
        return [(each.state, each.detail) for each in examine(settings).findings if each.name == "source"]

    gone = ("mend", f"{tmp_path}/none: it is not there; check the path, or take it out of sources.yaml")
    assert found(settings)["sources"] == ("ok", "3")
    (unread, missing, private) = told()
    assert (unread, missing, private[0]) == (("note", f"{guides}: not read yet"), gone, "mend")
    assert "COACH_INTRANET" in private[1]
    coach.json("refresh", "--dry-run")
    (state, words), missing, _ = told()
    assert (state, missing) == ("note", gone)
    assert re.fullmatch(rf"{guides}: 1 document, read on [-0-9]+ [0-9:]+ UTC; not read then: 1, .*damaged.*", words)
    (guides / "scan.pdf").unlink()
    coach.json("refresh", "--dry-run")
    assert told()[0][0] == "ok"


def test_a_slip_in_a_list_of_sources_is_a_mend(settings: Settings) -> None:
    """With file and line."""
    (settings.home / "sources.yaml").write_text("sources:\n  - paht: a\n    collection: team\n    publisher: We\n")
    assert found(settings)["sources"] == ("mend", f"1: {settings.home}/sources.yaml:2")


def test_a_missing_model_is_a_mend(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the name that was asked for."""
    monkeypatch.setenv("COACH_MODEL", str(tmp_path / "nowhere"))
    state, detail = found(load_settings(needs_slack=False, env_file=None))["model"]
    assert state == "mend"
    assert "nowhere" in detail


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/coach.sqlite3", "postgresql+psycopg://coach:hush@127.0.0.1:1/x"]
)
def test_a_database_that_does_not_open_is_a_mend(settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Its password stays out of what is said."""
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    state, detail = found(load_settings(needs_slack=False, env_file=None))["database"]
    assert state == "mend"
    assert "hush" not in detail


def test_a_home_that_is_not_there_yet_is_no_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The disk that it will be on is looked at, and the database makes its folder."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "a" / "b"))
    made = found(load_settings(needs_slack=False, env_file=None))
    assert made["disk"][0] == made["database"][0] == "ok"
    assert made["disk"][1].endswith(str(tmp_path / "a" / "b"))
