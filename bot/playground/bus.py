"""News inside the playground: what changed, for the page's live view and for tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

_WAITING_MAX = 1000  # a page that reads slower than this falls behind and is told to load afresh


@dataclass(frozen=True, slots=True)
class Change:
    """Something looks different now. `person_id` empty: for everyone."""

    kind: Literal["message", "gone", "status", "prompts", "modal", "home", "reload"]
    channel_id: str = ""
    ts: str = ""
    person_id: str = ""


class Bus:
    """Hands every change to all who listen. Lives in one event loop."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._listeners: set[asyncio.Queue[Change | None]] = set()
        self._moved = asyncio.Event()
        self.closed = False

    def tell(self, change: Change | None = None) -> None:
        """Pass a change on (None: only wake those who wait in `until`)."""
        self._moved.set()
        self._moved = asyncio.Event()
        if change:
            for queue in self._listeners:
                if queue.full():
                    _empty(queue)
                    change = Change("reload")
                queue.put_nowait(change)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Change | None]]:
        """A queue of changes; None means that the playground closes."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue(_WAITING_MAX)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Whether the condition came true before the deadline; it is asked after every change."""
        try:
            async with asyncio.timeout(timeout_s):
                while not condition():
                    await self._moved.wait()
        except TimeoutError:
            return condition()
        return True

    def close(self) -> None:
        """Let every listener go."""
        self.closed = True
        for queue in self._listeners:
            _empty(queue)
            queue.put_nowait(None)


def _empty(queue: asyncio.Queue[Change | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
