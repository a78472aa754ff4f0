"""An answer that is being made can be stopped by whoever asked: what is not posted by then is not posted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Protocol

# A stop concerns what is under way, which is over within minutes.
_STOPS_MAX = 1_000


class Marks(Protocol):
    """Slack's call."""

    def mark_session(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        """The thread's session has this status, under way; it never fails."""


class Sessions:
    """Who is being answered in the Messages tab, and who wants no more. Threads may use it at once."""

    def __init__(self, calls: Marks) -> None:
        """Slack shows its button to stop through `calls`."""
        self._calls = calls
        self._guard = threading.Lock()
        self._stops: OrderedDict[tuple[str, str], str] = OrderedDict()
        """When each thread was stopped last, as Slack's `ts`."""

    @contextmanager
    def working(self, channel: str, thread_ts: str) -> Iterator[None]:
        """While the block runs Slack offers to stop it; elsewhere than in a direct conversation nothing happens."""
        if not channel.startswith("D"):
            yield
            return
        # One call after the other: the button must not stay, and of a token that has ended only one is tried.
        self._calls.mark_session(channel, thread_ts, "processing").result()
        try:
            yield
        finally:
            self._calls.mark_session(channel, thread_ts, "active")

    def stop(self, channel: str, thread_ts: str, at: str) -> None:
        """Somebody pressed the button to stop at this moment, as Slack's `ts`."""
        with self._guard:
            self._stops[channel, thread_ts] = max(at, self._stops.pop((channel, thread_ts), ""))
            if len(self._stops) > _STOPS_MAX:
                self._stops.popitem(last=False)
        self._calls.mark_session(channel, thread_ts, "active")

    def is_stopped(self, channel: str, thread_ts: str, asked_at: str) -> bool:
        """Whether what was asked at this `ts` is no longer wanted."""
        with self._guard:
            return self._stops.get((channel, thread_ts), "") > asked_at
