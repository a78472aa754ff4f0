"""The order of answers in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from bot.slack.intake.lanes import Lanes

PATIENCE_S = 10.0


def run(*works: Callable[[], None]) -> list[threading.Thread]:
    """Each work in a thread of its own, started in order."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    return threads


def join(threads: list[threading.Thread]) -> None:
    """All of them have ended."""
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def takes_turn(lanes: Lanes, lane: str, place: str, done: list[str]) -> Callable[[], None]:
    """Work that notes its turn."""

    def work() -> None:
        with lanes.turn(lane, place):
            done.append(place)

    return work


def test_an_expected_place_goes_first_whoever_comes_first() -> None:
    """Even when its thread starts last."""
    lanes, done = Lanes(PATIENCE_S), list[str]()
    for place in ("1", "2", "3"):
        assert lanes.expect("a", place)
    lanes.open()
    join(run(*(takes_turn(lanes, "a", place, done) for place in ("3", "2", "1"))))
    assert done == ["1", "2", "3"]
    assert not lanes.is_busy("a")


def test_nothing_moves_before_the_lanes_open() -> None:
    """What an earlier process left behind is put in order first."""
    lanes, done = Lanes(PATIENCE_S), list[str]()
    threads = run(takes_turn(lanes, "a", "2", done))
    lanes.expect("a", "1")
    assert done == []
    lanes.open()
    threads += run(takes_turn(lanes, "a", "1", done))
    join(threads)
    assert done == ["1", "2"]


def test_other_threads_do_not_wait() -> None:
    """One lane's trouble is its own."""
    lanes, done = Lanes(PATIENCE_S), list[str]()
    lanes.open()
    lanes.expect("a", "1")
    join(run(takes_turn(lanes, "b", "2", done)))
    assert done == ["2"]


def test_a_place_that_is_left_holds_up_nobody() -> None:
    """A duplicate that nobody works on steps aside."""
    lanes, done = Lanes(PATIENCE_S), list[str]()
    lanes.open()
    assert lanes.expect("a", "1")
    assert not lanes.expect("a", "1")
    threads = run(takes_turn(lanes, "a", "2", done))
    lanes.leave("a", "1")
    join(threads)
    assert done == ["2"]


def test_a_stuck_place_holds_up_the_lane_for_a_while_only() -> None:
    """A question that nobody can answer does not silence its thread."""
    lanes, done = Lanes(wait_s_max=0.01), list[str]()
    lanes.open()
    lanes.expect("a", "1")
    join(run(takes_turn(lanes, "a", "2", done)))
    assert done == ["2"]


def test_an_error_frees_the_place() -> None:
    """Whatever happens in a turn, the turn ends."""
    lanes = Lanes(PATIENCE_S)
    lanes.open()
    with pytest.raises(ZeroDivisionError), lanes.turn("a", "1"):
        raise ZeroDivisionError
    assert lanes.drain(0)


def test_drain_waits_for_what_is_under_way() -> None:
    """At a stop, answers under way get their time, and no more than that."""
    lanes, go_on = Lanes(PATIENCE_S), threading.Event()
    lanes.open()

    def work() -> None:
        with lanes.turn("a", "1"):
            go_on.wait(PATIENCE_S)

    lanes.expect("a", "1")
    threads = run(work)
    assert not lanes.drain(0.01)
    go_on.set()
    assert lanes.drain(PATIENCE_S)
    join(threads)
