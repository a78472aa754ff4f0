"""What staff do, kept on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.store.audit import Audit, Entry
from bot.store.refreshes import Kept, Refreshes

KEPT = Kept("r1", "T1", "C1", "U1", "planned", "{}", 100.0)


@pytest.fixture
def refreshes(engine: Engine) -> Refreshes:
    """With one refresh."""
    found = Refreshes(engine)
    assert found.begin(KEPT)
    return found


def test_the_audit_log_is_read_from_its_end(engine: Engine) -> None:
    """The last entries, newest first; a long text is cut, not refused."""
    log = Audit(engine)
    for number in range(3):
        log.note("T1", "U1", "refused", f"{number}" * 5_000)
    newest, older = log.listed(2)
    assert (newest.about[0], older.about[0], len(newest.about)) == ("2", "1", 1_000)


def test_a_refresh_begins_once(refreshes: Refreshes) -> None:
    """A second one with its id changes nothing."""
    assert not refreshes.begin(replace(KEPT, phase="failed"))
    assert refreshes.find("r1") == KEPT
    assert refreshes.find("r2") is None


def test_of_two_moves_from_the_same_place_one_counts(refreshes: Refreshes, engine: Engine) -> None:
    """And only that one is in the audit log."""
    entries = [Entry("T1", person, "published", "", 1.0) for person in ("U1", "U2")]
    moved = [refreshes.move(KEPT, replace(KEPT, phase="publishing"), entry) for entry in entries]
    assert moved == [True, False]
    found = refreshes.find("r1")
    assert found == replace(KEPT, phase="publishing", version=2)
    assert [entry.person for entry in Audit(engine).listed(9)] == ["U1"]


def test_what_is_left_is_under_way_or_not_shown(refreshes: Refreshes) -> None:
    """One without a place for its card has nothing to show."""
    refreshes.begin(replace(KEPT, id="r2", channel=""))
    refreshes.begin(replace(KEPT, id="r3", channel="", phase="publishing"))
    assert [kept.id for kept in refreshes.left("T1", {"publishing"})] == ["r1", "r3"]
    refreshes.note_shown("r1", 1, "C1", "5.0")
    assert [kept.id for kept in refreshes.left("T1", {"publishing"})] == ["r3"]
    refreshes.note_shown("r1", 0, "C1", "4.0")
    found = refreshes.find("r1")
    assert found
    assert (found.ts, found.shown_version) == ("5.0", 1)


def test_what_is_left_in_another_workspace_is_not_ours(refreshes: Refreshes) -> None:
    """Whoever takes up what was left does so in one workspace."""
    refreshes.begin(replace(KEPT, id="r2", team="T2", phase="publishing", person=""))
    assert [kept.id for kept in refreshes.left("T2", {"publishing"})] == ["r2"]
    assert [kept.id for kept in refreshes.left("T1", {"publishing"})] == ["r1"]
    assert refreshes.last_by("T1", "", before=1e9) is None


def test_the_last_one_of_somebody_and_the_old_ones(refreshes: Refreshes) -> None:
    """By when they were asked for."""
    refreshes.begin(replace(KEPT, id="r2", person="", at=200.0))
    refreshes.begin(replace(KEPT, id="r3", person="", at=300.0))
    last = refreshes.last_by("T1", "", before=300.0)
    assert last
    assert last.id == "r2"
    assert refreshes.last_by("T1", "U9", before=300.0) is None
    assert refreshes.forget_before(250.0) == 2
    assert refreshes.find("r3")
