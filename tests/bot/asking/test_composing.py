"""An answer out of documents' own sections."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.answering import Answering
from bot.asking.answers import Answer, Reply
from bot.asking.composing import (
    DETAIL_COSINE_MIN,
    LEAD_SENTENCES_MAX,
    LINK_BONUS,
    POINTS_MAX,
    READING_MAX,
    TEAM_QUESTIONS_MAX,
    UNLINKED_COSINE_MIN,
    citation,
    compose,
)
from knowledge.boundaries import Topic
from knowledge.content_files import read_boundaries, read_documents
from knowledge.refresh import build
from knowledge.remembering import NOTHING
from knowledge.retrieval import Retrieval
from tests.fakes.documents import document, links
from tests.fakes.encoder import WordEncoder
from tests.fakes.findings import PlainFindings, found, leaning

TOOL = document(
    "T1",
    "tool",
    {
        "In short": "First sentence. Second sentence. Third sentence. Fourth sentence.",
        "What to do": "- Do one.\n- Do two.\n- Do three.\n- Do four.\n- Do five.",
        "Signs you need it": "- Nobody pays.",
        "Why it matters": "It saves money. It builds trust.",
        "Questions from the source": "- Who pays?\n- Who gives?",
        "Questions of our own": "- Who leaves?\n- Who stays?",
    },
    links=links("C1", "L1", "R1"),
)
CASE = document("C1", "case", {"In short": "A city did it. It worked. It lasted."}, links=links("T1"))
BLURB = document("C2", "case", status="blurb", status_note="Only two lines are known. More is lost.")
OTHER_CASE = document("C3", "case", {"In short": "A county did it."})
GUIDE = document(
    "L1",
    "resource",
    {"Why open it": "It has a sheet.\nWith rows. And columns.", "How to use it": "- Print it.\n- Fill it in."},
)
STUDY = document("R1", "study", {"What it found": "It works.", "Takeaways": "- Start early.\n- End well."})
OTHER_TOOL = document("T2", "tool", {"What to do": "- Other."})


def composed(*documents: Any, cosine: float = 0.6, topic: Topic | None = None, **findings: Any) -> Answer:
    known = (TOOL, CASE, BLURB, OTHER_CASE, GUIDE, STUDY, OTHER_TOOL)
    answer = compose(PlainFindings(found(*documents, cosine=cosine), known, **findings), topic, shortened=False)
    check(answer)
    return answer


def check(answer: Answer) -> None:
    """What holds for every answer."""
    cited = [each.citation for each in (*answer.lead, *answer.points, *answer.team_questions)]
    cited += [answer.example.citation] if answer.example else []
    cited += [each.citation for each in answer.reading]
    assert [each.number for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert list(dict.fromkeys(cited)) == [each.number for each in answer.citations]
    assert len({each.ref for each in answer.citations}) == len(answer.citations)
    assert 1 <= len(answer.lead) <= LEAD_SENTENCES_MAX
    assert len(answer.points) <= POINTS_MAX == 4
    assert len(answer.team_questions) <= TEAM_QUESTIONS_MAX == 3
    assert len(answer.reading) <= READING_MAX == 2
    assert all(each.text.strip() for each in (*answer.lead, *answer.points, *answer.team_questions, *answer.reading))
    assert answer.example is None or answer.example.text


def texts(parts: Any) -> list[str]:
    return [part.text for part in parts]


def refs(answer: Answer) -> list[str]:
    return [each.ref for each in answer.citations]


def test_a_tool_answers_with_all_its_parts() -> None:
    """Lead, points and questions of its own, a linked case as example, a guide and a study to read."""
    answer = composed(TOOL)
    assert texts(answer.lead) == ["First sentence.", "Second sentence.", "Third sentence."]
    assert texts(answer.points) == ["Do one.", "Do two.", "Do three.", "Do four."]
    assert [(each.text, each.ours) for each in answer.team_questions] == [
        ("Who pays?", False),
        ("Who gives?", False),
        ("Who leaves?", True),
    ]
    assert answer.example is not None
    assert (answer.example.title, answer.example.text) == ("Title of C1", "A city did it. It worked.")
    assert [(each.title, each.text) for each in answer.reading] == [
        ("Title of L1", "It has a sheet."),
        ("Title of R1", "Text of in short."),
    ]
    assert refs(answer) == ["T1", "C1", "L1", "R1"]
    assert (answer.limit, answer.offer, answer.outcome, answer.shortened) == ("", "", "answer", False)


def test_a_reading_says_in_one_sentence_why_to_open_it() -> None:
    """The first sentence, also where its line is broken in the file."""
    broken = document("L1", "resource", {"Why open it": "It has a sheet\nfor costs. And more."})
    findings = PlainFindings(found(document("T1", "tool", links=links("L1"))), (broken,))
    assert texts(compose(findings, None, shortened=False).reading) == ["It has a sheet for costs."]


def test_points_and_questions_are_those_that_fit_best_in_reading_order() -> None:
    """The fifth point, when it fits the question, takes the place of the one that fits least."""
    answer = composed(TOOL, cosines={"Do five.": 0.9, "Do one.": 0.1, "Who leaves?": 0.1, "Who stays?": 0.8})
    assert texts(answer.points) == ["Do two.", "Do three.", "Do four.", "Do five."]
    assert texts(answer.team_questions) == ["Who pays?", "Who gives?", "Who stays?"]


def test_a_passage_that_fits_clearly_better_joins_the_lead() -> None:
    """In place of the third sentence; points, questions and signs never do, however near they are."""
    assert texts(composed(TOOL, cosines={"It saves money. It builds trust.": 0.8}).lead) == [
        "First sentence.",
        "Second sentence.",
        "It saves money. It builds trust.",
    ]
    for text in ("Do one.", "Who pays?", "Nobody pays."):
        assert texts(composed(TOOL, cosines={text: 0.99}).lead)[-1] == "Third sentence."
    just_below = {"It saves money. It builds trust.": DETAIL_COSINE_MIN - 0.01}
    assert texts(composed(TOOL, cosines=just_below).lead)[-1] == "Third sentence."
    summary = "First sentence. Second sentence. Third sentence. Fourth sentence."
    no_better = {"It saves money. It builds trust.": 0.8, summary: 0.78}
    assert texts(composed(TOOL, cosines=no_better).lead)[-1] == "Third sentence."


def test_a_case_that_leads_brings_its_tool() -> None:
    """Points and questions come from the tool that it is linked to, cited as that; it is no example of itself."""
    answer = composed(CASE)
    assert refs(answer)[:2] == ["C1", "T1"]
    assert {each.citation for each in (*answer.points, *answer.team_questions)} == {2}
    assert answer.example is None


def test_a_guide_or_study_that_leads_gives_its_own_points() -> None:
    """How to use it, or what to take away; questions from the best tool that was found."""
    guide = composed(GUIDE, OTHER_TOOL)
    assert texts(guide.points) == ["Print it.", "Fill it in."]
    assert {each.citation for each in guide.points} == {1}
    study = composed(STUDY, TOOL)
    assert texts(study.points) == ["Start early.", "End well."]
    assert study.team_questions[0].citation == 2


def test_a_guide_without_points_takes_those_of_a_tool() -> None:
    """Cited as the tool's."""
    answer = composed(document("L9", "resource"), TOOL)
    assert texts(answer.points)[0] == "Do one."
    assert refs(answer)[1] == "T1"


