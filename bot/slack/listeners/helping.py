"""A person is asked for help with a question, and says that it is settled."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import update_view
from bot.slack.errors import SendError
from bot.slack.feedback.votes import with_beside
from bot.slack.helping.assembly import Parts
from bot.slack.helping.cards import ASK, LEARN, RESOLVE, HelpPress, help_note, read_help
from bot.slack.helping.desk import attempted

log = structlog.get_logger(__name__)


def register(app: AsyncApp, asking: AsyncWebClient, parts: Parts) -> None:
    """Listen on `app`; calls go through `asking`."""
    listener = _Listener(asking, parts)
    app.action(ASK)(listener.ask)
    app.action(RESOLVE)(listener.resolve)
    app.action(LEARN)(listener.learn)


class _Listener:
    """What is pressed is on disk before the ack; who pressed hears how it went."""

    def __init__(self, asking: AsyncWebClient, parts: Parts) -> None:
        self._asking = asking
        self._desk = parts.desk
        self._learning = parts.learning
        self._calling = parts.calling

    async def ask(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The button below an answer, or in the modal that asks what was wrong with it."""
        pressed, kinds = read_help(body), ["asked"]

        def keep() -> Packed | None:
            kinds[0] = self._desk.ask(pressed)
            return None if kinds[0] == "asked" else help_note(kinds[0])

        said = await asyncio.to_thread(attempted, keep)
        await ack()
        if said:
            await self._tell(pressed, said)
            return
        how = await self._calling.post(pressed.team, pressed.channel, pressed.question_ts)
        await self._tell(pressed, help_note(how))
        if how == "put_off":
            how = await self._calling.post(pressed.team, pressed.channel, pressed.question_ts, wait_s_max=None)
            if how not in {"asked", "put_off"}:
                await self._tell(pressed, help_note(how))

    async def resolve(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Anybody in the thread says that the question is settled."""
        pressed = read_help(body)
        said = await asyncio.to_thread(attempted, lambda: self._desk.resolve(pressed))
        await ack()

        def show() -> Packed | None:
            self._desk.show(pressed)
            return said

        told = await asyncio.to_thread(attempted, show)
        if told:
            await self._tell(pressed, told)

    async def learn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Staff want the reply among what the coach knows."""
        await ack()
        pressed = read_help(body)
        is_staff = await self._learning.identity.is_staff(pressed.person)
        said = await asyncio.to_thread(attempted, lambda: help_note(self._learning.learn(pressed, is_staff=is_staff)))
        if said:
            await self._tell(pressed, said)

    async def _tell(self, pressed: HelpPress, said: Packed) -> None:
        if pressed.view:
            view = with_beside(pressed.view, said.blocks)
            await update_view(self._asking, str(pressed.view.get("id") or ""), view)
            return
        try:
            room = self._desk.room
            await asyncio.to_thread(room.whisper, pressed.channel, pressed.thread_ts, pressed.person, said)
        except SendError as error:
            log.warning("note_not_shown", code=error.code)
