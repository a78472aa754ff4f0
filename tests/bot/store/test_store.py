"""What the store promises, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pysqlite3 import dbapi2
from sqlalchemy import Engine, text

from bot.store.conversations import EARLIER_TURNS_MAX, Conversations, ThreadId, Turn
from bot.store.deliveries import Claim, Deliveries, Intent
from bot.store.engines import open_engine
from bot.store.errors import StoreRefused, StoreUnavailable
from bot.store.schema import bring_up_to_date
from bot.store.tables import metadata
from tests.bot.store.full_disk import full_disk

THREAD = ThreadId("T1", "C1", "100.000001")
INTENT = Intent("T1:C1:100.000001/0", "reply-abc", "C1")


def turn(message_ts: str, question: str = "Who pays?", thread: ThreadId = THREAD) -> Turn:
    """A turn of the thread."""
    return Turn(thread, message_ts, "U1", question, "answer", asked_at=1.0)


@pytest.fixture
def deliveries(engine: Engine) -> Deliveries:
    """An empty record."""
    return Deliveries(engine)


@pytest.fixture
def conversations(engine: Engine) -> Conversations:
    """No conversations yet."""
    return Conversations(engine)


def test_a_first_claim_is_new_and_a_second_is_not(deliveries: Deliveries) -> None:
    """Whoever comes second knows that the message may be there."""
    assert deliveries.claim(INTENT) == Claim(is_new=True, ts=None)
    assert deliveries.claim(INTENT) == Claim(is_new=False, ts=None)


def test_a_settled_message_keeps_its_first_ts(deliveries: Deliveries) -> None:
    """Slack's answer and the echo both settle it; the first one stays."""
    deliveries.claim(INTENT)
    deliveries.settle(INTENT.mark, "100.000002")
    deliveries.settle(INTENT.mark, "100.000003")
    assert deliveries.claim(INTENT) == Claim(is_new=False, ts="100.000002")


def test_a_withdrawn_intent_is_new_again_and_a_settled_one_stays(deliveries: Deliveries) -> None:
    """What Slack refused may be tried again; what Slack has is never taken back."""
    deliveries.claim(INTENT)
    deliveries.withdraw(INTENT.reply_key)
    assert deliveries.claim(INTENT).is_new
    deliveries.settle(INTENT.mark, "100.000002")
    deliveries.withdraw(INTENT.reply_key)
    assert deliveries.claim(INTENT).ts == "100.000002"


def test_a_stream_is_settled_by_its_thread(deliveries: Deliveries) -> None:
    """Only when one message alone can be meant; it is finished when that is said, and keeps its first ts."""
    one, two = (Intent(f"key{number}", f"mark{number}", "C1", streamed_in="1.0") for number in range(2))
    deliveries.claim(Intent("posted", "posted", "C1"))
    assert deliveries.claim(one) == Claim(is_new=True, ts=None, is_finished=False)
    assert [deliveries.settle_stream(*place) for place in (("C2", "1.0", "2.0"), ("C1", "", "2.0"))] == ["", ""]
    assert [deliveries.settle_stream("C1", "1.0", ts) for ts in ("2.0", "2.0", "3.0")] == ["mark0", "mark0", ""]
    deliveries.claim(two)
    assert [deliveries.settle_stream("C1", "1.0", ts) for ts in ("2.0", "4.0")] == ["mark0", "mark1"]
    deliveries.finish(one.mark)
    assert deliveries.claim(one) == Claim(is_new=False, ts="2.0", is_finished=True)
    assert deliveries.claim(two) == Claim(is_new=False, ts="4.0", is_finished=False)
    third, fourth = (Intent(f"key{number}", f"mark{number}", "C1", streamed_in="1.0") for number in range(2, 4))
    deliveries.claim(third)
    deliveries.claim(fourth)
    assert deliveries.settle_stream("C1", "1.0", "5.0") == ""


def test_old_records_are_forgotten(deliveries: Deliveries) -> None:
    """Only what could still be tried again is kept."""
    deliveries.claim(INTENT)
    assert deliveries.forget_before(time.time() - 60) == 0
    assert deliveries.forget_before(time.time() + 60) == 1
    assert deliveries.claim(INTENT).is_new


def test_a_claim_keeps_its_turn_once(deliveries: Deliveries, conversations: Conversations) -> None:
    """The thread is known from the first claim on, and a second try adds nothing."""
    assert not conversations.knows(THREAD)
    for _ in range(2):
        deliveries.claim(INTENT, turn(THREAD.thread_ts))
    assert conversations.knows(THREAD)
    assert conversations.questions_before(THREAD, "999.0") == ("Who pays?",)


