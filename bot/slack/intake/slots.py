"""How many answers are worked on at once: with all of them nothing would be left for the acks that Slack waits for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# An answer takes a fraction of this; what takes longer waits for Slack, and keeps nobody from working.
_BUSY_S_MAX = 1.0


class Slots:
    """A line in front of some slots. Threads may use it at once."""

    def __init__(self, most: int, busy_s_max: float = _BUSY_S_MAX) -> None:
        """At `most` so many are taken; who has one for longer than `busy_s_max` counts no more."""
        self._most = most
        self._busy_s_max = busy_s_max
        self._lock = threading.Lock()
        self._taken_at: dict[threading.Event, float] = {}
        self._line: deque[threading.Event] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The caller has a slot, after those who came before."""
        call = threading.Event()
        with self._lock:
            self._line.append(call)
        while not self._take(call):
            call.wait(self._busy_s_max)
        try:
            yield
        finally:
            with self._lock:
                del self._taken_at[call]
                self._call_next()

    def _take(self, call: threading.Event) -> bool:
        """Whether the slot is taken; otherwise the caller is called when it is worth another try."""
        with self._lock:
            call.clear()
            now = time.monotonic()
            busy = sum(now - at < self._busy_s_max for at in self._taken_at.values())
            if self._line[0] is not call or busy >= self._most:
                return False
            self._line.popleft()
            self._taken_at[call] = now
            self._call_next()
            return True

    def _call_next(self) -> None:
        if self._line:
            self._line[0].set()
