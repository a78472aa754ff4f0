"""Words that match."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import IndexUnreadable
from embeddings.lexical import LexicalIndex
from embeddings.terms import terms

TEXTS = (
    "The I-BEST programme pairs a basic skills teacher with a job trainer.",
    "East Lake was a public housing site in Atlanta.",
    "The best lake for swimming lies east of the town.",
    "Partners agree on who pays for what.",
    "P-TECH joins a high school, a college and IBM.",
    "What the partners' agreement said about paying.",
)
QUESTIONS = ("I-BEST", "ibest", "East Lake", "who pays", "partnership agreements", "zzz", "", "the and of", "東京")


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def test_a_saved_index_scores_as_before(index: LexicalIndex, tmp_path: Path) -> None:
    """To the last bit, for every question."""
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert len(loaded) == len(index) == len(TEXTS)
    for question in QUESTIONS:
        np.testing.assert_array_equal(loaded.scores(question), index.scores(question))


@pytest.mark.parametrize(
    ("question", "best"),
    [("I-BEST", 0), ("ibest", 0), ("what is i-best?", 0), ("P-TECH", 4), ("ptech", 4), ("East Lake", 1)],
)
def test_names_are_found_as_people_write_them(index: LexicalIndex, question: str, best: int) -> None:
    """With or without the hyphen, and before texts which only share a part."""
    assert int(index.scores(question).argmax()) == best


def test_words_match_whatever_their_ending(index: LexicalIndex) -> None:
    """`paying` finds `pays`, and a text without any of the words scores nothing."""
    scores = index.scores("paying partner")
    assert set(np.flatnonzero(scores)) == {3, 5}


@pytest.mark.parametrize("question", ["", "zzz", "the and of", "?!", "🤝", "\ud800"])
def test_a_question_without_a_known_word_scores_nothing(index: LexicalIndex, question: str) -> None:
    """A score for every text, all of them zero."""
    np.testing.assert_array_equal(index.scores(question), np.zeros(len(TEXTS), np.float32))


@given(st.text(max_size=80))
def test_any_text_can_be_asked_for(text: str) -> None:
    """Terms are lower-case words without space, and an index takes any text and any question."""
    assert all(term and not any(character.isspace() for character in term) for term in terms(text))
    scores = LexicalIndex.build([text, "partners agree"]).scores(text)
    assert scores.shape == (2,)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()


def test_texts_without_words_can_be_indexed() -> None:
    """Stop words only, or nothing at all."""
    np.testing.assert_array_equal(LexicalIndex.build(["", "the and"]).scores("the partners"), [0, 0])


def test_eight_threads_get_what_one_gets(index: LexicalIndex) -> None:
    """Neither the stemmer nor the index is disturbed by company."""
    alone = {question: index.scores(question) for question in QUESTIONS}

    def ask(turn: int) -> bool:
        question = QUESTIONS[turn % len(QUESTIONS)]
        return bool((index.scores(question) == alone[question]).all())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2_000)))


@pytest.mark.parametrize("broken", ["missing", "not_json", "no_count"])
def test_an_index_that_cannot_be_read_is_refused(index: LexicalIndex, tmp_path: Path, broken: str) -> None:
    """By a name that the loader of a generation knows."""
    index.save(tmp_path)
    settings = tmp_path / "params.index.json"
    if broken == "missing":
        settings.unlink()
    else:
        settings.write_text("{" if broken == "not_json" else '{"method": "lucene"}')
    with pytest.raises(IndexUnreadable):
        LexicalIndex.load(tmp_path)
