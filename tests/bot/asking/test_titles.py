"""Whoever knows what it is called finds it: every document by its exact title, over the real content."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bot.asking.answering import Answering
from embeddings.encoder import SentenceEncoder
from knowledge.content_files import read_documents
from knowledge.documents import Document
from knowledge.generation import read_generation
from knowledge.generations import Generations
from knowledge.retrieval import Retrieval

DOCUMENTS = read_documents()
# What a title stands for; a resource or a study is about something, and may bear the title of that.
THINGS = frozenset({"tool", "stage", "theme", "case"})
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=[each.ref for each in DOCUMENTS])


@pytest.fixture(scope="module")
def coach(published_home: Path, sentence_encoder: SentenceEncoder) -> Answering:
    _, folder, _ = Generations(published_home / "index").current()
    return Answering(Retrieval(read_generation(folder), sentence_encoder))


def bearers(title: str) -> set[str]:
    """Refs of the things with this title or, where none has it, of whatever has."""
    named: dict[bool, set[str]] = defaultdict(set)
    for each in DOCUMENTS:
        if each.head.title.casefold() == title.casefold():
            named[each.head.kind in THINGS].add(each.ref)
    return named[True] or named[False]


@each_document
def test_an_exact_title_finds_its_document(coach: Answering, document: Document) -> None:
    """First, in capitals and without its marks too; only a paper on a case of the same title comes after that case."""
    for asked in (document.head.title, document.head.title.upper().replace("'", "").replace("-", " ").strip("?")):
        considered = coach.consider(asked)
        assert considered.refs[0] in bearers(document.head.title)
        assert document.ref in considered.refs[:3]
        assert considered.reply.outcome == "answer"


@each_document
def test_a_title_within_a_question_finds_its_document(coach: Answering, document: Document) -> None:
    """As people ask for something that they know by name."""
    assert coach.consider(f"Tell me about “{document.head.title}”").refs[0] in bearers(document.head.title)


@pytest.mark.parametrize(
    ("asked", "ref"),
    [
        ("Petco", "C13"),
        ("jane hoffman", "C13"),
        ("WNC Regional Livestock Center", "C16"),
        ("Shape Up Somerville", "C10"),
        ("PARTNER Tool", "L63"),
        ("the Intersector Toolkit", "L1"),
    ],
)
def test_another_name_finds_its_document(coach: Answering, asked: str, ref: str) -> None:
    """People, places and programmes that stand for a case lead to it before the papers on it."""
    assert coach.consider(asked).refs[0] == ref


@pytest.mark.parametrize(
    ("asked", "ref"),
    [
        ("is there a paper on Rural Sustainability in Western North Carolina?", "L69"),
        ("an article about Saving Shelter Animals in New York City", "L7"),
        ("do you have a case on Saving Shelter Animals in New York City", "C13"),
    ],
)
def test_a_kind_that_is_asked_for_decides_between_twins(coach: Answering, asked: str, ref: str) -> None:
    """A case and a paper of the same title: each is found by those who ask for one of its kind."""
    assert coach.consider(asked).refs[0] == ref
