"""What the store promises about gaps and feedback, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from bot.asking.gaps import Gap
from bot.store.conversations import ThreadId, Turn
from bot.store.deliveries import Deliveries, Intent
from bot.store.feedback import Complaint, Feedback, Vote
from bot.store.gaps import Gaps, Missed
from bot.store.tables import feedback as feedback_table
from bot.store.tables import gaps as gaps_table

ASKED = Missed("T1", "C1", "100.000001", 100.0, "not_found", "Who insures us?", "")
DOWN = Vote("T1", "C1", "100.000005", "100.000001", "U1", "down", 200.0)
UP = replace(DOWN, value="up", at=201.0)


@pytest.fixture
def gaps(engine: Engine) -> Gaps:
    return Gaps(engine, keeps_words=True)


@pytest.fixture
def feedback(engine: Engine) -> Feedback:
    return Feedback(engine, keeps_words=True)


def ask(engine: Engine, message_ts: str, question: str, outcome: str) -> None:
    """A question and how it was answered, as replying keeps it."""
    turn = Turn(ThreadId("T1", "C1", "100.000001"), message_ts, "U1", question, outcome, float(message_ts))
    Deliveries(engine).claim(Intent(f"T1:C1:{message_ts}/0", f"mark{message_ts}", "C1"), turn)


def kept(engine: Engine, column: str) -> list[object]:
    """A column of what is kept of feedback."""
    with engine.connect() as connection:
        return list(connection.execute(select(feedback_table.c[column])).scalars())


def reasons(gaps: Gaps) -> list[tuple[str, str | None]]:
    return [(gap.reason, gap.question) for gap in gaps.open()]


def test_a_gap_is_kept_once(gaps: Gaps) -> None:
    """A reply that is tried again notes it again."""
    gaps.note(ASKED)
    gaps.note(replace(ASKED, reason="declined"))
    (found,) = gaps.open()
    assert found == Gap(found.id, 100.0, "not_found", "Who insures us?", "", "T1", "C1")


def test_gaps_come_newest_first_and_of_one_workspace(gaps: Gaps) -> None:
    """No more than can be read; another workspace's words stay there."""
    for number in range(4):
        gaps.note(replace(ASKED, message_ts=f"10{number}.0", asked_at=float(number)))
    gaps.note(replace(ASKED, team="T2", asked_at=9.0))
    assert [gap.asked_at for gap in gaps.open("T1")] == [3.0, 2.0, 1.0, 0.0]
    assert [gap.asked_at for gap in gaps.open(limit=2)] == [9.0, 3.0]


def test_a_closed_gap_is_off_the_list_and_stays_closed(gaps: Gaps, engine: Engine) -> None:
    """It names the generation that closed it, and a second time closes nothing."""
    gaps.note(ASKED)
    ids = [gap.id for gap in gaps.open()]
    assert gaps.close(ids, "g1") == 1
    assert gaps.close(ids, "g2") == 0
    gaps.note(ASKED)
    assert gaps.open() == ()
    with engine.connect() as connection:
        assert connection.execute(select(gaps_table.c.closed_by_generation)).scalars().all() == ["g1"]


def test_gaps_are_found_by_what_closed_them(gaps: Gaps) -> None:
    """Newest first, and those of one workspace."""
    for number, team in enumerate(("T1", "T1", "T2", "T1")):
        gaps.note(replace(ASKED, team=team, message_ts=f"{number}", asked_at=float(number)))
    open_ones = gaps.open()
    gaps.close([gap.id for gap in open_ones[1:]], "g1")
    gaps.close([open_ones[0].id], "g2")
    assert [gap.asked_at for gap in gaps.closed("g1", "T1")] == [1.0, 0.0]
    assert [gap.asked_at for gap in gaps.closed("g1", "T2")] == [2.0]
    assert gaps.closed("", "T1") == ()


def test_no_words_are_kept_where_that_is_not_wanted(engine: Engine) -> None:
    """The gap is counted all the same."""
    ask(engine, "100.000001", "Who insures us?", "answer")
    ask(engine, "100.000002", "And who pays for that?", "not_found")
    silent, feedback = Gaps(engine, keeps_words=False), Feedback(engine, keeps_words=False)
    silent.note(replace(ASKED, message_ts="100.000002", context="Who insures us?"))
    feedback.give(DOWN)
    assert feedback.explain(Complaint("T1", "C1", DOWN.answer_ts, "U1", "wrong", "It names us."))
    assert {(gap.question, gap.context) for gap in silent.open()} == {(None, "")}
    assert kept(engine, "words") == [None]
    assert kept(engine, "reason") == ["wrong"]


