"""A topic in the thread: the question, what was said and written, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from bot.playground.rules import check_blocks
from bot.slack.block_kit.blocks import Packed
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.cards import Names, Reading, visit
from bot.slack.walkthrough.clicks import Click
from bot.walkthrough.events import (
    OBSERVER,
    ActionDone,
    ActionId,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Joined,
    Noted,
    NoteId,
    Paused,
    Recorded,
    Revealed,
    Status,
    Voted,
    VoteOpened,
    Way,
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
    LEAVING,
    LONG_NAMES,
    LONG_READINGS,
    MISSIONS,
    NAMES,
    READINGS,
    RIVER,
    SCHOOL,
    SCORECARDS,
    WALKTHROUGH,
    WINDING_UP,
    check,
    clicked,
    elements,
    fullest,
    labels,
    logs,
    many_names,
    many_readings,
    states,
    walked,
    words,
)
from tests.bot.slack.walkthrough.test_cards import with_other_votes

ANSWERS = ["Settled", "Partly", "Open", "Does not apply"]


def last(state: State) -> Packed:
    """What is shown of the last visit."""
    return visit(WALKTHROUGH, state, len(state.visits) - 1, NAMES, READINGS)


@given(states(), many_names, many_readings)
def test_every_visit_is_one_that_slack_takes(state: State, names: Names, readings: Mapping[str, Reading]) -> None:
    """Whatever was written, answered and agreed, in whatever scorecard."""
    for number in {0, len(state.visits) // 2, len(state.visits) - 1}:
        check(visit(WALKTHROUGH, state, number, names, readings))


@pytest.mark.parametrize("way", ["together", "each_first"])
@pytest.mark.parametrize("scorecard", SCORECARDS, ids=lambda each: f"{each.id}-{len(each.themes)}")
def test_the_fullest_visit_is_one_that_slack_takes(scorecard: Scorecard, way: Way) -> None:
    """Eighty people who differ, notes of 20,000 characters, and every topic still within reach of the menu."""
    shown = visit(WALKTHROUGH, fullest(scorecard, way), 0, LONG_NAMES, LONG_READINGS)
    check(shown)
    assert "*Notes* (the last 3 of 20)" in words(shown)


@given(logs("each_first"))
def test_a_vote_is_not_seen_before_it_is_revealed(log: list[Recorded]) -> None:
    """While the votes on the current topic are hidden, the message is the same whatever they are."""
    state = fold(log)
    if state.is_voting(state.current):
        assert last(state) == last(with_other_votes(log))


def test_a_topic_has_its_place_its_question_and_what_helps() -> None:
    """Theme and progress, the question for those who write, why, what to look for, and where to read on."""
    shown = last(walked())
    assert shown.text.startswith("Partners and people, 1 of 3 themes · topic 1 of 4\n\n*Missions*\nWhat shall we write")
    assert "*Why it matters:* It is easier to agree on it early.\n*Look for*\n• a name\n• a date" in shown.text
    assert (
        "<https://example.org/t1|Share Resources> · <https://example.org/t2?a=1&b=2|Who Pays &amp; Why>" in shown.text
    )
    assert "For counsel" not in shown.text


def test_a_reading_that_is_gone_is_left_out() -> None:
    """And an address that is none, or far too long, leaves the title alone."""
    assert "GONE" not in last(walked((ANA, WentTo(COSTS)))).text
    readings = {"T1": Reading("Share Resources", "javascript:x"), "T2": Reading("Pay", "https://e.org/" + "x" * 900)}
    assert "Helpful: Share Resources · Pay" in visit(WALKTHROUGH, walked(), 0, NAMES, readings).text


def test_a_legal_topic_is_for_counsel() -> None:
    """The coach only raises the question."""
    assert "*For counsel:* the answer has legal weight." in last(walked((ANA, WentTo(WINDING_UP)))).text


def test_a_new_topic_has_every_button() -> None:
    """How it stands; what can be written; where to go."""
    shown = last(walked())
    assert labels(shown) == [*ANSWERS, "Note", "What we agreed", "Add action", "Ask the coach", "Skip"]
    assert clicked(shown, "walk.answer.not_applicable") == Click(WALKTHROUGH, MISSIONS, "not_applicable")
    for name in (clicks.NOTE, clicks.AGREE, clicks.TAKE_ACTION, clicks.ASK, clicks.NEXT):
        assert clicked(shown, name) == Click(WALKTHROUGH, MISSIONS)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (walked(), ["Skip"]),
        (walked((ANA, Answered(MISSIONS, "open"))), ["Next"]),
        (walked((ANA, WentTo(COSTS))), ["Back", "Skip"]),
        (walked((ANA, WentTo(WINDING_UP))), ["Back", "Finish"]),
    ],
    ids=["first", "answered", "second", "last"],
)
def test_the_way_on_is_called_what_it_does(state: State, moves: list[str]) -> None:
    """Skip before an answer, then Next; Finish at the end; no way back from the first."""
    assert labels(last(state))[8:] == moves


def menu(packed: Packed) -> dict[str, object]:
    (found,) = [each for each in elements(packed) if each["action_id"] == clicks.GO_TO]
    return found


def test_the_menu_leads_to_every_topic() -> None:
    """Under its theme, with how it stands."""
    groups = menu(last(walked((ANA, Answered(COSTS, "partly")))))["option_groups"]
    assert isinstance(groups, list)
    assert [each["label"]["text"] for each in groups] == ["Partners and people", "Money", "Ending"]
    options = [option for group in groups for option in group["options"]]
    assert [each["text"]["text"] for each in options] == [
        *("Missions", "Sharing costs · Partly", "Leaving early", "Winding up"),
    ]
    assert [clicks.read(each["value"]) for each in options] == [
        Click(WALKTHROUGH, topic) for topic in (MISSIONS, COSTS, LEAVING, WINDING_UP)
    ]


@pytest.mark.parametrize("status", ["settled", "partly", "open", "not_applicable"])
def test_the_answer_that_stands_is_marked(status: Status) -> None:
    """In words and on its button."""
    shown = last(walked(*JOINS, (ANA, Answered(MISSIONS, status))))
    pressed = [each["action_id"] for each in elements(shown) if each.get("style") == "primary"]
    assert pressed == [f"walk.answer.{status}"]
    assert "*Where you stand:* " in shown.text
    assert "differently" not in shown.text


def test_people_who_differ_are_shown() -> None:
    """The last answer is the team's; who said what stands below."""
    state = walked(*JOINS, (ANA, Answered(MISSIONS, "settled")), (BEN, Answered(MISSIONS, "open")))
    assert (
        "*Where you stand:* open.\nYou see it differently:\n"
        "• Riverside Council: settled (Ana Lopez)\n• Acme &amp; Sons: open (Ben Smith)"
    ) in last(state).text


