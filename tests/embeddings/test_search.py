"""Two rankings into one."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from embeddings.search import AGREEING, AGREEMENT_SHARE, agreed, best_of, from_floor, fuse, top

Scores = NDArray[np.float32]

cosines = arrays(np.float32, st.integers(1, 40), elements=st.floats(-1, 1, width=32))


@st.composite
def rankings(draw: st.DrawFn) -> tuple[Scores, Scores]:
    """Cosines and BM25 scores of the same candidates."""
    dense = draw(cosines)
    return dense, draw(arrays(np.float32, len(dense), elements=st.floats(0, 50, width=32)))


@st.composite
def owned(draw: st.DrawFn) -> tuple[Scores, NDArray[np.int64], int]:
    """Scores, whose each is, and how many owners there are; every owner has at least one."""
    size = draw(st.integers(1, 8))
    owners = draw(st.lists(st.integers(0, size - 1), max_size=30)) + list(range(size))
    owners = draw(st.permutations(owners))
    scores = draw(arrays(np.float32, len(owners), elements=st.floats(-1, 1, width=32)))
    return scores, np.array(owners, dtype=np.int64), size


@given(rankings(), st.floats(0, 1))
def test_a_fused_score_is_at_most_one(given_rankings: tuple[Scores, Scores], weight: float) -> None:
    """And at least zero, whatever the share."""
    fused = fuse(*given_rankings, weight)
    assert fused.dtype == np.float32
    assert fused.max() <= 1 + 1e-6
    assert fused.min() >= 0


@given(rankings(), st.data())
def test_a_candidate_that_is_better_in_both_is_better_fused(
    given_rankings: tuple[Scores, Scores], data: st.DataObject
) -> None:
    """Fusing is monotone in each of its two scores."""
    dense, lexical = given_rankings
    one, other = data.draw(st.tuples(*[st.integers(0, len(dense) - 1)] * 2))
    if dense[one] <= dense[other] and lexical[one] <= lexical[other]:
        fused = fuse(dense, lexical)
        assert fused[one] <= fused[other] + 1e-6


def test_the_best_in_both_rankings_has_exactly_one() -> None:
    """Shares add up: dense 0.9 and lexical 0.1, each measured from its floor and divided by the best."""
    fused = fuse(np.array([0.5, 0.0], np.float32), np.array([4.0, 1.0], np.float32))
    np.testing.assert_allclose(fused, [1.0, 0.9 * (1 / 1.5) + 0.1 * 0.25], atol=1e-6)


def test_scores_from_a_floor_are_zero_when_none_is_above_it() -> None:
    """No word matched: nothing is divided by zero. No candidates: nothing comes back."""
    np.testing.assert_array_equal(from_floor(np.zeros(3, np.float32), 0.0), np.zeros(3))
    np.testing.assert_array_equal(from_floor(np.full(2, -1, np.float32), -1.0), np.zeros(2))
    assert from_floor(np.zeros(0, np.float32), 0.0).shape == (0,)


@given(cosines, st.integers(0, 50))
def test_the_top_is_a_stable_sort(scores: Scores, count: int) -> None:
    """Best first, and equal scores keep their order, as a full stable sort would give."""
    expected = sorted(range(len(scores)), key=lambda place: -scores[place])[:count]
    # Among equals at the edge any may be left out; the scores are those of the reference and equals stand in order.
    found = top(scores, count)
    np.testing.assert_array_equal(scores[found], scores[expected])
    assert all(a < b for a, b in itertools.pairwise(found) if scores[a] == scores[b])


def test_the_top_of_nothing_is_nothing() -> None:
    """Neither an empty list nor a count of zero is a fault."""
    assert top(np.zeros(0, np.float32), 5).shape == (0,)
    assert top(np.ones(5, np.float32), 0).shape == (0,)


@given(owned())
def test_the_best_of_each_owner_is_its_maximum(given_owned: tuple[Scores, NDArray[np.int64], int]) -> None:
    """Compared with a loop over owners."""
    scores, owners, size = given_owned
    expected = [max(scores[owners == owner]) for owner in range(size)]
    np.testing.assert_array_equal(best_of(scores, owners, size), np.array(expected, np.float32))


@given(owned())
def test_agreement_mixes_the_best_with_the_mean_of_the_few_best(
    given_owned: tuple[Scores, NDArray[np.int64], int],
) -> None:
    """Compared with a loop over owners; an owner with fewer entries is measured by those that it has."""
    scores, owners, size = given_owned
    expected = []
    for owner in range(size):
        few = sorted((float(score) for score in scores[owners == owner]), reverse=True)[:AGREEING]
        expected.append((1 - AGREEMENT_SHARE) * few[0] + AGREEMENT_SHARE * sum(few) / len(few))
    np.testing.assert_allclose(agreed(scores, owners, size), expected, atol=1e-6)
