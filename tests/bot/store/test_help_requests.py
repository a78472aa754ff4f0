"""Calls for help, on both engines: once for a question, settled by one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import Engine

from bot.store.conversations import Conversations, ThreadId, Turn, add_turn
from bot.store.deliveries import Deliveries, Intent
from bot.store.help_requests import HelpRequest, HelpRequests

CALL = HelpRequest("T1", "C1", "1.0", "0.5", "U1", ("U2", "S1"), 1_000.0)


def test_a_question_has_one_call_and_one_who_settled_it(engine: Engine) -> None:
    """Of several people at once the first is kept, with what they asked; the others learn that they were not first."""
    requests = HelpRequests(engine)
    people = [f"U{number}" for number in range(6)]
    with ThreadPoolExecutor(len(people)) as pool:
        made = list(pool.map(lambda person: requests.make(replace(CALL, asked_by=person)), people))
        settled = list(pool.map(lambda person: requests.resolve(CALL, person, 2_000.0), people))
    assert (made.count(True), settled.count(True)) == (1, 1)
    kept = requests.of("T1", "C1", "1.0")
    assert kept == replace(
        CALL, asked_by=people[made.index(True)], resolved_by=people[settled.index(True)], resolved_at=2_000.0
    )


def test_what_slack_does_not_have_is_found_again(engine: Engine) -> None:
    """Until it is noted; what Slack refused is as if it had never been; what is old goes."""
    requests = HelpRequests(engine)
    requests.make(CALL)
    requests.make(replace(CALL, question_ts="2.0"))
    requests.make(replace(CALL, question_ts="3.0", asked_at=9_000.0))
    requests.note_posted(CALL, "4.0")
    assert [each.question_ts for each in requests.unposted("T1")] == ["2.0", "3.0"]
    assert requests.unposted("T2") == ()
    requests.withdraw(replace(CALL, question_ts="2.0"))
    assert requests.of("T1", "C1", "2.0") is None
    assert requests.forget_before(5_000.0) == 1
    assert [each.question_ts for each in requests.unposted("T1")] == ["3.0"]


def test_a_turn_changes_with_its_question(engine: Engine) -> None:
    """It is found by its message, reads otherwise, and goes; what is gone stays away."""
    conversations = Conversations(engine)
    turn = Turn(ThreadId("T1", "C1", "0.5"), "1.0", "U1", "Who pays?", "answer", 1_000.0)
    with engine.begin() as connection:
        add_turn(connection, turn)
    edited = replace(turn, question="Who leads?", outcome="not_found", edited_ts="2.0")
    conversations.revise(edited)
    assert conversations.turn_of("T1", "C1", "1.0") == edited
    assert conversations.turn_of("T1", "C2", "1.0") is None
    conversations.drop(edited)
    conversations.revise(turn)
    assert conversations.turn_of("T1", "C1", "1.0") is None


def test_what_was_sent_is_known_until_it_is_dropped(engine: Engine) -> None:
    """Only what Slack is known to have."""
    deliveries = Deliveries(engine)
    for number in range(2):
        deliveries.claim(Intent(f"k/{number}", f"m{number}", "C1"))
    deliveries.settle("m0", "7.0")
    assert deliveries.sent(["k/0", "k/1", "k/2"]) == {"k/0": "7.0"}
    deliveries.drop(["k/0"])
    assert deliveries.sent(["k/0", "k/1"]) == {}
