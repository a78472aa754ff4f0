"""Where a walkthrough stands: its events, folded. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeVar

from bot.walkthrough.events import (
    NOBODY,
    OBSERVER,
    ActionDone,
    ActionId,
    ActionSnoozed,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Erased,
    HandedOver,
    Joined,
    Left,
    Noted,
    NoteEdited,
    NoteId,
    NoteRemoved,
    Nudged,
    Partner,
    PartnerAdded,
    PartnerId,
    Paused,
    PersonId,
    Recorded,
    Reminded,
    Reopened,
    Resumed,
    Revealed,
    Started,
    Status,
    TopicId,
    Voted,
    VoteOpened,
    WentTo,
)
from knowledge.scorecards import Theme, Topic

Phase = Literal["running", "paused", "closed"]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer to a topic."""

    by: PersonId
    partner: PartnerId
    status: Status
    at: float


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a topic."""

    id: NoteId
    by: PersonId
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed on a topic, by whom, and who wrote it down."""

    text: str
    partners: tuple[PartnerId, ...]
    by: PersonId
    at: float


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody took on."""

    id: ActionId
    topic: TopicId
    what: str
    owner: PersonId
    due: str
    tz: str
    is_done: bool = False
    snoozed_until: str = ""
    reminded: tuple[str, ...] = ()
    """The ISO dates for which the owner was reminded."""
    taken_at: float = 0.0
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class TopicState:
    """Where one topic stands."""

    status: Status | None = None
    """What the team says; None as long as it said nothing."""
    set_by: PersonId = NOBODY
    said: Mapping[PersonId, Said] = field(default_factory=lambda: MappingProxyType({}))
    """Each person's last answer, in the order of their first; votes too, hidden as long as `is_revealed` is False."""
    is_revealed: bool = False
    agreement: Agreement | None = None
    notes: Mapping[NoteId, Note] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class State:
    """Where everything stands. `version` counts the events behind it."""

    setup: Started
    version: int
    started_at: float
    last_at: float
    """When a person last did something; what the coach itself did does not count."""
    facilitator: PersonId
    """`NOBODY` after the facilitator left."""
    partners: Mapping[PartnerId, Partner]
    people: Mapping[PersonId, PartnerId]
    """For whom each person speaks."""
    former: Mapping[PersonId, PartnerId]
    """For whom those spoke who left."""
    phase: Phase
    current: TopicId
    visits: tuple[TopicId, ...]
    """Every topic the team turned to, in order; one may come several times."""
    topics: Mapping[TopicId, TopicState]
    """Every topic of this walkthrough, in order."""
    actions: Mapping[ActionId, Action]
    is_nudged: bool
    """The facilitator was asked how to go on, and nobody did anything since."""
    closings: int
    """How often the team was through."""

    @property
    def order(self) -> tuple[TopicId, ...]:
        """The topics in the order in which they are asked."""
        return tuple(self.topics)

    def topic(self, topic: TopicId) -> Topic:
        """The definition of a topic of this walkthrough."""
        return self._defined[topic][1]

    def theme(self, topic: TopicId) -> Theme:
        """The theme that a topic belongs to."""
        return self._defined[topic][0]

    def themes(self) -> tuple[Theme, ...]:
        """The themes that are asked about, in order."""
        return tuple({theme.id: theme for theme, _ in self._defined.values()}.values())

    def topics_of(self, theme: Theme) -> tuple[TopicId, ...]:
        """The topics of a theme that are asked, in order."""
        return tuple(topic for topic, (other, _) in self._defined.items() if other.id == theme.id)

    def speaks_for(self, person: PersonId) -> Partner | None:
        """The partner for whom somebody speaks; None for observers and strangers."""
        return self.partners.get(self.people.get(person, OBSERVER))

    def spoke_for(self, person: PersonId) -> Partner | None:
        """The partner for whom somebody speaks, or spoke before they left."""
        return self.speaks_for(person) or self.partners.get(self.former.get(person, OBSERVER))

    def speakers(self, partner: PartnerId) -> tuple[PersonId, ...]:
        """The people who speak for a partner."""
        return tuple(person for person, other in self.people.items() if other == partner)

    def is_voting(self, topic: TopicId) -> bool:
        """Whether what is said about a topic now is a vote, hidden until the votes are revealed."""
        return self.setup.way == "each_first" and not self.topics[topic].is_revealed

    @property
    def voted(self) -> frozenset[PartnerId]:
        """The partners who have said something about the current topic."""
        return frozenset(said.partner for said in self.topics[self.current].said.values())

    @property
    def _defined(self) -> Mapping[TopicId, tuple[Theme, Topic]]:
        chosen = self.setup.scorecard.topics(self.setup.form, self.setup.themes)
        return {TopicId(topic.id): (theme, topic) for theme, topic in chosen}


def fold(recorded: Iterable[Recorded], state: State | None = None) -> State:
    """The state after these events, beginning with nothing or with an earlier state.

    Raises:
        ValueError: there is no event at all, or the first one does not start a walkthrough.
    """
    for each in recorded:
        state = begin(each) if state is None else follow(state, each)
    if state is None:
        raise ValueError("no events")
    return state


