"""In, near or out of scope."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.boundaries import (
    NEAR_MARGIN,
    OUT_LEAD,
    OUT_MARGIN,
    SURE_COSINE_MIN,
    SURE_OUT_MARGIN_MAX,
    SURELY_IN_COSINE,
    is_surely_ours,
    judge,
)
from tests.fakes.documents import document
from tests.fakes.findings import PlainFindings, found, leaning

DOCUMENT = document("T1", "tool")
BIT = 1e-6


def scope(near: float, out: float, cosine: float = 0.5) -> str:
    verdict = judge(PlainFindings(found(DOCUMENT, cosine=cosine), near=leaning(near, "near"), out=leaning(out)))
    assert (verdict.topic.scope if verdict.topic else "in") == verdict.scope
    return verdict.scope


@pytest.mark.parametrize(
    ("near", "out", "expected"),
    [
        (-1, -1, "in"),
        (-1, OUT_MARGIN, "out"),
        (-1, OUT_MARGIN - BIT, "in"),
        (NEAR_MARGIN, -1, "near"),
        (NEAR_MARGIN - BIT, -1, "in"),
        (OUT_MARGIN + OUT_LEAD, OUT_MARGIN, "out"),
        (OUT_MARGIN + OUT_LEAD + BIT, OUT_MARGIN, "near"),
        (NEAR_MARGIN, NEAR_MARGIN, "out"),
        (NEAR_MARGIN, OUT_MARGIN - BIT, "near"),
    ],
)
def test_a_margin_decides(near: float, out: float, expected: str) -> None:
    """From its threshold on; out of scope wins a close race."""
    assert scope(near, out) == expected


def test_a_question_close_to_a_document_is_in_scope() -> None:
    """However its words lean."""
    assert scope(0.9, 0.9, SURELY_IN_COSINE) == "in"
    assert scope(0.9, 0.9, SURELY_IN_COSINE - BIT) == "out"


@pytest.mark.parametrize(
    ("cosine", "out", "expected"),
    [
        (SURE_COSINE_MIN, SURE_OUT_MARGIN_MAX, True),
        (SURE_COSINE_MIN - BIT, SURE_OUT_MARGIN_MAX, False),
        (SURE_COSINE_MIN, SURE_OUT_MARGIN_MAX + BIT, False),
    ],
)
def test_unasked_it_answers_only_what_is_close_and_far_from_what_it_declines(
    cosine: float, out: float, *, expected: bool
) -> None:
    """Both at once."""
    assert is_surely_ours(PlainFindings(found(DOCUMENT, cosine=cosine), out=leaning(out))) is expected
    assert not is_surely_ours(PlainFindings(out=leaning(-1)))


def test_without_documents_the_margins_decide() -> None:
    """Nothing found is no reason to help with the law."""
    assert judge(PlainFindings(out=leaning(0.9))).scope == "out"
    assert judge(PlainFindings()).scope == "in"


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 2))
def test_leaning_further_out_never_brings_a_question_in(near: float, out: float, more: float) -> None:
    """Once declined, declined for every greater margin."""
    if scope(near, out) == "out":
        assert scope(near, out + more) == "out"
