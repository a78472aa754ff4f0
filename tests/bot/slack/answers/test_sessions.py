"""Who stops an answer gets no more of it, and Slack's button goes."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress

from bot.slack.answers.sessions import Sessions
from bot.slack.web_api.lacking import Lacking


class Marks:
    """Remembers the calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, str]] = []

    def mark_session(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        self.calls.append((channel, thread_ts, status))
        done: Future[None] = Future()
        done.set_result(None)
        return done


def test_a_session_is_at_work_only_while_the_block_runs() -> None:
    """However it ends; in a channel there is no button, so nothing is said."""
    marks = Marks()
    sessions = Sessions(marks)
    with sessions.working("D1", "1.0"):
        assert marks.calls == [("D1", "1.0", "processing")]
    with suppress(ZeroDivisionError), sessions.working("D1", "2.0"):
        raise ZeroDivisionError
    with sessions.working("C1", "3.0"):
        pass
    assert marks.calls[1:] == [("D1", "1.0", "active"), ("D1", "2.0", "processing"), ("D1", "2.0", "active")]


def test_a_stop_holds_for_what_was_asked_before_it() -> None:
    """In that thread alone; an old event that comes again later takes nothing back."""
    marks = Marks()
    sessions = Sessions(marks)
    sessions.stop("D1", "1.0", "5.0")
    sessions.stop("D1", "1.0", "3.0")
    assert sessions.is_stopped("D1", "1.0", "4.0")
    assert not sessions.is_stopped("D1", "1.0", "6.0")
    assert not sessions.is_stopped("D1", "2.0", "4.0")
    assert marks.calls[0] == ("D1", "1.0", "active")


def test_old_stops_are_forgotten() -> None:
    """The newest thousand is enough for everything that can be under way."""
    sessions = Sessions(Marks())
    for number in range(1_001):
        sessions.stop("D1", f"{number}.0", "5.0")
    assert not sessions.is_stopped("D1", "0.0", "4.0")
    assert sessions.is_stopped("D1", "1000.0", "4.0")


def test_what_slack_does_not_know_is_not_asked_again() -> None:
    """Any other trouble may pass."""
    lacking = Lacking()
    lacking.learn("a", "ratelimited")
    assert lacking.has("a")
    lacking.learn("a", "unknown_method")
    assert not lacking.has("a")
    assert lacking.has("b")
