"""Where a walkthrough stands: its events, folded."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from bot.walkthrough.commands import (
    AddNote,
    Answer,
    Close,
    GoTo,
    Join,
    Leave,
    Pause,
    Remind,
    Resume,
    Reveal,
    TakeAction,
)
from bot.walkthrough.events import (
    NOBODY,
    ActionDone,
    ActionId,
    Answered,
    Closed,
    Event,
    NoteEdited,
    NoteId,
    NoteRemoved,
    Nudged,
    PartnerId,
    Paused,
    Recorded,
    Reminded,
    Revealed,
    TopicId,
    WentTo,
)
from bot.walkthrough.state import fold, topic_of_note
from tests.bot.walkthrough.meeting import (
    ACME,
    ALI,
    ANN,
    BEA,
    CAL,
    CITY,
    COSTS,
    EACH_FIRST,
    LEAVING,
    MISSIONS,
    OLA,
    START,
    WINDING_UP,
    ZED,
    Meeting,
    everybody,
    vote,
)

NOTE = NoteId("1")
TASK = TakeAction(ActionId("a1"), MISSIONS, "Ask the board", BEA, "2030-05-02", "", "2030-05-01")


def test_it_begins_at_the_first_topic() -> None:
    """With nobody in it but its facilitator, and nothing said."""
    state = Meeting().state
    assert (state.phase, state.current, state.visits) == ("running", MISSIONS, (MISSIONS,))
    assert (state.version, state.people, state.actions, state.closings) == (1, {}, {}, 0)
    assert all(topic.status is None and not topic.said and not topic.notes for topic in state.topics.values())


def test_an_empty_log_is_no_walkthrough() -> None:
    """There is nothing to fold."""
    with pytest.raises(ValueError, match="no events"):
        fold(())


def test_a_log_begins_with_its_start() -> None:
    """Any other first event is a fault."""
    with pytest.raises(ValueError, match="paused"):
        fold((Recorded(Paused(), ANN, 1.0),))


def test_folding_on_is_folding_anew() -> None:
    """A state kept at hand and one read from the whole log are the same, wherever the log is cut."""
    meeting = everybody(EACH_FIRST)
    meeting.does(ANN, vote("open"))
    meeting.does(ANN, Reveal(MISSIONS))
    meeting.does(ZED, AddNote(NOTE, MISSIONS, "Who pays?"))
    meeting.does(ANN, TASK)
    meeting.does(CAL, Close())
    for cut in range(1, len(meeting.log)):
        assert fold(meeting.log[cut:], fold(meeting.log[:cut])) == fold(meeting.log)
    assert meeting.state.version == len(meeting.log)


def test_a_state_never_changes() -> None:
    """What somebody holds stays as it was, whatever happens next."""
    meeting = everybody()
    before = meeting.state
    meeting.does(ANN, Answer(MISSIONS, "open"))
    meeting.does(ANN, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert (before.topics[MISSIONS].status, before.topics[MISSIONS].notes) == (None, {})
    with pytest.raises(FrozenInstanceError):
        before.phase = "closed"  # type: ignore[misc]
    with pytest.raises(TypeError):
        before.people[ZED] = CITY  # type: ignore[index]


@pytest.mark.parametrize(
    "event",
    [
        Meeting().log[0].event,
        WentTo(TopicId("gone")),
        Answered(TopicId("gone"), "open"),
        Revealed(TopicId("gone")),
        NoteEdited(NOTE, "Who?"),
        NoteRemoved(NOTE),
        ActionDone(ActionId("gone")),
        Reminded(ActionId("gone"), "2030-05-02"),
    ],
)
def test_an_event_that_cannot_apply_is_only_counted(event: Event) -> None:
    """A line that should not be there spoils nothing."""
    before = everybody().state
    after = fold((Recorded(event, ANN, before.last_at),), before)
    assert after == replace(before, version=before.version + 1)


def test_the_definition_is_at_hand() -> None:
    """Themes and topics of this walkthrough, in order; those that it leaves out are not among them."""
    state = Meeting().state
    assert [theme.id for theme in state.themes()] == ["partners", "money", "exit"]
    assert state.topics_of(state.theme(LEAVING)) == (LEAVING, WINDING_UP)
    assert state.topics_of(state.theme(MISSIONS)) == (MISSIONS,)
    assert state.topic(WINDING_UP).is_legal
    some = Meeting(replace(START, themes=("money",), form="full")).state
    assert [theme.id for theme in some.themes()] == ["money"]
    assert some.order == (COSTS, "holder")


def test_who_speaks_for_whom() -> None:
    """Several people may speak for a partner; observers and strangers speak for none."""
    state = everybody().state
    assert state.speakers(CITY) == (ANN, ALI)
    assert state.speakers(PartnerId("gone")) == ()
    assert [state.speaks_for(person) for person in (BEA, OLA, ZED, NOBODY)] == [state.partners[ACME], None, None, None]


def test_silence_is_counted_from_the_last_thing_a_person_did() -> None:
    """Reminders, questions and breaks that come from the coach itself do not count."""
    meeting = everybody()
    meeting.does(ANN, TASK)
    last_at = meeting.state.last_at
    meeting.does(NOBODY, Remind(TASK.action, "2030-05-01"))
    meeting.log.append(Recorded(Nudged(), NOBODY, meeting.now))
    meeting.state = fold(meeting.log)
    meeting.does(NOBODY, Pause())
    assert (meeting.state.last_at, meeting.state.is_nudged) == (last_at, True)
    meeting.does(BEA, Resume())
    assert (meeting.state.last_at, meeting.state.is_nudged) == (meeting.now - 1, False)


def test_a_clock_that_went_back_does_not_matter() -> None:
    """The last moment stays the last."""
    before = everybody().state
    after = fold((Recorded(Paused(), ANN, 0.5),), before)
    assert (after.last_at, after.phase) == (before.last_at, "paused")


def test_what_a_person_said_outlives_their_leaving() -> None:
    """With the partner for whom they said it."""
    meeting = everybody()
    meeting.does(BEA, Answer(MISSIONS, "open"))
    meeting.does(BEA, Leave())
    meeting.does(BEA, Join(CITY))
    assert meeting.topic().said[BEA].partner == ACME


def test_votes_are_hidden_only_where_partners_answer_first() -> None:
    """And only until they are revealed."""
    assert not everybody().state.is_voting(MISSIONS)
    voting = everybody(EACH_FIRST)
    voting.does(ANN, vote("open"))
    assert voting.state.is_voting(MISSIONS)
    voting.does(ANN, Reveal(MISSIONS))
    assert not voting.state.is_voting(MISSIONS)
    assert voting.state.is_voting(COSTS)


def test_who_voted_is_asked_of_the_current_topic() -> None:
    """The counter on the card begins anew with each topic."""
    voting = everybody(EACH_FIRST)
    voting.does(ANN, vote("open"))
    voting.does(ALI, vote("settled"))
    assert voting.state.voted == {CITY}
    voting.does(ANN, GoTo(COSTS))
    assert voting.state.voted == set()


def test_a_note_is_found_by_its_id() -> None:
    """Under the topic that was current when it was written, wherever the team is now."""
    meeting = everybody()
    meeting.does(ZED, AddNote(NOTE, MISSIONS, "Who pays?"))
    meeting.does(ANN, GoTo(COSTS))
    assert topic_of_note(meeting.state, NOTE) == MISSIONS
    assert topic_of_note(meeting.state, NoteId("2")) is None


def test_every_end_is_counted() -> None:
    """Each closing has its own summary."""
    before = everybody().state
    after = fold((Recorded(Closed(), ANN, 9.0), Recorded(Closed(), ANN, 9.0)), before)
    assert (after.phase, after.closings) == ("closed", 2)
