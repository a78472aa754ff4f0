"""The modals: what they ask, and that what was sent reads back."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.elements import missing
from bot.playground.elements import state as state_of
from bot.playground.rules import checked_view
from bot.slack.walkthrough import clicks, modals
from bot.slack.walkthrough.clicks import Click
from bot.walkthrough.events import Agreed, Joined, PersonId, TopicId
from bot.walkthrough.refusals import RefusalKind
from bot.walkthrough.state import State
from tests.bot.slack.walkthrough.shown_states import (
    ACME,
    ANA,
    BEN,
    CLEO,
    JOINS,
    MISSIONS,
    RIVER,
    SCORECARDS,
    WALKTHROUGH,
    hostile,
    states,
    walked,
)
from tests.fakes.scorecards import SCORECARD

REAL = SCORECARDS[1]
TODAY = "2026-11-22"


def sent(view: dict[str, Any], **answers: str | list[str]) -> dict[str, Any]:
    """What Slack sends when somebody filled in these fields of the modal and pressed its button."""
    checked_view(view, "modal")
    values: dict[str, Any] = state_of(view["blocks"], answers)["values"]
    assert not missing(view["blocks"], values)
    return values


def every_view(state: State, text: str, who: PersonId) -> list[dict[str, Any]]:
    topic = state.current
    return [
        modals.join_view(WALKTHROUGH, state, text),
        modals.note_view(WALKTHROUGH, state, topic, text),
        modals.agree_view(WALKTHROUGH, state, topic),
        modals.action_view(WALKTHROUGH, state, topic, who, TODAY),
        modals.hand_over_view(WALKTHROUGH, state),
    ]


@given(states(), hostile)
def test_every_modal_is_one_that_slack_takes(state: State, text: str) -> None:
    """With any partners, any topic and anything written before."""
    for view in every_view(state, text, ANA):
        checked_view(view, "modal")
        click = clicks.read(view["private_metadata"])
        assert click is not None
        assert click.walkthrough == WALKTHROUGH


@pytest.mark.parametrize("count", range(1, len(SCORECARDS) + 1))
def test_every_form_to_start_is_one_that_slack_takes(count: int) -> None:
    """With one scorecard or several, with a hundred themes or one."""
    for first in range(len(SCORECARDS) - count + 1):
        view = modals.start_view(SCORECARDS[first : first + count], "C1")
        checked_view(view, "modal")
        assert view["private_metadata"] == "C1"


def test_naming_the_partners_is_all() -> None:
    """The other fields are fine as they are."""
    form = modals.read_start(sent(modals.start_view([REAL], "C1"), main="Riverside\n\n  Acme & Sons \n"), [REAL])
    assert form == modals.StartForm(REAL, ("Riverside", "Acme & Sons"), "short", "drafting", (), "together", "")


def test_the_form_without_partners_cannot_be_sent() -> None:
    """Theirs is the one field that must be filled in."""
    view = modals.start_view([REAL], "C1")
    assert missing(view["blocks"], state_of(view["blocks"], {})["values"]) == ["main"]


def test_everything_can_be_chosen() -> None:
    """And reads back as it was."""
    view = modals.start_view([REAL], "C1")
    themes = [f"{REAL.id}/{theme.id}" for theme in REAL.themes[:2]]
    answers: dict[str, Any] = {"mode": "reviewing", "form": "full", "way": "each_first", "themes": themes}
    form = modals.read_start(sent(view, main="A\nB", due="2026-12-04", **answers), [REAL])
    assert (form.form, form.mode, form.way, form.due) == ("full", "reviewing", "each_first", "2026-12-04")
    assert form.themes == (REAL.themes[0].id, REAL.themes[1].id)


def test_one_scorecard_is_not_asked_for() -> None:
    """But its forms say how many topics they have."""
    view = modals.start_view([SCORECARD], "C1")
    assert "scorecard" not in [block.get("block_id") for block in view["blocks"]]
    assert "Short: the 4 topics that matter most" in str(view)
    assert "Full: all 6 topics" in str(view)


def test_of_several_scorecards_one_is_chosen() -> None:
    """The first is proposed; each has its own themes in the menu."""
    known = [REAL, SCORECARD]
    view = modals.start_view(known, "C1")
    assert modals.read_start(sent(view, main="A\nB"), known).scorecard is REAL
    chosen = modals.read_start(sent(view, main="A\nB", scorecard="small", themes=["small/money"]), known)
    assert (chosen.scorecard, chosen.themes) == (SCORECARD, ("money",))


def test_themes_of_another_scorecard_leave_nothing_to_ask() -> None:
    """Rather than everything, which nobody chose."""
    known = [REAL, SCORECARD]
    values = sent(modals.start_view(known, "C1"), main="A\nB", scorecard="small", themes=[f"{REAL.id}/exit"])
    form = modals.read_start(values, known)
    assert form.scorecard.topics(form.form, form.themes) == ()


@pytest.mark.parametrize("values", [{}, {"main": None}, {"main": {"value": None}}, {"form": {"value": {}}}])
def test_a_form_with_holes_reads_as_the_defaults(values: dict[str, Any]) -> None:
    """It was sent by an older or a newer one of us."""
    assert modals.read_start(values, [REAL]) == modals.StartForm(REAL, (), "short", "drafting", (), "together", "")
    assert modals.read_join(values) == modals.read_note(values) == modals.read_hand_over(values) == ""
    assert modals.read_agree(values) == ("", ())
    assert modals.read_action(values) == ("", "", "")


def test_an_organization_is_proposed() -> None:
    """And can be changed."""
    view = modals.join_view(WALKTHROUGH, walked(), "Hill Foundation")
    assert view["callback_id"] == clicks.JOIN_AS
    assert 'It is added to the partners of "Small scorecard".' in str(view)
    assert modals.read_join(sent(view)) == "Hill Foundation"
    assert modals.read_join(sent(view, main=" Hill Trust ")) == "Hill Trust"
    assert "initial_value" not in str(modals.join_view(WALKTHROUGH, walked(), ""))


def test_a_note_is_written_or_changed() -> None:
    """One that is there can be emptied, a new one cannot be empty."""
    new = modals.note_view(WALKTHROUGH, walked(), MISSIONS, "")
    assert clicks.read(new["private_metadata"]) == Click(WALKTHROUGH, MISSIONS)
    assert modals.read_note(sent(new, main="We need water.")) == "We need water."
    assert missing(new["blocks"], state_of(new["blocks"], {})["values"]) == ["main"]
    old = modals.note_view(WALKTHROUGH, walked(), MISSIONS, "We need water.")
    assert modals.read_note(sent(old)) == "We need water."
    assert modals.read_note(sent(old, main="")) == ""


def test_a_note_that_is_too_long_for_the_box_is_not_cut() -> None:
    """It can only be changed where it was written."""
    view = checked_view(modals.note_view(WALKTHROUGH, walked(), MISSIONS, "x" * 3_001), "modal")
    assert "submit" not in view
    assert "too long to change here" in str(view)
    assert sent(modals.note_view(WALKTHROUGH, walked(), MISSIONS, "x" * 3_000))["main"]["value"]["value"] == "x" * 3_000


def test_what_was_agreed_is_there_to_be_changed() -> None:
    """With those who agreed; nobody is taken to have agreed who did not say so."""
    new = modals.agree_view(WALKTHROUGH, walked(*JOINS), MISSIONS)
    assert "initial_options" not in str(new)
    assert modals.read_agree(sent(new, main="Both count.", partners=[RIVER, ACME])) == ("Both count.", (RIVER, ACME))
    known = walked(*JOINS, (ANA, Agreed(MISSIONS, "Both count.", (ACME,))))
    old = modals.agree_view(WALKTHROUGH, known, MISSIONS)
    assert modals.read_agree(sent(old)) == ("Both count.", (ACME,))
    assert modals.read_agree(sent(old, main="")) == ("", (ACME,))


def test_an_action_is_proposed_to_the_one_who_pressed() -> None:
    """Due two weeks later; both can be changed."""
    view = modals.action_view(WALKTHROUGH, walked(), MISSIONS, BEN, TODAY)
    assert view["callback_id"] == clicks.TAKE_ACTION
    assert modals.read_action(sent(view, main="Call the bank")) == ("Call the bank", BEN, "2026-12-06")
    changed = sent(view, main="Call", person=CLEO, due="2027-01-01")
    assert modals.read_action(changed) == ("Call", CLEO, "2027-01-01")
    assert "initial_date" not in str(modals.action_view(WALKTHROUGH, walked(), MISSIONS, BEN, "9999-12-31"))


def test_the_only_other_person_is_proposed_as_facilitator() -> None:
    """Among several, nobody is."""
    two = walked((ANA, Joined(RIVER)), (BEN, Joined(ACME)))
    assert modals.read_hand_over(sent(modals.hand_over_view(WALKTHROUGH, two))) == BEN
    view = modals.hand_over_view(WALKTHROUGH, walked(*JOINS))
    assert "initial_user" not in str(view)
    assert modals.read_hand_over(sent(view, main=CLEO)) == CLEO


@given(st.sampled_from([*get_args(RefusalKind), "gone"]), hostile)
def test_a_refusal_finds_a_field_in_every_modal_that_can_bring_it_about(kind: str, about: str) -> None:
    """The modal stays open, and nothing that was typed is lost."""
    ((place, words),) = modals.errors(kind, about).items()
    assert place in {"main", "due", "themes"}
    assert words
    assert len(words) <= 200


@pytest.mark.parametrize(
    ("kind", "modal_name", "place"),
    [
        ("few_partners", clicks.START, "main"),
        ("past_due", clicks.START, "due"),
        ("no_topics", clicks.START, "themes"),
        ("unknown_partner", clicks.JOIN_AS, "main"),
        ("unknown_partner", clicks.AGREE, "partners"),
        ("nothing_written", clicks.NOTE, "main"),
        ("no_date", clicks.TAKE_ACTION, "due"),
        ("unknown_person", clicks.TAKE_ACTION, "person"),
        ("unknown_person", clicks.HAND_OVER, "main"),
        ("closed", clicks.AGREE, "main"),
    ],
)
def test_a_refusal_stands_at_the_field_that_it_is_about(kind: str, modal_name: str, place: str) -> None:
    """Which that modal has."""
    views = {view["callback_id"]: view for view in every_view(walked(*JOINS), "", ANA)}
    view = {**views, clicks.START: modals.start_view([REAL], "C1")}[modal_name]
    assert list(modals.errors(kind, "", modal_name)) == [place]
    assert place in [block.get("block_id") for block in view["blocks"] if block["type"] == "input"]


def test_a_refusal_in_a_modal_is_plain_text() -> None:
    """Slack shows it as it is, without entities."""
    assert modals.errors("twice_partner", "R&D <x>") == {
        "main": '"R&D <x>" is there twice. Please keep one of them, or tell them apart.'
    }
    assert modals.errors("past_due", "2026-01-02")["due"].startswith("January 2, 2026 is over.")
    assert TopicId("missions") == MISSIONS
