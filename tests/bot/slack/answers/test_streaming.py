"""A long answer grows in one message, exactly once, against a real record on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.answers.marks import mark_of
from bot.slack.answers.outbox import Address, Outbox
from bot.slack.answers.streaming import LONG_CHARS_MIN, Recipient, is_long, parts_of, recipient_of
from bot.slack.block_kit.blocks import SECTION_CHARS_MAX, Packed, pack
from bot.slack.errors import SendError, SendLater, SendRefused
from bot.slack.parsing import Ask
from bot.store.conversations import ThreadId, Turn
from bot.store.deliveries import Deliveries
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from prompts.rendering import Part
from tests.fakes.slack_thread import SlackThread

KEY = "T1:C1:1.0"
ADDRESS = Address("C1", "1.0", Recipient("T1", "U1"))
TURN = Turn(ThreadId("T1", "C1", "1.0"), "1.0", "U1", "Who pays?", "answer", 1.0)
ROW = {"type": "actions", "elements": [{"type": "button"}]}
(TEXT,) = pack([Part("text", "word " * 1_500)])
LONG = Packed(TEXT.text, (*TEXT.blocks, ROW))
ASK = Ask(KEY, "mention", "T1", "C1", "1.0", "1.0", "U1", "Who pays?")
DIED = SendRefused("message_not_in_streaming_state")
LOST = SendLater("http_500", maybe_sent=True)


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Deliveries]:
    """An empty record on disk."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    yield Deliveries(engine)
    engine.dispose()


def deliver(outbox: Outbox, message: Packed = LONG, is_wanted: Callable[[], bool] = lambda: True) -> bool:
    """The reply goes out."""
    return outbox.deliver(KEY, ADDRESS, (message,), TURN, is_wanted)


def stands_whole(thread: SlackThread, ts: str = "2.1") -> bool:
    """Whether the thread has one message, all of it, with its mark, and it grows no more."""
    first, *rest = LONG.blocks
    return thread.messages == {ts: ({**first, "block_id": mark_of(f"{KEY}/0")}, *rest)} and not thread.growing


def test_a_long_answer_grows_part_by_part(record: Deliveries) -> None:
    """For who asked: the mark is in the first part, the buttons come with the last; nothing is done twice."""
    thread = SlackThread()
    for outbox in (Outbox(thread, record), Outbox(thread, record)):
        assert deliver(outbox)
        assert deliver(outbox)
    assert thread.calls == ["start_stream", "append_stream", "stop_stream"]
    assert thread.recipients == [("T1", "U1")]
    assert stands_whole(thread)


@pytest.mark.parametrize(
    ("address", "message"), [(replace(ADDRESS, recipient=None), LONG), (ADDRESS, pack([Part("text", "Short.")])[0])]
)
def test_other_messages_come_at_once(record: Deliveries, address: Address, message: Packed) -> None:
    """What is short, and what is for nobody to watch."""
    thread = SlackThread()
    Outbox(thread, record).deliver(KEY, address, (message,), TURN)
    assert thread.calls == ["post"]


@pytest.mark.parametrize("trouble", [DIED, LOST, SendLater("ratelimited", maybe_sent=False)], ids=str)
@pytest.mark.parametrize("method", ["append_stream", "stop_stream"])
@pytest.mark.parametrize("takes_it", [False, True])
def test_a_stream_that_breaks_is_written_whole(
    record: Deliveries,
    method: str,
    trouble: SendError,
    takes_it: bool,  # noqa: FBT001 -- a case
) -> None:
    """Whether or not Slack has the part that it did not answer for: the same message says all of it."""
    thread = SlackThread(takes_it=takes_it, **{method: trouble})
    assert deliver(Outbox(thread, record))
    assert thread.calls.count("start_stream") == 1
    assert stands_whole(thread)


def test_a_stream_that_slack_ended_is_written_whole(record: Deliveries) -> None:
    """Slack ends one after some minutes, whoever holds it up."""
    thread = SlackThread()
    assert deliver(Outbox(thread, record), is_wanted=lambda: not thread.die("2.1"))  # type: ignore[func-returns-value]
    assert thread.calls == ["start_stream", "append_stream", "update"]
    assert stands_whole(thread)


@pytest.mark.parametrize(
    "refusal",
    [
        SendRefused("unknown_method"),
        SendRefused("missing_scope"),
        SendRefused("missing_recipient_user_id"),
        SendLater("a_code_of_next_year", maybe_sent=False),
        SendLater("ratelimited", maybe_sent=False, wait_s=9),
    ],
    ids=str,
)
def test_where_slack_streams_nothing_it_is_posted_whole(record: Deliveries, refusal: SendError) -> None:
    """At once, whatever the reason is; a rate limit on streams is none on posts."""
    thread = SlackThread(start_stream=refusal)
    for _ in range(2):
        assert deliver(Outbox(thread, record))
    assert thread.calls == ["start_stream", "post"]
    assert stands_whole(thread)


@pytest.mark.parametrize("method", ["append_stream", "stop_stream"])
def test_a_successor_completes_what_was_begun(record: Deliveries, method: str) -> None:
    """The process was killed in the middle: the message that is there is completed, once."""
    thread = SlackThread(**{method: Killed()})
    with pytest.raises(Killed):
        deliver(Outbox(thread, record))
    assert not stands_whole(thread)
    for _ in range(2):
        assert deliver(Outbox(thread, record))
    assert thread.calls[-3:] == ["update", "stop_stream", "update"]
    assert stands_whole(thread)


