"""What is kept of walkthroughs, of the messages that show them, and of people, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from bot.store.engines import open_engine
from bot.store.errors import StoreUnavailable
from bot.store.people import People, Person
from bot.store.schema import bring_up_to_date
from bot.store.tables import walkthrough_events
from bot.store.walkthrough_messages import Shown, WalkthroughMessages
from bot.store.walkthroughs import Head, Walkthroughs
from bot.walkthrough.commands import Start
from bot.walkthrough.events import Joined, Noted, NoteId, PartnerId, PersonId, Recorded, Started, TopicId, to_json
from bot.walkthrough.guiding import Entry, Place, VersionConflict, WalkthroughId
from bot.walkthrough.joining import start
from tests.bot.store.full_disk import full_disk
from tests.fakes.scorecards import SCORECARD

PLACE = Place("T1", "C1")
FIRST, SECOND = WalkthroughId("w1"), WalkthroughId("w2")
MAYA, SAM = PersonId("U1"), PersonId("U2")
JOINED = Recorded(Joined(PartnerId("p1")), MAYA, 2.5)
PATIENCE_S = 30


def beginning(walkthrough: WalkthroughId = FIRST, moment: float = 1.0, **fields: object) -> Entry:
    """The first entry of a walkthrough that Maya started then."""
    started = start(Start(SCORECARD, ("Riverton", "The Trust")))
    assert isinstance(started, Started)
    entry = Entry(walkthrough, "start", 0, (Recorded(started, MAYA, moment),), "running", None)
    return replace(entry, **fields)  # type: ignore[arg-type]


def step(version: int, key: str = "click", *recorded: Recorded, **fields: object) -> Entry:
    """An entry that was decided on that version."""
    entry = Entry(FIRST, key, version, recorded or (JOINED,), "running", None)
    return replace(entry, **fields)  # type: ignore[arg-type]


@pytest.fixture
def walkthroughs(engine: Engine) -> Walkthroughs:
    """No walkthrough yet."""
    return Walkthroughs(engine)


@pytest.fixture
def begun(walkthroughs: Walkthroughs) -> Walkthroughs:
    """One walkthrough that has just begun."""
    assert walkthroughs.begin(PLACE, beginning())
    return walkthroughs


def test_a_walkthrough_begins_once(begun: Walkthroughs) -> None:
    """The same start again changes nothing, whatever it brings."""
    assert not begun.begin(Place("T1", "C2"), beginning(moment=9.0))
    assert begun.since(FIRST, 0) == beginning().recorded
    assert begun.place(FIRST) == PLACE


def test_events_come_back_as_they_were_in_order(begun: Walkthroughs) -> None:
    """All of them, or those after a version."""
    noted = Recorded(Noted(NoteId("1.2"), TopicId("costs"), "Half each"), SAM, 3.25)
    assert begun.append(step(1, "a", JOINED, noted))
    assert begun.append(step(3, "b"))
    assert begun.since(FIRST, 0) == (*beginning().recorded, JOINED, noted, JOINED)
    assert begun.since(FIRST, 2) == (noted, JOINED)
    assert begun.since(FIRST, 4) == ()


def test_any_text_of_a_person_can_be_kept(begun: Walkthroughs) -> None:
    """Scripts, quotes, statements, NUL and very long notes are data."""
    words = "كيف 我们 '; DROP TABLE walkthroughs; -- %s {0} \\ \" \u202e \x00 👩🏽‍🚀" + "long " * 4_000
    noted = Recorded(Noted(NoteId("1.2"), TopicId("costs"), words), SAM, 3.0)
    begun.append(step(1, "a", noted))
    assert begun.since(FIRST, 1) == (noted,)


def test_the_same_key_again_adds_nothing(begun: Walkthroughs) -> None:
    """Also when the log has gone on, and when the key's command would be decided otherwise by now."""
    assert not begun.knows(FIRST, "click")
    assert begun.append(step(1))
    assert begun.append(step(2, "other"))
    assert begun.knows(FIRST, "click")
    for version in (1, 2, 3):
        assert not begun.append(step(version))
    assert len(begun.since(FIRST, 0)) == 3


@pytest.mark.parametrize("version", [0, 1, 3, 9])
def test_what_was_decided_on_another_version_is_not_kept(begun: Walkthroughs, version: int) -> None:
    """Neither on an older one nor on one that the log never had; no part of it stays."""
    begun.append(step(1, "first"))
    with pytest.raises(VersionConflict):
        begun.append(step(version, "second", JOINED, JOINED, phase="closed", wake_at=5.0))
    assert len(begun.since(FIRST, 0)) == 2
    assert begun.listed()[0].phase == "running"
    assert begun.due("T1", 9.0) == ()
    assert begun.append(step(2, "second"))