def test_earlier_questions_come_in_order_and_from_this_thread_alone(
    deliveries: Deliveries, conversations: Conversations
) -> None:
    """The last few questions before a message, oldest first; nothing of other threads, channels, workspaces."""
    for number in range(6):
        deliveries.claim(Intent(f"key{number}", f"mark{number}", "C1"), turn(f"100.00000{number}", f"q{number}"))
    for number, other in enumerate((ThreadId("T2", "C1", THREAD.thread_ts), ThreadId("T1", "C2", THREAD.thread_ts))):
        deliveries.claim(Intent(f"other{number}", f"other{number}", "C1"), turn("100.000000", "theirs", other))
    found = conversations.questions_before(THREAD, "100.000005")
    assert found == ("q1", "q2", "q3", "q4")
    assert len(found) == EARLIER_TURNS_MAX


def test_questions_just_before_come_from_the_whole_channel_and_not_from_long_ago(
    deliveries: Deliveries, conversations: Conversations
) -> None:
    """In a direct conversation each message is a thread of its own, and leans on the ones shortly before it."""
    for number, ts in enumerate(("1000.000000", "5000.000000", "5100.000000", "5200.000000")):
        own = ThreadId("T1", "C1", ts)
        deliveries.claim(Intent(str(number), f"mark{number}", "C1"), turn(ts, f"Question {number}?", own))
    found = conversations.questions_just_before(ThreadId("T1", "C1", "5200.000000"), "5200.000000")
    assert found == ("Question 1?", "Question 2?")
    assert conversations.questions_just_before(ThreadId("T1", "C2", "5200.000000"), "5200.000000") == ()


def test_old_questions_are_forgotten(deliveries: Deliveries, conversations: Conversations) -> None:
    """What was asked long ago is dropped, and only that."""
    deliveries.claim(INTENT, turn("100.000001"))
    assert conversations.forget_before(1.0) == 0
    assert conversations.forget_before(2.0) == 1
    assert conversations.questions_before(THREAD, "999.0") == ()


def test_any_text_of_a_person_can_be_kept(deliveries: Deliveries, conversations: Conversations) -> None:
    """Scripts, quotes, statements and format marks are data."""
    words = "كيف 我们 '; DROP TABLE turns; -- %s {0} \\ \" \u202e 👩🏽‍🚀"
    deliveries.claim(INTENT, turn(THREAD.thread_ts, words))
    assert conversations.questions_before(THREAD, "999.0") == (words,)


def test_of_many_claims_at_once_one_is_new(deliveries: Deliveries) -> None:
    """Twenty threads claim the same message: exactly one of them may post it."""
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(deliveries.claim(INTENT).is_new)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [False] * 19 + [True]


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    """No table, column or index exists in one and not in the other."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, metadata) == []


def test_two_processes_may_migrate_at_once(database_url: str) -> None:
    """One does the work, the other waits for it."""
    pair = [open_engine(database_url) for _ in range(2)]
    failures: list[BaseException] = []

    def migrate(engine: Engine) -> None:
        try:
            bring_up_to_date(engine)
        except BaseException as error:  # noqa: BLE001 -- shown by the test
            failures.append(error)

    threads = [threading.Thread(target=migrate, args=(engine,)) for engine in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for engine in pair:
        engine.dispose()
    assert failures == []


def test_tables_of_a_newer_version_are_refused(engine: Engine) -> None:
    """An older coach does not touch what it does not understand, and says what to do."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE coach_schema SET version_num = '9999'"))
    with pytest.raises(StoreRefused, match="newer version of the coach"):
        bring_up_to_date(engine)


def test_a_server_that_is_away_is_unavailable() -> None:
    """Nobody listens at the address."""
    away = open_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable, match="database does not answer"):
        Deliveries(away).claim(INTENT)
    away.dispose()


def test_a_full_disk_is_unavailable_and_passes(tmp_path: Path) -> None:
    """No space is trouble that passes; afterwards everything goes on."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    deliveries = Deliveries(engine)
    with full_disk(engine), pytest.raises(StoreUnavailable):
        deliveries.claim(INTENT, turn("1.0", "long " * 100_000))
    assert deliveries.claim(INTENT).is_new
    engine.dispose()


@pytest.mark.usefixtures("_old_sqlite")
def test_an_old_sqlite_library_is_refused(tmp_path: Path) -> None:
    """The message names both versions and the mend."""
    with pytest.raises(StoreRefused, match=r"pip install --force-reinstall pysqlite3"):
        open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """The message names the folder as it is written, so that it can be copied."""
    (tmp_path / "a_file").write_text("")
    with pytest.raises(StoreRefused, match="a_file"):
        open_engine(f"sqlite:///{tmp_path / 'a_file' / 'coach.sqlite3'}")


def test_sqlite_keeps_every_commit(tmp_path: Path) -> None:
    """The journal is a WAL, and each commit is on the disk before it counts."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


@pytest.fixture
def _old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite library with the bug; the library is not ours, and no wheel of it is at hand."""
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 46, 1))
    monkeypatch.setattr(dbapi2, "sqlite_version", "3.46.1")


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name in metadata.tables
