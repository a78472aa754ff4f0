"""What the Home tab is made of, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert

from bot.store.conversations import Conversations, ThreadId, Turn
from bot.store.feedback import Feedback, Value, Vote
from bot.store.person_settings import PersonChoice, PersonSettings
from bot.store.refreshes import Kept, Refreshes
from bot.store.tables import turns
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.events import ActionId, ActionTaken, PersonId, Recorded, TopicId
from bot.walkthrough.guiding import Place, WalkthroughId
from tests.bot.store.test_walkthroughs import MAYA, PLACE, beginning, step

TAKEN = ActionTaken(ActionId("a1"), TopicId("costs"), "Ask the board", PersonId("U3"), "2026-03-04", "UTC")


def test_a_choice_is_kept_for_one_person_of_one_workspace(engine: Engine) -> None:
    """Who chose nothing has what holds for everybody; the last choice counts."""
    settings = PersonSettings(engine)
    assert settings.of("T1", "U1") == PersonChoice(is_private=False, dates="mdy")
    settings.keep("T1", "U1", PersonChoice(is_private=True, dates="iso"))
    settings.keep("T1", "U1", PersonChoice(is_private=True, dates="dmy"))
    assert settings.of("T1", "U1") == PersonChoice(is_private=True, dates="dmy")
    assert settings.of("T1", "U2") == settings.of("T2", "U1") == PersonChoice()


def test_the_last_questions_of_a_person_come_newest_first(engine: Engine) -> None:
    """Theirs alone, in this workspace alone, and no more than are wanted."""
    asked = [
        Turn(ThreadId(team, "C1", "1.0"), f"{at}.0", author, f"Question {at}?", "answer", float(at))
        for at, (team, author) in enumerate([("T1", "U1"), ("T1", "U2"), ("T2", "U1"), ("T1", "U1"), ("T1", "U1")])
    ]
    names = ("message_ts", "author", "question", "outcome", "asked_at")
    with engine.begin() as connection:
        for each in asked:
            place = {"team": each.thread.team, "channel": each.thread.channel, "thread_ts": each.thread.thread_ts}
            connection.execute(insert(turns).values(**place, **{name: getattr(each, name) for name in names}))
    found = Conversations(engine).last_of("T1", "U1", 2)
    assert [each.question for each in found] == ["Question 4?", "Question 3?"]
    assert found[0] == asked[4]


@pytest.mark.parametrize(("person", "count"), [(MAYA, 1), ("U3", 1), ("U9", 0), ("U", 0), ("%", 0)])
def test_a_walkthrough_concerns_those_who_are_named_in_it(engine: Engine, person: str, count: int) -> None:
    """Who did something in it, and who was given something to do; a part of an id is somebody else."""
    walkthroughs = Walkthroughs(engine)
    walkthroughs.begin(PLACE, beginning())
    walkthroughs.append(step(1, "a", Recorded(TAKEN, MAYA, 2.0)))
    assert walkthroughs.concerning("T1", person, 9) == (WalkthroughId("w1"),) * count
    assert walkthroughs.concerning("T2", person, 9) == ()


def test_a_walkthrough_that_is_over_concerns_nobody_unless_something_is_left_to_do(engine: Engine) -> None:
    """As long as somebody is to be reminded there is; last touched first, and no more than are wanted."""
    walkthroughs = Walkthroughs(engine)
    over, left, paused = ("w1", "closed", None), ("w2", "closed", 9.0), ("w3", "paused", None)
    for at, (name, phase, wake_at) in enumerate((over, left, paused)):
        entry = beginning(WalkthroughId(name), float(at), phase=phase, wake_at=wake_at)
        walkthroughs.begin(Place("T1", "C1"), entry)
    assert walkthroughs.concerning("T1", MAYA, 9) == ("w3", "w2")
    assert walkthroughs.concerning("T1", MAYA, 1) == ("w3",)


def test_thumbs_are_counted_for_a_workspace(engine: Engine) -> None:
    """The last word of each person on each answer."""
    feedback = Feedback(engine, keeps_words=True)
    assert feedback.counts("T1") == (0, 0)
    given: list[tuple[str, Value]] = [("U1", "up"), ("U2", "up"), ("U2", "down"), ("U3", "up")]
    for at, (person, value) in enumerate(given):
        feedback.give(Vote("T1", "C1", "2.0", "1.0", person, value, float(at)))
    assert feedback.counts("T1") == (2, 1)
    assert feedback.counts("T2") == (0, 0)


def test_the_last_refresh_is_that_of_the_workspace(engine: Engine) -> None:
    """Whoever asked for it, the schedule included."""
    refreshes = Refreshes(engine)
    assert refreshes.last("T1") is None
    for at, (team, person) in enumerate([("T1", "U1"), ("T1", ""), ("T2", "U1")]):
        refreshes.begin(Kept(f"r{at}", team, "C1", person, "planned", "{}", float(at)))
    last = refreshes.last("T1")
    assert last
    assert last.id == "r1"
