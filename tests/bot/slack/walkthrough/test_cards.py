"""The card: the one message of a walkthrough in its channel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.cards import Names, card
from bot.slack.walkthrough.clicks import Click
from bot.walkthrough.events import (
    OBSERVER,
    STATUSES,
    Answered,
    Closed,
    Joined,
    Left,
    Partner,
    PartnerAdded,
    PartnerId,
    Paused,
    PersonId,
    Recorded,
    Status,
    Voted,
    WentTo,
)
from bot.walkthrough.state import State, fold
from knowledge.scorecards import Scorecard
from tests.bot.slack.walkthrough.shown_states import (
    ACME,
    ANA,
    BEN,
    CLEO,
    COSTS,
    JOINS,
    LONG_NAMES,
    MISSIONS,
    NAMES,
    RIVER,
    SCORECARDS,
    WALKTHROUGH,
    check,
    clicked,
    elements,
    fullest,
    labels,
    logs,
    many_names,
    states,
    walked,
    words,
)

NEW = card(WALKTHROUGH, walked(), NAMES)


@given(states(), many_names)
def test_every_card_is_one_that_slack_takes(state: State, names: Names) -> None:
    """Whatever people are called and wherever the team is."""
    check(card(WALKTHROUGH, state, names))


@pytest.mark.parametrize("scorecard", SCORECARDS, ids=lambda each: f"{each.id}-{len(each.themes)}")
def test_the_fullest_card_is_one_that_slack_takes(scorecard: Scorecard) -> None:
    """Twenty partners, eighty people, long names."""
    shown = card(WALKTHROUGH, fullest(scorecard, "together"), LONG_NAMES)
    check(shown)
    assert "and 2 more" in words(shown)


def test_a_new_card_says_what_it_is_and_what_is_next() -> None:
    """Title, form, mode and way; then that people join before anything is asked."""
    assert "*Small scorecard*\nShort form, to write an agreement. You answer each topic together." in NEW.text
    assert "0 of 4 topics have an answer." in NEW.text
    assert "*Next:* each of you presses the organization you speak for." in NEW.text
    assert "Finish by" not in NEW.text


def test_a_due_date_is_in_words() -> None:
    """Once somebody set one."""
    assert "Finish by December 4, 2026." in card(WALKTHROUGH, walked(due="2026-12-04"), NAMES).text


def test_the_card_says_how_far_the_team_is() -> None:
    """By theme and by topics with an answer, which is no score."""
    state = walked(*JOINS, (ANA, Answered(MISSIONS, "open")), (ANA, WentTo(COSTS)))
    shown = card(WALKTHROUGH, state, NAMES).text
    assert "▰▱▱▱\n1 of 4 topics has an answer.\n*Now:* Money, 2 of 3 themes" in shown
    assert '*Next:* answer "Sharing costs" in the thread of this message.' in shown
    assert "%" not in shown


def test_everybody_is_named_under_the_partner_they_speak_for() -> None:
    """A partner with nobody says so, and so does somebody whose name is not known."""
    state = walked((ANA, Joined(RIVER)), (PersonId("UX"), Joined(RIVER)), (BEN, Joined(OBSERVER)))
    shown = card(WALKTHROUGH, state, NAMES).text
    assert "• Riverside Council: Ana Lopez, somebody\n• Acme &amp; Sons: nobody yet" in shown
    assert "Just watching: Ben Smith\nFacilitator: Ana Lopez" in shown


def test_a_facilitator_who_left_is_told_of() -> None:
    """With who takes over."""
    shown = card(WALKTHROUGH, walked(*JOINS, (ANA, Left())), NAMES).text
    assert "Facilitator: nobody now. Whoever moves the team on next takes over." in shown


def test_each_partner_has_a_button() -> None:
    """And there is one for another organization, and one for those who look on."""
    assert labels(NEW)[:5] == [
        *("Riverside Council", "Acme & Sons", "Hill School", "Another organization", "Just watching"),
    ]
    assert clicked(NEW, "walk.join.p2") == Click(WALKTHROUGH, "", "p2")
    assert clicked(NEW, clicks.JOIN_AS) == Click(WALKTHROUGH)
    assert clicked(NEW, clicks.OBSERVE) == Click(WALKTHROUGH, "", OBSERVER)


def crowd(count: int) -> State:
    """With so many partners."""
    added = [
        (ANA, PartnerAdded(Partner(PartnerId(f"p{number}"), f"Partner {number}"))) for number in range(4, count + 1)
    ]
    return walked(*added)


def test_many_partners_are_a_menu() -> None:
    """Each of its choices carries what the button would."""
    shown = card(WALKTHROUGH, crowd(6), NAMES)
    (menu,) = [each for each in elements(shown) if each["type"] == "static_select"]
    assert menu["action_id"] == clicks.JOIN
    assert [clicks.read(each["value"]) for each in menu["options"]] == [
        Click(WALKTHROUGH, "", f"p{number}") for number in range(1, 7)
    ]
    assert not [each for each in elements(card(WALKTHROUGH, crowd(5), NAMES)) if each["type"] == "static_select"]


def test_no_more_partners_than_can_be_kept() -> None:
    """The button for another one goes when there is no room."""
    assert "Another organization" in labels(card(WALKTHROUGH, crowd(19), NAMES))
    assert "Another organization" not in labels(card(WALKTHROUGH, crowd(20), NAMES))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (walked(), ["Pause", "Report", "Hand over", "Close"]),
        (walked((ANA, Paused())), ["Resume", "Report", "Hand over", "Close"]),
        (walked((ANA, Closed())), ["Report", "Reopen"]),
    ],
    ids=["running", "paused", "closed"],
)
def test_the_buttons_are_those_that_do_something_now(state: State, expected: list[str]) -> None:
    """Joining, too, is offered only while the walkthrough is open."""
    shown = card(WALKTHROUGH, state, NAMES)
    assert [each for each in labels(shown) if each in {*expected, "Resume", "Reopen", "Pause", "Close"}] == expected
    assert ("Just watching" in labels(shown)) == (state.phase != "closed")


def test_resume_and_reopen_are_one_click() -> None:
    """The walkthrough itself knows which is meant."""
    for event in (Paused(), Closed()):
        assert clicked(card(WALKTHROUGH, walked((ANA, event)), NAMES), clicks.RESUME) == Click(WALKTHROUGH)


def test_the_small_print_says_whose_wording_it_is() -> None:
    """With the source, and the id for the command line."""
    shown = words(NEW)
    assert "All questions are our own wording. Built on the work of The Institute." in shown
    assert "<https://example.org/scorecard|Open the source>" in shown
    assert f"`coach report {WALKTHROUGH}`" in shown


def other(status: Status) -> Status:
    return STATUSES[(STATUSES.index(status) + 1) % len(STATUSES)]


def with_other_votes(log: list[Recorded]) -> State:
    """The same walkthrough in which everybody voted something else."""
    swapped = [
        replace(each, event=replace(each.event, status=other(each.event.status)))
        if isinstance(each.event, Voted)
        else each
        for each in log
    ]
    return fold(swapped)


@given(logs("each_first"))
def test_a_card_tells_nothing_of_a_vote(log: list[Recorded]) -> None:
    """It is the same whatever people voted."""
    assert card(WALKTHROUGH, fold(log), NAMES) == card(WALKTHROUGH, with_other_votes(log), NAMES)


def test_a_name_can_do_no_harm() -> None:
    """It neither mentions nor formats."""
    shown = words(card(WALKTHROUGH, walked(*JOINS), {ANA: "<!channel> *Ana*", CLEO: "\u200b"}))
    assert "&lt;!channel&gt; \u2217Ana\u2217" in shown
    assert "Hill School: somebody" in shown
    assert ACME in str(NEW.blocks)
