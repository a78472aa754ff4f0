"""What is kept about a person can be shown and taken out, on both engines, in every table that there is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, String, insert, select

from bot.store import tables
from bot.store.conversations import Conversations, ThreadId, Turn
from bot.store.engines import open_engine
from bot.store.feedback import Feedback, Vote
from bot.store.gaps import Gaps, Missed
from bot.store.personal import LISTS_OF_NAMES, NAMES_IN_A_ROW, NAMES_IN_JSON, QUOTES, ROWS_OF_A_PERSON, PersonalData
from bot.store.schema import MIGRATIONS_DIR, bring_up_to_date
from bot.store.tables import metadata
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import AddNote, Answer, HandOver, Join
from bot.walkthrough.events import FORGOTTEN, NoteId, PartnerId, PersonId, TopicId
from bot.walkthrough.guiding import Guide, Place, WalkthroughId
from tests.bot.walkthrough.crowd import START

MAYA, SAM = "U0MAYA", "U0SAM"
WALKTHROUGH, PLACE = WalkthroughId("w1"), Place("T1", "C1")
NOW = 1_700_000_000.0
NO_PERSON = frozenset({"team", "channel", "home_team", "walkthrough"})
"""Short texts in keys of tables that name no person."""


@pytest.fixture
def other_process(database_url: str, engine: Engine) -> Iterator[Guide]:
    """A guide with connections and memory of its own, as the bot has them beside a command."""
    other = open_engine(database_url)
    yield Guide(Walkthroughs(other))
    other.dispose()


def fill(engine: Engine) -> None:
    """A row about Maya and one about Sam in every column that names a person."""
    with engine.begin() as connection:
        for table in {column.table for column in (*ROWS_OF_A_PERSON, *NAMES_IN_A_ROW, *NAMES_IN_JSON, *LISTS_OF_NAMES)}:
            for number, person in enumerate((MAYA, SAM)):
                connection.execute(insert(table).values(_row(table.name, person, number)))


def _row(table: str, person: str, number: int) -> dict[str, object]:
    columns = (*ROWS_OF_A_PERSON, *NAMES_IN_A_ROW)
    names = {column.name for column in columns if column.table.name == table}
    row: dict[str, object] = {}
    for column in metadata.tables[table].columns:
        kind = column.type.python_type
        if column.name in names:
            row[column.name] = person
        elif column in {*NAMES_IN_JSON, *LISTS_OF_NAMES}:
            is_list = column in LISTS_OF_NAMES
            row[column.name] = json.dumps([person, "U0OTHER"] if is_list else {"by": person, "detail": ""})
        elif column.name == "message_ts":
            row[column.name] = f"{table}{number}"
        elif column.autoincrement is not True and not column.nullable:
            row[column.name] = {str: "T1" if column.name == "team" else "C1", bool: False}.get(kind, NOW)
            if column.primary_key and column.name not in {"team", "channel"}:
                row[column.name] = f"{table}{number}"
            if column.name.endswith("version"):
                row[column.name] = number
    if table in {"channel_settings", "help_requests"}:
        row["channel"] = f"C{number}"
    return row


def everything(engine: Engine) -> str:
    """All rows of all tables, as text."""
    with engine.connect() as connection:
        return str([connection.execute(select(table)).all() for table in metadata.sorted_tables])


def test_every_column_that_may_name_a_person_is_known() -> None:
    """A new table must say what becomes of the people in it."""
    known = {*ROWS_OF_A_PERSON, *NAMES_IN_A_ROW, *NAMES_IN_JSON, *LISTS_OF_NAMES, tables.walkthrough_events.c.by}
    known |= {column for column, _ in QUOTES}
    likely = ("person", "user", "author", "_by", "by", "owner", "experts", "members")
    for table in metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String) and column.name not in NO_PERSON
            if is_text and any(column.name == name or column.name.endswith(f"_{name.strip('_')}") for name in likely):
                assert column in known or column.name.endswith("_by_generation"), f"{table.name}.{column.name}"


def test_what_is_kept_is_shown(engine: Engine) -> None:
    """Every row about the person, and none of another."""
    fill(engine)
    shown = PersonalData(engine).of(MAYA)
    columns = (*ROWS_OF_A_PERSON, *NAMES_IN_A_ROW, *NAMES_IN_JSON, *LISTS_OF_NAMES)
    assert set(shown) == {column.table.name for column in columns}
    assert SAM not in str(shown)
    assert json.dumps(shown)
    assert PersonalData(engine).of("U0NOBODY") == {}


def test_what_is_forgotten_is_nowhere(engine: Engine) -> None:
    """The id stands in no table; others lose nothing; what was done stays; a second time there is nothing to do."""
    fill(engine)
    data = PersonalData(engine)
    assert data.forget(MAYA, NOW) > 0
    text = everything(engine)
    assert MAYA not in text
    assert FORGOTTEN in text
    assert data.of(MAYA) == {}
    assert set(data.of(SAM)) >= {"turns", "gaps", "audit", "help_requests"}
    with engine.connect() as connection:
        experts = connection.execute(select(tables.channel_settings.c.experts)).scalars().all()
        assert sorted(experts) == ['["U0OTHER"]', json.dumps([SAM, "U0OTHER"])]
        assert len(connection.execute(select(tables.audit.c.id)).all()) == 2
    assert data.forget(MAYA, NOW) == 0


def test_what_was_asked_in_private_is_forgotten_too(engine: Engine) -> None:
    """Such a question is kept as a gap alone, which staff see without a name."""
    missing = Gaps(engine, keeps_words=True)
    for number, person in enumerate((MAYA, SAM)):
        missing.note(Missed("T1", "C1", f"reply-{number}", NOW, "not_found", f"Who pays {number}?", "", person))
    assert PersonalData(engine).forget(MAYA, NOW) == 1
    assert [gap.question for gap in missing.open()] == ["Who pays 1?"]


@pytest.mark.parametrize("reason", ["not_found", "disliked"])
def test_words_that_a_gap_of_somebody_else_leans_on_go_with_their_writer(engine: Engine, reason: str) -> None:
    """The gap stays, without them; until then they are shown to the writer, and nothing of the other's with them."""
    for number, (person, words) in enumerate(((MAYA, "How do we insure volunteers?"), (SAM, "And who pays for that?"))):
        turn = Turn(ThreadId("T1", "C1", "1.0"), f"{number + 1}.0", person, words, "not_found", NOW)
        Conversations(engine).keep(turn)
    missing = Gaps(engine, keeps_words=True)
    if reason == "disliked":
        Feedback(engine, keeps_words=True).give(Vote("T1", "C1", "3.0", "2.0", SAM, "down", NOW))
    else:
        asked = ("And who pays for that?", "How do we insure volunteers?", SAM)
        missing.note(Missed("T1", "C1", "2.0", NOW, "not_found", *asked))
    data = PersonalData(engine)
    assert data.of(MAYA)["gaps"] == [{"context_author": MAYA, "context": "How do we insure volunteers?"}]
    data.forget(MAYA, NOW)
    assert [(gap.question, gap.context) for gap in missing.open()] == [("And who pays for that?", "")]
    assert "volunteers" not in everything(engine)


