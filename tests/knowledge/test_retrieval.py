"""Questions against a small generation, over an encoder for which texts with the same words are near."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import SentenceEncoder
from knowledge.chunking import passages
from knowledge.documents import Document
from knowledge.found import Query
from knowledge.generation import read_generation
from knowledge.refresh import build
from knowledge.remembering import NOTHING
from knowledge.retrieval import DOCUMENTS as FOUND_MAX
from knowledge.retrieval import Retrieval, SearchFindings
from tests.fakes.documents import document, links
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import generation_of


def asked(*phrasings: str) -> list[str]:
    """Eight phrasings that begin with these."""
    return [
        *phrasings,
        *(f"{phrasings[0]} {word}" for word in ("now", "soon", "here", "then", "again", "today", "late", "yet")),
    ][:9]


NOBODY: frozenset[str] = frozenset()
DOCUMENTS = (
    document(
        "C1",
        "case",
        {"In short": "A housing site in Atlanta became a place where families want to live."},
        title="Purpose Built",
        other_names=["East Lake"],
        asked_as=asked("a whole neighborhood turned around", "housing and a school together"),
    ),
    document(
        "C7",
        "case",
        {"In short": "Two teachers share one class, so that adults learn a trade and basic skills."},
        title="Skills for Work",
        other_names=["I-BEST"],
        asked_as=asked("adults who learn a trade", "teachers from two worlds in one class"),
    ),
    document(
        "L1",
        "resource",
        {
            "In short": "A guide to money in partnerships: who pays for what.",
            "Why open it": "It has a sheet for costs.",
        },
        title="Guide to Costs",
        asked_as=asked("a guide on shared costs", "is there a sheet for costs"),
    ),
    document(
        "T1",
        "tool",
        {"In short": "List everyone who has a stake, and invite them early."},
        title="Engage Partners",
        links=links("C1"),
        asked_as=asked("who should sit at the table", "whom do we invite first"),
    ),
    document(
        "T2",
        "tool",
        {
            "In short": "Agree early who pays for what, and write it down.",
            "What to do": "- List what each partner can give.\n- Agree who pays for what.",
            "Questions from the source": "- Who holds the money?",
        },
        title="Share Costs",
        asked_as=asked("who pays for what", "how do we split the bill"),
    ),
)


@pytest.fixture(scope="module")
def retrieval() -> Retrieval:
    return Retrieval(generation_of(DOCUMENTS, WordEncoder()), WordEncoder())


def search(retrieval: Retrieval, text: str, *kinds: str) -> SearchFindings:
    return retrieval.search(Query(((text, 1.0),), kinds))


def refs(findings: SearchFindings) -> list[str]:
    return [each.document.ref for each in findings.documents]


@pytest.mark.parametrize("each", DOCUMENTS, ids=[each.ref for each in DOCUMENTS])
def test_a_phrasing_finds_its_document(retrieval: Retrieval, each: Document) -> None:
    """Asked word for word, the document is first, and its cosine is one."""
    for phrasing in each.head.asked_as:
        first = search(retrieval, phrasing).documents[0]
        assert first.document.ref == each.ref
        assert first.cosine == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "ref"), [("what was I-BEST?", "C7"), ("ibest", "C7"), ("tell me about East Lake", "C1")]
)
def test_rare_names_are_found_by_their_letters(retrieval: Retrieval, question: str, ref: str) -> None:
    """A name of a programme or a place, also where vectors know nothing of it ("ibest" is no word of the case)."""
    assert refs(search(retrieval, question))[0] == ref


def test_documents_come_best_first(retrieval: Retrieval) -> None:
    """Each once, scores falling, never more than are given back."""
    found = search(retrieval, "who pays for what").documents
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len({each.document.ref for each in found}) == len(found) <= FOUND_MAX
    assert [each.document.ref for each in found[:2]] == ["T2", "L1"]


def test_more_than_enough_documents_are_cut() -> None:
    """Twenty come back however many there are."""
    many = [document(f"C{n}", "case", title=f"Case number {n}") for n in range(1, 31)]
    found = search(Retrieval(generation_of(many, WordEncoder()), WordEncoder()), "case number").documents
    assert len(found) == FOUND_MAX == 20


def test_a_kind_that_was_asked_for_comes_first(retrieval: Retrieval) -> None:
    """A bare "costs" leads to the tool; asked for as something to read, to the guide."""
    assert refs(search(retrieval, "costs"))[0] == "T2"
    assert refs(search(retrieval, "costs", "resource", "study"))[0] == "L1"


def test_practice_wins_a_close_race() -> None:
    """Of two documents with the same words, the one that tells a team what to do, unless another kind was asked for."""
    twins = [
        document(ref, kind, {"In short": "Same words."}, title="Twin")
        for ref, kind in (("C1", "case"), ("SC-roles", "theme"))
    ]
    both = Retrieval(generation_of(twins, WordEncoder()), WordEncoder())
    assert refs(search(both, "same words")) == ["SC-roles", "C1"]
    assert refs(search(both, "same words", "case")) == ["C1", "SC-roles"]


def test_two_texts_are_searched_together(retrieval: Retrieval) -> None:
    """A follow-up finds what it and the question before it say; each weighs as much as its share."""
    lone = search(retrieval, "and Atlanta families?")
    both = retrieval.search(Query((("and Atlanta families?", 0.5), ("who pays for what and Atlanta families?", 0.5))))
    assert refs(lone)[0] == "C1"
    assert {"C1", "T2"} == set(refs(both)[:2])
    cosine, before = ({each.document.ref: each.cosine for each in found.documents} for found in (both, lone))
    assert cosine["T2"] > before["T2"]


def test_passages_come_in_reading_order_with_their_cosines(retrieval: Retrieval) -> None:
    """All of the document's, as it was cut; none for an unknown ref."""
    question = "who holds the money?"
    scored = search(retrieval, question).passages_of("T2")
    assert [each.passage for each in scored] == passages(DOCUMENTS[4])
    encoder = WordEncoder()
    vector = encoder.encode([question])[0]
    np.testing.assert_allclose(
        [each.cosine for each in scored], encoder.encode([each.passage.embedded for each in scored]) @ vector, atol=1e-5
    )
    assert search(retrieval, question).passages_of("T9") == ()


