"""Documents that lead on to others, and those that do not."""

from __future__ import annotations

import pytest

from knowledge.content_files import read_documents
from knowledge.links import orphans
from tests.fakes.documents import document, links

TOOL = document("T1", "tool", links=links("T2", "L1"))
OTHER_TOOL = document("T2", "tool", links=links("T1", "R1"))
GUIDE = document("L1", "resource")
STUDY = document("R1", "study")
WHOLE = (TOOL, OTHER_TOOL, GUIDE, STUDY)


def test_documents_with_the_links_they_need_are_no_orphans() -> None:
    """A tool leads to another tool and to something to read: a resource or a study. Those two need nothing."""
    assert orphans(WHOLE) == []


@pytest.mark.parametrize("refs", [(), ("T2",), ("L1", "R1")], ids=["none", "no reading", "no tool"])
def test_a_tool_needs_a_tool_and_something_to_read(refs: tuple[str, ...]) -> None:
    """One without the other is not enough."""
    lonely = document("T3", "tool", links=links(*refs))
    assert orphans((*WHOLE, lonely)) == ["T3"]


@pytest.mark.parametrize(("ref", "kind"), [("C1", "case"), ("SC-roles", "theme"), ("S1", "stage")])
def test_cases_themes_and_stages_need_a_tool(ref: str, kind: str) -> None:
    """A link to something else does not count."""
    assert orphans((*WHOLE, document(ref, kind, links=links("L1")))) == [ref]
    assert orphans((*WHOLE, document(ref, kind, links=links("T1")))) == []


def test_only_a_case_is_excused_for_being_a_blurb() -> None:
    """Two lines about a case name no tool; a tool that is a blurb still stands among others."""
    blurb = {"status": "blurb", "status_note": "Two lines."}
    assert orphans((document("C1", "case", **blurb), document("T3", "tool", **blurb))) == ["T3"]


def test_a_link_to_nothing_does_not_count() -> None:
    """And orphans come in the order of the documents."""
    first, second = document("C2", "case", links=links("T9")), document("C1", "case")
    assert orphans((first, second)) == ["C2", "C1"]


def test_nothing_that_ships_is_an_orphan() -> None:
    """Every real document leads on."""
    assert orphans(read_documents()) == []
