"""What plain words in the thread of a walkthrough mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.walkthrough.commands import Answer, Close, Command, GoTo, Pause, Resume, Reveal, Start, Turn, VoteAgain
from bot.walkthrough.events import Status, TopicId
from bot.walkthrough.words import (
    NoSuchTopic,
    Plain,
    Steering,
    Wish,
    continues_walkthrough,
    read_words,
    starts_walkthrough,
)
from knowledge.scorecards import parse_scorecard
from tests.bot.walkthrough.meeting import (
    ANN,
    BEA,
    CAL,
    COSTS,
    EACH_FIRST,
    LEAVING,
    MISSIONS,
    START,
    WINDING_UP,
    Meeting,
    everybody,
    vote,
)
from tests.conftest import ROOT

REAL_FILE = ROOT / "knowledge" / "scorecards" / "partnering-agreement.yaml"


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    """At the first topic; answered together."""
    return everybody()


@pytest.fixture(scope="module")
def real() -> Meeting:
    """The scorecard that comes with the coach, in full."""
    scorecard = parse_scorecard(REAL_FILE.read_text(encoding="utf-8"), "", known_refs=None)
    return Meeting(Start(scorecard, ("City", "Acme"), form="full"))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("settled", "settled"),
        ("partly", "partly"),
        ("partially", "partly"),
        ("open", "open"),
        ("n/a", "not_applicable"),
        ("N.A.", "not_applicable"),
        ("na", "not_applicable"),
        ("not applicable", "not_applicable"),
        ("does not apply", "not_applicable"),
        ("doesn\N{RIGHT SINGLE QUOTATION MARK}t apply", "not_applicable"),
    ],
)
def test_a_status_is_an_answer_to_the_current_topic(meeting: Meeting, words: str, status: Status) -> None:
    """Words work as well as buttons."""
    assert read_words(words, meeting.state) == Steering(Answer(MISSIONS, status))


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("skip", Turn(MISSIONS, "next")),
        ("next", Turn(MISSIONS, "next")),
        ("next question", Turn(MISSIONS, "next")),
        ("go to the next topic", Turn(MISSIONS, "next")),
        ("back", Turn(MISSIONS, "back")),
        ("previous", Turn(MISSIONS, "back")),
        ("go back", Turn(MISSIONS, "back")),
        ("pause", Pause()),
        ("resume", Resume()),
        ("continue", Resume()),
        ("go on", Resume()),
        ("reopen", Resume()),
        ("close", Close()),
        ("finish", Close()),
        ("end", Close()),
        ("reveal", Reveal(MISSIONS)),
        ("vote again", VoteAgain(MISSIONS)),
    ],
)
def test_the_other_words_steer(meeting: Meeting, words: str, command: Command) -> None:
    """Each does what its button does; whether it may is decided elsewhere."""
    assert read_words(words, meeting.state) == Steering(command)


@pytest.mark.parametrize(
    "words", ["Settled", " settled\n", "*settled*", "_Settled_", "settled.", "SETTLED!!", "`settled`", "“settled”"]
)
def test_how_a_word_is_typed_does_not_matter(meeting: Meeting, words: str) -> None:
    """Capitals, spaces, Slack's marks, quotation marks and what ends a sentence."""
    assert read_words(words, meeting.state) == Steering(Answer(MISSIONS, "settled"))


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("status", Wish("status")),
        ("Where are we?", Wish("status")),
        ("where are we", Wish("status")),
        ("report", Wish("report")),
        ("help", Wish("help")),
        ("help?", Wish("help")),
    ],
)
def test_a_wish_changes_nothing(meeting: Meeting, words: str, wish: Wish) -> None:
    """Somebody wants to see where things stand, the report, or what can be said."""
    assert read_words(words, meeting.state) == wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "open question: who pays?",
        "settled, but the board must see it",
        "Settled\nbut the board must see it",
        "we should pause the payments",
        "back to the drawing board",
        "next year we start",
        "close to a decision",
        "the end",
        "done",
        "yes",
        "not settled",
        "n/a for Acme",
        "help us find a treasurer",
        "status quo is fine",
        "report to the council by May",
        "go",
        "go to",
        "we go to court only when nothing else helps",
        "go to\ncourt",
        "go to the council with the whole of this first, and then to each of the boards, and only then to the press",
        "settled " * 10_000,
    ],
)
def test_anything_else_is_a_note(meeting: Meeting, text: str) -> None:
    """Only a whole text steers: one that merely begins with such a word is what somebody has to say."""
    assert read_words(text, meeting.state) == Plain()


@pytest.mark.parametrize("text", ["settled?", "Close?", "next ?", "go to exit?", "open?!?"])
def test_a_question_to_the_others_decides_nothing(meeting: Meeting, text: str) -> None:
    """Asking whether it is settled does not settle it."""
    assert read_words(text, meeting.state) == Plain()


