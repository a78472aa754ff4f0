"""The form that asks what to add."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import elements
from bot.playground.rules import checked_view
from bot.slack.adding.candidates import Candidate
from bot.slack.adding.form import COLLECTION, Sent, form, read_form
from bot.slack.adding.wishes import wish_of

GUIDE = Candidate("file", "F1A", "my_guide.pdf")
PAGE = Candidate("link", "https://example.org/a", "")
WARM = "C0WARMHOMES"


def sent(*candidates: Candidate, channel: str = WARM, **answers: Any) -> Sent:
    """What the form says once it was filled in."""
    view = checked_view(form(candidates, channel), "modal")
    answers = {"who": "all"} | answers
    body = {
        "view": view
        | {"state": elements.state(view["blocks"], {f"{key}|value": each for key, each in answers.items()})}
    }
    return read_form(body, "T1")


def test_a_form_sent_as_it_is_needs_only_to_know_for_whom() -> None:
    """A file counts as a document of the team, under its name."""
    wish = sent(GUIDE).wish
    assert [item.place for item in wish.items] == ["F1A"]
    assert (wish.collection, wish.title, wish.publisher, wish.audience) == ("team", "my guide", "", "")
    assert sent(PAGE).wish.collection == "library"
    assert wish_of(wish.to_json()) == wish


@pytest.mark.parametrize(
    ("answers", "audience"),
    [
        ({"who": "all"}, ""),
        ({"who": "team"}, "team:T1"),
        ({"who": "channel"}, f"channel:{WARM}"),
        ({"who": "channel", "channel": "G0OTHER"}, "channel:G0OTHER"),
    ],
)
def test_who_may_see_it_is_everybody_our_workspace_or_one_channel(answers: dict[str, Any], audience: str) -> None:
    """The channel is the one where it was asked for, unless another is chosen."""
    assert sent(GUIDE, **answers).wish.audience == audience


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "channel", "channel": ""}, "channel"),
        ({"who": "channel", "channel": "everywhere: *"}, "channel"),
        ({"publisher": "x"}, "publisher"),
        ({"what": []}, "what"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(answers: dict[str, Any], field: str) -> None:
    """In words, and nothing else is."""
    errors = sent(GUIDE, PAGE, **answers).errors
    assert list(errors) == [field]
    assert len(errors[field].split()) > 3


def test_of_several_those_that_are_ticked_are_taken_without_a_title() -> None:
    """All are at first; one title for two documents would hide which is which."""
    assert len(sent(GUIDE, PAGE, title="Both").wish.items) == 2
    assert sent(GUIDE, PAGE, title="Both").wish.title == ""
    one = sent(GUIDE, PAGE, what=["1"], title="The page").wish
    assert ([item.place for item in one.items], one.title) == ([PAGE.place], "The page")


def test_asked_for_in_a_direct_conversation_no_channel_is_proposed() -> None:
    """One has to be chosen."""
    assert list(sent(GUIDE, channel="D0ALEX", who="channel").errors) == ["channel"]


def test_a_forged_form_holds_nothing_to_add() -> None:
    """Whatever it carries in place of what we wrote."""
    view = form([GUIDE], WARM)
    for metadata in ("", "[]", '["C1","[[\\"file\\",\\"../x\\",\\"\\"]]"]', '{"a":1}', "[1,2,3]"):
        assert not read_form({"view": view | {"private_metadata": metadata}}, "T1").is_ours
    assert COLLECTION in read_form({"view": view}, "T1").errors


@given(
    st.lists(
        st.builds(Candidate, st.just("file"), st.from_regex(r"F[A-Z0-9]{1,10}", fullmatch=True), st.text(max_size=400)),
        min_size=1,
        max_size=14,
        unique_by=lambda each: each.place,
    )
)
def test_every_form_keeps_slacks_limits(candidates: list[Candidate]) -> None:
    """Whatever files are called, and however many there are."""
    checked_view(form(candidates, WARM), "modal")
