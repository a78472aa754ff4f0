"""A linear probe over labelled examples."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.probe import PENALTY, LinearProbe


def reference(vectors: np.ndarray, labels: np.ndarray, size: int) -> np.ndarray:
    """Weights [d + 1, size] by the textbook: (X' W X + penalty I)^-1 X' W Y, with all of Y written out."""
    rows = np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])
    counts = [max(int((labels == label).sum()), 1) for label in range(size)]
    weights = np.array([1 / counts[label] for label in labels])
    diagonal = np.diag(weights / weights.mean())
    wanted = np.array([[float(label == wanted) for wanted in range(size)] for label in labels])
    return np.linalg.inv(rows.T @ diagonal @ rows + PENALTY * np.eye(rows.shape[1])) @ rows.T @ diagonal @ wanted


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 6), st.integers(1, 30))
def test_the_probe_is_weighted_ridge_regression(seed: int, size: int, dimensions: int, examples: int) -> None:
    """Equal to the closed form, also when a class has no example."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(examples, dimensions)).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    labels = random.integers(0, size, examples)
    asked = random.normal(size=dimensions).astype(np.float32)
    expected = np.append(asked, 1.0) @ reference(vectors, labels, size)
    found = LinearProbe(vectors, labels, size).scores(asked)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-4)


def test_a_class_without_examples_scores_nothing() -> None:
    """Whatever is asked."""
    probe = LinearProbe(np.eye(2, dtype=np.float32), np.array([0, 2]), 3)
    assert probe.scores(np.array([0.6, 0.8], np.float32))[1] == 0


def test_a_class_with_many_examples_does_not_drown_one_with_few() -> None:
    """Forty examples of one class and one of another: the one is still recognised."""
    many = np.tile(np.array([[1, 0]], np.float32), (40, 1))
    probe = LinearProbe(np.vstack([many, [[0, 1]]]).astype(np.float32), np.array([0] * 40 + [1]), 2)
    scores = probe.scores(np.array([0, 1], np.float32))
    assert scores[1] > scores[0]