def test_a_word_is_a_vote_while_votes_are_hidden() -> None:
    """And the joint status once they are revealed."""
    voting = everybody(EACH_FIRST)
    assert read_words("open", voting.state) == Steering(vote("open"))
    for person in (ANN, BEA, CAL):
        voting.does(person, vote("open"))
    assert read_words("open", voting.state) == Steering(Answer(MISSIONS, "open"))


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("go to who speaks", "representatives"),
        ("Go to: *Paying for it*", "funding"),
        ("go to funding", "funding"),
        ("go to money-holder", "money-holder"),
        ("go to paying", "funding"),
        ("goto authority", "authority"),
        ("go to insurance", "liability"),
        ("go to the topic winding up", "winding-up"),
        ("go to sanctons", "sanctions"),
        ("go to each partner\N{RIGHT SINGLE QUOTATION MARK}s motives", "partner-motives"),
    ],
)
def test_a_topic_is_found_by_title_or_id(real: Meeting, words: str, topic: str) -> None:
    """Whole, in part, or with a slip of the finger."""
    assert read_words(words, real.state) == Steering(GoTo(TopicId(topic)))


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("go to finance", "funding"),
        ("go to Resources and finance", "funding"),
        ("go to resources", "funding"),
        ("go to exit", "duration"),
        ("go to the theme of governance", "joint-decisions"),
        ("go to governence", "joint-decisions"),
        ("go to decisions", "joint-decisions"),
        ("go to partners", "partner-missions"),
        ("go to disputes.", "disagreements"),
    ],
)
def test_a_theme_means_its_first_topic(real: Meeting, words: str, topic: str) -> None:
    """As long as none of it is answered."""
    assert read_words(words, real.state) == Steering(GoTo(TopicId(topic)))


def test_a_theme_means_its_first_unanswered_topic() -> None:
    """And its first one when all are answered."""
    meeting = everybody()
    meeting.does(ANN, Answer(LEAVING, "settled"))
    assert read_words("go to ending", meeting.state) == Steering(GoTo(WINDING_UP))
    meeting.does(ANN, Answer(WINDING_UP, "open"))
    assert read_words("go to ending", meeting.state) == Steering(GoTo(LEAVING))


def test_what_is_not_asked_here_cannot_be_gone_to(meeting: Meeting) -> None:
    """A topic that this walkthrough leaves out is like none: the two nearest titles help."""
    assert read_words("go to sharing", meeting.state) == Steering(GoTo(COSTS))
    few = everybody(replace(START, themes=("partners", "exit")))
    assert read_words("go to mony", few.state) == NoSuchTopic(("Missions", "Partners and people"))


@pytest.mark.parametrize("words", ["go to lunch", "go to ip", "go to :tada:", "go to \N{PARTY POPPER}"])
def test_nothing_near_enough_names_two_titles(real: Meeting, words: str) -> None:
    """A guess that is far off would only confuse."""
    found = read_words(words, real.state)
    assert isinstance(found, NoSuchTopic)
    assert len(set(found.nearest)) == 2


@given(st.text() | st.text(alphabet="go to:? *_exit'\n", max_size=40).map(lambda text: f"go to {text}"))
def test_any_text_means_something_that_exists(text: str) -> None:
    """Whatever is typed, it steers to a topic that is asked, or does not steer."""
    state = Meeting().state
    found = read_words(text, state)
    if isinstance(found, Steering) and isinstance(found.command, GoTo):
        assert found.command.topic in state.topics


@pytest.mark.parametrize(
    "text",
    [
        "start the scorecard",
        "Start the scorecard!",
        "scorecard",
        "the scorecard, please",
        "score card",
        "walkthrough",
        "start a walkthrough",
        "start a new walk-through",
        "let's do the partnering agreement scorecard",
        "Let\N{RIGHT SINGLE QUOTATION MARK}s start the scorecard now",
        "lets run the scorecard",
        "Hi coach, can we start the scorecard?",
        "could you please start the scorecard here?",
        "we want to start a walkthrough",
        "We'd like to go through the scorecard together",
        "please open the scorecard",
        "begin the scorecard in this channel",
        "walk us through the partnering agreement scorecard",
        "start a walkthrough of the partnering agreement scorecard",
        "start the scorecard with Acme and the City",
        "ok, let's start a short scorecard with Acme",
    ],
)
def test_a_mention_may_ask_to_start(text: str) -> None:
    """In a command, a polite question or the bare name."""
    assert starts_walkthrough(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "start",
        "hello",
        "let's start",
        "scorecard?",
        "what is the partnering agreement scorecard?",
        "how do we start a scorecard with skeptical partners?",
        "can we start a scorecard with skeptical partners?",
        "should we start the scorecard?",
        "when do we start the scorecard?",
        "why do the scorecard?",
        "do we need the scorecard?",
        "who has done the scorecard?",
        "tell me about the scorecard",
        "start the scorecard but explain it first",
        "don't start the scorecard",
        "close the scorecard",
        "start the meeting",
        "scorecard for collective impact",
        "a partnering agreement",
        "go through the agreement with the partners",
        "start the scorecard " * 100,
    ],
)
def test_a_real_question_asks_for_an_answer(text: str) -> None:
    """Talking about scorecards starts none."""
    assert not starts_walkthrough(text)


@pytest.mark.parametrize(
    "text",
    ["Continue my walkthrough", "continue my walkthrough.", "Show me my scorecards", "please resume our scorecard"],
)
def test_a_direct_message_may_ask_to_go_on(text: str) -> None:
    """In the words of the suggested prompt, and those close to it."""
    assert continues_walkthrough(text)


@pytest.mark.parametrize(
    "text", ["", "continue", "how do we continue my walkthrough?", "continue my work", "my walkthrough " * 100]
)
def test_a_question_about_going_on_asks_for_an_answer(text: str) -> None:
    """Only the whole text leads to a walkthrough."""
    assert not continues_walkthrough(text)
