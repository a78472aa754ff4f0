"""`coach forget` and `coach export-data` as people run them."""

from __future__ import annotations

import json
from contextlib import nullcontext

from sqlalchemy import insert, text

from bot.slack.intake.journal import Journal
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from bot.store.tables import turns
from bot.terminal import EX_DATA
from tests.bot.conftest import CommandLine

CANARY = "the canary sings at noon"
MAYA, SAM = "U0MAYA", "U0SAM"


def ask(coach: CommandLine, *people: str) -> None:
    """Each of these people asked something, which was answered, and is still in the journal."""
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    journal = Journal(engine, lambda _record: "answer", lambda _record: nullcontext())
    journal.open()
    for person in people:
        words = f"{person}: {CANARY}"
        assert journal.record(f"key-{person}", {"key": person, "author": person, "text": words})
        values = {"team": "T1", "channel": "C1", "thread_ts": "1.0", "message_ts": person, "author": person}
        with engine.begin() as connection:
            connection.execute(insert(turns).values(**values, question=words, outcome="answer", asked_at=1.0))
    journal.close()
    engine.dispose()


def ask_about(coach: CommandLine, asker: str, writer: str) -> None:
    """The first asked the coach about a message of the second."""
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    journal = Journal(engine, lambda _record: "answer", lambda _record: nullcontext())
    journal.open()
    record = {"key": "shortcut", "author": asker, "writer": writer, "text": f"{writer}: {CANARY}"}
    assert journal.record("shortcut", record)
    journal.close()
    engine.dispose()


def exported(coach: CommandLine, person: str) -> dict[str, list[object]]:
    """What `coach export-data` printed."""
    done = coach.run("export-data", person)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout))


def test_nothing_is_kept_about_a_stranger(coach: CommandLine) -> None:
    """It says so, also before there is a journal."""
    assert coach.run("forget", MAYA).stdout == f"Nothing is kept about {MAYA}.\n"
    assert exported(coach, MAYA) == {}


def test_a_name_is_not_an_id(coach: CommandLine) -> None:
    """It says where the id is found."""
    for command in ("forget", "export-data"):
        done = coach.run(command, "maya")
        assert done.returncode == EX_DATA
        assert "Copy member ID" in done.stderr


def test_everything_is_exported_and_forgotten(coach: CommandLine) -> None:
    """Only when it is confirmed; then no file of the database holds a word any more, and others keep theirs."""
    ask(coach, MAYA, SAM)
    kept = exported(coach, MAYA)
    assert {name: len(rows) for name, rows in kept.items()} == {"turns": 1, "journal": 1}
    assert str(kept).count(CANARY) == 2
    assert "2 things are kept" in coach.run("forget", MAYA).stdout
    assert exported(coach, MAYA) == kept
    assert "2 things about U0MAYA gone" in coach.run("forget", MAYA, "--yes").stdout
    assert exported(coach, MAYA) == {}
    assert len(exported(coach, SAM)) == 2
    left = b"".join(path.read_bytes() for path in coach.home.rglob("*") if path.is_file())
    assert f"{MAYA}: {CANARY}".encode() not in left
    assert f"{SAM}: {CANARY}".encode() in left


def test_words_that_somebody_else_asked_about_go_with_their_writer(coach: CommandLine) -> None:
    """They are the writer's own, whoever put them to the coach."""
    ask_about(coach, SAM, MAYA)
    assert list(exported(coach, MAYA)) == ["journal"]
    assert "1 thing about U0MAYA gone" in coach.run("forget", MAYA, "--yes").stdout
    assert exported(coach, SAM) == {}
    left = b"".join(path.read_bytes() for path in coach.home.rglob("*") if path.is_file())
    assert CANARY.encode() not in left


def test_a_database_of_the_running_bot_can_be_cleaned(coach: CommandLine) -> None:
    """What another connection holds open does not stand in the way."""
    ask(coach, MAYA)
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM turns")).scalar_one() == 1
        assert "gone" in coach.run("forget", MAYA, "--yes").stdout
        connection.rollback()
        assert connection.execute(text("SELECT count(*) FROM turns")).scalar_one() == 0
    engine.dispose()