def test_of_two_tools_the_better_ranked_one_is_taken() -> None:
    """Also when the other was linked by hand; the linked one stands in when no tool was found."""
    case = document("C9", "case", links=links("T1"))
    assert texts(composed(case, OTHER_TOOL, TOOL).points) == ["Other."]
    assert texts(composed(case, STUDY).points)[0] == "Do one."


def test_without_any_tool_there_are_no_points_and_no_questions() -> None:
    """Only what is there is said."""
    answer = composed(OTHER_CASE)
    assert (answer.points, answer.team_questions) == ((), ())


def test_a_blurb_is_never_the_example() -> None:
    """Nor the first of all cases when another is known: two lines teach nobody."""
    lone = document("T9", "tool", links=links("C2"))
    assert composed(lone).example is None
    answer = composed(lone, BLURB, OTHER_CASE, cosine=0.9)
    assert answer.example is not None
    assert answer.example.title == "Title of C3"


def test_an_example_that_nobody_linked_must_be_near() -> None:
    """A case found by chance is no example; a linked one needs no cosine, and wins over one slightly nearer."""
    lone = document("T9", "tool")
    assert composed(lone, OTHER_CASE, cosine=UNLINKED_COSINE_MIN - 0.01).example is None
    assert composed(lone, OTHER_CASE, cosine=UNLINKED_COSINE_MIN).example is not None
    linked = document("T9", "tool", links=links("C1"))
    for cosine, title in ((0.3 + LINK_BONUS + 0.1, "Title of C3"), (UNLINKED_COSINE_MIN, "Title of C1")):
        near = {"A city did it. It worked. It lasted.": 0.35}
        example = composed(linked, OTHER_CASE, cosine=cosine, cosines=near).example
        assert example is not None
        assert example.title == title


def test_a_near_topic_says_where_the_sources_stop() -> None:
    """Limit and offer come along, and the outcome is partial."""
    answer = composed(TOOL, topic=leaning(1, "near").topic)
    assert (answer.limit, answer.offer, answer.outcome) == ("the near limit", "An offer.", "partial")


def test_a_citation_says_what_is_partial() -> None:
    """In one sentence; nothing when the source is whole."""
    assert citation(3, BLURB).note == "Only two lines are known."
    whole = citation(1, TOOL)
    assert (whole.number, whole.ref, whole.kind, whole.title, whole.publisher, whole.url, whole.note) == (
        1, "T1", "tool", "Title of T1", "The Publisher", "https://example.org/T1", "",
    )  # fmt: skip


@lru_cache(maxsize=1)
def real_coach() -> Answering:
    """The real content over the fake encoder: a second instead of minutes, and every document can lead."""
    encoder = WordEncoder(64)
    return Answering(Retrieval(build(read_documents(), read_boundaries(), encoder, NOTHING, lambda _: None), encoder))


@pytest.mark.parametrize("each", read_documents(), ids=lambda each: each.ref)
def test_every_real_document_can_lead_an_answer(each: Any) -> None:
    """Asked in its own phrasing, it leads, and the answer is whole."""
    reply = real_coach().reply(each.head.asked_as[0])
    assert isinstance(reply, Answer)
    check(reply)


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=2))
def test_any_message_gets_a_reply(text: str, earlier: list[str]) -> None:
    """Whatever was typed, now and before."""
    reply: Reply = real_coach().reply(text, earlier)
    if isinstance(reply, Answer):
        check(reply)