def test_no_event_is_ever_written_over(begun: Walkthroughs, engine: Engine) -> None:
    """Even when a hand put one there that the walkthrough does not know of."""
    body = to_json(JOINED.event)
    row = {"walkthrough": FIRST, "seq": 3, "key": "hand", "part": 0, "at": 9.0, "by": SAM, "body": body}
    with engine.begin() as connection:
        connection.execute(insert(walkthrough_events), [row])
    with pytest.raises(VersionConflict):
        begun.append(step(1, "click", JOINED, JOINED))
    assert begun.since(FIRST, 1) == (Recorded(JOINED.event, SAM, 9.0),)


def test_of_many_that_decide_on_one_version_one_gets_through(begun: Walkthroughs) -> None:
    """Twenty threads write at once: one entry is kept, nineteen are told to decide again."""
    found: list[str] = []
    gate = threading.Barrier(20)

    def write(number: int) -> None:
        gate.wait(PATIENCE_S)
        try:
            found.append("kept" if begun.append(step(1, f"click {number}")) else "known")
        except VersionConflict:
            found.append("conflict")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(found) == ["conflict"] * 19 + ["kept"]
    assert len(begun.since(FIRST, 0)) == 2


def test_there_is_nothing_of_a_walkthrough_that_never_began(walkthroughs: Walkthroughs) -> None:
    """A forged id finds nothing and writes nothing."""
    assert walkthroughs.since(FIRST, 0) == ()
    assert walkthroughs.place(FIRST) is None
    with pytest.raises(VersionConflict):
        walkthroughs.append(step(0))
    walkthroughs.note_shown(FIRST, 3)
    assert (walkthroughs.listed(), walkthroughs.behind("T1")) == ((), ())


def test_those_that_want_to_be_woken_are_found(begun: Walkthroughs) -> None:
    """From their moment on, the longest overdue first; an entry may move the moment or take it away."""
    begun.begin(PLACE, beginning(SECOND, wake_at=50.0))
    begun.append(step(1, "a", wake_at=100.0))
    assert begun.due("T1", 49.0) == ()
    assert begun.due("T2", 50.0) == ()
    assert begun.due("T1", 50.0) == (SECOND,)
    assert begun.due("T1", 100.0) == (SECOND, FIRST)
    begun.append(step(2, "b", wake_at=None))
    assert begun.due("T1", 100.0) == (SECOND,)


def test_those_that_slack_does_not_show_as_they_are_now_are_found(begun: Walkthroughs) -> None:
    """A version that was shown late does not hide that a later one was shown already."""
    assert begun.behind("T1") == (FIRST,)
    assert begun.behind("T2") == ()
    begun.note_shown(FIRST, 1)
    assert begun.behind("T1") == ()
    begun.append(step(1))
    assert begun.behind("T1") == (FIRST,)
    assert begun.behind("T2") == ()
    begun.note_shown(FIRST, 2)
    begun.note_shown(FIRST, 1)
    assert begun.behind("T1") == ()


def test_walkthroughs_are_listed_newest_first(begun: Walkthroughs) -> None:
    """With what tells one from another; a channel has its own."""
    begun.begin(Place("T1", "C2"), beginning(SECOND, moment=2.0, phase="paused"))
    begun.begin(PLACE, beginning(WalkthroughId("w3"), moment=3.0))
    begun.append(step(1, phase="closed"))
    assert begun.listed() == (
        Head(WalkthroughId("w3"), "small", "running", 3.0, "C1"),
        Head(SECOND, "small", "paused", 2.0, "C2"),
        Head(FIRST, "small", "closed", 1.0, "C1"),
    )
    assert begun.in_channel("T1", "C1") == (WalkthroughId("w3"), FIRST)
    assert begun.in_channel("T2", "C1") == ()


def test_the_last_one_of_a_channel_is_of_the_same_scorecard_and_not_the_new_one(begun: Walkthroughs) -> None:
    """Asked before the new one begins or again after it has begun: the same answer."""
    assert begun.last_in(PLACE, "small", before=FIRST) is None
    assert begun.last_in(PLACE, "small", before=SECOND) == FIRST
    begun.begin(PLACE, beginning(SECOND, moment=2.0))
    begun.begin(PLACE, beginning(WalkthroughId("w3"), moment=3.0))
    assert begun.last_in(PLACE, "small", before=SECOND) == FIRST
    assert begun.last_in(PLACE, "small", before=WalkthroughId("w4")) == WalkthroughId("w3")
    assert begun.last_in(PLACE, "other", before=SECOND) is None
    for elsewhere in (Place("T1", "C2"), Place("T2", "C1")):
        assert begun.last_in(elsewhere, "small", before=SECOND) is None


