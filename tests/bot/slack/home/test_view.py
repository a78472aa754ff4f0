"""The Home tab, whatever there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from slackblocks._surfaces import validate_surface_blocks

from bot.playground.rules import checked_view
from bot.slack.home import clicks
from bot.slack.home.days import STYLES
from bot.slack.home.facts import Facts, LastRefresh, Note, OpenWalk, OwnAction, OwnQuestion, StaffFacts
from bot.slack.home.view import home_view

DAY = date(2026, 3, 4)
LINK = "https://riverton.slack.example/archives/C1/p1"
texts = st.text(max_size=400) | st.sampled_from(["<!channel>" * 60, "*&<>_" * 1_000, "\n--- small\n", "", " "])
walks = st.builds(
    OpenWalk, st.just("3f2a"), texts, texts, st.integers(0, 60), st.just(60), st.booleans(), st.sampled_from(["", LINK])
)
actions = st.builds(
    OwnAction, st.just("a1"), st.just("3f2a"), texts, st.sampled_from(["2026-03-04", "", "soon"]), st.booleans(), texts
)
questions = st.builds(
    OwnQuestion, texts, st.sampled_from(["answer", "trouble"]), st.just(DAY), st.sampled_from(["", LINK])
)
refreshes = st.none() | st.builds(LastRefresh, st.sampled_from(["planned", "failed"]), texts, st.just(DAY))
staff = st.builds(
    StaffFacts,
    generation=texts,
    made=st.none() | st.just(DAY),
    is_pinned=st.booleans(),
    refresh=refreshes,
    sources=st.integers(0, 900),
    troubled=st.lists(texts, max_size=40).map(tuple),
    is_list_broken=st.booleans(),
    gaps=st.integers(0, 1_000),
    up=st.integers(0, 9),
    down=st.integers(0, 9),
    running_since=st.just(DAY),
    free_mb=st.integers(0, 9_000),
)
facts = st.builds(
    Facts,
    st.lists(walks, max_size=60).map(tuple),
    st.lists(actions, max_size=60).map(tuple),
    st.lists(questions, max_size=60).map(tuple),
    st.booleans(),
    st.sampled_from([*STYLES, "", "julian"]),
    st.none() | staff,
)
notes = st.none() | st.builds(Note, st.just("asked"), texts)


def words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from words(each)
    elif isinstance(node, dict):
        yield from (value for value in node.values() if isinstance(value, str))
        yield from words(list(node.values()))


def said(view: dict[str, Any]) -> str:
    return "\n".join(words(view))


@given(facts, notes, st.integers(0, 50))
def test_slack_takes_it_whatever_there_is(given_facts: Facts, note: Note | None, asked: int) -> None:
    """Within 100 blocks and all other limits, and with room to spare for one more section."""
    view = home_view(given_facts, note, asked)
    checked_view(view, "home")
    validate_surface_blocks(view["blocks"], "home")
    assert len(view["blocks"]) <= 80
    assert "<!channel>" not in said(home_view(given_facts))


def test_an_empty_one_says_what_could_be_there() -> None:
    """Somebody new finds a box to ask, and how to begin a walkthrough."""
    shown = said(home_view(Facts()))
    assert "Ask the coach" in shown
    assert "/coach scorecard" in shown
    assert "For those who keep" not in shown


def test_a_long_list_says_how_much_is_left_out() -> None:
    """Nothing disappears without a word."""
    many = tuple(OwnAction(str(at), "3f2a", f"Do {at}", "2026-03-04", is_late=False, title="T") for at in range(20))
    shown = said(home_view(Facts(actions=many)))
    assert "Do 11" in shown
    assert "Do 12" not in shown
    assert "and 8 more" in shown


def test_a_box_that_was_used_is_another_box() -> None:
    """So Slack does not fill in again what was asked already, and keeps what is being typed otherwise."""
    boxes = [home_view(Facts(), None, asked)["blocks"][1]["block_id"] for asked in (0, 0, 1)]
    assert boxes[0] == boxes[1] != boxes[2]


def test_a_paused_walkthrough_can_be_resumed_and_a_running_one_opened() -> None:
    """A button that does something, and one that leads to the thread; without an address there is none."""
    paused = OpenWalk("a", "T", "t", 1, 2, is_paused=True, link=LINK)
    running = OpenWalk("b", "T", "t", 1, 2, is_paused=False, link=LINK)
    lost = OpenWalk("c", "T", "t", 1, 2, is_paused=False, link="")
    blocks = home_view(Facts(walks=(paused, running, lost)))["blocks"]
    first, second, third = [block for block in blocks if "topics answered" in said(block)]
    assert first["accessory"]["action_id"] == clicks.RESUME
    assert second["accessory"]["url"] == LINK
    assert "accessory" not in third


def test_dates_are_written_as_the_person_likes() -> None:
    """In every place, by one choice."""
    own = OwnAction("a1", "3f2a", "Ask", "2026-03-04", is_late=False, title="T")
    shown = {style: said(home_view(Facts(actions=(own,), dates=style))) for style in STYLES}
    assert "Due on March 4, 2026" in shown["mdy"]
    assert "Due on 4 March 2026" in shown["dmy"]
    assert "Due on 2026-03-04" in shown["iso"]
