"""Which words stand in which texts."""

from __future__ import annotations

import bm25s
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.lexical import K1, METHOD, B, LexicalIndex
from embeddings.postings import Earlier, Postings, postings_of
from embeddings.terms import terms

word = st.sampled_from(["partner", "Partners", "van", "I-BEST", "the", "pays", "paying", "lake", "東京", "…"])
text = st.lists(word, max_size=12).map(" ".join)
texts = st.lists(text, min_size=1, max_size=12)


def written(postings: Postings) -> tuple[object, ...]:
    """All of it, to the byte."""
    arrays = (postings.starts, postings.texts, postings.counts)
    return list(postings.vocabulary.items()), [(each.dtype, each.tobytes()) for each in arrays], postings.size


def test_columns_say_where_a_word_stands_and_how_often() -> None:
    """The words in their order, the texts of each in theirs."""
    made = postings_of(["van partners van", "", "partner"])
    assert dict(made.vocabulary) == {"": 0, "partner": 1, "van": 2}
    assert (list(made.starts), list(made.texts), list(made.counts)) == ([0, 1, 3, 4], [1, 0, 2, 0], [1, 1, 1, 2])


@given(texts, texts, st.randoms(use_true_random=False))
def test_words_that_were_read_before_give_the_same(before: list[str], new: list[str], random: object) -> None:
    """Whatever is added, taken away, moved or repeated: as if all of it had been read anew."""
    after = [*before, *new]
    random.shuffle(after)  # type: ignore[attr-defined]  # hypothesis gives a Random
    after = after[: max(1, len(after) * 2 // 3)]
    assert written(postings_of(after, Earlier(before, postings_of(before)))) == written(postings_of(after))


@given(texts, texts, text)
def test_scores_are_those_of_a_full_build_and_of_bm25s(before: list[str], after: list[str], question: str) -> None:
    """To the last bit, in one refresh upon another as in one go."""
    made = LexicalIndex.build(after, Earlier(before, postings_of(before)))
    np.testing.assert_array_equal(made.scores(question), LexicalIndex.build(after).scores(question))
    theirs = bm25s.BM25(method=METHOD, k1=K1, b=B)
    theirs.index([terms(each) or [""] for each in after], show_progress=False)
    known = [term for term in terms(question) if term in theirs.vocab_dict]
    if known:
        np.testing.assert_array_equal(made.scores(question), theirs.get_scores(known))
    assert set(made.vocabulary) | {""} == set(theirs.vocab_dict)
