"""Short notes, reminders, and the offer to start."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.cards import (
    idle_question,
    join_first,
    reminder,
    said,
    start_button,
    start_offer,
)
from bot.slack.walkthrough.clicks import Click
from bot.walkthrough.events import ActionId, ActionTaken, TopicId
from bot.walkthrough.refusals import RefusalKind
from bot.walkthrough.reminders import ReminderKind
from bot.walkthrough.state import State
from prompts.errors import MessageBroken
from tests.bot.slack.walkthrough.shown_states import (
    ACME,
    ANA,
    BEN,
    MISSIONS,
    WALKTHROUGH,
    check,
    clicked,
    elements,
    hostile,
    labels,
    states,
    walked,
)
from tests.prompts.walkthrough_samples import ACKNOWLEDGEMENTS

TAKEN = walked((ANA, ActionTaken(ActionId("a1"), MISSIONS, "Call the bank", BEN, "2026-12-02", "")))
ACTION = TAKEN.actions[ActionId("a1")]
LINK = "https://acme.slack.com/archives/C1/p1"


@pytest.mark.parametrize("kind", [*get_args(RefusalKind), *ACKNOWLEDGEMENTS, "help"])
def test_every_note_has_words(kind: str) -> None:
    """Each refusal and each acknowledgement, with or without something that it names."""
    check(said(kind))
    check(said(kind, "<!channel> & co"))
    assert "<!channel>" not in said(kind, "<!channel> & co").text


@given(st.sampled_from([*get_args(RefusalKind), *ACKNOWLEDGEMENTS]), hostile)
def test_a_note_is_one_that_slack_takes(kind: str, about: str) -> None:
    """Whatever it names."""
    check(said(kind, about))


def test_a_note_without_words_is_a_defect() -> None:
    """Nobody is shown an empty message."""
    with pytest.raises(MessageBroken):
        said("no_such_kind")


def test_a_note_names_days_and_answers_in_words() -> None:
    """An ISO date and a status are for machines."""
    assert said("snoozed", "2026-12-02").text == "All right. I'll remind you again on December 2, 2026."
    assert said("past_due", "2026-12-02").text.startswith("December 2, 2026 is over.")
    assert said("past_due", "soon").text.startswith("soon is over.")
    assert said("vote_kept", "not_applicable").text.startswith("I have kept your answer: does not apply.")


def test_joining_first_can_answer_at_once() -> None:
    """The button of each partner carries what was to be answered."""
    shown = join_first(WALKTHROUGH, walked(), Click(WALKTHROUGH, MISSIONS, "partly"))
    assert 'your answer "partly" to "Missions" counts at once.' in shown.text
    assert labels(shown) == ["Riverside Council", "Acme & Sons", "Hill School", "Another organization"]
    assert clicked(shown, "walk.join.p1") == Click(WALKTHROUGH, MISSIONS, "p1,partly")


@pytest.mark.parametrize("then", [None, Click(WALKTHROUGH, MISSIONS, "x"), Click(WALKTHROUGH, "gone", "partly")])
def test_joining_first_for_anything_else_only_joins(then: Click | None) -> None:
    """Also when what was wanted is no answer at all."""
    shown = join_first(WALKTHROUGH, walked(), then)
    assert "Press your organization first." in shown.text
    assert clicked(shown, "walk.join.p1") == Click(WALKTHROUGH, "", "p1")


def test_the_partner_that_is_proposed_comes_first() -> None:
    """In Slack's colour for what most people want."""
    shown = join_first(WALKTHROUGH, walked(), None, ACME)
    assert labels(shown)[0] == "Acme & Sons"
    assert [each["action_id"] for each in elements(shown) if each.get("style") == "primary"] == ["walk.join.p2"]


@given(states(), st.sampled_from(["p1", "p7", "none"]))
def test_every_question_for_whom_somebody_speaks_is_one_that_slack_takes(state: State, proposed: str) -> None:
    """With any partners, as buttons or as a menu."""
    check(join_first(WALKTHROUGH, state, Click(WALKTHROUGH, state.current, "open"), TopicId(proposed)))  # type: ignore[arg-type]
    check(idle_question(WALKTHROUGH, state, LINK))
    for action in state.actions.values():
        check(reminder(WALKTHROUGH, state, action, "overdue", LINK))


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("before", "*Due tomorrow:* Call the bank\n"),
        ("today", "*Due today:* Call the bank\n"),
        ("overdue", "*It was due on December 2, 2026:* Call the bank\n"),
        ("snoozed", "*You asked me to remind you:* Call the bank (due December 2, 2026)\n"),
    ],
)
def test_a_reminder_says_what_and_when(kind: ReminderKind, start: str) -> None:
    """And where it came up, with the buttons for it."""
    shown = reminder(WALKTHROUGH, TAKEN, ACTION, kind, LINK)
    assert shown.text.startswith(start)
    assert f'It came up at "Missions" (Small scorecard), and it is yours. <{LINK}|Open the thread>' in shown.text
    assert clicked(shown, clicks.DONE) == Click(WALKTHROUGH, "", "a1")
    assert clicked(shown, clicks.SNOOZE) == Click(WALKTHROUGH, "", "a1")


def test_a_thread_without_an_address_is_not_linked() -> None:
    """The rest of the reminder stands."""
    assert "Open the thread" not in reminder(WALKTHROUGH, TAKEN, ACTION, "today", "").text
    assert "Open the thread" not in idle_question(WALKTHROUGH, TAKEN, "").text


def test_a_quiet_team_is_asked_how_to_go_on() -> None:
    """Go on, pause or close."""
    shown = idle_question(WALKTHROUGH, TAKEN, LINK)
    assert 'the team has been quiet for a week, at "Missions"' in shown.text
    assert [each["action_id"] for each in elements(shown)] == [clicks.RESUME, clicks.PAUSE, clicks.CLOSE]


def test_the_offer_starts_a_walkthrough() -> None:
    """With the button that also stands below answers."""
    check(start_offer())
    assert labels(start_offer()) == [start_button()["text"]["text"]]
    assert [each["action_id"] for each in elements(start_offer())] == [clicks.START]
    assert start_button()["action_id"] == clicks.START