def test_what_was_written_is_shown() -> None:
    """The last notes, what was agreed and by whom, and the actions, open ones first."""
    notes = [(BEN, Noted(NoteId(str(number)), MISSIONS, f"note {number}\nsecond line")) for number in range(5)]
    taken = ActionTaken(ActionId("a1"), MISSIONS, "Call the board", BEN, "2026-12-01", "")
    state = walked(
        *JOINS,
        *notes,
        (CLEO, Agreed(MISSIONS, "Both missions count.", (RIVER, ACME))),
        (ANA, taken),
        (BEN, ActionDone(ActionId("a1"))),
        (ANA, ActionTaken(ActionId("a2"), MISSIONS, "Write it down", ANA, "2026-12-02", "")),
    )
    shown = last(state).text
    assert "*Notes* (the last 3 of 5)\n• Ben Smith: note 2 second line\n" in shown
    assert (
        "*What you agreed*\nBoth missions count.\nAgreed by Riverside Council, Acme &amp; Sons; written down by Cleo."
        in shown
    )
    assert (
        "*Actions*\n• Write it down (Ana Lopez, by December 2, 2026)\n"
        "• Done: Call the board (Ben Smith, by December 1, 2026)"
    ) in shown


def test_a_long_note_is_cut() -> None:
    """The whole of it stands in the thread."""
    shown = last(walked((BEN, Noted(NoteId("1"), MISSIONS, "<!channel> " * 2_000)))).text
    assert "• Ben Smith: &lt;!channel&gt; &lt;!channel&gt;" in shown
    assert len(shown) < 1_500


VOTES = (
    *JOINS,
    (ANA, Voted(MISSIONS, RIVER, "settled")),
    (BEN, Voted(MISSIONS, ACME, "open")),
)


def test_before_the_first_vote_there_is_nothing_to_reveal() -> None:
    """The counter stands at none."""
    shown = last(walked(*JOINS, way="each_first"))
    assert "*Each partner answers first.* 0 of 3 partners have answered." in shown.text
    assert labels(shown)[:5] == [*ANSWERS, "Note"]


def test_hidden_votes_are_only_counted() -> None:
    """No status, no name, no button that looks pressed; but the answers can be revealed."""
    shown = last(walked(*VOTES, way="each_first"))
    assert "2 of 3 partners have answered." in shown.text
    assert "Ana" not in words(shown)
    assert "settled" not in shown.text
    assert not [each for each in elements(shown) if each.get("style")]
    assert labels(shown)[:5] == [*ANSWERS, "Reveal answers"]
    assert clicked(shown, clicks.REVEAL) == Click(WALKTHROUGH, MISSIONS)
    assert "Skip" in labels(shown)


