"""The card of a refresh fits into Slack, whatever the files are called."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.gaps import Gap
from bot.playground.block_limits import text_chars
from bot.playground.rules import check_blocks
from bot.slack.block_kit.blocks import MESSAGE_CHARS_MAX
from bot.slack.refreshing import clicks
from bot.slack.refreshing.cards import card
from bot.slack.refreshing.stories import KINDS, Note, Phase, Progress, Story, read_plan, story_of
from bot.store.refreshes import Kept
from bot.walkthrough.events import PersonId
from tests.bot.slack.walkthrough.shown_states import elements, words

NAMES = {PersonId("U1"): "Alex Kim"}
TEXTS = st.text(max_size=400) | st.sampled_from(["<!channel>", "*b* _i_ `c`", "&" * 400, "<@U1>" * 80, "\u202e" * 400])
ROWS = st.lists(st.fixed_dictionaries({"ref": TEXTS, "name": TEXTS, "reason": TEXTS}), max_size=30)
PLANS = st.fixed_dictionaries(dict.fromkeys(KINDS, ROWS))
PHASES = st.sampled_from(get_args(Phase))


def kept(phase: str, person: str = "U1") -> Kept:
    return Kept("0123456789abcdef", "T1", "C1", person, phase, "{}", 1.0)


def planned(**kinds: list[str]) -> Story:
    """A story whose plan has documents of these names."""
    plan = {kind: [{"ref": name, "name": name, "reason": ""} for name in names] for kind, names in kinds.items()}
    return Story(plan=read_plan({"changed": True, "plan": plan}), by="U1")


def gaps(*questions: str | None) -> tuple[Gap, ...]:
    """Gaps that were closed; without words where people's words are not kept."""
    return tuple(Gap(number, 1.0, "not_found", question) for number, question in enumerate(questions))


@given(PHASES, PLANS, st.sampled_from(get_args(Note)), TEXTS, st.lists(TEXTS, max_size=9))
def test_a_card_fits_into_slack(
    phase: str, plan: dict[str, list[dict[str, str]]], note: Note, detail: str, asked: list[str]
) -> None:
    """Any number of files, any name, any reason; and it comes back from the disk as it was."""
    story = Story(plan=read_plan({"changed": True, "plan": plan}), note=note, detail=detail, by="U1")
    packed = card(kept(phase), story, NAMES, Progress(3, 7), gaps(*asked))
    check_blocks(list(packed.blocks))
    assert text_chars(list(packed.blocks)) <= MESSAGE_CHARS_MAX
    assert packed.text
    assert story_of(story.to_json()) == story


@pytest.mark.parametrize(
    ("phase", "buttons"),
    [
        ("planning", []),
        ("planned", [clicks.PUBLISH, clicks.DISCARD]),
        ("empty", []),
        ("publishing", []),
        ("published", [clicks.UNDO]),
        ("undoing", []),
        ("undone", []),
        ("discarded", [clicks.AGAIN]),
        ("failed", [clicks.AGAIN]),
    ],
)
def test_the_buttons_are_those_that_do_something(phase: str, buttons: list[str]) -> None:
    """Where nothing can be decided there is none."""
    shown = card(kept(phase), planned(added=["a.md"]), NAMES, None)
    assert [element["action_id"] for element in elements(shown)] == buttons


def test_the_first_documents_are_named_and_all_are_counted() -> None:
    """The command line lists the rest."""
    names = [f"guide-{number}.md" for number in range(100)]
    shown = words(card(kept("planned"), planned(added=names, unchanged=names), NAMES, None))
    assert "New: 100" in shown
    assert "guide-0.md" in shown
    assert "and 88 more" in shown
    assert "As before: 100" in shown


def test_progress_is_a_bar_and_a_count() -> None:
    """For those who read and those who look."""
    shown = words(card(kept("publishing"), planned(), NAMES, Progress(5, 10)))
    assert f"{'▰' * 10}{'▱' * 10} 5 of 10 texts" in shown


def test_while_it_looks_the_files_and_pages_are_counted() -> None:
    """Before a plan, and before anything is encoded; no other card says how far something was."""
    for phase in ("planning", "publishing"):
        shown = words(card(kept(phase), planned(), NAMES, Progress(looked=1_200)))
        assert "Files and pages looked at so far: 1200" in shown
    shown = words(card(kept("planned"), planned(), NAMES, Progress(5, 10, 1_200)))
    assert "1200" not in shown
    assert "of 10 texts" not in shown


def test_questions_that_are_answered_now_are_counted_and_the_first_are_shown() -> None:
    """The same words once; nothing but the count where words are not kept, and nothing at all without any."""
    asked = gaps("Who pays?", "Who drives?", "Who pays?", "Who cooks?", "Who sings?")
    shown = words(card(kept("published"), planned(), NAMES, None, asked))
    assert "off the list of gaps: 5" in shown
    assert [each in shown for each in ("Who pays?", "Who cooks?", "Who sings?")] == [True, True, False]
    assert "and 1 more" in shown
    assert "off the list of gaps: 2" in words(card(kept("published"), planned(), NAMES, None, gaps(None, None)))
    assert "gaps" not in words(card(kept("published"), planned(), NAMES, None))


def test_what_failed_by_the_clock_has_no_button() -> None:
    """The clock tries again by itself."""
    assert not elements(card(kept("failed", person=""), planned(), NAMES, None))


def test_a_button_carries_the_id_of_its_refresh() -> None:
    """One that was forged carries nothing."""
    (publish, _) = elements(card(kept("planned"), planned(), NAMES, None))
    assert clicks.read_press({"actions": [publish]}) == (clicks.PUBLISH, "0123456789abcdef")
    for value in ("", "../x", "a b", "x" * 65, "<!channel>", None):
        assert clicks.read_press({"actions": [{"action_id": clicks.UNDO, "value": value}]}) == (clicks.UNDO, "")
    assert clicks.read_press({}) == ("", "")
