"""Alike questions stand together, and what is answered by now is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.answers import Answer, Declined, NotFound, Reply
from bot.asking.gaps import (
    ALIKE_COSINE_MIN,
    Gap,
    Reason,
    answered,
    closed_by,
    context_of,
    group,
    is_question,
    overview,
)
from embeddings.encoder import SentenceEncoder
from tests.fakes.encoder import WordEncoder

ANSWER = Answer(lead=(), points=(), team_questions=(), example=None, reading=(), citations=())
VOLUNTEERS = "How do we insure our volunteers?"
SAME = "How do we insure our volunteers then?"
OTHER = "What does a backbone cost?"


def gap(number: int, question: str | None, reason: Reason = "not_found", channel: str = "C1") -> Gap:
    return Gap(number, float(number), reason, question, team="T1", channel=channel)


class KnowingCoach:
    """Has an answer to some questions, for some audiences, and remembers what it was asked."""

    def __init__(self, *known: str, audience: str = "") -> None:
        self._known = known
        self._audience = audience
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def reply(self, text: str, earlier: Sequence[str] = (), audience: frozenset[str] = frozenset()) -> Reply:
        self.asked.append((text, tuple(earlier)))
        is_for_them = not self._audience or self._audience in audience
        if text in self._known and is_for_them:
            return ANSWER
        return Declined("law", "Ask.") if "sue" in text else NotFound(())


def test_alike_questions_stand_together() -> None:
    """The most frequent group first, its newest question as the example, and each reason counted."""
    gaps = [gap(1, VOLUNTEERS), gap(2, OTHER), gap(3, SAME, "disliked")]
    first, second = overview(gaps, WordEncoder().encode).groups
    assert [each.id for each in first.gaps] == [3, 1]
    assert first.example.question == SAME
    assert first.reasons == {"not_found": 1, "disliked": 1}
    assert [each.id for each in second.gaps] == [2]


def test_among_equals_what_was_asked_last_comes_first() -> None:
    """Staff see what is missing now."""
    gaps = [gap(1, VOLUNTEERS), gap(9, OTHER)]
    assert [each.example.id for each in overview(gaps, WordEncoder().encode).groups] == [9, 1]


def test_questions_without_words_are_counted_by_reason() -> None:
    """Where words are not kept there is nothing to compare, and nothing is encoded."""
    encoder = WordEncoder()
    found = overview([gap(1, None), gap(2, None, "declined"), gap(3, None), gap(4, VOLUNTEERS)], encoder.encode)
    assert found.wordless == {"not_found": 2, "declined": 1}
    assert [len(each.gaps) for each in found.groups] == [1]
    assert found.total == 4
    assert encoder.asked == []


def test_the_same_words_are_encoded_once() -> None:
    """A question that half the town asks costs no more than another."""
    encoder = WordEncoder()
    found = overview([gap(1, VOLUNTEERS), gap(2, VOLUNTEERS), gap(3, OTHER)], encoder.encode)
    assert [len(each.gaps) for each in found.groups] == [2, 1]
    assert len(encoder.asked) == 2


def test_nothing_missing_is_no_group() -> None:
    """An empty list stays empty."""
    assert overview([], WordEncoder().encode).total == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 100)), max_size=30))
def test_every_question_is_in_one_group(drawn: list[tuple[int, float]]) -> None:
    """None is lost and none is counted twice, whatever is alike."""
    gaps = [Gap(number, at, "not_found", f"q{number}") for number, (_, at) in enumerate(drawn)]
    vectors = np.eye(6, dtype=np.float32)[[direction for direction, _ in drawn]]
    groups = group(gaps, vectors)
    assert sorted(each.id for one in groups for each in one.gaps) == list(range(len(gaps)))
    assert len(groups) == len({direction for direction, _ in drawn})
    assert [len(one.gaps) for one in groups] == sorted((len(one.gaps) for one in groups), reverse=True)


def test_a_gap_is_closed_when_its_question_has_an_answer() -> None:
    """Found nothing and declined close; what still has none stays."""
    coach = KnowingCoach(VOLUNTEERS, "May we sue?")
    gaps = [gap(1, VOLUNTEERS), gap(2, OTHER), gap(3, "May we sue?", "declined"), gap(4, "Could they sue?", "declined")]
    assert [each.id for each in closed_by(coach, gaps)] == [1, 3]


def test_what_was_disliked_is_closed_by_people_alone() -> None:
    """It had an answer all along: a refresh cannot tell whether the new one is better, staff can."""
    coach, disliked = KnowingCoach(VOLUNTEERS), [gap(1, VOLUNTEERS, "disliked")]
    assert closed_by(coach, disliked) == ()
    assert answered(coach, disliked) == (disliked[0],)


def test_a_question_is_asked_again_where_it_was_asked() -> None:
    """A document of one channel closes the gaps of that channel and of no other."""
    coach = KnowingCoach(VOLUNTEERS, audience="channel:C1")
    gaps = [gap(1, VOLUNTEERS), gap(2, VOLUNTEERS, channel="C2"), gap(3, VOLUNTEERS)]
    assert [each.id for each in closed_by(coach, gaps)] == [1, 3]
    assert len(coach.asked) == 2


def test_a_follow_up_is_asked_again_with_what_it_leans_on() -> None:
    """Words like "And who pays for that?" mean nothing by themselves."""
    follow_up = "And who pays for that?"
    context = context_of(follow_up, ("How do we start?", VOLUNTEERS, "And then?"))
    assert context == VOLUNTEERS
    coach = KnowingCoach(follow_up)
    closed_by(coach, [Gap(1, 1.0, "not_found", follow_up, context)])
    assert coach.asked == [(follow_up, (VOLUNTEERS,))]


def test_a_question_that_stands_alone_has_no_context() -> None:
    """Nothing is kept that is not needed."""
    assert context_of("How do we insure volunteers in schools?", (VOLUNTEERS,)) == ""
    assert context_of("And who pays for that?", ()) == ""


@pytest.mark.parametrize(("text", "is_one"), [("thanks!", False), ("?!", False), ("How do we start?", True)])
def test_a_greeting_is_no_gap(text: str, *, is_one: bool) -> None:
    """Nobody can add a source for it."""
    assert is_question(text) is is_one


def test_the_real_encoder_tells_alike_from_different(sentence_encoder: SentenceEncoder) -> None:
    """The same question in other words is alike; another one on the same subject is not."""
    rows = sentence_encoder.encode(
        [
            "Who pays for the coordinator?",
            "Who should pay the coordinator?",
            "How do we find a coordinator?",
        ]
    )
    assert rows[0] @ rows[1] >= ALIKE_COSINE_MIN > rows[0] @ rows[2]