def test_revealed_votes_are_told_by_partner_and_in_sum() -> None:
    """With a partner of two minds, one that is silent, and what comes next."""
    state = walked(
        *VOTES,
        (CLEO, Joined(ACME)),
        (CLEO, Voted(MISSIONS, ACME, "partly")),
        (ANA, Revealed(MISSIONS)),
        way="each_first",
    )
    shown = last(state)
    assert (
        "*Who said what*\n• Riverside Council: settled (Ana Lopez)\n"
        "• Acme &amp; Sons: partly (Cleo), open (Ben Smith)\n"
        "One says settled.\nOf two minds: Acme &amp; Sons.\nNo answer from Hill School.\n\n"
        "*Together:* no answer yet. Talk it over, then press what you say together."
    ) in shown.text
    assert labels(shown)[4] == "Vote again"
    assert "Next" in labels(shown)


def test_a_spread_is_in_words() -> None:
    """Two say settled, one says open; and all three, when they do."""
    votes = (*VOTES, (CLEO, Voted(MISSIONS, SCHOOL, "settled")), (CLEO, Revealed(MISSIONS)))
    assert "Two say settled, one says open." in last(walked(*votes, way="each_first")).text
    same = (*votes[:-1], (BEN, Voted(MISSIONS, ACME, "settled")), votes[-1])
    assert "All three say settled." in last(walked(*same, way="each_first")).text


def test_after_the_vote_the_buttons_set_the_joint_answer() -> None:
    """Which is then marked as in any walkthrough."""
    state = walked(*VOTES, (ANA, Revealed(MISSIONS)), (ANA, Answered(MISSIONS, "partly")), way="each_first")
    assert "*Together:* partly." in last(state).text
    assert [each["action_id"] for each in elements(last(state)) if each.get("style")] == ["walk.answer.partly"]


def test_a_second_vote_hides_again() -> None:
    """What the team said together before is no secret."""
    state = walked(
        *VOTES,
        (ANA, Revealed(MISSIONS)),
        (ANA, Answered(MISSIONS, "partly")),
        (ANA, VoteOpened(MISSIONS)),
        way="each_first",
    )
    assert "0 of 3 partners have answered." in last(state).text
    assert "Together you said earlier: partly." in last(state).text
    assert not [each for each in elements(last(state)) if each.get("style")]


def test_a_break_says_so() -> None:
    """The way on is the only button."""
    shown = last(walked(*JOINS, (ANA, Paused())))
    assert "*You are taking a break.*" in shown.text
    assert labels(shown) == ["Resume"]
    assert clicked(shown, clicks.RESUME) == Click(WALKTHROUGH)


def test_an_earlier_visit_is_one_line() -> None:
    """With the outcome, what was written, and the way back to it."""
    state = walked(
        *JOINS,
        (ANA, Answered(MISSIONS, "settled")),
        (BEN, Noted(NoteId("1"), MISSIONS, "a note")),
        (BEN, Agreed(MISSIONS, "both", (RIVER,))),
        (ANA, ActionTaken(ActionId("a1"), MISSIONS, "Write", BEN, "2026-12-01", "")),
        (ANA, WentTo(COSTS)),
    )
    shown = visit(WALKTHROUGH, state, 0, NAMES, READINGS)
    assert shown.text == "*Missions*: settled · agreement written down · 1 note · 1 action"
    assert labels(shown) == ["Change"]
    assert clicked(shown, clicks.CHANGE) == Click(WALKTHROUGH, MISSIONS)


def test_an_earlier_visit_tells_no_hidden_vote() -> None:
    """Only that there is one."""
    state = walked(*VOTES, (ANA, WentTo(COSTS)), way="each_first")
    assert visit(WALKTHROUGH, state, 0, NAMES, READINGS).text == "*Missions*: answers not shown yet"


def test_a_topic_that_comes_again_is_shown_where_it_is_now() -> None:
    """The earlier line only leads down."""
    state = walked((ANA, WentTo(COSTS)), (ANA, WentTo(MISSIONS)))
    shown = [visit(WALKTHROUGH, state, number, NAMES, READINGS) for number in range(3)]
    assert shown[0].text == "*Missions*: you came back to this further down."
    assert labels(shown[0]) == []
    assert labels(shown[1]) == ["Change"]
    assert labels(shown[2])[:4] == ANSWERS


def test_after_the_end_the_last_topic_is_a_line_as_well() -> None:
    """Without a button that could do nothing."""
    shown = last(walked(*JOINS, (ANA, Answered(MISSIONS, "open")), (ANA, Closed())))
    assert shown.text == "*Missions*: open"
    assert elements(shown) == []


def test_an_observer_who_answered_before_does_not_break_the_message() -> None:
    """What they said for a partner stays with it."""
    state = walked(
        *JOINS, (ANA, Answered(MISSIONS, "settled")), (BEN, Answered(MISSIONS, "open")), (BEN, Joined(OBSERVER))
    )
    check_blocks(list(last(state).blocks))
    assert "Acme &amp; Sons: open (Ben Smith)" in last(state).text