def test_what_could_not_be_completed_is_tried_again(record: Deliveries) -> None:
    """By the same process, or the next."""
    thread = SlackThread(append_stream=LOST, update=LOST)
    outbox = Outbox(thread, record)
    with pytest.raises(SendLater):
        deliver(outbox)
    assert deliver(outbox)
    assert stands_whole(thread)


@pytest.mark.parametrize("trouble", [LOST, Killed()], ids=["answer lost", "killed"])
def test_a_start_without_an_answer_is_known_by_its_echo(record: Deliveries, trouble: BaseException) -> None:
    """The echo does not say which message began to grow, but only one can have, in that thread."""
    thread = SlackThread(takes_it=True, start_stream=trouble)
    with pytest.raises(type(trouble)):
        deliver(Outbox(thread, record))
    outbox = Outbox(thread, record, echo_wait_s=30)
    waiting = threading.Thread(target=deliver, args=(outbox,))
    waiting.start()
    outbox.note_stream("C1", "1.0", "2.1")
    waiting.join(10)
    assert not waiting.is_alive()
    assert thread.calls == ["start_stream", "update", "stop_stream", "update"]
    assert stands_whole(thread)


def test_without_an_echo_it_is_posted_whole(record: Deliveries) -> None:
    """Not as a stream again: whatever was in its way may still be there."""
    thread = SlackThread(start_stream=LOST)
    outbox = Outbox(thread, record, echo_wait_s=0.01)
    with pytest.raises(SendLater):
        deliver(outbox)
    assert deliver(outbox)
    assert thread.calls == ["start_stream", "post"]
    outbox.note_stream("C1", "1.0", "2.7")
    assert deliver(Outbox(thread, record))
    assert stands_whole(thread)


def test_nobody_guesses_which_of_two_began(record: Deliveries) -> None:
    """An echo settles nothing when two messages of a thread may be meant, and nothing of another thread."""
    thread = SlackThread(takes_it=True, start_stream=LOST)
    with pytest.raises(SendLater):
        deliver(Outbox(thread, record))
    assert record.settle_stream("C1", "3.0", "2.1") == ""
    assert record.settle_stream("C2", "1.0", "2.1") == ""
    other = SlackThread(start_stream=LOST)
    with pytest.raises(SendLater):
        Outbox(other, record).deliver("T1:C1:1.5", ADDRESS, (LONG,), TURN)
    assert record.settle_stream("C1", "1.0", "2.1") == ""


def test_an_echo_that_comes_first_or_late_changes_nothing(record: Deliveries) -> None:
    """It may overtake the answer to the call, and come again when the next message of the thread grows."""
    thread = SlackThread()
    outbox = Outbox(thread, record)
    assert outbox.deliver(KEY, ADDRESS, (LONG, LONG), TURN, lambda: not outbox.note_stream("C1", "1.0", "2.1"))  # type: ignore[func-returns-value]
    assert record.sent([f"{KEY}/0", f"{KEY}/1"]) == {f"{KEY}/0": "2.1", f"{KEY}/1": "2.2"}
    assert thread.calls.count("start_stream") == 2
    assert "update" not in thread.calls


def test_what_is_not_wanted_any_more_stops_growing(record: Deliveries) -> None:
    """What stands there stays; nobody completes it later."""
    thread, wanted = SlackThread(), iter([True, True, False])
    assert not deliver(Outbox(thread, record), is_wanted=lambda: next(wanted))
    assert deliver(Outbox(thread, record))
    assert thread.calls == ["start_stream", "append_stream", "stop_stream"]
    assert not thread.growing
    assert len(thread.messages["2.1"]) == len(LONG.blocks) - 2


def test_who_stops_it_in_slack_is_obeyed_before_we_hear_of_it(record: Deliveries) -> None:
    """Slack takes no more of it, and says why."""
    thread = SlackThread(append_stream=SendRefused("stopped_by_user"))
    assert not deliver(Outbox(thread, record))
    assert "update" not in thread.calls


@pytest.mark.parametrize(
    ("author", "can_watch"), [("U1A", True), ("W0ABC", True), ("B0BOT", False), ("", False), ("U1A ", False)]
)
def test_who_can_watch(author: str, can_watch: bool) -> None:  # noqa: FBT001 -- a case
    """Slack shows a message that grows to people, and refuses every other id."""
    assert recipient_of(replace(ASK, author=author)) == (Recipient("T1", author) if can_watch else None)


def test_what_is_long() -> None:
    """More than the usual answer has, in whatever blocks, as long as it comes apart; buttons do not count."""
    half = Part("text", "x" * (LONG_CHARS_MIN - 900))
    assert is_long(pack([half, Part("small", "y" * 900)])[0])
    assert not is_long(pack([half, Part("text", "y" * 899)])[0])
    assert not is_long(pack([Part("text", "x" * SECTION_CHARS_MAX)])[0])
    assert not is_long(Packed("", (ROW,) * 50))


_BLOCKS = st.lists(
    st.one_of(
        st.just(ROW),
        st.integers(1, SECTION_CHARS_MAX).map(lambda chars: pack([Part("text", "x" * chars)])[0].blocks[0]),
    ),
    min_size=1,
    max_size=50,
)


@given(_BLOCKS)
def test_parts_are_the_message(blocks: list[dict[str, Any]]) -> None:
    """All blocks, in order; no part is empty, and none but the first begins with what has no words."""
    parts = parts_of(tuple(blocks))
    assert [block for part in parts for block in part] == blocks
    assert all(parts)
    assert all(part[0]["type"] == "section" for part in parts[1:])
