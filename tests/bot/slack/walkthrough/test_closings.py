"""What came out, in sum at the end and at any time for one who asks."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.cards import Names, closing, overview
from bot.slack.walkthrough.clicks import Click
from bot.walkthrough.events import (
    ActionDone,
    ActionId,
    ActionTaken,
    Answered,
    Closed,
    Paused,
    Recorded,
    Way,
    WentTo,
)
from bot.walkthrough.results import results
from bot.walkthrough.state import State, fold
from knowledge.scorecards import Scorecard
from tests.bot.slack.walkthrough.shown_states import (
    ANA,
    BEN,
    COSTS,
    JOINS,
    LEAVING,
    LONG_NAMES,
    MISSIONS,
    NAMES,
    SCORECARDS,
    WALKTHROUGH,
    WINDING_UP,
    check,
    clicked,
    fullest,
    labels,
    logs,
    many_names,
    states,
    walked,
)
from tests.bot.slack.walkthrough.test_cards import with_other_votes

DONE = walked(
    *JOINS,
    (ANA, Answered(MISSIONS, "settled")),
    (BEN, Answered(MISSIONS, "partly")),
    (ANA, Answered(COSTS, "settled")),
    (ANA, Answered(LEAVING, "not_applicable")),
    (ANA, ActionTaken(ActionId("a1"), COSTS, "Call the bank", BEN, "2026-12-02", "")),
    (ANA, ActionTaken(ActionId("a2"), MISSIONS, "Ask the board", ANA, "2026-12-09", "")),
    (BEN, ActionDone(ActionId("a1"))),
    (ANA, Closed()),
)


@given(states(), states(), many_names)
def test_every_summary_is_one_that_slack_takes(state: State, previous: State, names: Names) -> None:
    """With or without a walkthrough before."""
    check(closing(WALKTHROUGH, state, results(state, previous), names))
    check(closing(WALKTHROUGH, state, results(state, state), names))
    check(overview(WALKTHROUGH, state, names))


@pytest.mark.parametrize("way", ["together", "each_first"])
@pytest.mark.parametrize("scorecard", SCORECARDS, ids=lambda each: f"{each.id}-{len(each.themes)}")
def test_the_fullest_summary_is_one_that_slack_takes(scorecard: Scorecard, way: Way) -> None:
    """Far too much of everything."""
    state = fullest(scorecard, way)
    check(closing(WALKTHROUGH, state, results(state), LONG_NAMES))
    check(overview(WALKTHROUGH, state, LONG_NAMES))


@given(logs("each_first"))
def test_a_summary_tells_nothing_of_a_vote_that_is_hidden(log: list[Recorded]) -> None:
    """As long as nothing was revealed it is the same whatever people voted."""
    state, other = fold(log), with_other_votes(log)
    if not any(each.is_revealed for each in state.topics.values()):
        assert closing(WALKTHROUGH, state, results(state), NAMES) == closing(WALKTHROUGH, other, results(other), NAMES)
        assert overview(WALKTHROUGH, state, NAMES) == overview(WALKTHROUGH, other, NAMES)


def test_the_summary_has_coverage_gaps_differences_and_actions() -> None:
    """By theme, in words, and without a total or a mark."""
    shown = closing(WALKTHROUGH, DONE, results(DONE), NAMES).text
    assert shown.startswith("*Small scorecard: you are through*")
    assert (
        "*Where each theme stands*\n• Partners and people: 1 partly settled\n• Money: 1 settled\n"
        "• Ending: 1 not applicable, 1 without an answer"
    ) in shown
    assert "*Gaps*\n• Partners and people: Missions (partly)\n• Ending: Winding up (no answer)" in shown
    assert "*Differences*\n• Missions: Riverside Council says settled; Acme &amp; Sons says partly" in shown
    assert (
        "*Actions*\n• Ask the board (Ana Lopez, by December 9, 2026; Missions)\n"
        "• Done: Call the bank (Ben Smith, by December 2, 2026; Sharing costs)"
    ) in shown
    assert "%" not in shown
    assert "Since" not in shown
    assert "They are no score and no mark." in shown


def test_a_summary_with_nothing_to_tell_says_so() -> None:
    """Each part has words for it."""
    every = [(ANA, Answered(topic, "settled")) for topic in (MISSIONS, COSTS, LEAVING, WINDING_UP)]
    shown = closing(WALKTHROUGH, walked(*JOINS, *every), results(walked(*JOINS, *every)), NAMES).text
    assert "No topic is open, partly settled or without an answer." in shown
    assert "Among the answers that everybody can see, the partners agree." in shown
    assert "Nobody has taken anything on yet." in shown


def test_the_summary_tells_what_changed_since_last_time() -> None:
    """Topic by topic."""
    before = walked(*JOINS, (ANA, Answered(MISSIONS, "open")), (ANA, Answered(WINDING_UP, "open")))
    shown = closing(WALKTHROUGH, DONE, results(DONE, before), NAMES).text
    assert (
        "*Since November 14, 2023, when you last went through it*\n• Missions: open then, partly now\n"
        "• Sharing costs: now settled\n• Leaving early: now does not apply\n• Winding up: open then, no answer now"
    ) in shown
    assert "Nothing stands otherwise." in closing(WALKTHROUGH, DONE, results(DONE, DONE), NAMES).text


def test_the_summary_offers_the_report_and_the_way_back() -> None:
    """Reopening only while it is closed."""
    shown = closing(WALKTHROUGH, DONE, results(DONE), NAMES)
    assert labels(shown) == ["Report", "Reopen"]
    assert clicked(shown, clicks.RESUME) == Click(WALKTHROUGH)
    assert labels(closing(WALKTHROUGH, walked(), results(walked()), NAMES)) == ["Report"]


def test_an_overview_has_every_topic_under_its_theme() -> None:
    """By how it stands; then what is still to be done."""
    state = walked(
        *JOINS,
        (ANA, Answered(MISSIONS, "open")),
        (ANA, WentTo(COSTS)),
        (ANA, ActionTaken(ActionId("a1"), MISSIONS, "Ask the board", BEN, "2026-12-09", "")),
    )
    shown = overview(WALKTHROUGH, state, NAMES)
    assert 'You are at "Sharing costs" (Money). 1 of 4 topics has an answer.' in shown.text
    assert "*Partners and people*\nOpen: Missions\n\n*Money*\nNo answer yet: Sharing costs" in shown.text
    assert "*Actions to do*\n• Ask the board (Ben Smith, by December 9, 2026; Missions)" in shown.text
    assert "Only you see this." in shown.text
    assert "Ask the bank" not in overview(WALKTHROUGH, DONE, NAMES).text


def test_an_overview_knows_of_breaks_and_of_the_end() -> None:
    """In its first line."""
    assert 'Taking a break at "Missions"' in overview(WALKTHROUGH, walked((ANA, Paused())), NAMES).text
    assert "Closed. 3 of 4 topics have an answer." in overview(WALKTHROUGH, DONE, NAMES).text
