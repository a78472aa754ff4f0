"""Every event that may need an answer is on disk before Slack gets its ack, and handled once."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.card_blocks import read_card_question
from bot.slack.commands import AskCommand, read_command_text
from bot.slack.journal import Journal
from bot.slack.lanes import Lanes
from bot.slack.outbox import Outbox
from bot.slack.parsing import EVENT_TYPES, Ask, Bot, Echo, Wire, read_command, read_event
from bot.slack.replying import lane_of, thread_of
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

# Slack waits 3 s for its ack; what takes longer is better sent again.
# Source: https://docs.slack.dev/apis/events-api#responding
_ACK_S_MAX = 2.5
_WRITERS_MAX = 8
_Result = TypeVar("_Result")


class Inbox:
    """The way in: a global middleware of the Bolt app."""

    def __init__(self, bot: Bot, journal: Journal, lanes: Lanes, conversations: Conversations, outbox: Outbox) -> None:
        """The journal must be open before the first event."""
        self._bot = bot
        self._journal = journal
        self._lanes = lanes
        self._conversations = conversations
        self._outbox = outbox
        self._recording: dict[str, asyncio.Task[None]] = {}
        self._writers = ThreadPoolExecutor(_WRITERS_MAX, thread_name_prefix="inbox-")

    async def receive(self, req: AsyncBoltRequest, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002 -- Bolt injects by this name
        """Slack's ack once the event is on disk; without an ack Slack sends it again."""
        try:
            async with asyncio.timeout(_ACK_S_MAX):
                is_ours = await self._keep(req.body)
        except (StoreUnavailable, TimeoutError) as error:
            log.error("event_not_kept", incident=secrets.token_hex(4), code=type(error).__name__)  # noqa: TRY400 -- no trace
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="") if is_ours else await next()

    def close(self) -> None:
        """Let the last writes finish."""
        self._writers.shutdown()

    async def _keep(self, body: Wire) -> bool:
        """Whether the event ends here; when False, a listener takes it."""
        question = read_card_question(body, time.time())
        if question is not None:
            await self._keep_ask(question)
            return False
        event = body.get("event") or {}
        team = str(body.get("team_id") or "")
        if body.get("command"):
            return await self._keep_command(team, body)
        if event.get("type") not in EVENT_TYPES:
            return False
        match read_event(team, event, self._bot):
            case Echo(mark=mark, ts=ts):
                if not self._outbox.is_noted(mark):
                    await self._in_thread(lambda: self._outbox.note_echo(mark, ts))
            case Ask() as ask:
                await self._keep_ask(ask)
            case ignored:
                log.debug("event_ignored", event_id=body.get("event_id"), why=ignored.why)
        return True

    async def _keep_command(self, team: str, body: Wire) -> bool:
        match read_command_text(str(body.get("text") or "")):
            case AskCommand(text=text):
                await self._keep_ask(read_command(team, body, text))
                return True
        return False

    async def _keep_ask(self, ask: Ask) -> None:
        if ask.surface == "thread" and not await self._is_in_thread(ask):
            return
        # A mention comes as two events at once: the second waits for the first one's write instead of racing it.
        recording = self._recording.get(ask.key)
        if recording is None:
            recording = asyncio.create_task(self._record(ask))
            self._recording[ask.key] = recording
            recording.add_done_callback(lambda done: self._recorded(ask.key, done))
        await asyncio.shield(recording)

    async def _is_in_thread(self, ask: Ask) -> bool:
        thread = thread_of(ask)
        return self._lanes.is_busy(lane_of(ask)) or await self._in_thread(lambda: self._conversations.knows(thread))

    async def _record(self, ask: Ask) -> None:
        started = time.monotonic()
        lane = lane_of(ask)
        is_first = self._lanes.expect(lane, ask.ts)
        is_new = False
        try:
            is_new = await self._in_thread(lambda: self._journal.record(ask.key, ask.as_record()))
        finally:
            # Nobody will work on it, so nobody may wait for it.
            if is_first and not is_new:
                self._lanes.leave(lane, ask.ts)
        ms = round((time.monotonic() - started) * 1000)
        log.info("event_kept", key=ask.key, surface=ask.surface, new=is_new, ms=ms)

    def _recorded(self, key: str, done: asyncio.Task[None]) -> None:
        del self._recording[key]
        # When Slack's patience ended first, nobody else is left to hear of the trouble.
        if not done.cancelled() and done.exception():
            log.debug("recording_failed", key=key, code=type(done.exception()).__name__)

    async def _in_thread(self, write: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._writers, write)
