"""Two rankings into one. Pure: scores in, scores out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Share of the dense score in the fused one. Measured on the judged questions and on a public collection
# (tests/benchmarks/fusion.py prints the comparison): flat between 0.7 and 0.85.
DENSE_WEIGHT = 0.8


def fuse(
    dense: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT
) -> NDArray[np.float32]:
    """Both scores of the same candidates as one: float32 [n], at most 1.

    Theoretical min-max: each score is measured from the least that it could be (cosine -1, BM25 0) and divided by the
    best of this question.
    Source: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42(1), 2023.

    Args:
        dense: cosines, [n].
        lexical: BM25 scores, [n], 0 where nothing matched.
        weight: share of the dense score, 0 to 1.
    """
    return np.asarray(weight * _from_floor(dense, -1.0) + (1 - weight) * _from_floor(lexical, 0.0), dtype=np.float32)


def best_of(scores: NDArray[np.float32], owners: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """The best score of each owner: float32 [size], 0 for an owner with none.

    Args:
        scores: [n], none below -1.
        owners: whose each score is, [n], from 0 to size - 1.
        size: number of owners.
    """
    best = np.full(size, -np.inf, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return np.where(np.isinf(best), np.float32(0), best)


def top(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Positions of the `count` best scores, best first; equal scores keep their order."""
    count = min(count, len(scores))
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    chosen = np.sort(np.argpartition(-scores, count - 1)[:count])
    return np.asarray(chosen[np.argsort(-scores[chosen], kind="stable")], dtype=np.int64)


def _from_floor(scores: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    raised = scores - np.float32(floor)
    best = raised.max(initial=0.0)
    return raised / best if best > 0 else np.zeros_like(raised)
