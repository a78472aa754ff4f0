"""Every event that may need an answer is on disk before Slack gets its ack, and handled once."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.request.internals import extract_team_id
from slack_bolt.response import BoltResponse

from bot.slack.answers.outbox import Outbox
from bot.slack.answers.readers import Readers
from bot.slack.block_kit.card_blocks import read_card_question
from bot.slack.commands import AskCommand, read_command_text
from bot.slack.following.changes import read_change, read_changed_question
from bot.slack.intake.keeping import Keeping
from bot.slack.parsing import EVENT_TYPES, Ask, Bot, Echo, StreamEcho, Wire, read_command, read_event
from bot.slack.walkthrough import arrivals
from bot.slack.walkthrough.desk import Desk
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

# Slack waits 3 s for its ack; what takes longer is better sent again.
# Source: https://docs.slack.dev/apis/events-api#responding
_ACK_S_MAX = 2.5
_COMINGS_AND_GOINGS = frozenset({"member_joined_channel", "member_left_channel"})


class Inbox:
    """The way in: a global middleware of the Bolt app."""

    def __init__(self, bot: Bot, keeping: Keeping, outbox: Outbox, desk: Desk, readers: Readers) -> None:
        """Questions go to `keeping`, what belongs to a walkthrough to its `desk`; `readers` hear who comes and goes."""
        self._bot = bot
        self._keeping = keeping
        self._outbox = outbox
        self._desk = desk
        self._readers = readers

    async def receive(self, req: AsyncBoltRequest, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002 -- Bolt injects by this name
        """Slack's ack once the event is on disk; without an ack Slack sends it again."""
        try:
            async with asyncio.timeout(_ACK_S_MAX):
                is_ours = await self._keep(req.body)
        except (StoreUnavailable, TimeoutError) as error:
            log.error("event_not_kept", incident=secrets.token_hex(4), code=type(error).__name__)  # noqa: TRY400 -- no trace
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="") if is_ours else await next()

    async def _keep(self, body: Wire) -> bool:
        """Whether the event ends here; when False, a listener takes it."""
        question = read_card_question(body, time.time())
        if question is not None:
            await self._keeping.keep(question)
            return False
        event = body.get("event") or {}
        # In a channel shared with others, `team_id` may be theirs: ours is the one that let us in.
        team = str(extract_team_id(dict(body)) or "")
        if body.get("command"):
            return await self._keep_command(team, body)
        if event.get("type") in _COMINGS_AND_GOINGS:
            self._readers.change(str(event.get("channel") or ""), str(event.get("user") or ""))
        is_taken = event.get("type") in arrivals.EVENT_TYPES and await self._desk.take(event)
        await self._keep_change(team, body, is_note=is_taken)
        if is_taken:
            return True
        if event.get("type") not in EVENT_TYPES:
            return False
        match read_event(team, event, self._bot):
            case Echo() | StreamEcho() as echo:
                await self._note(echo)
            case Ask() as ask:
                await self._keeping.keep(_in_place(ask, body))
            case ignored:
                log.debug("event_ignored", event_id=body.get("event_id"), why=ignored.why)
        return True

    async def _note(self, echo: Echo | StreamEcho) -> None:
        match echo:
            case StreamEcho(channel=channel, thread_ts=thread_ts, ts=ts):
                await self._keeping.write(lambda: self._outbox.note_stream(channel, thread_ts, ts))
            case Echo(mark=mark, ts=ts) if not self._outbox.is_noted(mark):
                await self._keeping.write(lambda: self._outbox.note_echo(mark, ts))

    async def _keep_change(self, team: str, body: Wire, *, is_note: bool) -> None:
        """In the thread of a walkthrough a message that we do not know is somebody's note, and no question."""
        event = body.get("event") or {}
        change = read_change(team, event, self._bot)
        if change:
            asked = None if is_note else read_changed_question(change, event, self._bot)
            await self._keeping.keep_change(_in_place(change, body), asked and _in_place(asked, body))

    async def _keep_command(self, team: str, body: Wire) -> bool:
        match read_command_text(str(body.get("text") or "")):
            case AskCommand(text=text):
                await self._keeping.keep(read_command(team, body, text))
                return True
        return False


def _in_place(ask: Ask, body: Wire) -> Ask:
    """The same, with who else is in its channel."""
    return replace(ask, shared="yes" if body.get("is_ext_shared_channel") else "")
