"""The menu that leads from one topic to another."""

from __future__ import annotations

from typing import Any

from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.menus import go_to_menu
from bot.walkthrough.events import Answered, Recorded
from bot.walkthrough.state import State, fold
from tests.bot.slack.walkthrough.shown_states import ANA, SCORECARDS, WALKTHROUGH, fullest

REAL, WIDE, DEEP, VAST = SCORECARDS[1], SCORECARDS[2], SCORECARDS[4], SCORECARDS[5]


def choices(menu: dict[str, Any]) -> dict[str, str]:
    """The topic of every choice, with its words."""
    groups = menu.get("option_groups", [{"options": menu.get("options", [])}])
    made = {}
    for option in (option for group in groups for option in group["options"]):
        click = clicks.read(option["value"])
        assert click is not None
        made[click.topic] = option["text"]["text"]
    return made


def menu_of(state: State) -> dict[str, Any]:
    return go_to_menu(WALKTHROUGH, state, state.current)


def test_the_real_scorecard_fits_whole() -> None:
    """All of its topics, under their themes, with how they stand."""
    state = fullest(REAL, "together")
    menu = menu_of(state)
    assert list(choices(menu)) == list(state.order)
    assert len(menu["option_groups"]) == 12
    assert choices(menu)[state.current].endswith("· Does not apply")


def test_long_titles_come_without_how_they_stand() -> None:
    """Every topic is worth more than the statuses."""
    bare = fullest(WIDE, "together")
    state = fold((Recorded(Answered(topic, "not_applicable"), ANA, 1.0) for topic in bare.order), bare)
    assert list(choices(menu_of(state))) == list(state.order)
    assert not any("·" in words for words in choices(menu_of(state)).values())


def test_a_long_theme_is_shown_as_far_as_it_goes() -> None:
    """A hundred topics are more than a message has room for; the others are found by their names."""
    shown = choices(menu_of(fullest(DEEP, "together")))
    assert 20 < len(shown) < 100


def test_of_many_themes_each_has_a_way_in() -> None:
    """This theme with all of its topics, each of the others with its first."""
    state = fullest(VAST, "together")
    shown = list(choices(menu_of(state)))
    assert shown[:4] == ["topic-0-0", "topic-0-1", "topic-0-2", "topic-1-0"]
    assert len(shown) > 20
