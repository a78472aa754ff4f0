"""Work that many changes ask for is done once for all of them, at most once a second for each thing."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import structlog

from bot.slack.errors import SendLater
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

# A person reads no faster, and Slack takes about one update a second for a message.
# Source: https://docs.slack.dev/apis/web-api/rate-limits
UPDATE_EVERY_S = 1.0
_TRY_AGAIN_S_MAX = 60.0
_Key = TypeVar("_Key", bound=str)


@dataclass(slots=True)
class _Thing:
    """What is worked on; `done_at` is when its last pass was over, by the loop's clock."""

    is_behind: bool = True
    task: asyncio.Task[str] | None = None
    done_at: float = field(default=float("-inf"))


class Coalescing(Generic[_Key]):
    """Passes over things that change. Belongs to the loop in which it is made."""

    def __init__(self, run: Callable[[_Key], str], workers_max: int, name: str) -> None:
        """`run` is one pass, in a thread; what it gives comes out of `mark`. Passing trouble makes it try again."""
        self._run = run
        self._workers = ThreadPoolExecutor(workers_max, thread_name_prefix=f"{name}-")
        self._name = name
        self._things: dict[_Key, _Thing] = {}
        self._is_closed = False

    def mark(self, key: _Key) -> asyncio.Task[str] | None:
        """The thing changed: the task that brings it in line, or None after the end."""
        thing = self._things.setdefault(key, _Thing())
        thing.is_behind = True
        if self._is_closed:
            return None
        if thing.task is None or thing.task.done():
            thing.task = asyncio.create_task(self._keep_up(key, thing))
        return thing.task

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is left to the next start."""
        self._is_closed = True
        tasks = [each.task for each in self._things.values() if each.task and not each.task.done()]
        if tasks:
            await asyncio.wait(tasks, timeout=wait_s_max)
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(self._workers.shutdown)

    async def _keep_up(self, key: _Key, thing: _Thing) -> str:
        """What the last pass gave."""
        loop = asyncio.get_running_loop()
        wait_s = thing.done_at + UPDATE_EVERY_S - loop.time()
        again_s, given = UPDATE_EVERY_S, ""
        while thing.is_behind and not self._is_closed:
            await asyncio.sleep(max(0.0, wait_s))
            thing.is_behind, wait_s = False, UPDATE_EVERY_S
            try:
                given = await loop.run_in_executor(self._workers, self._run, key)
                again_s = UPDATE_EVERY_S
            except (SendLater, StoreUnavailable) as error:
                log.info("pass_put_off", of=self._name, key=key, code=type(error).__name__)
                thing.is_behind = True
                wait_s = max(again_s, error.wait_s if isinstance(error, SendLater) else 0.0)
                again_s = min(again_s * 2, _TRY_AGAIN_S_MAX)
            except Exception:  # the one place where a defect in showing ends up; the next change tries again
                log.exception("pass_broke", of=self._name, key=key, incident=secrets.token_hex(4))
            thing.done_at = loop.time()
        loop.call_later(UPDATE_EVERY_S, self._let_go, key, thing)
        return given

    def _let_go(self, key: _Key, thing: _Thing) -> None:
        """A thing that nobody marked since is no longer known; its next pass need not wait."""
        is_at_rest = thing.task is None or thing.task.done()
        if is_at_rest and self._things.get(key) is thing:
            del self._things[key]
