"""Walkthroughs that are kept in a real database: nothing is lost, whoever comes at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.store.engines import open_engine
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import (
    AddNote,
    Agree,
    Answer,
    Close,
    Command,
    FinishAction,
    GoTo,
    Join,
    Nudge,
    Remind,
    Resume,
    TakeAction,
    Turn,
)
from bot.walkthrough.events import NOBODY, ActionId, NoteId, PartnerId, PersonId, Revealed, TopicId, Voted
from bot.walkthrough.guiding import Guide, Outcome, Place, WalkthroughId
from bot.walkthrough.refusals import Refusal
from bot.walkthrough.reminders import IDLE_S
from bot.walkthrough.state import State, fold
from tests.bot.walkthrough.crowd import PLACE, START, TEN, WALKTHROUGH, answer_at_once, choices, faults, gather

MAYA, SAM, STRANGER = TEN[0], TEN[1], PersonId("U99")
MISSIONS, COSTS = TopicId("missions"), TopicId("costs")
ACTION = ActionId("a1")


@pytest.fixture
def log(engine: Engine) -> Walkthroughs:
    """An empty log."""
    return Walkthroughs(engine)


@pytest.fixture
def guide(log: Walkthroughs) -> Guide:
    """A guide over the log."""
    return Guide(log)


@pytest.fixture
def other_process(database_url: str, engine: Engine) -> Iterator[Guide]:
    """A guide with connections and memory of its own, as another process has them."""
    other = open_engine(database_url)
    yield Guide(Walkthroughs(other))
    other.dispose()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for ten people."""
    with ThreadPoolExecutor(len(TEN)) as made:
        yield made


def stands(guide: Guide) -> State:
    """Where the walkthrough stands for this guide."""
    state = guide.state(WALKTHROUGH)
    assert state is not None
    return state


def done(outcome: Outcome | None) -> Outcome:
    """What came of a command of a walkthrough that exists."""
    assert outcome is not None
    return outcome


def test_ten_people_answer_the_same_topic_at_once_and_every_answer_is_kept(
    guide: Guide, pool: ThreadPoolExecutor
) -> None:
    """Each of them sees their own answer, the last one is the team's, and nobody is shown an error."""
    gather(guide)
    for round_ in range(5):
        outcomes = answer_at_once(pool, [guide], round_, MISSIONS)
        assert faults(round_, MISSIONS, outcomes, stands(guide)) == []


def test_two_processes_on_one_database_lose_nothing(
    guide: Guide, other_process: Guide, pool: ThreadPoolExecutor
) -> None:
    """Whoever comes second decides again on what the first has written; both then see the same."""
    gather(guide)
    for round_ in range(5):
        outcomes = answer_at_once(pool, [guide, other_process], round_, MISSIONS)
        assert faults(round_, MISSIONS, outcomes, stands(guide)) == []
        assert stands(other_process) == stands(guide)


def test_ten_votes_at_once_are_kept_and_revealed_once(
    log: Walkthroughs, guide: Guide, other_process: Guide, pool: ThreadPoolExecutor
) -> None:
    """Also those that arrive just after the vote that completes them."""
    gather(guide, command=replace(START, way="each_first"))
    outcomes = answer_at_once(pool, [guide, other_process], 0, MISSIONS, is_vote=True)
    assert [outcome.refusal for outcome in outcomes] == [None] * len(TEN)
    said = {person: each.status for person, each in stands(guide).topics[MISSIONS].said.items()}
    assert said == choices(0)
    events = [recorded.event for recorded in log.since(WALKTHROUGH, 0)]
    assert [event for event in events if isinstance(event, Revealed)] == [Revealed(MISSIONS)]
    assert len([event for event in events if isinstance(event, Voted)]) == len(TEN)


def test_ten_people_who_press_next_at_once_move_the_team_once(
    guide: Guide, other_process: Guide, pool: ThreadPoolExecutor
) -> None:
    """The others are told that the team has moved on."""
    gather(guide)

    def press(number: int) -> Outcome:
        side = (guide, other_process)[number % 2]
        return done(side.handle(WALKTHROUGH, f"next {number}", Turn(MISSIONS, "next"), TEN[number], 5.0))

    outcomes = list(pool.map(press, range(len(TEN))))
    assert stands(guide).visits == (MISSIONS, COSTS)
    assert sorted(outcome.refusal.kind for outcome in outcomes if outcome.refusal) == ["moved_on"] * 9


def test_a_restart_finds_everything_as_it_was(log: Walkthroughs, guide: Guide) -> None:
    """The state at hand, that of a guide which has just begun, and the fold of the log are the same."""
    state = gather(guide)
    steps: tuple[tuple[Command, PersonId], ...] = (
        (Answer(MISSIONS, "partly"), MAYA),
        (AddNote(NoteId("1.1"), MISSIONS, "Half \x00 each"), SAM),
        (TakeAction(ACTION, MISSIONS, "Ask the bank", SAM, "2026-03-20", "Europe/Berlin", "2026-03-10"), MAYA),
        (Agree(COSTS, "We share them.", tuple(state.partners)), SAM),
        (GoTo(TopicId("leaving")), MAYA),
        (FinishAction(ACTION), SAM),
        (Close(), MAYA),
        (Resume(), SAM),
    )
    for number, (command, person) in enumerate(steps):
        assert done(guide.handle(WALKTHROUGH, f"step {number}", command, person, 10.0 + number)).events
    assert stands(guide) == stands(Guide(log)) == fold(log.since(WALKTHROUGH, 0))
    assert stands(guide).version == len(log.since(WALKTHROUGH, 0))


