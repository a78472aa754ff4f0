"""Texts of people made to fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.walkthrough.texts import cost, day, fit, in_a_row, label, named, people, person, plain_name
from bot.walkthrough.events import PersonId
from prompts.catalogue.walkthrough_notices import WalkLabel
from prompts.rendering import PROMPTS_DIR, escape
from tests.bot.slack.walkthrough.shown_states import ANA, NAMES, hostile

LABELS = re.findall(r'^  "(\w+)":', (PROMPTS_DIR / WalkLabel.template).read_text("utf-8"), re.MULTILINE)


@given(hostile, st.integers(1, 200))
def test_a_text_fits_once_it_is_escaped(text: str, chars_max: int) -> None:
    """It is on one line, and what is cut ends with an ellipsis."""
    fitted = fit(text, chars_max)
    assert len(escape(fitted)) <= chars_max
    assert "\n" not in fitted
    assert fitted == " ".join(fitted.split())


@given(st.text(st.characters(exclude_categories=["C"]), max_size=80))
def test_the_cost_of_a_text_is_what_it_has_once_it_is_escaped(text: str) -> None:
    """Entities are longer than what they stand for."""
    assert cost(text) == len(escape(text))


def test_a_text_that_fits_stays_as_it_is() -> None:
    """One character less, and it is cut."""
    assert fit("A & B", 9) == "A & B"
    assert fit("A & B", 8) == "A &…"
    assert fit("  two \n lines ", 99) == "two lines"


@pytest.mark.parametrize("name", ["", " ", "\u200b\u202e"])
def test_a_name_is_never_empty(name: str) -> None:
    """Somebody, or something without a name."""
    assert plain_name(name) == "(no name)"
    assert named(name) == "(no name)"
    assert person({ANA: name}, ANA) == "somebody"
    assert person(NAMES, PersonId("UX")) == "somebody"


def test_of_many_names_the_first_are_shown() -> None:
    """At least one, however long, and how many are left."""
    assert people(NAMES, [ANA, ANA, ANA], 22) == in_a_row(["Ana Lopez", "Ana Lopez", "Ana Lopez"], 22)
    assert (in_a_row(["Ana", "Ben", "Cleo"], 10).names, in_a_row(["Ana", "Ben", "Cleo"], 10).more) == (
        ("Ana", "Ben"),
        1,
    )
    assert in_a_row(["x" * 50, "y"], 10).names == ("x" * 9 + "…",)
    assert in_a_row([], 10).names == ()


@pytest.mark.parametrize(("iso", "words"), [("2026-12-04", "December 4, 2026"), ("soon", "soon"), ("", "")])
def test_a_day_is_in_words(iso: str, words: str) -> None:
    """What is no date stays as it is."""
    assert day(iso) == words


@pytest.mark.parametrize("name", LABELS)
def test_every_label_fits_where_it_stands(name: str) -> None:
    """Titles and buttons of modals are the shortest places, options and buttons the others."""
    is_title = name.endswith(("_title", "_submit")) or name in {"save", "cancel", "hand_over"}
    assert 1 <= len(label(name, 100)) <= (24 if is_title else 75)
