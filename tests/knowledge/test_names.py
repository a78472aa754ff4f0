"""Documents called by their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names import Names
from tests.fakes.documents import document

CASE, PAPER, STUDY, TOOL, STAGE = range(5)
NAMES = Names(
    (
        document("C1", "case", title="Saving the Harbor Seals", other_names=["Seal Alliance", "harbor board"]),
        document("L1", "resource", title="Saving the Harbor Seals", other_names=["Seal Alliance case study"]),
        document("R1", "study", title="On Trust (title inferred)", other_names=["Saving the Harbor Seals"]),
        document("T1", "tool", title="Share Costs Mayor's-Way"),
        document("S1", "stage", title="Design"),
    )
)


@pytest.mark.parametrize(
    "text", ["Share Costs Mayor's-Way", "share costs MAYORS WAY", "  “Share costs, mayor’s way”?! "]  # noqa: RUF001 -- as typed
)  # fmt: skip
def test_a_title_alone_is_surely_meant(text: str) -> None:
    """Case, punctuation and either apostrophe do not matter."""
    assert NAMES.called(text) == {TOOL: 1.0}


def test_bearers_of_one_name_are_told_apart() -> None:
    """The thing itself before what is about it, and a title before another name."""
    called = NAMES.called("saving harbor seals")
    assert sorted(called, key=lambda place: -called[place]) == [CASE, PAPER, STUDY]
    assert called[CASE] == 1.0


def test_a_thing_by_its_other_name_leads_a_paper_by_its_title() -> None:
    """A case is what a name stands for, although the paper is called that in full."""
    paper, case = document("L1", "resource", title="East Lake"), document("C1", "case", other_names=["East Lake"])
    names = Names((paper, case))
    called = names.called("East Lake")
    assert called[1] > called[0] > 0


def test_a_longer_name_hides_the_one_within_it() -> None:
    """Who names the case study does not name the alliance."""
    assert set(NAMES.called("the Seal Alliance case study")) == {PAPER}
    assert set(NAMES.called("the Seal Alliance case study, and the Seal Alliance")) == {PAPER, CASE}


def test_a_name_counts_by_its_share_of_the_text() -> None:
    """Most when nothing else is said; a title in a question still more than a phrase that may be an ordinary one."""
    alone, within = NAMES.called("Share Costs Mayor's Way"), NAMES.called("how would Share Costs Mayor's Way work here")
    assert alone[TOOL] > within[TOOL] > 0.4
    assert NAMES.called("who sits on your harbor board in a small town")[CASE] < 0.02
    assert NAMES.called("how do we design a better meeting together")[STAGE] < 0.02


def test_a_note_in_brackets_is_no_part_of_a_name() -> None:
    """Staff's remark on a title need not be typed."""
    assert set(NAMES.called("on trust")) == {STUDY}


def test_only_kinds_that_are_asked_for_are_meant() -> None:
    """Unless the text is nothing but the name: then its words ask for nothing else."""
    assert set(NAMES.called("the paper on Saving the Harbor Seals", ("resource",))) == {PAPER}
    assert set(NAMES.called("Seal Alliance case study", ("case",))) == {PAPER}
    assert NAMES.called("a paper on Share Costs Mayor's Way", ("resource",)) == {}


@given(st.text(max_size=80))
def test_any_text_can_be_read_for_names(text: str) -> None:
    """Shares lie between 0 and 1; without a word nothing is named."""
    assert all(0 < share <= 1 for share in NAMES.called(text).values())
    assert NAMES.called("?! the") == Names(()).called(text) == {}