def test_the_same_key_twice_happens_once(log: Walkthroughs, guide: Guide) -> None:
    """Also when somebody has said otherwise in between, and after a restart."""
    gather(guide)
    guide.handle(WALKTHROUGH, "a", Answer(MISSIONS, "open"), MAYA, 5.0)
    guide.handle(WALKTHROUGH, "b", Answer(MISSIONS, "settled"), MAYA, 6.0)
    before = stands(guide)
    for side in (guide, Guide(log)):
        again = done(side.handle(WALKTHROUGH, "a", Answer(MISSIONS, "open"), MAYA, 7.0))
        assert again == Outcome(before)
    assert stands(guide) == before


def test_what_arrives_again_is_not_refused_for_what_it_did(guide: Guide) -> None:
    """The click that moved the team on is no stale click when Slack sends it twice."""
    gather(guide)
    assert done(guide.handle(WALKTHROUGH, "next", Turn(MISSIONS, "next"), MAYA, 5.0)).refusal is None
    again = done(guide.handle(WALKTHROUGH, "next", Turn(MISSIONS, "next"), MAYA, 6.0))
    assert again == Outcome(stands(guide))
    other = done(guide.handle(WALKTHROUGH, "next too", Turn(MISSIONS, "next"), MAYA, 7.0))
    assert other.refusal == Refusal("moved_on", "Sharing costs")


def test_a_walkthrough_starts_once(guide: Guide, other_process: Guide) -> None:
    """The same start again, also elsewhere and with other wishes, is the walkthrough that has begun."""
    state = gather(guide)
    again = other_process.start(WALKTHROUGH, Place("T1", "C9"), replace(START, form="full"), SAM, 9.0)
    assert again == state


def test_a_refused_command_leaves_no_trace(log: Walkthroughs, guide: Guide) -> None:
    """A stranger's answer is told why, and the log stays as it is."""
    state = gather(guide)
    outcome = done(guide.handle(WALKTHROUGH, "a", Answer(MISSIONS, "open"), STRANGER, 5.0))
    assert (outcome.state, outcome.events, outcome.refusal) == (state, (), Refusal("not_joined"))
    assert len(log.since(WALKTHROUGH, 0)) == state.version
    assert isinstance(guide.start(WalkthroughId("w2"), PLACE, replace(START, partners=()), MAYA, 5.0), Refusal)
    assert log.place(WalkthroughId("w2")) is None


def test_a_walkthrough_that_never_began_is_not_made_up(guide: Guide) -> None:
    """A forged id comes to nothing."""
    nowhere = WalkthroughId("forged")
    assert guide.state(nowhere) is None
    assert guide.handle(nowhere, "a", Join(PartnerId("p1")), MAYA, 5.0) is None


def test_the_log_knows_when_to_wake_the_walkthrough(log: Walkthroughs, guide: Guide) -> None:
    """Each command moves the moment: silence first, then an action, and nothing once all is asked and done."""
    gather(guide)
    assert log.due("T1", 2.0 + IDLE_S - 1) == ()
    assert log.due("T1", 2.0 + IDLE_S) == (WALKTHROUGH,)
    guide.handle(WALKTHROUGH, "nudge", Nudge(), NOBODY, 2.0 + IDLE_S)
    assert log.due("T1", 9.0 + 9 * IDLE_S) == ()
    taken = TakeAction(ACTION, MISSIONS, "Ask the bank", SAM, "1970-01-12", "", "1970-01-10")
    guide.handle(WALKTHROUGH, "take", taken, MAYA, 10 * 24 * 3600.0)
    reminder_at = (10 * 24 + 9) * 3600.0
    assert log.due("T1", reminder_at - 1) == ()
    assert log.due("T1", reminder_at) == (WALKTHROUGH,)
    guide.handle(WALKTHROUGH, "remind", Remind(ACTION, "1970-01-11"), NOBODY, reminder_at)
    assert log.due("T1", reminder_at + 3600) == ()


def test_more_walkthroughs_than_are_kept_at_hand_are_read_again(log: Walkthroughs, guide: Guide) -> None:
    """A busy workspace costs reading, not memory, and every one of them stands where it stood."""
    gather(guide)
    before = stands(guide)
    for number in range(501):
        guide.start(WalkthroughId(f"other{number}"), PLACE, START, MAYA, 3.0)
    assert stands(guide) == before
    assert len(log.in_channel(PLACE.team, PLACE.channel)) == 502