def test_a_document_is_found_by_its_ref(retrieval: Retrieval) -> None:
    """Whether or not the question found it."""
    findings = search(retrieval, "anything")
    assert findings.document("C7") == DOCUMENTS[1]
    assert findings.document("T9") is None


def test_named_documents_can_lead(retrieval: Retrieval) -> None:
    """In the order of their scores, then the others as they were; unknown refs are passed over, none stands twice."""
    before = search(retrieval, "who pays for what")
    after = before.leading_with(["C1", "T9", "T2"])
    assert refs(after) == ["T2", "C1", *(ref for ref in refs(before) if ref not in {"T2", "C1"})]
    assert set(after.documents) == set(before.documents)
    assert (after.near, after.out) == (before.near, before.out)


def test_a_document_that_was_not_found_can_lead() -> None:
    """It comes with the cosine of its nearest passage, behind those that were found."""
    many = [document(f"C{n}", "case", title=f"Case number {n}") for n in range(1, 31)]
    found = search(Retrieval(generation_of(many, WordEncoder()), WordEncoder()), "case number 7")
    missing = next(each.ref for each in many if each.ref not in refs(found))
    after = found.leading_with([missing, "C7"])
    assert refs(after)[:2] == ["C7", missing]
    nearest = max(scored.cosine for scored in found.passages_of(missing))
    assert (after.documents[1].score, after.documents[1].cosine) == (0.0, nearest)
    assert len(after.documents) == FOUND_MAX + 1


@pytest.mark.parametrize(
    ("question", "scope", "topic"),
    [
        ("can they sue us in court for this contract", "out", "legal advice"),
        ("how do we write a proposal for a federal grant", "near", "fundraising"),
        ("who should sit at the table", "in", ""),
        ("who pays for what", "in", ""),
    ],
)
def test_a_question_leans_towards_the_examples_it_resembles(
    retrieval: Retrieval, question: str, scope: str, topic: str
) -> None:
    """The margin says how much more than towards those in scope; the topic is the nearest of that scope."""
    findings = search(retrieval, question)
    margins = {"near": findings.near.margin, "out": findings.out.margin, "in": 0.0}
    assert max(margins, key=lambda name: margins[name]) == scope
    named = {"near": findings.near.topic, "out": findings.out.topic}.get(scope)
    assert (named.name if named else "") == topic


def test_without_boundary_examples_nothing_leans_out() -> None:
    """No topic, and a margin below zero: every question is in scope."""
    bare = build(DOCUMENTS, "topics: []\nin_examples: []\n", WordEncoder(), NOTHING, lambda _: None)
    findings = search(Retrieval(bare, WordEncoder()), "can they sue us in court")
    assert findings.out.topic is None
    assert findings.near.topic is None
    assert findings.out.margin < 0 > findings.near.margin


def test_a_generation_from_disk_answers_the_same(retrieval: Retrieval, tmp_path: Path) -> None:
    """Score for score."""
    generation_of(DOCUMENTS, WordEncoder()).write(tmp_path)
    loaded = Retrieval(read_generation(tmp_path), WordEncoder())
    for question in ("who pays for what", "I-BEST", "can they sue us"):
        assert search(loaded, question).documents == search(retrieval, question).documents


def test_foreseen_queries_find_the_same() -> None:
    """Also where their nearest rows are not all rows, and where others are asked after all."""
    private = (*DOCUMENTS, document("C99", "case", title="Who pays for what", audience="team:T1"))
    generation, encoder = generation_of(private, WordEncoder()), WordEncoder()
    texts = ("who pays for what", "teachers of two worlds", "a sheet for costs", "can they sue us")
    queries = [
        Query([(text, 1.0)], audience=audience) for text in texts for audience in (NOBODY, frozenset({"team:T1"}))
    ]
    foreseeing, plain = Retrieval(generation, encoder, queries[:-2]), Retrieval(generation, encoder)
    for query in queries:
        assert foreseeing.search(query).documents == plain.search(query).documents


def test_eight_threads_get_what_one_gets(retrieval: Retrieval) -> None:
    """Searching changes nothing."""
    questions = [phrasing for each in DOCUMENTS for phrasing in each.head.asked_as]
    alone = [search(retrieval, question).documents for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: search(retrieval, question).documents, questions)) == alone


def test_the_real_model_finds_by_meaning(sentence_encoder: SentenceEncoder) -> None:
    """No word in common with the document, and still first; a name by its letters."""
    retrieval = Retrieval(generation_of(DOCUMENTS, sentence_encoder), sentence_encoder)
    assert refs(search(retrieval, "dividing up expenses between organisations"))[0] == "T2"
    assert refs(search(retrieval, "I-BEST"))[0] == "C7"
