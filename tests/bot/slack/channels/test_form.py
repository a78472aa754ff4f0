"""The settings of a channel: what the modal shows comes back as it was, and nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import elements
from bot.playground.rules import checked_view
from bot.slack.channels.form import (
    COLLECTIONS,
    EXPERTS_MAX,
    GROUPS,
    Faults,
    Group,
    read_channel,
    read_settings,
    settings_view,
    shown_view,
)
from bot.store.channel_settings import ANSWERS, ChannelChoice

GROUP = Group("S0STAFF", "Coach staff")
TIMES = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.integers(0, 59))
CHOICES = st.builds(
    lambda answers, collections, is_private, people, group, times: ChannelChoice(
        answers, collections, is_private, (*people, *group), *times
    ),
    st.sampled_from(ANSWERS),
    st.lists(st.sampled_from(COLLECTIONS), unique=True, max_size=5).map(
        lambda chosen: tuple(each for each in COLLECTIONS if each in chosen)
    ),
    st.booleans(),
    st.lists(st.from_regex(r"[UW][A-Z0-9]{4,10}", fullmatch=True), unique=True, max_size=EXPERTS_MAX),
    st.sampled_from([(), (GROUP.id,)]),
    st.one_of(st.just(("", "")), st.lists(TIMES, min_size=2, max_size=2, unique=True)),
)


def sent(view: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """What comes back when the modal is sent with these changes."""
    return dict(elements.state(view["blocks"], answers)["values"])


@given(CHOICES)
def test_a_modal_that_is_sent_as_it_is_changes_nothing(choice: ChannelChoice) -> None:
    """Every choice can be shown, is one that Slack takes, and comes back the same; to look at, too."""
    view = checked_view(settings_view("C1", choice, (GROUP,)), "modal")
    assert read_settings(sent(view), ChannelChoice()) == choice
    checked_view(shown_view(choice), "modal")


def test_all_collections_are_none_in_particular() -> None:
    """What is added to the knowledge later is searched as well."""
    view = settings_view("C1", ChannelChoice(collections=("cases",)), ())
    read = read_settings(sent(view, collections=list(COLLECTIONS)), ChannelChoice())
    assert isinstance(read, ChannelChoice)
    assert read.collections == ()


def test_groups_that_could_not_be_listed_stay() -> None:
    """A field that Slack gave no choices for takes nobody away."""
    before = ChannelChoice(experts=("U12", "S0STAFF"))
    view = settings_view("C1", before, ())
    assert GROUPS not in sent(view)
    assert read_settings(sent(view, people=["U34"]), before) == ChannelChoice(experts=("U34", "S0STAFF"))


def test_a_modal_with_nothing_in_it_names_what_is_missing() -> None:
    """Nothing is taken for a choice."""
    read = read_settings({}, ChannelChoice())
    assert isinstance(read, Faults)
    assert set(read.errors) == {"answers", "privacy", "collections"}


@pytest.mark.parametrize(
    ("block", "entry"),
    [
        ("answers", {"selected_option": {"value": "always"}}),
        ("privacy", {"selected_option": {"value": "secret"}}),
        ("collections", {"selected_options": [{"value": "cases"}, {"value": "../team"}]}),
        ("collections", {"selected_options": []}),
        ("people", {"selected_users": ["<!channel>"]}),
        ("people", {"selected_users": [f"U{number:04}" for number in range(EXPERTS_MAX + 1)]}),
        ("groups", {"selected_options": [{"value": "U12"}]}),
        ("from", {"selected_time": "25:00"}),
        ("from", {"selected_time": "08:00"}),
    ],
)
def test_a_forged_or_senseless_value_is_sent_back(block: str, entry: dict[str, Any]) -> None:
    """Each is told at its own field; both times belong together."""
    values = sent(settings_view("C1", ChannelChoice(quiet_to=""), (GROUP,)))
    read = read_settings(values | {block: {block: entry}}, ChannelChoice())
    assert isinstance(read, Faults)
    assert list(read.errors) == ["to" if block == "from" else block]


def test_two_equal_times_are_no_hours() -> None:
    """Whether they would mean none or all of the day is not guessed."""
    view = settings_view("C1", ChannelChoice(quiet_from="22:00", quiet_to="06:00"), ())
    assert isinstance(read_settings(sent(view, to="22:00"), ChannelChoice()), Faults)


@pytest.mark.parametrize("metadata", ["", "D0MAYA", "C1|C2", "c1", "C1\n", "{}"])
def test_a_modal_is_about_a_channel_or_about_nothing(metadata: str) -> None:
    """Direct conversations have no settings."""
    assert read_channel(metadata) == ""
    assert read_channel("C0WARMHOMES") == "C0WARMHOMES"
