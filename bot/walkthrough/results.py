"""What came out of a walkthrough, as far as it is: no total, no percentage, no score. Pure.

What a partner said about a topic that each partner answers first is nowhere in here until it is revealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bot.walkthrough.events import STATUSES, PartnerId, PersonId, Status, TopicId
from bot.walkthrough.state import Action, Said, State
from knowledge.scorecards import Nature, Theme

Standing = Status | Literal["unanswered"]
STANDINGS: tuple[Standing, ...] = (*STATUSES, "unanswered")
GAPS: frozenset[Standing] = frozenset({"partly", "open", "unanswered"})
ChangeKind = Literal["changed", "newly_answered", "no_longer_answered"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A theme, and how many of its topics stand how; every standing is there, in the order of `STANDINGS`."""

    theme: Theme
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that is not settled yet, with its theme."""

    topic: TopicId
    theme: Theme
    standing: Standing


@dataclass(frozen=True, slots=True)
class View:
    """What one partner says about a topic: the last answer of each of its people, in the order of their first."""

    partner: PartnerId
    said: tuple[Said, ...]

    @property
    def statuses(self) -> tuple[Status, ...]:
        """What its people say, each status once, in the order of `STATUSES`."""
        return _in_order(each.status for each in self.said)

    @property
    def is_of_two_minds(self) -> bool:
        """Whether its own people differ."""
        return len(self.statuses) > 1


@dataclass(frozen=True, slots=True)
class Difference:
    """A topic on which partners, or the people of one, do not say the same."""

    topic: TopicId
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many partners say what; one that is of two minds is counted there alone, as is one that said nothing."""

    counts: Mapping[Status, int]
    """Only what somebody says, in the order of `STATUSES`."""
    of_two_minds: int
    silent: int


@dataclass(frozen=True, slots=True)
class Change:
    """A topic that stands otherwise than in the walkthrough before; one that was not asked then was not answered."""

    topic: TopicId
    kind: ChangeKind
    before: Status | None
    now: Status | None


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the walkthrough before."""

    last_at: float
    """When somebody last did something in that one, in seconds since 1970."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The topics of one nature that apply: those that are settled, and those that are not."""

    nature: Nature
    settled: tuple[TopicId, ...]
    unsettled: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that came out, in the order of the scorecard."""

    coverage: tuple[Coverage, ...]
    gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    spreads: Mapping[TopicId, Spread]
    """Of the topics about which a partner said something that all may see."""
    actions: tuple[Action, ...]
    """What is still to be done first, then by due date."""
    splits: tuple[Split, ...]
    """Relational, then transactional."""
    since: Since | None
    """None when there is no walkthrough of the same scorecard before."""


def results(state: State, previous: State | None = None) -> Results:
    """What came out so far; `previous` is an earlier walkthrough of the same team."""
    seen = {topic: views_of(state, topic) for topic in state.order}
    return Results(
        coverage=tuple(_coverage(state, theme) for theme in state.themes()),
        gaps=tuple(
            Gap(topic, state.theme(topic), standing_of(state, topic))
            for topic in state.order
            if standing_of(state, topic) in GAPS
        ),
        differences=tuple(Difference(topic, views) for topic, views in seen.items() if differ(views)),
        spreads=MappingProxyType({topic: _spread(state, views) for topic, views in seen.items() if views}),
        actions=tuple(sorted(state.actions.values(), key=lambda action: (action.is_done, action.due))),
        splits=(_split(state, "relational"), _split(state, "transactional")),
        since=_since(state, previous),
    )


def standing_of(state: State, topic: TopicId) -> Standing:
    """How the team says that a topic stands."""
    return state.topics[topic].status or "unanswered"


def is_visible(state: State, topic: TopicId) -> bool:
    """Whether all may see who said what about a topic."""
    return state.setup.way == "together" or state.topics[topic].is_revealed


def views_of(state: State, topic: TopicId) -> tuple[View, ...]:
    """What each partner says about a topic, in the partners' order; none at all as long as it is hidden."""
    if not is_visible(state, topic):
        return ()
    said = state.topics[topic].said.values()
    own = {partner: tuple(each for each in said if each.partner == partner) for partner in state.partners}
    return tuple(View(partner, each) for partner, each in own.items() if each)


def spread_of(state: State, topic: TopicId) -> Spread:
    """How many partners say what about a topic; all are silent as long as it is hidden."""
    return _spread(state, views_of(state, topic))


def differ(views: Iterable[View]) -> bool:
    """Whether not all of them say one and the same."""
    return len({status for view in views for status in view.statuses}) > 1


def people_seen(state: State) -> tuple[PersonId, ...]:
    """Everybody who joined, then everybody else of whom something can be seen."""
    others = [
        person
        for topic, each in state.topics.items()
        for person in (
            *(said.by for view in views_of(state, topic) for said in view.said),
            *(note.by for note in each.notes.values()),
            *((each.agreement.by,) if each.agreement else ()),
        )
    ]
    return tuple(dict.fromkeys([*state.people, *others, *(action.owner for action in state.actions.values())]))


def _coverage(state: State, theme: Theme) -> Coverage:
    counted = Counter(standing_of(state, topic) for topic in state.topics_of(theme))
    return Coverage(theme, MappingProxyType({standing: counted[standing] for standing in STANDINGS}))


def _spread(state: State, views: tuple[View, ...]) -> Spread:
    counted = Counter(view.statuses[0] for view in views if not view.is_of_two_minds)
    return Spread(
        MappingProxyType({status: counted[status] for status in STATUSES if counted[status]}),
        of_two_minds=sum(view.is_of_two_minds for view in views),
        silent=len(state.partners) - len(views),
    )


def _split(state: State, nature: Nature) -> Split:
    own = [topic for topic in state.order if state.topic(topic).nature == nature]
    settled = tuple(topic for topic in own if standing_of(state, topic) == "settled")
    return Split(nature, settled, tuple(topic for topic in own if standing_of(state, topic) in GAPS))


def _since(state: State, previous: State | None) -> Since | None:
    if previous is None or previous.setup.scorecard.id != state.setup.scorecard.id:
        return None
    changes = (_change(state, previous, topic) for topic in state.order)
    return Since(previous.last_at, tuple(change for change in changes if change))


def _change(state: State, previous: State, topic: TopicId) -> Change | None:
    old = previous.topics.get(topic)
    before, now = old.status if old else None, state.topics[topic].status
    if before == now:
        return None
    kind: ChangeKind = "newly_answered" if before is None else "no_longer_answered" if now is None else "changed"
    return Change(topic, kind, before, now)


def _in_order(statuses: Iterable[Status]) -> tuple[Status, ...]:
    known = set(statuses)
    return tuple(status for status in STATUSES if status in known)
