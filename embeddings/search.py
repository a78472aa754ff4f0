"""Two rankings into one. Pure: scores in, scores out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Share of the dense score in the fused one. Measured on the judged questions and on a public collection:
# .github/decisions/0002-fusion.md has the table.
DENSE_WEIGHT = 0.9
# How many of an owner's best entries count for it, and what share their mean has beside the single best one: one lucky
# sentence is weaker evidence than three that agree.
AGREEING = 3
AGREEMENT_SHARE = 0.7


def fuse(dense: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT) -> NDArray[np.float32]:
    """Both scores of the same candidates as one: float32 [n], at most 1.

    Theoretical min-max: each score is measured from the least that it could be (cosine -1, BM25 0) and divided by the
    best of this question.
    Source: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42(1), 2023.

    Args:
        dense: cosines, [n].
        lexical: BM25 scores, [n], 0 where nothing matched.
        weight: share of the dense score, 0 to 1.
    """
    return np.asarray(weight * from_floor(dense, -1.0) + (1 - weight) * from_floor(lexical, 0.0), dtype=np.float32)


def from_floor(scores: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    """Scores measured from `floor` and divided by the best: float32 [n], at most 1; all 0 when none is above it."""
    raised = scores - np.float32(floor)
    best = raised.max(initial=0.0)
    return raised / best if best > 0 else np.zeros_like(raised)


def best_of(scores: NDArray[np.float32], owners: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """The best score of each owner: float32 [size].

    Args:
        scores: [n].
        owners: whose each score is, [n]; every number from 0 to size - 1 occurs.
        size: number of owners.
    """
    best = np.full(size, -np.inf, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return best


def agreed(scores: NDArray[np.float32], owners: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """What each owner's entries say together: its best score, mixed with the mean of its few best. float32 [size].

    Args: as `best_of`.
    """
    order = np.lexsort((-scores, owners))
    grouped, ranked = owners[order], scores[order]
    first = np.searchsorted(grouped, np.arange(size))
    leading = np.arange(len(order)) - first[grouped] < AGREEING
    totals = np.bincount(grouped[leading], weights=ranked[leading], minlength=size)
    counts = np.bincount(grouped[leading], minlength=size)
    mixed = (1 - AGREEMENT_SHARE) * ranked[first] + AGREEMENT_SHARE * totals / counts
    return np.asarray(mixed, dtype=np.float32)


def top(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Positions of the `count` best scores, best first; equal scores keep their order."""
    count = min(count, len(scores))
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    chosen = np.sort(np.argpartition(-scores, count - 1)[:count])
    return np.asarray(chosen[np.argsort(-scores[chosen], kind="stable")], dtype=np.int64)
