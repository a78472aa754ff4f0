"""What people write down in a walkthrough: agreements and notes."""

from __future__ import annotations

import pytest

from bot.walkthrough.commands import (
    AddNote,
    Agree,
    Close,
    Command,
    EditNote,
    Pause,
    RemoveNote,
)
from bot.walkthrough.events import (
    Agreed,
    NoteEdited,
    NoteId,
    NoteRemoved,
    PartnerId,
    PersonId,
)
from bot.walkthrough.refusals import RefusalKind
from bot.walkthrough.state import Agreement, Note
from tests.bot.walkthrough.meeting import (
    ACME,
    ANN,
    BEA,
    CAL,
    CITY,
    COSTS,
    MISSIONS,
    OLA,
    ZED,
    Meeting,
    everybody,
)

FORGED = PartnerId("p9")
NOTE = NoteId("1700000000.000100")


@pytest.fixture
def meeting() -> Meeting:
    """All have joined; topics are answered together."""
    return everybody()


def test_what_was_agreed_is_kept_with_who_wrote_it(meeting: Meeting) -> None:
    """Text, partners in their order and once each, and the writer."""
    meeting.does(BEA, Agree(MISSIONS, " Each names one. ", (ACME, CITY, ACME)))
    assert meeting.topic().agreement == Agreement("Each names one.", (CITY, ACME), BEA, meeting.now - 1)


def test_the_same_again_changes_nothing(meeting: Meeting) -> None:
    """A form that was sent twice is one agreement."""
    meeting.does(BEA, Agree(MISSIONS, "Yes.", (CITY, ACME)))
    assert meeting.does(CAL, Agree(MISSIONS, "Yes. ", (ACME, CITY))) == ()
    assert meeting.does(CAL, Agree(MISSIONS, "Yes.", (ACME,)))


def test_an_empty_text_takes_it_back(meeting: Meeting) -> None:
    """And there must be something to take back."""
    assert meeting.refuses(BEA, Agree(MISSIONS, " ", ())) == "nothing_written"
    meeting.does(BEA, Agree(MISSIONS, "Yes.", (CITY,)))
    assert meeting.does(BEA, Agree(MISSIONS, "", ())) == (Agreed(MISSIONS, "", ()),)
    assert meeting.topic().agreement is None


def test_a_facilitator_who_speaks_for_nobody_may_write() -> None:
    """Writing down what the others agreed is what a facilitator does."""
    assert Meeting().does(ANN, Agree(MISSIONS, "Yes.", (CITY, ACME)))


@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined")])
def test_others_write_no_agreement(meeting: Meeting, person: PersonId, kind: RefusalKind) -> None:
    """Who speaks for nobody cannot say what was agreed."""
    assert meeting.refuses(person, Agree(MISSIONS, "Yes.", (CITY,))) == kind


def test_a_forged_partner_agrees_to_nothing(meeting: Meeting) -> None:
    """A partner that is not there is refused."""
    assert meeting.refuses(ANN, Agree(MISSIONS, "Yes.", (CITY, FORGED))) == "unknown_partner"


@pytest.mark.parametrize("person", [ANN, OLA, ZED])
def test_anybody_may_write_one(meeting: Meeting, person: PersonId) -> None:
    """Speakers, observers, and people who only reply in the thread."""
    meeting.does(person, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert meeting.topic().notes == {NOTE: Note(NOTE, person, "Who pays?", meeting.now - 1)}


def test_the_same_note_is_kept_once(meeting: Meeting) -> None:
    """However often it arrives, under whatever topic."""
    meeting.does(ANN, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert meeting.does(ANN, AddNote(NOTE, COSTS, "Who pays?")) == ()


def test_a_note_of_a_break_is_kept(meeting: Meeting) -> None:
    """Thoughts come while the team rests."""
    meeting.does(ANN, Pause())
    assert meeting.does(BEA, AddNote(NOTE, MISSIONS, "Who pays?"))


def test_after_the_end_there_are_no_new_notes(meeting: Meeting) -> None:
    """Reopening comes first; what was written before may still be mended."""
    meeting.does(ANN, AddNote(NOTE, MISSIONS, "Who pays?"))
    meeting.does(ANN, Close())
    assert meeting.refuses(ANN, AddNote(NoteId("2"), MISSIONS, "And when?")) == "closed"
    assert meeting.does(ANN, EditNote(NOTE, "Who pays what?"))
    assert meeting.does(ANN, RemoveNote(NOTE))


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_note_is_none(meeting: Meeting, text: str) -> None:
    """Nothing was written."""
    assert meeting.refuses(ANN, AddNote(NOTE, MISSIONS, text)) == "nothing_written"


def test_long_and_strange_notes_are_kept_as_they_are(meeting: Meeting) -> None:
    """Nothing of what people write is cut, read or changed here."""
    text = "=SUM(A1) <!channel> {{ x }} \N{BOMB}\n" + "long " * 4000
    meeting.does(ANN, AddNote(NOTE, MISSIONS, text))
    assert meeting.topic().notes[NOTE].text == text


def test_an_author_edits_and_removes(meeting: Meeting) -> None:
    """A message that was changed or deleted changes or removes its note."""
    meeting.does(ZED, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert meeting.does(ZED, EditNote(NOTE, "Who pays what?")) == (NoteEdited(NOTE, "Who pays what?"),)
    assert meeting.does(ZED, EditNote(NOTE, "Who pays what?")) == ()
    assert meeting.topic().notes[NOTE].text == "Who pays what?"
    assert meeting.does(ZED, RemoveNote(NOTE)) == (NoteRemoved(NOTE),)
    assert meeting.topic().notes == {}


def test_edited_to_nothing_it_is_removed(meeting: Meeting) -> None:
    """An empty note says nothing."""
    meeting.does(ANN, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert meeting.does(ANN, EditNote(NOTE, " ")) == (NoteRemoved(NOTE),)


@pytest.mark.parametrize("command", [EditNote(NOTE, "No."), RemoveNote(NOTE)])
def test_nobody_else_changes_a_note(meeting: Meeting, command: Command) -> None:
    """Not even the facilitator."""
    meeting.does(BEA, AddNote(NOTE, MISSIONS, "Who pays?"))
    assert meeting.refuses(ANN, command) == "not_the_author"


@pytest.mark.parametrize("command", [EditNote(NOTE, "No."), RemoveNote(NOTE)])
def test_an_unknown_note_is_not_changed(meeting: Meeting, command: Command) -> None:
    """One that never was, or is gone."""
    assert meeting.refuses(ANN, command) == "unknown_note"
