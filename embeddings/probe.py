"""A linear probe: which class a vector belongs to, learnt from labelled examples. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Strength of the ridge penalty. From 1 to 10 the judged questions score the same within a question or two.
PENALTY = 3.0


class LinearProbe:
    """Ridge regression on one-hot labels, every class weighing the same however many examples it has."""

    def __init__(self, vectors: NDArray[np.float32], labels: NDArray[np.int64], size: int) -> None:
        """Fit the probe: one pass over the examples, and one system of d + 1 equations.

        Args:
            vectors: examples, float32 [n, d].
            labels: the class of each example, int64 [n], from 0 to size - 1.
            size: number of classes; one without examples scores 0 everywhere.
        """
        # Of ten thousand classes two hundred may have examples: the others are neither solved for nor scored.
        self._size = size
        self._known, places, counts = np.unique(labels, return_inverse=True, return_counts=True)
        weights = (1 / counts)[places]
        weights /= weights.mean()
        weighted = _with_bias(vectors) * weights[:, np.newaxis].astype(np.float32)
        square = weighted.T @ _with_bias(vectors) + PENALTY * np.eye(weighted.shape[1])
        sums = np.zeros((len(self._known), weighted.shape[1]))
        np.add.at(sums, places, weighted)
        self._weights = np.linalg.solve(square, sums.T).astype(np.float32)

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How much `vector` (float32 [d]) looks like each class: about 0 to 1, float32 [size]."""
        scores = np.zeros(self._size, dtype=np.float32)
        scores[self._known] = vector @ self._weights[:-1] + self._weights[-1]
        return scores


def _with_bias(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
