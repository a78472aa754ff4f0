"""What may happen next in a walkthrough: answers, moves, breaks, the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.walkthrough.commands import (
    AddNote,
    Agree,
    Answer,
    Close,
    Command,
    EditNote,
    FinishAction,
    GoTo,
    Join,
    Leave,
    Nudge,
    Pause,
    Resume,
    Reveal,
    Start,
    TakeAction,
    Turn,
    VoteAgain,
)
from bot.walkthrough.events import (
    NOBODY,
    OBSERVER,
    STATUSES,
    ActionId,
    Answered,
    Closed,
    HandedOver,
    NoteId,
    Nudged,
    Paused,
    PersonId,
    Reopened,
    Resumed,
    Status,
    TopicId,
    WentTo,
)
from bot.walkthrough.refusals import RefusalKind
from tests.bot.walkthrough.meeting import (
    ANN,
    BEA,
    CAL,
    COSTS,
    EACH_FIRST,
    LEAVING,
    MISSIONS,
    OLA,
    START,
    TRUST,
    WINDING_UP,
    ZED,
    Meeting,
    everybody,
    statuses,
    vote,
)

NOTE = NoteId("1700000000.000100")
TASK = TakeAction(ActionId("a1"), MISSIONS, "Ask the board", BEA, "2030-05-02", "Europe/Rome", "2030-05-01")


@pytest.fixture
def meeting() -> Meeting:
    """All have joined; topics are answered together."""
    return everybody()


def test_an_answer_is_the_teams_status(meeting: Meeting) -> None:
    """What a speaker says is how the topic stands; nothing is revealed and nobody moves on."""
    assert meeting.does(BEA, Answer(MISSIONS, "partly")) == (Answered(MISSIONS, "partly"),)
    assert (meeting.topic().status, meeting.topic().set_by) == ("partly", BEA)
    assert meeting.state.current == MISSIONS


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_may_be_said(meeting: Meeting, status: Status) -> None:
    """Settled, partly, open, does not apply."""
    meeting.does(ANN, Answer(MISSIONS, status))
    assert meeting.topic().status == status


def test_the_last_answer_counts_and_each_persons_is_kept(meeting: Meeting) -> None:
    """So that a difference between people can be seen."""
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(BEA, Answer(MISSIONS, "open"))
    assert meeting.topic().status == "open"
    assert statuses(meeting.state) == {ANN: "settled", BEA: "open"}


def test_a_double_click_is_one_answer(meeting: Meeting) -> None:
    """The same said twice changes nothing."""
    meeting.does(ANN, Answer(MISSIONS, "open"))
    assert meeting.does(ANN, Answer(MISSIONS, "open")) == ()


def test_agreeing_with_the_status_is_kept(meeting: Meeting) -> None:
    """A second person who says the same has said it."""
    meeting.does(ANN, Answer(MISSIONS, "open"))
    meeting.does(BEA, Answer(MISSIONS, "open"))
    assert statuses(meeting.state) == {ANN: "open", BEA: "open"}


def test_saying_it_again_after_others_sets_it_again(meeting: Meeting) -> None:
    """Who insists on an earlier answer sets the status anew."""
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(BEA, Answer(MISSIONS, "open"))
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    assert meeting.topic().status == "settled"


def test_an_answer_for_another_partner_than_before_is_new(meeting: Meeting) -> None:
    """Somebody who changed sides says the same for another organization."""
    meeting.does(ANN, Answer(MISSIONS, "open"))
    meeting.does(ANN, Join(TRUST))
    assert meeting.does(ANN, Answer(MISSIONS, "open"))
    assert meeting.topic().said[ANN].partner == TRUST


def test_an_earlier_topic_may_be_answered_anew(meeting: Meeting) -> None:
    """A change of mind needs no way back."""
    meeting.does(ANN, Turn(MISSIONS, "next"))
    meeting.does(ANN, Answer(MISSIONS, "open"))
    assert (meeting.topic().status, meeting.state.current) == ("open", COSTS)


def test_there_is_nothing_to_reveal(meeting: Meeting) -> None:
    """Where all answer at once there are no votes."""
    assert meeting.refuses(ANN, Reveal(MISSIONS)) == "not_a_vote"
    assert meeting.refuses(ANN, VoteAgain(MISSIONS)) == "not_a_vote"


def test_an_answer_is_no_vote_here(meeting: Meeting) -> None:
    """A forged vote is an answer like any other."""
    assert meeting.does(ANN, vote("open")) == (Answered(MISSIONS, "open"),)


@pytest.mark.parametrize("command", [Answer(MISSIONS, "open"), vote("open")])
@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined"), (NOBODY, "not_joined")])
@pytest.mark.parametrize("start", [START, EACH_FIRST])
def test_others_are_told_how_to(start: Start, person: PersonId, kind: RefusalKind, command: Command) -> None:
    """An observer, a stranger and the coach itself have no answer."""
    assert everybody(start).refuses(person, command) == kind


def test_a_facilitator_who_speaks_for_nobody_has_no_answer() -> None:
    """Leading is not answering."""
    assert Meeting().refuses(ANN, Answer(MISSIONS, "open")) == "not_joined"


def test_next_and_back(meeting: Meeting) -> None:
    """An unanswered topic may be left: that is skipping."""
    assert meeting.does(ANN, Turn(MISSIONS, "next")) == (WentTo(COSTS),)
    assert meeting.does(BEA, Turn(COSTS, "back")) == (WentTo(MISSIONS),)
    assert meeting.state.visits == (MISSIONS, COSTS, MISSIONS)


def test_two_people_who_press_next_move_the_team_once(meeting: Meeting) -> None:
    """The second one, and an old button, move nothing and say where the team is."""
    meeting.does(ANN, Turn(MISSIONS, "next"))
    assert meeting.refuses(BEA, Turn(MISSIONS, "next")) == "moved_on"
    assert meeting.refuses(BEA, Turn(MISSIONS, "back")) == "moved_on"
    assert meeting.state.current == COSTS


def test_there_is_nothing_before_the_first(meeting: Meeting) -> None:
    """Back ends at the first topic."""
    assert meeting.refuses(ANN, Turn(MISSIONS, "back")) == "first_topic"


def test_next_after_the_last_topic_is_the_end(meeting: Meeting) -> None:
    """Whatever is still open; a second press finds it closed."""
    meeting.does(ANN, GoTo(WINDING_UP))
    assert meeting.does(ANN, Turn(WINDING_UP, "next")) == (Closed(),)
    assert meeting.state.phase == "closed"
    assert meeting.refuses(ANN, Turn(WINDING_UP, "next")) == "closed"


def test_the_team_goes_where_it_wants(meeting: Meeting) -> None:
    """Also where it is, which changes nothing."""
    assert meeting.does(CAL, GoTo(LEAVING)) == (WentTo(LEAVING),)
    assert meeting.does(CAL, GoTo(LEAVING)) == ()


@pytest.mark.parametrize("command", [Turn(MISSIONS, "next"), GoTo(COSTS), Pause(), Close()])
@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined")])
def test_who_only_looks_on_does_not_steer(
    meeting: Meeting, person: PersonId, kind: RefusalKind, command: Command
) -> None:
    """The facilitator and everybody who speaks for a partner do."""
    assert meeting.refuses(person, command) == kind


@pytest.mark.parametrize("name", ["forged", "", "speakers"])
def test_no_command_takes_a_topic_that_is_not_asked(meeting: Meeting, name: str) -> None:
    """Not one that does not exist, and not one of the scorecard that this walkthrough leaves out."""
    topic = TopicId(name)
    commands: tuple[Command, ...] = (
        Answer(topic, "open"),
        Reveal(topic),
        VoteAgain(topic),
        Agree(topic, "Yes.", ()),
        AddNote(NOTE, topic, "Yes."),
        GoTo(topic),
        Turn(topic, "next"),
        replace(TASK, topic=topic),
    )
    for command in commands:
        assert meeting.refuses(ANN, command) == "unknown_topic"


def test_a_break_and_back(meeting: Meeting) -> None:
    """The team goes on where it was; pressing twice changes nothing."""
    meeting.does(ANN, GoTo(COSTS))
    assert meeting.does(BEA, Pause()) == (Paused(),)
    assert meeting.does(BEA, Pause()) == ()
    assert meeting.does(CAL, Resume()) == (Resumed(),)
    assert meeting.does(CAL, Resume()) == ()
    assert meeting.state.current == COSTS


def test_the_end_and_back(meeting: Meeting) -> None:
    """A closed walkthrough may be taken up again, and closed again."""
    assert meeting.does(ANN, Close()) == (Closed(),)
    assert meeting.does(ANN, Close()) == ()
    assert meeting.does(BEA, Resume()) == (Reopened(),)
    meeting.does(BEA, Close())
    assert (meeting.state.phase, meeting.state.closings) == ("closed", 2)


def test_a_break_may_become_the_end(meeting: Meeting) -> None:
    """A paused walkthrough closes at once; a closed one has no breaks."""
    meeting.does(ANN, Pause())
    assert meeting.does(ANN, Close()) == (Closed(),)
    assert meeting.refuses(ANN, Pause()) == "closed"


@pytest.mark.parametrize(("stop", "kind"), [(Pause(), "paused"), (Close(), "closed")])
def test_nothing_is_answered_meanwhile(meeting: Meeting, stop: Command, kind: RefusalKind) -> None:
    """Buttons of a walkthrough that rests say so."""
    meeting.does(ANN, stop)
    commands = (Answer(MISSIONS, "open"), Turn(MISSIONS, "next"), GoTo(COSTS), Agree(MISSIONS, "Yes.", ()), TASK)
    for command in commands:
        assert meeting.refuses(ANN, command) == kind


@pytest.mark.parametrize("stop", [Pause(), Close()])
@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined")])
def test_who_only_looks_on_does_not_resume(
    meeting: Meeting, stop: Command, person: PersonId, kind: RefusalKind
) -> None:
    """As with everything that steers."""
    meeting.does(ANN, stop)
    assert meeting.refuses(person, Resume()) == kind


def test_who_resumes_after_the_facilitator_left_leads(meeting: Meeting) -> None:
    """Nobody is stuck in a break."""
    meeting.does(ANN, Pause())
    meeting.does(ANN, Leave())
    assert meeting.does(CAL, Resume()) == (HandedOver(CAL), Resumed())


@pytest.mark.parametrize("facilitator", [ANN, NOBODY])
def test_the_coach_stops_by_itself(meeting: Meeting, facilitator: PersonId) -> None:
    """Where the channel is gone; it takes nothing over by that."""
    if facilitator == NOBODY:
        meeting.does(ANN, Leave())
    assert meeting.does(NOBODY, Pause()) == (Paused(),)
    assert meeting.does(NOBODY, Close()) == (Closed(),)
    assert meeting.state.facilitator == facilitator
    assert meeting.refuses(NOBODY, Resume()) == "not_joined"


def test_it_is_asked_once(meeting: Meeting) -> None:
    """And once more only after somebody did something."""
    assert meeting.does(NOBODY, Nudge()) == (Nudged(),)
    assert meeting.does(NOBODY, Nudge()) == ()
    meeting.does(ANN, Answer(MISSIONS, "open"))
    assert meeting.does(NOBODY, Nudge()) == (Nudged(),)


@pytest.mark.parametrize("stop", [Pause(), Close()])
def test_who_rests_is_left_alone(meeting: Meeting, stop: Command) -> None:
    """A break is no silence."""
    meeting.does(ANN, stop)
    assert meeting.does(NOBODY, Nudge()) == ()


def test_the_coach_itself_only_stops_reminds_and_asks(meeting: Meeting) -> None:
    """Whatever else is done was done by a person."""
    meeting.does(ANN, TASK)
    meeting.does(ANN, AddNote(NOTE, MISSIONS, "Who pays?"))
    commands: tuple[Command, ...] = (
        Join(OBSERVER),
        Answer(MISSIONS, "open"),
        AddNote(NoteId("2"), MISSIONS, "Yes."),
        EditNote(NOTE, "Yes."),
        Agree(MISSIONS, "Yes.", ()),
        GoTo(COSTS),
        FinishAction(TASK.action),
        TASK,
    )
    for command in commands:
        assert meeting.refuses(NOBODY, command) == "not_joined"
