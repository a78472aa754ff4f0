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
        weights = (1 / np.maximum(np.bincount(labels, minlength=size), 1))[labels]
        weights /= weights.mean()
        weighted = _with_bias(vectors) * weights[:, np.newaxis].astype(np.float32)
        square = weighted.T @ _with_bias(vectors) + PENALTY * np.eye(weighted.shape[1])
        sums = np.zeros((size, weighted.shape[1]))
        np.add.at(sums, labels, weighted)
        self._weights = np.linalg.solve(square, sums.T).astype(np.float32)

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How much `vector` (float32 [d]) looks like each class: about 0 to 1, float32 [size]."""
        return np.asarray(vector @ self._weights[:-1] + self._weights[-1], dtype=np.float32)


def _with_bias(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
