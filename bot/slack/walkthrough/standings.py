"""Where a topic stands, as far as everybody may see it. Data to data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.walkthrough.texts import Names, cost, first_that_fit, in_a_row, label, named, people
from bot.walkthrough.events import TopicId
from bot.walkthrough.results import View, differ, spread_of, views_of
from bot.walkthrough.state import State
from prompts.catalogue.walkthrough import WalkCount, WalkSaying, WalkSpread, WalkStanding, WalkView

# All that people say about a topic, and the names of some partners in a sentence.
_VIEWS_CHARS_MAX, _NAMES_CHARS_MAX = 1_600, 160
_PEOPLE_CHARS_MIN, _PEOPLE_CHARS_MAX = 16, 120


def standing(state: State, topic: TopicId, names: Names) -> WalkStanding:
    """What the team says, and who said what where people differ or voted; nothing of a vote that is hidden."""
    is_voting, is_vote = state.is_voting(topic), state.setup.way == "each_first"
    views = views_of(state, topic)
    shown, more = shown_views(state, views if is_vote or differ(views) else (), names, _VIEWS_CHARS_MAX)
    return WalkStanding(
        stage="hidden" if is_voting else "revealed" if is_vote else "together",
        status=state.topics[topic].status or "",
        views=shown,
        views_more=more,
        voted=len({said.partner for said in state.topics[topic].said.values()} & set(state.partners)),
        partners=len(state.partners),
        spread=_spread(state, topic, views) if is_vote and not is_voting else None,
    )


def shown_views(state: State, views: Sequence[View], names: Names, chars_max: int) -> tuple[tuple[WalkView, ...], int]:
    """Every partner's view with as many names of people as there is room for, and how many views are left."""
    each_max = chars_max // max(len(views), 1)
    return first_that_fit([_view(state, view, names, each_max) for view in views], _chars, chars_max)


def _view(state: State, view: View, names: Names, chars_max: int) -> WalkView:
    partner = named(state.partners[view.partner].name)
    left = chars_max - cost(partner) - sum(len(label(status)) + 8 for status in view.statuses)
    room = min(max(left // len(view.statuses), _PEOPLE_CHARS_MIN), _PEOPLE_CHARS_MAX)
    sayings = (
        WalkSaying(status, people(names, (said.by for said in view.said if said.status == status), room))
        for status in view.statuses
    )
    return WalkView(partner, tuple(sayings))


def _chars(view: WalkView) -> int:
    people_chars = (cost(", ".join(saying.people.names)) for saying in view.sayings)
    return cost(view.partner) + sum(chars + 20 for chars in people_chars)


def _spread(state: State, topic: TopicId, views: Sequence[View]) -> WalkSpread:
    heard = {view.partner for view in views}
    torn = [named(state.partners[view.partner].name) for view in views if view.is_of_two_minds]
    silent = [named(partner.name) for partner in state.partners.values() if partner.id not in heard]
    return WalkSpread(
        counts=tuple(WalkCount(status, count) for status, count in spread_of(state, topic).counts.items()),
        two_minds=in_a_row(torn, _NAMES_CHARS_MAX),
        silent=in_a_row(silent, _NAMES_CHARS_MAX),
    )
