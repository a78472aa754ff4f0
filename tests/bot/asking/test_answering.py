"""A question in, a reply out."""

from __future__ import annotations

import pytest

from bot.asking.answering import FOUND_COSINE_MIN, Answering
from bot.asking.answers import Answer, Declined, NotFound, NothingAsked
from tests.fakes.documents import document
from tests.fakes.findings import PlainFindings, PlainSearch, found, leaning

T1, T2, C1 = document("T1", "tool"), document("T2", "tool"), document("C1", "case")


def answering(**findings: object) -> tuple[Answering, PlainSearch]:
    search = PlainSearch(PlainFindings(**{"documents": found(T1, T2, C1), **findings}))  # type: ignore[arg-type]
    return Answering(search), search


def test_nothing_asked_is_not_searched_for() -> None:
    """A greeting costs no search."""
    coach, search = answering()
    assert coach.reply("🤝 <@U1> ?!") == NothingAsked()
    assert coach.consider("hello").refs == ()
    assert search.queries == []


def test_a_question_in_scope_is_answered_from_the_best_document() -> None:
    """The first document leads, and the ranking comes along."""
    coach, _ = answering()
    considered = coach.consider("who pays for what?")
    assert isinstance(considered.reply, Answer)
    assert considered.reply.citations[0].ref == "T1"
    assert considered.refs == ("T1", "T2", "C1")
    assert considered.reply.outcome == "answer"


def test_a_question_out_of_scope_is_declined() -> None:
    """With the topic's limit and offer, and nothing from documents; the ranking is still there to be judged."""
    coach, _ = answering(out=leaning(0.9))
    considered = coach.consider("can they sue us?")
    assert considered.reply == Declined("the out limit", "An offer.")
    assert considered.reply.outcome == "declined"
    assert considered.refs == ("T1", "T2", "C1")


def test_a_question_near_scope_is_half_answered() -> None:
    """From the documents that the topic names, in the order they were found, saying where the sources stop."""
    coach, _ = answering(near=leaning(0.9, "near", ["C1", "T2", "T9"]))
    considered = coach.consider("how do we win a grant?")
    assert considered.refs == ("T2", "C1", "T1")
    assert isinstance(considered.reply, Answer)
    assert (considered.reply.limit, considered.reply.offer) == ("the near limit", "An offer.")
    assert considered.reply.outcome == "partial"
    assert considered.reply.citations[0].ref == "T2"


def test_near_scope_without_named_documents_keeps_the_ranking() -> None:
    """What was found leads."""
    coach, _ = answering(near=leaning(0.9, "near"))
    assert coach.consider("how do we win a grant?").refs == ("T1", "T2", "C1")


@pytest.mark.parametrize(("cosine", "expected"), [(FOUND_COSINE_MIN, Answer), (FOUND_COSINE_MIN - 1e-6, NotFound)])
def test_a_document_must_be_about_the_question(cosine: float, expected: type) -> None:
    """Below the line the coach says so rather than guess."""
    coach, _ = answering(documents=found(T1, T2, C1, cosine=cosine))
    assert isinstance(coach.reply("what is the price of tea?"), expected)


def test_not_found_names_the_nearest_two() -> None:
    """Numbered as they stand; none when nothing at all was found."""
    coach, _ = answering(documents=found(T1, T2, C1, cosine=0.1))
    reply = coach.reply("what is the price of tea?")
    assert isinstance(reply, NotFound)
    assert [(each.number, each.ref) for each in reply.nearest] == [(1, "T1"), (2, "T2")]
    assert reply.outcome == "not_found"
    empty, _ = answering(documents=())
    assert empty.reply("what is the price of tea?") == NotFound(())


def test_the_thread_goes_into_the_search() -> None:
    """A follow-up is searched for with what was asked before."""
    coach, search = answering()
    coach.reply("and who pays for that?", ["How do we share costs between partners?"])
    assert [text for text, _ in search.queries[0].texts] == [
        "and who pays for that?",
        "How do we share costs between partners?",
    ]


def test_a_long_question_is_answered_and_says_that_it_was_cut() -> None:
    """Only its start was searched for."""
    coach, search = answering()
    reply = coach.reply("who pays for what? " * 3_000)
    assert isinstance(reply, Answer)
    assert reply.shortened
    assert len(search.queries[0].texts[0][0]) <= 1_200
