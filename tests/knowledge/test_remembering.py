"""What one generation knows that the next need not make again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents import Document
from knowledge.generation import Generation, read_generation
from knowledge.manifests import digests
from knowledge.refresh import build, recipe_of
from knowledge.remembering import remembered
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES, generation_of

AUDIENCES = ("", "team:T1", "channel:C1")
POOL = tuple(
    document(f"C{place}", "case", {"In short": text}, title=title, audience=audience)
    for place, (title, text, audience) in enumerate(
        (title, text, audience)
        for title in ("The van", "The lake")
        for text in ("Who pays for it.", "Who pays for it.\n\n- Partners agree. Partners sign.")
        for audience in AUDIENCES
    )
)
RECIPE = recipe_of(POOL, BOUNDARIES, "words:32")
some = st.lists(st.sampled_from(POOL), min_size=1, max_size=6, unique_by=lambda each: each.ref)


def upon(before: Generation, documents: Sequence[Document]) -> Generation:
    """A generation of `documents` by one that knows what `before` does."""
    return build(documents, BOUNDARIES, WordEncoder(32), remembered(before, RECIPE, RECIPE), lambda _: None)


@settings(deadline=None)
@given(some, some, st.sampled_from(("who pays", "partners who sign", "the van at the lake", "")))
def test_what_is_remembered_makes_the_same_index(before: list[Document], after: list[Document], question: str) -> None:
    """Whatever came, went and moved, for every audience: entries, vectors and the scores of words, to the bit."""
    made, anew = upon(generation_of(before), after), generation_of(after)
    assert made.entries == anew.entries
    np.testing.assert_array_equal(made.vectors.rows, anew.vectors.rows)
    assert made.own_words.keys() == anew.own_words.keys()
    for mine, yours in (
        (made.words, anew.words),
        *((made.own_words[each], anew.own_words[each]) for each in made.own_words),
    ):
        np.testing.assert_array_equal(mine.scores(question), yours.scores(question))


def test_files_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """Of an index that was made of an earlier one on the disk, and of one that was made in one go."""
    for name in ("before", "made", "anew"):
        (tmp_path / name).mkdir()
    generation_of(POOL[:9]).write(tmp_path / "before")
    upon(read_generation(tmp_path / "before"), POOL[3:]).write(tmp_path / "made")
    generation_of(POOL[3:]).write(tmp_path / "anew")
    assert digests(tmp_path / "made") == digests(tmp_path / "anew")


def test_what_was_made_otherwise_is_not_taken() -> None:
    """Vectors of another encoder, and words that were read another way."""
    before = generation_of(POOL)
    assert not remembered(before, replace(RECIPE, encoder="words:64"), RECIPE).vectors
    assert not remembered(before, replace(RECIPE, words=RECIPE.words + 1), RECIPE).words


def test_an_index_of_an_earlier_release_is_read_and_built_upon(tmp_path: Path) -> None:
    """It kept no counts of words: they are read again, and then kept."""
    generation_of(POOL).write(tmp_path)
    for counts in tmp_path.rglob("counts.npy"):
        counts.unlink()
    old = read_generation(tmp_path)
    assert old.words.scores("who pays").any()
    assert not remembered(old, RECIPE, RECIPE).words
    assert upon(old, POOL).words.postings is not None
