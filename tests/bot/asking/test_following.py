"""What goes with an answer follows from what was found for its question."""

from __future__ import annotations

from bot.asking.answers import Answer
from bot.asking.composing import compose
from bot.asking.following import MORE_MAX, more_cases, quoted, reasons, related_tools
from tests.fakes.documents import document, links
from tests.fakes.findings import PlainFindings, found

TOOL = document(
    "T1",
    "tool",
    {"In_short": "Share what you have. Write it down.", "What_to_do": "- Name who pays.\n- Count rooms."},
    links=links("C9", "T2"),
)
CASES = [document(f"C{number}", "case") for number in range(1, 9)]
OTHERS = [document("T2", "tool"), document("S1", "stage"), document("SC-exit", "theme")]


def answered(findings: PlainFindings) -> Answer:
    return compose(findings, None, shortened=False)


def test_more_cases_are_those_that_the_answer_does_not_name() -> None:
    """Best first, a handful; one that is only tied to a source counts as well; never what is hidden from who asks."""
    linked = document("C9", "case")
    findings = PlainFindings(found(TOOL, *CASES[:2]), known=(linked,))
    answer = answered(findings)
    named = {each.ref for each in answer.citations}
    assert {"C1", "C9"} & named
    assert [each.ref for each in more_cases(answer, findings)] == [
        ref for ref in ("C1", "C2", "C9") if ref not in named
    ]
    assert "C9" not in [each.ref for each in more_cases(answer, PlainFindings(found(TOOL, *CASES[:2])))]
    many = PlainFindings(found(TOOL, *CASES))
    assert len(more_cases(answered(many), many)) == MORE_MAX


def test_related_tools_tell_what_to_do() -> None:
    """Tools, stages and themes; not the one that the answer is made from."""
    findings = PlainFindings(found(TOOL, *CASES[:1], *OTHERS))
    assert [each.ref for each in related_tools(answered(findings), findings)] == ["T2", "S1", "SC-exit"]


def test_quoted_is_what_stands_in_the_answer() -> None:
    """By number, with the headings above it; the passages of a section together and in reading order."""
    findings = PlainFindings(found(TOOL))
    sections = quoted(answered(findings), findings)
    assert [(each.citation.number, each.headings[-1]) for each in sections] == [(1, "In short"), (1, "What to do")]
    assert sections[1].texts == ("Name who pays.", "Count rooms.")


def test_reasons_say_how_close_in_words() -> None:
    """Each source once, by its nearest passage; and whether the question's words are mostly unknown."""
    cosines = {"Name who pays.": 0.7}
    findings = PlainFindings(found(TOOL, *CASES[:1]), cosines=cosines, familiarity=0.1)
    why = reasons(answered(findings), findings)
    assert [(each.citation.ref, each.closeness) for each in why.bases] == [("T1", "very_close"), ("C1", "loose")]
    assert why.bases[0].headings[-1] == "What to do"
    assert why.is_strange
    assert not reasons(answered(findings), PlainFindings(found(TOOL))).is_strange
