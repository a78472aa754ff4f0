"""Ten people of two partners who answer at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.walkthrough.commands import Answer, Join, Start
from bot.walkthrough.events import STATUSES, Answered, PartnerId, PersonId, Status, TopicId
from bot.walkthrough.guiding import Guide, Outcome, Place, WalkthroughId
from bot.walkthrough.state import State
from tests.fakes.scorecards import SCORECARD

WALKTHROUGH = WalkthroughId("w1")
PLACE = Place("T1", "C1")
TEN = tuple(PersonId(f"U{number}") for number in range(10))
START = Start(SCORECARD, ("Riverton", "The Trust"))
PATIENCE_S = 60


def gather(guide: Guide, walkthrough: WalkthroughId = WALKTHROUGH, command: Start = START) -> State:
    """A walkthrough that all ten have joined, five a partner."""
    guide.start(walkthrough, PLACE, command, TEN[0], 1.0)
    for number, person in enumerate(TEN):
        guide.handle(walkthrough, f"join {person}", Join(PartnerId(f"p{number % 2 + 1}")), person, 2.0)
    state = guide.state(walkthrough)
    assert state is not None
    assert len(state.people) == len(TEN)
    return state


def choices(round_: int) -> dict[PersonId, Status]:
    """What each of the ten says in a round; nobody says the same in two rounds in a row."""
    return {person: STATUSES[(number + round_) % len(STATUSES)] for number, person in enumerate(TEN)}


def answer_at_once(
    pool: ThreadPoolExecutor, guides: Sequence[Guide], round_: int, topic: TopicId, *, is_vote: bool = False
) -> list[Outcome]:
    """What came of the ten answers to a topic, in the order of `TEN`; the guides share the people among them."""
    gate = threading.Barrier(len(TEN))

    def answer(number: int, person: PersonId, status: Status) -> Outcome | None:
        gate.wait(PATIENCE_S)
        command = Answer(topic, status, is_vote)
        guide = guides[number % len(guides)]
        return guide.handle(WALKTHROUGH, f"{round_}/{topic}/{person}", command, person, 10.0 + round_)

    waiting = [pool.submit(answer, number, *choice) for number, choice in enumerate(choices(round_).items())]
    outcomes = [each.result(PATIENCE_S) for each in waiting]
    return [outcome for outcome in outcomes if outcome is not None]


def faults(round_: int, topic: TopicId, outcomes: Sequence[Outcome], state: State) -> list[str]:
    """What is wrong with the ten answers of a round, as they came back and as the walkthrough then stands."""
    found = [f"refused: {outcome.refusal.kind}" for outcome in outcomes if outcome.refusal]
    chosen, stands = choices(round_), state.topics[topic]
    said = {person: each.status for person, each in stands.said.items()}
    found += [f"lost: {person}" for person in TEN if said.get(person) != chosen[person]]
    for person, outcome in zip(TEN, outcomes, strict=True):
        shown = outcome.state.topics[topic].said.get(person)
        if outcome.events != (Answered(topic, chosen[person]),) or shown is None or shown.status != chosen[person]:
            found.append(f"shown wrong: {person}")
    last = max(outcomes, key=lambda outcome: outcome.state.version)
    if last.state != state or stands.status != chosen[stands.set_by]:
        found.append("shown wrong: the last one")
    return found
