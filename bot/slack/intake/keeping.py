"""A question is on disk before anybody hears that it arrived, once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.slack.intake.journal import Journal
from bot.slack.intake.lanes import Lanes, lane_of, place_of, thread_of
from bot.slack.parsing import Ask, ask_of
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations

log = structlog.get_logger(__name__)

_WRITERS_MAX = 8
_Result = TypeVar("_Result")


class Keeping:
    """Belongs to the loop."""

    def __init__(self, journal: Journal, lanes: Lanes, conversations: Conversations, channels: ChannelSettings) -> None:
        """The journal must be open before the first question."""
        self._journal = journal
        self._channels = channels
        self._lanes = lanes
        self._conversations = conversations
        self._recording: dict[str, asyncio.Task[None]] = {}
        self._writers = ThreadPoolExecutor(_WRITERS_MAX, thread_name_prefix="inbox-")

    async def keep(self, ask: Ask) -> None:
        """The question is on disk, and will be answered.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        if await self._is_for_us(ask):
            await self._keep_once(ask)

    async def keep_change(self, change: Ask, asked: Ask | None) -> None:
        """What became of a message is on disk where it may be one that is answered.

        Slack gives no order: a change that comes before its message takes that one's place, so that the message as it
        was is not answered any more. Nothing is kept of messages that ask nothing of us.

        Args:
            change: of the message.
            asked: the question that the message is or was, or None.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        if not await self._is_answered(change):
            if asked and await self._was_for_us(asked):
                is_gone = change.surface == "deleted"
                await self._keep_once(replace(asked, surface="deleted", about=asked.key) if is_gone else asked)
                known = await self.find(asked.key)
                if known and known.changed_ts >= change.changed_ts:
                    return
            elif change.surface != "called" and not self._lanes.is_busy(lane_of(change)):
                return
        await self._keep_once(change)

    async def find(self, key: str) -> Ask | None:
        """The question that was kept under this key, or None when it is none of ours or a day ago.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        record = await self.write(lambda: self._journal.find(key))
        return ask_of(record) if record else None

    async def write(self, write: Callable[[], _Result]) -> _Result:
        """What `write` gives, done in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, write)

    def close(self) -> None:
        """Let the last writes finish."""
        self._writers.shutdown()

    async def _is_for_us(self, ask: Ask) -> bool:
        match ask.surface:
            case "thread":
                return await self._is_in_thread(ask)
            case "question":
                return await self._is_answering_all(ask)
        return True

    async def _was_for_us(self, asked: Ask) -> bool:
        """As `_is_for_us`, at the time when it was written: we may have been called into its thread only later."""
        if asked.surface == "thread" and not self._lanes.is_busy(lane_of(asked)):
            return bool(await self.write(lambda: self._conversations.questions_before(thread_of(asked), asked.ts)))
        return await self._is_for_us(asked)

    async def _keep_once(self, ask: Ask) -> None:
        # A mention comes as two events at once: the second waits for the first one's write instead of racing it.
        recording = self._recording.get(ask.key)
        if recording is None:
            recording = asyncio.create_task(self._record(ask))
            self._recording[ask.key] = recording
            recording.add_done_callback(lambda done: self._recorded(ask.key, done))
        await asyncio.shield(recording)

    async def _is_in_thread(self, ask: Ask) -> bool:
        thread = thread_of(ask)
        return self._lanes.is_busy(lane_of(ask)) or await self.write(lambda: self._conversations.knows(thread))

    async def _is_answered(self, ask: Ask) -> bool:
        turn = await self.write(lambda: self._conversations.turn_of(ask.team, ask.channel, ask.ts))
        return turn is not None

    async def _is_answering_all(self, ask: Ask) -> bool:
        choice = await self.write(lambda: self._channels.of(ask.team, ask.channel))
        return choice.answers == "every"

    async def _record(self, ask: Ask) -> None:
        started = time.monotonic()
        lane = lane_of(ask)
        is_first = self._lanes.expect(lane, place_of(ask))
        is_new = False
        try:
            is_new = await self.write(lambda: self._journal.record(ask.key, ask.as_record()))
        finally:
            # Nobody will work on it, so nobody may wait for it.
            if is_first and not is_new:
                self._lanes.leave(lane, place_of(ask))
        ms = round((time.monotonic() - started) * 1000)
        log.info("event_kept", key=ask.key, surface=ask.surface, new=is_new, ms=ms)

    def _recorded(self, key: str, done: asyncio.Task[None]) -> None:
        del self._recording[key]
        # When Slack's patience ended first, nobody else is left to hear of the trouble.
        if not done.cancelled() and done.exception():
            log.debug("recording_failed", key=key, code=type(done.exception()).__name__)
