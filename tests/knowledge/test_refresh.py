"""From documents to a generation, encoding only what is new."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from knowledge.refresh import STRIDE_TEXTS, Progress, build, recipe_of
from knowledge.remembering import NOTHING, Remembered, vectors_by_text
from tests.fakes.documents import PHRASINGS, document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES, generation_of

DOCUMENTS = (document("C1", "case"), document("T1", "tool"))


def test_the_same_content_encodes_nothing() -> None:
    """With the vectors of the last generation the encoder is not even called, and the rows are the same."""
    before, encoder = generation_of(DOCUMENTS, WordEncoder()), WordEncoder()
    reports: list[Progress] = []
    after = build(DOCUMENTS, BOUNDARIES, encoder, Remembered(vectors_by_text(before)), reports.append)
    assert encoder.asked == []
    assert reports == []
    np.testing.assert_array_equal(after.vectors.rows, before.vectors.rows)
    np.testing.assert_array_equal(after.boundary_vectors.rows, before.boundary_vectors.rows)


def test_only_new_texts_are_encoded() -> None:
    """A changed section, a new phrasing and a new boundary example: those three, once each."""
    known = Remembered(vectors_by_text(generation_of(DOCUMENTS, WordEncoder())))
    changed = document("C1", "case", {"In short": "Told anew."}, asked_as=[*PHRASINGS, "in other words"])
    encoder = WordEncoder()
    boundaries = f"{BOUNDARIES}  - who signs first\n"
    made = build((changed, DOCUMENTS[1]), boundaries, encoder, known, lambda _: None)
    assert sorted(encoder.asked) == ["Title of C1. In short. Told anew.", "in other words", "who signs first"]
    fresh = build((changed, DOCUMENTS[1]), boundaries, WordEncoder(), NOTHING, lambda _: None)
    np.testing.assert_array_equal(made.vectors.rows, fresh.vectors.rows)
    np.testing.assert_array_equal(made.boundary_vectors.rows, fresh.boundary_vectors.rows)


def test_a_text_that_stands_twice_is_encoded_once() -> None:
    """Both documents have the same phrasings."""
    encoder = WordEncoder()
    generation_of(DOCUMENTS, encoder)
    assert len(encoder.asked) == len(set(encoder.asked))


def test_progress_counts_up_to_the_total() -> None:
    """A report after each stride; the last one says that all is done."""
    many = [document(f"C{n}", "case", asked_as=[f"{n} {p}" for p in PHRASINGS]) for n in range(1, 61)]
    reports: list[Progress] = []
    encoder = WordEncoder(8)
    build(many, BOUNDARIES, encoder, NOTHING, reports.append)
    assert len(reports) == -(-len(encoder.asked) // STRIDE_TEXTS) > 1
    assert [each.total for each in reports] == [len(encoder.asked)] * len(reports)
    assert [each.done for each in reports[:-1]] == [STRIDE_TEXTS * turn for turn in range(1, len(reports))]
    assert reports[-1].done == reports[-1].total


def test_boundaries_may_have_no_examples() -> None:
    """An index of documents alone."""
    made = build(DOCUMENTS, "topics: []\nin_examples: []\n", WordEncoder(), NOTHING, lambda _: None)
    assert len(made.boundary_vectors) == 0


def test_a_recipe_changes_with_everything_that_changes_an_index() -> None:
    """A file's text, its path, the order, the boundaries, the encoder; and nothing else."""
    recipes = [
        recipe_of(DOCUMENTS, BOUNDARIES, "words:32"),
        recipe_of((replace(DOCUMENTS[0], file=DOCUMENTS[0].file + " "), DOCUMENTS[1]), BOUNDARIES, "words:32"),
        recipe_of((replace(DOCUMENTS[0], path="other.md"), DOCUMENTS[1]), BOUNDARIES, "words:32"),
        recipe_of(DOCUMENTS[::-1], BOUNDARIES, "words:32"),
        recipe_of(DOCUMENTS, BOUNDARIES + " ", "words:32"),
        recipe_of(DOCUMENTS, BOUNDARIES, "words:64"),
    ]
    assert len(set(recipes)) == len(recipes)
    assert recipe_of(DOCUMENTS, BOUNDARIES, "words:32") == recipes[0]
