"""A walkthrough without Slack and disk: people who do one thing after another, and the log of it."""

from __future__ import annotations

from dataclasses import replace

from bot.walkthrough.commands import Answer, Command, Join, Start
from bot.walkthrough.decisions import decide
from bot.walkthrough.events import OBSERVER, Event, PartnerId, PersonId, Recorded, Started, Status, TopicId
from bot.walkthrough.joining import start
from bot.walkthrough.refusals import Refusal
from bot.walkthrough.state import State, TopicState, fold
from tests.fakes.scorecards import SCORECARD

CITY, ACME, TRUST = PartnerId("p1"), PartnerId("p2"), PartnerId("p3")
ANN, ALI, BEA, CAL = PersonId("U0ANN"), PersonId("U0ALI"), PersonId("U0BEA"), PersonId("U0CAL")
"""Ann begins; she and Ali speak for the city, Bea for Acme, Cal for the trust."""
OLA, ZED = PersonId("U0OLA"), PersonId("U0ZED")
"""Ola looks on; Zed has not joined."""
MISSIONS, COSTS, LEAVING, WINDING_UP = (TopicId(name) for name in ("missions", "costs", "leaving", "winding-up"))
"""The topics of the short form."""

START = Start(SCORECARD, ("City", "Acme", "Trust"))
EACH_FIRST = replace(START, way="each_first")


class Meeting:
    """One walkthrough, moved on by what people do; each thing is done a second after the one before."""

    def __init__(self, command: Start = START, starter: PersonId = ANN) -> None:
        started = start(command)
        assert isinstance(started, Started)
        self.log = [Recorded(started, starter, 1.0)]
        self.state = fold(self.log)

    def does(self, by: PersonId, command: Command) -> tuple[Event, ...]:
        """What happens; it must be allowed."""
        events = decide(self.state, command, by)
        assert not isinstance(events, Refusal), events
        recorded = [Recorded(event, by, self.now) for event in events]
        self.log += recorded
        self.state = fold(recorded, self.state)
        return events

    def refuses(self, by: PersonId, command: Command) -> str:
        """The kind of refusal; it must not be allowed."""
        refusal = decide(self.state, command, by)
        assert isinstance(refusal, Refusal), refusal
        return refusal.kind

    @property
    def now(self) -> float:
        """When the next thing is done."""
        return self.state.started_at + self.state.version

    def topic(self, topic: TopicId = MISSIONS) -> TopicState:
        """Where a topic stands."""
        return self.state.topics[topic]


def everybody(command: Start = START) -> Meeting:
    """A walkthrough that all have joined but Zed."""
    meeting = Meeting(command)
    for person, partner in ((ANN, CITY), (ALI, CITY), (BEA, ACME), (CAL, TRUST), (OLA, OBSERVER)):
        meeting.does(person, Join(partner))
    return meeting


def vote(status: Status, topic: TopicId = MISSIONS) -> Answer:
    """An answer from the buttons that hide it."""
    return Answer(topic, status, is_vote=True)


def statuses(state: State, topic: TopicId = MISSIONS) -> dict[PersonId, Status]:
    """What each person said last."""
    return {person: said.status for person, said in state.topics[topic].said.items()}
