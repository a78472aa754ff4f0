"""One generation in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.chunking import passages
from knowledge.entries import entries_of
from knowledge.errors import IndexCorrupt
from knowledge.generation import read_generation
from knowledge.remembering import vectors_by_text
from tests.fakes.documents import PHRASINGS, document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES, generation_of

DOCUMENTS = (
    document("C1", "case", other_names=["The Lake"], place="Atlanta", authors=["Ann Lee"], year="2014"),
    document("L1", "resource"),
    document("T1", "tool", {"Example": "One thing. Another."}),
)


def test_every_document_has_passages_and_pointers() -> None:
    """Its passages under their headings, then its phrasings, names, and who wrote it, where and when."""
    own = [entry for entry in entries_of(DOCUMENTS) if entry.owner == 0]
    assert [entry.text for entry in own if entry.passage] == ["Title of C1. In short. Text of in short."]
    assert [entry.text for entry in own if entry.passage is None] == [
        *PHRASINGS,
        "Title of C1",
        "The Lake",
        "Title of C1 Ann Lee Atlanta 2014 The Publisher",
    ]


def test_rows_belong_to_their_documents() -> None:
    """Owners, pointers, passages and the rows of some documents tell the same story."""
    made = generation_of(DOCUMENTS)
    assert list(made.owners) == [entry.owner for entry in made.entries]
    assert [row for row in range(len(made.entries)) if made.entries[row].passage is None] == list(made.pointer_rows)
    for owner, each in enumerate(DOCUMENTS):
        assert [made.entries[row].passage for row in made.passage_rows[owner]] == passages(each)
        assert made.by_ref[each.ref] == owner
    rows, places = made.rows_of(np.array([2, 0]))
    assert list(rows) == [*np.flatnonzero(made.owners == 2), *np.flatnonzero(made.owners == 0)]
    assert [(2, 0)[place] for place in places] == [made.owners[row] for row in rows]


def test_the_vector_of_every_text_is_known() -> None:
    """Of entries and of boundary examples: each is what the encoder makes of it."""
    made, encoder = generation_of(DOCUMENTS, WordEncoder()), WordEncoder()
    known = vectors_by_text(made)
    assert set(known) == {entry.text for entry in made.entries} | {example for example, _ in made.boundaries.examples}
    for text, vector in known.items():
        np.testing.assert_allclose(vector, encoder.encode([text])[0], atol=1e-6)


@pytest.mark.parametrize("part", ["documents.jsonl", "vectors.faiss", "words", "boundaries.yaml"])
def test_parts_that_do_not_belong_together_are_refused(part: str, tmp_path: Path) -> None:
    """One part of another generation, each whole in itself."""
    for name, documents in (("one", DOCUMENTS), ("other", DOCUMENTS[:1])):
        (tmp_path / name).mkdir()
        generation_of(documents).write(tmp_path / name)
    if part == "boundaries.yaml":
        (tmp_path / "other" / part).write_text(BOUNDARIES + "  - one more in scope\n")
    (tmp_path / "one" / part).rename(tmp_path / "swapped")
    (tmp_path / "other" / part).rename(tmp_path / "one" / part)
    with pytest.raises(IndexCorrupt, match="one"):
        read_generation(tmp_path / "one")
