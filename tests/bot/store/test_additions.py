"""What people want to add, kept on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.store.additions import Addition, Additions
from bot.store.audit import Audit, Entry

WISH = Addition("view:V1", "T1", "U1", "C1", "", "waiting", "{}", 100.0)
NOTED = Entry("T1", "U1", "added", "0123 file", 101.0)


@pytest.fixture
def additions(engine: Engine) -> Additions:
    """With one wish."""
    found = Additions(engine)
    assert found.begin(WISH)
    return found


def test_a_wish_begins_once(additions: Additions) -> None:
    """The same form, sent again, changes nothing."""
    assert not additions.begin(replace(WISH, body="{1}"))
    assert additions.find("view:V1") == WISH
    assert additions.find("view:V2") is None


def test_of_two_moves_from_the_same_phase_one_counts(additions: Additions, engine: Engine) -> None:
    """Its lines are in the audit log, those of the other are not."""
    assert additions.move(WISH, "brought", "{2}", [NOTED, NOTED])
    assert not additions.move(WISH, "failed", "{3}", [NOTED])
    assert additions.find("view:V1") == replace(WISH, phase="brought", body="{2}")
    assert Audit(engine).listed(9) == (NOTED, NOTED)


def test_what_is_left_is_found_by_workspace_oldest_first(additions: Additions) -> None:
    """A bot that starts again takes up its own."""
    additions.begin(replace(WISH, id="older", at=50.0))
    additions.begin(replace(WISH, id="done", phase="added"))
    additions.begin(replace(WISH, id="theirs", team="T2"))
    assert additions.left("T1", {"waiting", "brought"}) == ("older", "view:V1")


def test_old_ones_are_dropped_unless_their_source_still_stands(additions: Additions) -> None:
    """Whoever wants to take something out finds it, however long ago it was added."""
    additions.begin(replace(WISH, id="stands", phase="added"))
    additions.begin(replace(WISH, id="young", at=500.0))
    assert additions.forget_before(500.0, but={"added"}) == 1
    assert [additions.find(each) is not None for each in ("view:V1", "stands", "young")] == [False, True, True]