def test_old_gaps_and_feedback_are_forgotten(gaps: Gaps, feedback: Feedback) -> None:
    """What is older than the settings allow goes, and only that."""
    gaps.note(ASKED)
    feedback.give(DOWN)
    assert (gaps.forget_before(100.0), feedback.forget_before(200.0)) == (0, 0)
    assert (gaps.forget_before(100.5), feedback.forget_before(200.5)) == (1, 1)
    assert gaps.open() == ()


def test_a_thumb_down_makes_a_gap_and_a_thumb_up_takes_it_back(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """The question was answered; it is missing something as long as somebody says so."""
    ask(engine, "100.000001", "Who insures us?", "answer")
    assert feedback.give(DOWN)
    assert reasons(gaps) == [("disliked", "Who insures us?")]
    assert feedback.give(UP)
    assert reasons(gaps) == []


def test_one_person_cannot_take_back_what_another_said(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """Each person counts by their last word."""
    ask(engine, "100.000001", "Who insures us?", "answer")
    feedback.give(DOWN)
    feedback.give(replace(UP, person="U2"))
    assert len(gaps.open()) == 1
    feedback.give(UP)
    assert gaps.open() == ()


def test_a_gap_by_itself_is_disliked_and_back(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """What found nothing stays a gap, whatever people think of being told so."""
    ask(engine, "100.000001", "Who insures us?", "not_found")
    gaps.note(ASKED)
    feedback.give(DOWN)
    assert reasons(gaps) == [("disliked", "Who insures us?")]
    feedback.give(UP)
    assert reasons(gaps) == [("not_found", "Who insures us?")]


def test_the_same_click_twice_or_late_changes_nothing(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """Slack may send a click again, also after a newer one."""
    ask(engine, "100.000001", "Who insures us?", "answer")
    assert feedback.give(DOWN)
    assert feedback.explain(Complaint("T1", "C1", DOWN.answer_ts, "U1", "wrong", "Old law."))
    assert not feedback.give(DOWN)
    assert kept(engine, "reason") == ["wrong"]
    assert feedback.give(UP)
    assert not feedback.give(DOWN)
    assert (kept(engine, "value"), kept(engine, "reason"), gaps.open()) == (["up"], [""], ())


def test_a_complaint_without_a_thumb_down_is_dropped(feedback: Feedback, engine: Engine) -> None:
    """The modal may be sent long after a change of mind, or about an answer that nobody knows any more."""
    complaint = Complaint("T1", "C1", DOWN.answer_ts, "U1", "wrong", "")
    assert not feedback.explain(complaint)
    feedback.give(UP)
    assert not feedback.explain(complaint)
    assert kept(engine, "reason") == [""]


def test_a_thumb_on_a_forgotten_question_makes_no_gap(gaps: Gaps, feedback: Feedback) -> None:
    """Last year's answer, or one of a deleted message: nothing breaks, and nothing is invented."""
    assert feedback.give(DOWN)
    assert gaps.open() == ()


def test_a_disliked_follow_up_keeps_what_it_leans_on(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """So that staff can understand it."""
    ask(engine, "100.000001", "How do we insure volunteers in schools?", "answer")
    ask(engine, "100.000002", "And who pays for that?", "answer")
    feedback.give(replace(DOWN, question_ts="100.000002"))
    (found,) = gaps.open()
    assert (found.question, found.context) == ("And who pays for that?", "How do we insure volunteers in schools?")


def test_of_many_votes_at_once_none_is_lost(gaps: Gaps, feedback: Feedback, engine: Engine) -> None:
    """Ten people press at the same moment, one of them down: the question is a gap afterwards."""
    ask(engine, "100.000001", "Who insures us?", "answer")
    votes = [replace(UP, person=f"U{number}") for number in range(9)] + [replace(DOWN, person="U9")]
    threads = [threading.Thread(target=feedback.give, args=(vote,)) for vote in votes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(str, kept(engine, "value"))) == ["down"] + ["up"] * 9
    assert reasons(gaps) == [("disliked", "Who insures us?")]