def begin(recorded: Recorded) -> State:
    """The state after the first event.

    Raises:
        ValueError: the event does not start a walkthrough.
    """
    event = recorded.event
    if not isinstance(event, Started):
        raise ValueError(event.kind)  # noqa: TRY004 -- the value is wrong, not its type: any event is one
    topics = [TopicId(topic.id) for _, topic in event.scorecard.topics(event.form, event.themes)]
    return State(
        setup=event,
        version=1,
        started_at=recorded.at,
        last_at=recorded.at,
        facilitator=recorded.by,
        partners=MappingProxyType({partner.id: partner for partner in event.partners}),
        people=MappingProxyType({}),
        former=MappingProxyType({}),
        phase="running",
        current=topics[0],
        visits=(topics[0],),
        topics=MappingProxyType({topic: TopicState() for topic in topics}),
        actions=MappingProxyType({}),
        is_nudged=False,
        closings=0,
    )


def follow(state: State, recorded: Recorded) -> State:
    """The state after one more event. One that cannot apply changes nothing but the version and the time."""
    after = replace(_apply(state, recorded), version=state.version + 1)
    if recorded.by == NOBODY or isinstance(recorded.event, (Nudged, Reminded)):
        return after
    return replace(after, last_at=max(state.last_at, recorded.at), is_nudged=False)


def _apply(state: State, recorded: Recorded) -> State:  # noqa: C901, PLR0911 -- one line for each kind of event
    match recorded.event:
        case PartnerAdded(partner=partner):
            return replace(state, partners=_with(state.partners, partner.id, partner))
        case Joined(partner=partner):
            return replace(state, people=_with(state.people, recorded.by, partner))
        case Left() | Erased():
            facilitator = NOBODY if recorded.by == state.facilitator else state.facilitator
            former = _with(state.former, recorded.by, state.people.get(recorded.by, OBSERVER))
            people = _without(state.people, recorded.by)
            return replace(state, people=people, former=former, facilitator=facilitator)
        case HandedOver(to=to):
            return replace(state, facilitator=to)
        case WentTo(topic=topic) if topic in state.topics:
            return replace(state, current=topic, visits=(*state.visits, topic))
        case Paused():
            return replace(state, phase="paused")
        case Closed():
            return replace(state, phase="closed", closings=state.closings + 1)
        case Resumed() | Reopened():
            return replace(state, phase="running")
        case Nudged():
            return replace(state, is_nudged=True)
        case NoteEdited() | NoteRemoved():
            return _apply_to_note(state, recorded.event)
        case ActionTaken() | ActionDone() | ActionSnoozed() | Reminded():
            return replace(state, actions=_apply_to_actions(state.actions, recorded.event, recorded.at))
        case Answered() | Voted() | Revealed() | VoteOpened() | Agreed() | Noted():
            return _apply_to_topic(state, recorded)
    return state


def _apply_to_topic(state: State, recorded: Recorded) -> State:
    event = recorded.event
    if not isinstance(event, (Answered, Voted, Revealed, VoteOpened, Agreed, Noted)) or event.topic not in state.topics:
        return state
    old = state.topics[event.topic]
    match event:
        case Answered(status=status):
            partner = state.people.get(recorded.by, OBSERVER)
            said = old.said
            if state.setup.way == "together":
                said = _with(said, recorded.by, Said(recorded.by, partner, status, recorded.at))
            new = replace(old, status=status, set_by=recorded.by, said=said)
        case Voted(partner=partner, status=status):
            new = replace(old, said=_with(old.said, recorded.by, Said(recorded.by, partner, status, recorded.at)))
        case Revealed():
            new = replace(old, is_revealed=True)
        case VoteOpened():
            new = replace(old, is_revealed=False, said=MappingProxyType({}))
        case Agreed(text=text, partners=partners):
            agreement = Agreement(text, partners, recorded.by, recorded.at) if text else None
            new = replace(old, agreement=agreement)
        case Noted(note=note, text=text):
            new = replace(old, notes=_with(old.notes, note, Note(note, recorded.by, text, recorded.at)))
    return replace(state, topics=_with(state.topics, event.topic, new))


def _apply_to_note(state: State, event: NoteEdited | NoteRemoved) -> State:
    found = topic_of_note(state, event.note)
    if found is None:
        return state
    old = state.topics[found]
    if isinstance(event, NoteRemoved):
        notes = _without(old.notes, event.note)
    else:
        notes = _with(old.notes, event.note, replace(old.notes[event.note], text=event.text))
    return replace(state, topics=_with(state.topics, found, replace(old, notes=notes)))


def topic_of_note(state: State, note: NoteId) -> TopicId | None:
    """The topic that a note stands under, or None when there is no such note."""
    return next((topic for topic, each in state.topics.items() if note in each.notes), None)


def _apply_to_actions(
    actions: Mapping[ActionId, Action], event: ActionTaken | ActionDone | ActionSnoozed | Reminded, at: float
) -> Mapping[ActionId, Action]:
    if isinstance(event, ActionTaken):
        taken = Action(event.action, event.topic, event.what, event.owner, event.due, event.tz, taken_at=at)
        return _with(actions, event.action, taken)
    old = actions.get(event.action)
    if old is None:
        return actions
    match event:
        case ActionDone():
            new = replace(old, is_done=True)
        case ActionSnoozed(until=until):
            new = replace(old, snoozed_until=until)
        case Reminded(day=day):
            new = replace(old, reminded=(*old.reminded, day))
    return _with(actions, event.action, new)


def _with(known: Mapping[_Key, _Value], key: _Key, value: _Value) -> Mapping[_Key, _Value]:
    return MappingProxyType({**known, key: value})


def _without(known: Mapping[_Key, _Value], key: _Key) -> Mapping[_Key, _Value]:
    return MappingProxyType({other: value for other, value in known.items() if other != key})
