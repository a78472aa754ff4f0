"""How good a ranking is, by the usual measures. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def hit_at(ranked: Sequence[str], expected: Collection[str], depth: int) -> float:
    """1.0 when any expected ref is among the first `depth`, else 0.0."""
    return float(any(ref in expected for ref in ranked[:depth]))


def reciprocal_rank(ranked: Sequence[str], expected: Collection[str]) -> float:
    """One over the place of the first expected ref; 0.0 when none is ranked."""
    return next((1.0 / place for place, ref in enumerate(ranked, start=1) if ref in expected), 0.0)


def ndcg_at(ranked: Sequence[str], expected: Collection[str], depth: int) -> float:
    """Normalised discounted cumulative gain over the first `depth`, every expected ref being worth the same.

    Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
    """
    gain = sum(1 / math.log2(place + 1) for place, ref in enumerate(ranked[:depth], start=1) if ref in expected)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(set(expected)), depth) + 1))
    return gain / ideal if ideal else 0.0


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0.0 of nothing."""
    return sum(values) / len(values) if values else 0.0
