"""Exact nearest neighbours."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from embeddings.errors import IndexUnreadable
from embeddings.vectors import VectorIndex

ROWS = np.random.default_rng(7).normal(size=(50, 16)).astype(np.float32)
ROWS /= np.linalg.norm(ROWS, axis=1, keepdims=True)


def test_neighbours_are_those_of_a_full_comparison() -> None:
    """Row numbers and cosines, best first, never more than there are rows."""
    index = VectorIndex.build(ROWS)
    ids, cosines = index.nearest(ROWS[3], 80)
    expected = ROWS @ ROWS[3]
    assert ids[0] == 3
    assert sorted(ids) == list(range(50))
    np.testing.assert_allclose(cosines, expected[ids], atol=1e-6)
    assert (np.diff(cosines) <= 1e-6).all()


def test_many_questions_at_once_find_what_each_finds_alone() -> None:
    """Among all rows, among some, and among none."""
    index, queries = VectorIndex.build(ROWS), np.tile(ROWS[:10], (7, 1))
    for rows in (range(50), range(20, 45), range(3), range(0)):
        found = index.nearest_each(queries, 5, rows)
        assert len(found) == len(queries)
        for ids, query in zip(found, queries, strict=True):
            np.testing.assert_array_equal(ids, index.nearest(query, 5, rows)[0])


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    """From memory and from disk, bit for bit; so does an index of nothing."""
    VectorIndex.build(ROWS).save(tmp_path / "rows")
    for index in (VectorIndex.build(ROWS), VectorIndex.load(tmp_path / "rows")):
        np.testing.assert_array_equal(index.rows, ROWS)
        assert (len(index), index.dimensions) == ROWS.shape
    VectorIndex.build(ROWS[:0]).save(tmp_path / "none")
    assert VectorIndex.load(tmp_path / "none").rows.shape == (0, 16)


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    """Missing, cut short, nonsense, or an index of another kind."""
    path = tmp_path / "vectors.faiss"
    with pytest.raises(IndexUnreadable):
        VectorIndex.load(path)
    VectorIndex.build(ROWS).save(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(IndexUnreadable):
        VectorIndex.load(path)
    path.write_bytes(b"nonsense" * 100)
    with pytest.raises(IndexUnreadable):
        VectorIndex.load(path)
    faiss.write_index(faiss.IndexFlatL2(16), str(path))
    with pytest.raises(IndexUnreadable, match="inner-product"):
        VectorIndex.load(path)


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    """The caller tells the person; the library's own error does not leak."""
    with pytest.raises(OSError, match="no-such-folder"):
        VectorIndex.build(ROWS).save(tmp_path / "no-such-folder" / "vectors.faiss")


def test_rows_outlive_their_index() -> None:
    """Whoever keeps rows keeps their memory, and cannot change it."""
    rows = VectorIndex.build(ROWS).rows
    one = VectorIndex.build(ROWS).rows[5]
    VectorIndex.build(np.ones_like(ROWS))
    np.testing.assert_array_equal(rows, ROWS)
    np.testing.assert_array_equal(one, ROWS[5])
    with pytest.raises(ValueError, match="read-only"):
        rows[0] = 0
