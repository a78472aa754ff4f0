"""Each message goes out once (decision 0003), against a real record on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.answers.marks import mark_of
from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.errors import SendLater, SendRefused
from bot.store.conversations import ThreadId, Turn
from bot.store.deliveries import Deliveries, Intent
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from prompts.rendering import Part
from tests.fakes.slack_thread import SlackThread

KEY = "T1:C1:1.0"
ADDRESS = Address("C1", "1.0")
TURN = Turn(ThreadId("T1", "C1", "1.0"), "1.0", "U1", "Who pays?", "answer", 1.0)
ONE = pack([Part("text", "Answer")])
TWO = (*ONE, *ONE)


class Channel(SlackThread):
    """A channel that keeps what is posted, and fails as it is told: before or after it took the post."""

    def __init__(self, *troubles: Exception | None, takes_it: bool = False) -> None:
        super().__init__()
        self.marks: list[str] = []
        self._failures = list(troubles)
        self._is_taken = takes_it

    def post(self, channel: str, thread_ts: str, text: str, blocks: tuple[dict[str, Any], ...]) -> str:
        assert (channel, thread_ts, text) == ("C1", "1.0", "Answer")
        trouble = self._failures.pop(0) if self._failures else None
        if trouble is None or self._is_taken:
            self.marks.append(blocks[0]["block_id"])
        if trouble:
            raise trouble
        return f"2.{len(self.marks)}"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Deliveries]:
    """An empty record on disk."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    yield Deliveries(engine)
    engine.dispose()


def deliver(outbox: Outbox, messages: tuple[Packed, ...] = ONE) -> None:
    """The reply goes out."""
    outbox.deliver(KEY, ADDRESS, messages, TURN)


def test_a_reply_is_posted_once_however_often_it_is_delivered(record: Deliveries) -> None:
    """By the same process and by its successor, every part of it."""
    channel = Channel()
    for outbox in (Outbox(channel, record), Outbox(channel, record)):
        for _ in range(2):
            deliver(outbox, TWO)
    assert channel.marks == [mark_of(f"{KEY}/0"), mark_of(f"{KEY}/1")]


def test_a_post_whose_answer_was_lost_is_known_by_its_echo(record: Deliveries) -> None:
    """The echo came in time: nothing is posted again."""
    channel = Channel(SendLater("http_500", maybe_sent=True), takes_it=True)
    outbox = Outbox(channel, record, echo_wait_s=30)
    with pytest.raises(SendLater):
        deliver(outbox)
    thread = threading.Thread(target=deliver, args=(outbox,))
    thread.start()
    outbox.note_echo(channel.marks[0], "2.1")
    thread.join(10)
    assert not thread.is_alive()
    assert len(channel.marks) == 1


def test_an_echo_before_the_next_try_is_enough(record: Deliveries) -> None:
    """Also when another process heard it, before it died."""
    channel = Channel(SendLater("reset", maybe_sent=True), takes_it=True)
    with pytest.raises(SendLater):
        deliver(Outbox(channel, record))
    Outbox(channel, record).note_echo(channel.marks[0], "2.1")
    deliver(Outbox(channel, record, echo_wait_s=30))
    assert len(channel.marks) == 1


def test_without_an_echo_it_is_posted_after_the_wait(record: Deliveries) -> None:
    """The post was not there."""
    channel = Channel(SendLater("http_500", maybe_sent=True))
    outbox = Outbox(channel, record, echo_wait_s=0.01)
    with pytest.raises(SendLater):
        deliver(outbox)
    deliver(outbox)
    assert len(channel.marks) == 1


@pytest.mark.parametrize("trouble", [SendLater("ratelimited", maybe_sent=False), SendRefused("not_in_channel")])
def test_what_slack_clearly_refused_needs_no_wait(record: Deliveries, trouble: Exception) -> None:
    """The next try does not wait for an echo that cannot come."""
    channel = Channel(trouble)
    outbox = Outbox(channel, record, echo_wait_s=30)
    with pytest.raises(type(trouble)):
        deliver(outbox)
    assert record.claim(Intent(f"{KEY}/0", mark_of(f"{KEY}/0"), "C1")).is_new


def test_an_echo_is_written_once(record: Deliveries) -> None:
    """A second echo needs no write, and neither does one of a post that was answered."""
    channel = Channel()
    outbox = Outbox(channel, record)
    deliver(outbox)
    assert outbox.is_noted(mark_of(f"{KEY}/0"))
    assert not outbox.is_noted(mark_of("another"))


def test_what_is_no_longer_wanted_is_not_posted(record: Deliveries) -> None:
    """From the first message before which somebody said so; what is there already stays, and is known."""
    channel, wanted = Channel(), iter([True, False])
    outbox = Outbox(channel, record)
    assert not outbox.deliver(KEY, ADDRESS, (*TWO, *ONE), TURN, lambda: next(wanted))
    assert channel.marks == [mark_of(f"{KEY}/0")]
    assert not outbox.deliver(KEY, ADDRESS, TWO, TURN, lambda: False)
    assert outbox.deliver(KEY, ADDRESS, TWO, TURN)
    assert channel.marks == [mark_of(f"{KEY}/0"), mark_of(f"{KEY}/1")]


def test_of_several_who_deliver_the_same_one_posts(record: Deliveries) -> None:
    """The others wait for as long as Slack holds that one up, however long an echo takes."""
    channel, asked, may_go = Channel(), threading.Event(), threading.Event()

    class Slow(SlackThread):
        def post(self, channel_id: str, thread_ts: str, text: str, blocks: tuple[dict[str, Any], ...]) -> str:
            asked.set()
            assert may_go.wait(10)
            return channel.post(channel_id, thread_ts, text, blocks)

    outbox = Outbox(Slow(), record, echo_wait_s=0)
    first = threading.Thread(target=deliver, args=(outbox,))
    first.start()
    assert asked.wait(10)
    asked.clear()
    second = threading.Thread(target=deliver, args=(outbox,))
    second.start()
    assert not asked.wait(0.2)
    may_go.set()
    for thread in (first, second):
        thread.join(10)
        assert not thread.is_alive()
    assert len(channel.marks) == 1


def test_what_was_taken_away_is_posted_anew(record: Deliveries) -> None:
    """An answer of two messages became one of one, and then one of two again: by the same process."""
    channel = Channel()
    outbox = Outbox(channel, record)
    deliver(outbox, TWO)
    outbox.forget([f"{KEY}/1"])
    deliver(outbox, TWO)
    assert channel.marks == [mark_of(f"{KEY}/{number}") for number in (0, 1, 1)]
    assert record.sent([f"{KEY}/1"]) == {f"{KEY}/1": "2.3"}
