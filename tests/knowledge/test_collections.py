"""A question that is put to some collections finds nothing of the others, and all that it would find in these."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.documents import Document
from knowledge.found import Query
from knowledge.retrieval import CANDIDATES, Retrieval, SearchFindings
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import generation_of

# More cases say it word for word than the search looks at, so that a filter behind it would find no tool at all.
CROWD = [document(f"C{number}", "case", {"In short": "Who pays for the bridge?"}) for number in range(CANDIDATES + 50)]
TOOL = document("T1", "tool", {"In short": "The bridge has a toll, and a gate."})
STUDY = document("L1", "study", {"In short": "Some rivers have no crossing."})


@pytest.fixture(scope="module")
def retrieval() -> Retrieval:
    """A crowd of cases around one tool and one study."""
    documents = sorted((*CROWD, TOOL, STUDY), key=lambda each: each.ref)
    return Retrieval(generation_of(documents, WordEncoder()), WordEncoder())


def search(retrieval: Retrieval, text: str, *collections: str) -> SearchFindings:
    return retrieval.search(Query(((text, 1.0),), collections=frozenset(collections)))


def refs(documents: Sequence[Document]) -> set[str]:
    return {each.ref for each in documents}


def test_only_the_chosen_collections_are_searched(retrieval: Retrieval) -> None:
    """Also where a crowd of others is nearer; what is not chosen is not there, not even by its ref or in front."""
    everything = search(retrieval, "Who pays for the bridge?")
    assert {each.document.collection for each in everything.documents} == {"cases"}
    found = search(retrieval, "Who pays for the bridge?", "toolkit", "research")
    assert [each.document.ref for each in found.documents] == ["T1", "L1"]
    assert found.document("C1") is None
    assert found.passages_of("C1") == ()
    assert refs([each.document for each in found.leading_with(["C1", "L1"]).documents]) == {"T1", "L1"}
    by_name = search(retrieval, CROWD[0].head.title, "toolkit")
    assert [each.document.ref for each in by_name.documents] == ["T1"]


def test_a_collection_without_anything_in_it_finds_nothing(retrieval: Retrieval) -> None:
    """Nothing is made up from the others."""
    assert search(retrieval, "Who pays for the bridge?", "agreements").documents == ()


def test_all_collections_find_what_none_in_particular_do(retrieval: Retrieval) -> None:
    """Score by score."""
    for text in ("Who pays for the bridge?", "Is there a crossing?", "toll gate"):
        chosen = search(retrieval, text, "cases", "toolkit", "research", "library", "agreements", "team")
        assert chosen.documents == search(retrieval, text).documents
