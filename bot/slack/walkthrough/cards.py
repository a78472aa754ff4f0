"""What people see of a walkthrough: its card, and by these names everything else. Data to data."""

from __future__ import annotations

from bot.slack.block_kit.blocks import Packed
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.closings import closing, overview
from bot.slack.walkthrough.notices import (
    idle_question,
    join_first,
    reminder,
    said,
    start_button,
    start_offer,
)
from bot.slack.walkthrough.pieces import (
    Block,
    answered,
    button,
    join_row,
    message,
    place_of,
    row,
    scorecard_title,
)
from bot.slack.walkthrough.texts import Names, day, fit, named, people, person
from bot.slack.walkthrough.visits import Reading, visit
from bot.walkthrough.events import NOBODY, OBSERVER
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import State
from prompts.catalogue.walkthrough import WalkCard, WalkCardFoot, WalkPartner
from prompts.rendering import render

__all__ = [
    "Names",
    "Reading",
    "card",
    "closing",
    "idle_question",
    "join_first",
    "overview",
    "reminder",
    "said",
    "start_button",
    "start_offer",
    "visit",
]

_BAR_CELLS_MAX = 20
# The names of the people of all partners share this; a line has room for one name at least.
_PEOPLE_CHARS_MAX, _LINE_CHARS_MIN, _LINE_CHARS_MAX = 2_400, 40, 200
_SOURCE_CHARS_MAX = 500


def card(walkthrough: WalkthroughId, state: State, names: Names) -> Packed:
    """The one message in the channel: what it is, how far it is, who takes part, what can be done."""
    joining = [join_row(walkthrough, state, Click(walkthrough), None, may_watch=True)] if _is_open(state) else []
    return message(
        *render(_card(state, names)), *joining, _steering(walkthrough, state), *render(_foot(walkthrough, state))
    )


def _is_open(state: State) -> bool:
    return state.phase != "closed"


def _card(state: State, names: Names) -> WalkCard:
    line_chars = min(max(_PEOPLE_CHARS_MAX // len(state.partners), _LINE_CHARS_MIN), _LINE_CHARS_MAX)
    partners = tuple(
        WalkPartner(named(each.name), people(names, state.speakers(each.id), line_chars))
        for each in state.partners.values()
    )
    return WalkCard(
        title=scorecard_title(state),
        form=state.setup.form,
        mode=state.setup.mode,
        way=state.setup.way,
        due=day(state.setup.due) if state.setup.due else "",
        phase=state.phase,
        place=place_of(state, state.current),
        answered=answered(state),
        bar=_bar(answered(state), len(state.order)),
        partners=partners,
        observers=people(names, state.speakers(OBSERVER), _LINE_CHARS_MAX),
        facilitator=person(names, state.facilitator) if state.facilitator != NOBODY else "",
        has_speakers=any(state.speakers(each) for each in state.partners),
    )


def _bar(done: int, total: int) -> str:
    """Filled and empty marks, one for each topic while there are few."""
    cells = min(total, _BAR_CELLS_MAX)
    filled = done * cells // total
    return "▰" * filled + "▱" * (cells - filled)


def _foot(walkthrough: WalkthroughId, state: State) -> WalkCardFoot:
    scorecard = state.setup.scorecard
    return WalkCardFoot(
        walkthrough,
        fit(scorecard.limits, _SOURCE_CHARS_MAX),
        fit(scorecard.credit, _SOURCE_CHARS_MAX),
        scorecard.source_url,
    )


def _steering(walkthrough: WalkthroughId, state: State) -> Block:
    here = Click(walkthrough)
    report = button(clicks.REPORT, "report", here)
    if state.phase == "closed":
        return row(report, button(clicks.RESUME, "reopen", here))
    is_paused = state.phase == "paused"
    return row(
        button(clicks.RESUME, "resume", here, "primary") if is_paused else button(clicks.PAUSE, "pause", here),
        report,
        button(clicks.HAND_OVER, "hand_over", here),
        button(clicks.CLOSE, "close", here),
    )
