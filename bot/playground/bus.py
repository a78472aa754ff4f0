"""News inside the playground: what changed, for the page's live view and for tests that wait."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

_KEPT_MAX = 1000  # a page that fell further behind loads afresh


@dataclass(frozen=True, slots=True)
class Change:
    """Something looks different now. `person_id` empty: for everyone. `number` counts all changes."""

    kind: Literal["message", "gone", "status", "prompts", "modal", "home", "reload", "closing"]
    channel_id: str = ""
    ts: str = ""
    person_id: str = ""
    number: int = 0


class Bus:
    """Hands every change to all who listen. Lives in one event loop."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self.number = 0
        self._kept: deque[Change] = deque(maxlen=_KEPT_MAX)
        self._listeners: set[asyncio.Queue[Change]] = set()
        self._moved = asyncio.Event()

    def tell(self, change: Change | None = None) -> None:
        """Pass a change on (None: only wake those who wait in `until`)."""
        self._moved.set()
        self._moved = asyncio.Event()
        if change:
            self.number += 1
            numbered = replace(change, number=self.number)
            self._kept.append(numbered)
            for queue in self._listeners:
                queue.put_nowait(numbered)

    @contextmanager
    def listening(self, since: int) -> Iterator[asyncio.Queue[Change]]:
        """A queue of all changes after number `since`; `reload` when some of them are forgotten."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        missed = [change for change in self._kept if change.number > since]
        if since > self.number or len(missed) < self.number - since:
            missed = [Change("reload", number=self.number)]
        for change in missed:
            queue.put_nowait(change)
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
        self.tell(Change("closing"))
