"""One lane a thread: the answers of a thread go out in the order in which the questions were written."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from bot.slack.intake.journal import Record
from bot.slack.intake.slots import Slots
from bot.slack.parsing import IN_THREAD, Ask, Surface, ask_of
from bot.store.conversations import ThreadId

# What became of a message has its place in the message's own lane, after what was said until then.
_CHANGES: frozenset[Surface] = frozenset({"edited", "called", "deleted"})

# More of them do not get done any sooner.
_AT_ONCE_MAX = 4


class Lanes:
    """Who is next in each thread. Nothing moves before `open` is called."""

    def __init__(self, wait_s_max: float) -> None:
        """A question waits at most `wait_s_max` for an earlier one: one that is stuck must not stop a thread."""
        self._wait_s_max = wait_s_max
        self._changed = threading.Condition()
        self._waiting: defaultdict[str, set[str]] = defaultdict(set)
        self._running = 0
        self._slots = Slots(_AT_ONCE_MAX)
        self._is_open = False

    def open(self) -> None:
        """From now on questions move."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def expect(self, lane: str, place: str) -> bool:
        """Whether this place in the lane is newly taken; later places wait for it. Places sort as text."""
        with self._changed:
            is_new = place not in self._waiting[lane]
            self._waiting[lane].add(place)
            return is_new

    def leave(self, lane: str, place: str) -> None:
        """The place is free; the next one moves."""
        with self._changed:
            self._waiting[lane].discard(place)
            if not self._waiting[lane]:
                del self._waiting[lane]
            self._changed.notify_all()

    def waiting(self) -> int:
        """How many questions are not answered yet, those under way included."""
        with self._changed:
            return sum(len(places) for places in self._waiting.values())

    def is_busy(self, lane: str) -> bool:
        """Whether a question of this lane is still being answered."""
        with self._changed:
            return lane in self._waiting

    @contextmanager
    def turn(self, lane: str, place: str) -> Iterator[None]:
        """The caller's turn in the lane, which ends with the block."""
        self.expect(lane, place)
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._is_open)
                self._changed.wait_for(lambda: min(self._waiting[lane]) >= place, timeout=self._wait_s_max)
                self._running += 1
            try:
                with self._slots.taken():
                    yield
            finally:
                with self._changed:
                    self._running -= 1
        finally:
            self.leave(lane, place)

    def drain(self, wait_s_max: float) -> bool:
        """Whether nothing is under way any more, waiting at most `wait_s_max` for it."""
        with self._changed:
            return self._changed.wait_for(lambda: self._running == 0 and not self._waiting, timeout=wait_s_max)


def turn(lanes: Lanes, record: Record) -> AbstractContextManager[None]:
    """The question's turn in its thread."""
    ask = ask_of(record)
    return lanes.turn(lane_of(ask), place_of(ask))


def expect(lanes: Lanes, record: Record) -> None:
    """Keep the question's place, before anything moves."""
    ask = ask_of(record)
    lanes.expect(lane_of(ask), place_of(ask))


def thread_of(ask: Ask) -> ThreadId:
    """The thread that the question is in."""
    return ThreadId(ask.team, ask.channel, ask.thread_ts)


def lane_of(ask: Ask) -> str:
    """Questions of one lane are answered in order; what is for one person alone has a lane of its own."""
    in_thread = ask.surface in IN_THREAD | _CHANGES
    # Who shares the same answer twice waits for the first time, so that it is there once.
    return f"{ask.team}:{ask.channel}:{ask.thread_ts}" if in_thread else ask.about or ask.key


def place_of(ask: Ask) -> str:
    """Where a question stands in its lane."""
    if ask.surface in _CHANGES:
        return ask.changed_ts
    return ask.ts if ask.surface in IN_THREAD else ask.key
