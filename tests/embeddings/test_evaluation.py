"""How good a ranking is, against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from embeddings.evaluation import hit_at, mean, ndcg_at, reciprocal_rank

RANKED = ["T1", "C4", "T7", "SC-roles"]


@pytest.mark.parametrize(
    ("expected", "depth", "hit"),
    [({"T1"}, 1, 1.0), ({"C4"}, 1, 0.0), ({"C4"}, 2, 1.0), ({"L9"}, 4, 0.0), (set(), 4, 0.0), ({"T1"}, 0, 0.0)],
)
def test_a_hit_is_any_expected_ref_within_the_depth(expected: set[str], depth: int, hit: float) -> None:
    """One of several is enough; nothing expected is never a hit."""
    assert hit_at(RANKED, expected, depth) == hit


@pytest.mark.parametrize(
    ("expected", "rank"), [({"T1"}, 1.0), ({"C4", "T7"}, 0.5), ({"SC-roles"}, 0.25), ({"L9"}, 0.0), (set(), 0.0)]
)
def test_the_reciprocal_rank_is_one_over_the_first_place(expected: set[str], rank: float) -> None:
    """The second expected ref no longer counts."""
    assert reciprocal_rank(RANKED, expected) == rank


@pytest.mark.parametrize(
    ("expected", "depth", "value"),
    [
        (["T1"], 10, 1.0),
        (["C4"], 10, 1 / math.log2(3)),
        (["C4", "T7"], 10, (1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3))),
        (["T1", "L9"], 10, 1 / (1 + 1 / math.log2(3))),
        (["T1", "T1"], 10, 1.0),
        (["SC-roles"], 3, 0.0),
        (["T1", "C4", "T7"], 1, 1.0),
        ([], 10, 0.0),
    ],
)
def test_ndcg_discounts_by_the_logarithm_of_the_place(expected: list[str], depth: int, value: float) -> None:
    """Gain 1 / log2(place + 1), divided by that of the best possible order; a ref named twice counts once."""
    assert ndcg_at(RANKED, expected, depth) == pytest.approx(value)


def test_the_mean_of_nothing_is_nothing() -> None:
    """No question, no score, no division by zero."""
    assert mean([]) == 0.0
    assert mean([1.0, 0.0, 0.5]) == 0.5