def test_a_full_disk_says_so_and_nothing_is_half_written(tmp_path: Path) -> None:
    """What could not be kept is told, and can be tried again."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    walkthroughs = Walkthroughs(engine)
    walkthroughs.begin(PLACE, beginning())
    noted = Recorded(Noted(NoteId("1.2"), TopicId("costs"), "long " * 100_000), SAM, 3.0)
    with full_disk(engine), pytest.raises(StoreUnavailable):
        walkthroughs.append(step(1, "a", JOINED, noted))
    assert len(walkthroughs.since(FIRST, 0)) == 1
    assert walkthroughs.append(step(1, "a", JOINED, noted))
    engine.dispose()


def test_what_slack_shows_is_remembered_by_slot(engine: Engine) -> None:
    """A slot holds what was said last about it, and is empty once it was dropped."""
    messages = WalkthroughMessages(engine)
    messages.keep(FIRST, "card/0", "C1", None, "abc")
    messages.keep(FIRST, "visit/0", "C1", "100.000002", "abc")
    messages.keep(FIRST, "card/0", "C1", "100.000001", "def")
    messages.keep(SECOND, "card/0", "C1", "100.000003", "abc")
    assert messages.shown(FIRST) == {
        "card/0": Shown("card/0", "C1", "100.000001", "def"),
        "visit/0": Shown("visit/0", "C1", "100.000002", "abc"),
    }
    messages.drop(FIRST, "visit/0")
    assert list(messages.shown(FIRST)) == ["card/0"]
    messages.spoil(FIRST, "100.000001")
    assert messages.shown(FIRST)["card/0"].digest == ""
    assert messages.shown(SECOND)["card/0"].digest == "abc"


def test_a_thread_belongs_to_the_walkthrough_whose_card_is_its_root(begun: Walkthroughs, engine: Engine) -> None:
    """Also under an older card; not under another message, in another channel, or in another workspace."""
    messages = WalkthroughMessages(engine)
    assert begun.begin(Place("T2", "C1"), beginning(SECOND))
    assert messages.root_of(FIRST) is None
    messages.keep(FIRST, "card/0", "C1", None, "abc")
    assert messages.root_of(FIRST) is None
    messages.keep(FIRST, "card/0", "C1", "100.000001", "abc")
    messages.keep(FIRST, "card/1", "C1", "100.000005", "abc")
    messages.keep(FIRST, "visit/0", "C1", "100.000002", "abc")
    messages.keep(SECOND, "card/0", "C1", "200.000001", "abc")
    assert messages.thread_of("T1", "C1", "100.000001") == FIRST
    assert messages.thread_of("T1", "C1", "100.000005") == FIRST
    assert messages.root_of(FIRST) == "100.000005"
    assert messages.thread_of("T2", "C1", "200.000001") == SECOND
    for team, channel, ts in (
        ("T1", "C1", "100.000002"),
        ("T1", "C2", "100.000001"),
        ("T2", "C1", "100.000001"),
        ("T1", "C1", "200.000001"),
    ):
        assert messages.thread_of(team, channel, ts) is None


def test_people_are_remembered_as_slack_described_them_last(engine: Engine) -> None:
    """In each workspace by themselves; whoever is not known is left out."""
    people = People(engine)
    people.keep(Person("T1", MAYA, "Maya", "UTC", "T1", 1.0))
    maya = Person("T1", MAYA, "Maya O'Neil 🌱", "Europe/Dublin", "T9", 2.0)
    people.keep(maya)
    people.keep(Person("T2", SAM, "Sam", "", "T2", 1.0))
    assert people.find("T1", MAYA) == maya
    assert people.find("T1", SAM) is None
    assert people.names("T1", {MAYA, SAM}) == {MAYA: "Maya O'Neil 🌱"}
    assert people.names("T1", ()) == {}


def test_closed_walkthroughs_can_be_dropped(begun: Walkthroughs) -> None:
    """Only those that nobody touched for long; what is open stays, however old."""
    assert begun.begin(PLACE, beginning(SECOND))
    assert begun.append(step(1, "close", phase="closed"))
    assert begun.forget_before(2.5) == 0
    assert begun.forget_before(100.0) == 1
    assert (begun.since(FIRST, 0), begun.place(FIRST)) == ((), None)
    assert begun.place(SECOND) == PLACE
