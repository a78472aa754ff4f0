"""What is recorded is done, once, on both engines."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData

from bot.slack.errors import SendLater
from bot.slack.intake.journal import Journal, JsonSerializer, Record
from bot.store.engines import open_engine
from bot.store.errors import StoreUnavailable
from bot.store.schema import bring_up_to_date
from tests.bot.store.full_disk import full_disk

PATIENCE_S = 20.0
ROOT = Path(__file__).parents[4]
Open = Callable[[Callable[[Record], str]], Journal]


@pytest.fixture
def open_journal(engine: Engine) -> Iterator[Open]:
    """Opens a journal for some work; it is closed at the end."""
    opened: list[Journal] = []

    def open_for(work: Callable[[Record], str]) -> Journal:
        journal = Journal(engine, work, lambda _record: nullcontext())
        opened.append(journal)
        assert journal.open() == []
        return journal

    yield open_for
    for journal in opened:
        journal.close()


def test_recorded_work_is_done_once(open_journal: Open) -> None:
    """The same key again, at once or later, is no new work."""
    done: queue.Queue[Record] = queue.Queue()

    def work(record: Record) -> str:
        done.put(record)
        return "answer"

    journal = open_journal(work)
    assert journal.record("key", {"key": "key", "text": "\ud800 \x00 كيف"})
    assert not journal.record("key", {"key": "key", "text": "again"})
    assert done.get(timeout=PATIENCE_S) == {"key": "key", "text": "\ud800 \x00 كيف"}
    assert not journal.record("key", {"key": "key", "text": "later"})
    assert done.empty()


def test_passing_trouble_is_tried_again(open_journal: Open) -> None:
    """With the same record."""
    tries: list[Record] = []
    is_done = threading.Event()

    def work(record: Record) -> str:
        tries.append(record)
        if len(tries) == 1:
            raise SendLater("ratelimited", maybe_sent=False)
        is_done.set()
        return "answer"

    open_journal(work).record("key", {"key": "key"})
    assert is_done.wait(PATIENCE_S)
    assert tries == [{"key": "key"}] * 2


def test_a_defect_ends_the_work(open_journal: Open) -> None:
    """It is not tried again and again."""
    tries: queue.Queue[Record] = queue.Queue()

    def work(record: Record) -> str:
        tries.put(record)
        raise ZeroDivisionError

    journal = open_journal(work)
    journal.record("key", {"key": "key"})
    tries.get(timeout=PATIENCE_S)
    journal.record("next", {"key": "next"})
    assert tries.get(timeout=PATIENCE_S) == {"key": "next"}
    assert tries.empty()


def test_what_was_asked_is_plain_json_and_goes_when_it_is_forgotten(open_journal: Open, engine: Engine) -> None:
    """Nothing on disk can run; young work stays, because Slack may send it again."""
    is_done = threading.Event()

    def work(_record: Record) -> str:
        is_done.set()
        return "answer"

    journal = open_journal(work)
    journal.record("key", {"key": "key", "text": "canary"})
    assert is_done.wait(PATIENCE_S)
    assert '{"args": [{"key": "key", "text": "canary"}], "kwargs": {}}' in everything(engine)
    assert journal.forget_done(time.time() - 60) == 0
    assert not journal.record("key", {"key": "key"})
    forgotten = deadline_s = 0.0
    while not forgotten and deadline_s < PATIENCE_S:
        forgotten = journal.forget_done(time.time() + 60)
        deadline_s += 0.05
        threading.Event().wait(0.05)
    assert forgotten == 1
    assert "canary" not in "".join(everything(engine))


def everything(engine: Engine) -> list[str]:
    """Every value of every table of the engine that keeps the work."""
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    tables = MetaData(schema)
    tables.reflect(engine)
    with engine.connect() as connection:
        return [str(v) for table in tables.tables.values() for row in connection.execute(table.select()) for v in row]


def test_without_space_nothing_counts_as_recorded(tmp_path: Path) -> None:
    """The caller hears of it, and can record it once there is space again."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    done: queue.Queue[Record] = queue.Queue()
    journal = Journal(engine, _notes(done), lambda _record: nullcontext())
    journal.open()
    record = {"key": "key", "text": "long " * 20_000}
    with full_disk(engine), pytest.raises(StoreUnavailable):
        journal.record("key", record)
    assert journal.record("key", record)
    assert done.get(timeout=PATIENCE_S) == record
    journal.close()
    engine.dispose()


PROGRAM = """
import os, sys, threading
from contextlib import nullcontext
from bot.slack.intake.journal import Journal
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
engine = open_engine(sys.argv[1])
bring_up_to_date(engine)
begun = threading.Barrier(3)
def work(record):
    begun.wait()
    threading.Event().wait()
journal = Journal(engine, work, lambda record: nullcontext())
journal.open()
for key in ("first", "second"):
    journal.record(key, {"key": key})
begun.wait()
os.kill(os.getpid(), 9)
"""


def test_a_killed_process_leaves_its_work_to_the_next(database_url: str) -> None:
    """What was recorded is listed in order and done."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM, database_url], cwd=ROOT, timeout=60, check=False)
    assert ended.returncode == -9
    engine = open_engine(database_url)
    done: queue.Queue[Record] = queue.Queue()
    journal = Journal(engine, _notes(done), lambda _record: nullcontext())
    assert journal.open() == [{"key": "first"}, {"key": "second"}]
    assert {done.get(timeout=PATIENCE_S)["key"] for _ in range(2)} == {"first", "second"}
    assert not journal.record("first", {"key": "first"})
    journal.close()
    engine.dispose()


def test_an_exception_is_kept_without_its_text() -> None:
    """It may quote what a person wrote."""
    serializer = JsonSerializer()
    kept = serializer.serialize(ValueError("canary"))
    assert "canary" not in kept
    assert isinstance(serializer.deserialize(kept), RuntimeError)
    with pytest.raises(TypeError):
        serializer.serialize(object())


def _notes(done: queue.Queue[Record]) -> Callable[[Record], str]:
    def work(record: Record) -> str:
        done.put(record)
        return "answer"

    return work