def test_words_of_nobody_who_is_known_are_not_kept_beside_a_gap(engine: Engine) -> None:
    """They could not be found again: their writer was forgotten while the question was answered."""
    missing = Gaps(engine, keeps_words=True)
    missing.note(Missed("T1", "C1", "2.0", NOW, "not_found", "And who pays?", "How do we insure volunteers?", SAM))
    assert [(gap.question, gap.context) for gap in missing.open()] == [("And who pays?", "")]


def test_gaps_of_an_earlier_release_learn_who_asked(database_url: str) -> None:
    """As far as their questions are still kept; what a question leaned on stays when it can be told whose it is."""
    engine = open_engine(database_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS_DIR))
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        place = {"team": "T1", "channel": "C1"}
        turn = {**place, "thread_ts": "1.0", "message_ts": "1.0", "author": MAYA, "question": "?", "outcome": "none"}
        connection.execute(insert(tables.turns).values(**turn, asked_at=NOW))
        for message_ts, context in (("1.0", "?"), ("reply-1", "Somebody's words")):
            gap = {**place, "message_ts": message_ts, "reason": "not_found", "context": context, "asked_at": NOW}
            connection.execute(insert(tables.gaps).values(**gap))
    bring_up_to_date(engine)
    with engine.connect() as connection:
        columns = (tables.gaps.c.message_ts, tables.gaps.c.author, tables.gaps.c.context, tables.gaps.c.context_author)
        found = connection.execute(select(*columns)).all()
    engine.dispose()
    assert sorted(map(tuple, found)) == [("1.0", MAYA, "?", MAYA), ("reply-1", "", "", "")]


def test_a_walkthrough_goes_on_without_them(engine: Engine, other_process: Guide) -> None:
    """Also in a process that had it at hand: it folds anew, loses nothing else, and others can take over."""
    guide = Guide(Walkthroughs(engine))
    guide.start(WALKTHROUGH, PLACE, START, PersonId(MAYA), NOW)
    for person in (MAYA, SAM):
        guide.handle(WALKTHROUGH, f"join-{person}", Join(PartnerId("p1")), PersonId(person), NOW)
        note = AddNote(NoteId(person), TopicId("missions"), f"{person} wrote this")
        guide.handle(WALKTHROUGH, f"note-{person}", note, PersonId(person), NOW)
    guide.handle(WALKTHROUGH, "answer", Answer(TopicId("missions"), "settled"), PersonId(MAYA), NOW)
    before = other_process.state(WALKTHROUGH)
    assert before is not None
    assert before.facilitator == MAYA
    assert PersonalData(engine).forget(MAYA, NOW) == 4
    for each in (guide, other_process, Guide(Walkthroughs(engine))):
        after = each.state(WALKTHROUGH)
        assert after is not None
        assert MAYA not in str(after)
        assert [note.text for note in after.topics[TopicId("missions")].notes.values()] == [f"{SAM} wrote this"]
        assert after.topics[TopicId("missions")].status == "settled"
    outcome = other_process.handle(WALKTHROUGH, "take", HandOver(PersonId(SAM)), PersonId(SAM), time.time())
    assert outcome is not None
    assert outcome.state.facilitator == SAM
    assert WALKTHROUGH in Walkthroughs(engine).behind("T1")
