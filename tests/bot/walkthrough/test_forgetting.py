"""A person taken out of a log: what the team decided stays, and nothing tells who they were or what they wrote."""

from __future__ import annotations

from bot.walkthrough.commands import AddNote, Answer, EditNote, HandOver, TakeAction
from bot.walkthrough.events import FORGOTTEN, ActionId, Erased, NoteId, PersonId, Recorded, to_json
from bot.walkthrough.forgetting import is_about, without
from bot.walkthrough.state import State, fold
from tests.bot.walkthrough.meeting import ANN, BEA, COSTS, MISSIONS, Meeting, everybody

SOMEBODY = PersonId(f"{FORGOTTEN}1")


def full() -> Meeting:
    """A walkthrough in which Bea and Ann did a bit of everything."""
    meeting = everybody()
    meeting.does(BEA, Answer(MISSIONS, "settled"))
    meeting.does(BEA, AddNote(NoteId("1.1"), MISSIONS, "Bea said this"))
    meeting.does(BEA, EditNote(NoteId("1.1"), "Bea said that"))
    meeting.does(ANN, AddNote(NoteId("1.2"), MISSIONS, "Ann said this"))
    meeting.does(
        ANN, TakeAction(ActionId("a1"), COSTS, "Ask the county", BEA, "2030-05-01", "Europe/Rome", "2030-04-01")
    )
    meeting.does(ANN, HandOver(BEA))
    return meeting


def forgotten(meeting: Meeting) -> State:
    """The state after Bea was taken out of the log."""
    meeting.log = [without(each, BEA, SOMEBODY) for each in meeting.log]
    meeting.log.append(Recorded(Erased(), SOMEBODY, meeting.now))
    return fold(meeting.log)


def test_nothing_tells_who_it_was() -> None:
    """Neither the id nor a word of a note is left anywhere in the log."""
    meeting = full()
    assert sum(is_about(each, BEA) for each in meeting.log) == 6
    forgotten(meeting)
    assert not any(is_about(each, BEA) for each in meeting.log)
    text = " ".join(f"{each.by} {to_json(each.event)}" for each in meeting.log)
    assert BEA not in text
    assert "Bea said" not in text
    assert "Europe/Rome" not in text


def test_what_the_team_decided_stays() -> None:
    """Statuses, actions and the notes of others are as they were; the log has one event more."""
    meeting = full()
    before = meeting.state
    after = forgotten(meeting)
    assert after.version == before.version + 1
    assert after.topics[MISSIONS].status == before.topics[MISSIONS].status == "settled"
    assert [note.text for note in after.topics[MISSIONS].notes.values()] == ["Ann said this"]
    action = after.actions[ActionId("a1")]
    assert (action.what, action.owner, action.due, action.tz) == ("Ask the county", SOMEBODY, "2030-05-01", "")
    assert after.people == {person: partner for person, partner in before.people.items() if person != BEA}


def test_a_facilitator_who_is_forgotten_has_left() -> None:
    """So that another one can take over."""
    meeting = full()
    assert meeting.state.facilitator == BEA
    assert forgotten(meeting).facilitator == ""


def test_the_deeds_of_others_are_not_touched() -> None:
    """Event by event."""
    for each in full().log:
        if not is_about(each, BEA):
            assert without(each, BEA, SOMEBODY) == each
