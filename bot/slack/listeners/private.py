"""Answers for one person: the shortcut on a message, and the buttons below what only they see."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendError
from bot.slack.intake.keeping import Keeping
from bot.slack.parsing import Bot, read_shortcut
from bot.slack.private.rows import DISMISS, SHARE, private_note
from bot.slack.private.sharing import read_share
from bot.slack.web_api.calls import SlackCalls
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

ASK_ABOUT = "private.ask"
"""The message shortcut."""


def register(app: AsyncApp, bot: Bot, keeping: Keeping, calls: SlackCalls) -> None:
    """Listen on `app`; what is to be done is on disk before the ack."""
    listener = _Listener(bot, keeping, calls)
    app.shortcut(ASK_ABOUT)(listener.ask)
    app.action(SHARE)(listener.share)
    app.action(DISMISS)(listener.dismiss)


class _Listener:
    def __init__(self, bot: Bot, keeping: Keeping, calls: SlackCalls) -> None:
        self._bot = bot
        self._keeping = keeping
        self._calls = calls

    async def ask(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The coach is asked about somebody's message."""
        try:
            await self._keeping.keep(read_shortcut(body, self._bot))
        except StoreUnavailable:
            await ack()
            await self._tell(body, private_note("not_kept"))
        else:
            await ack()

    async def share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The asker wants everybody to read it."""
        key, person = str(body["actions"][0].get("value") or ""), str((body.get("user") or {}).get("id") or "")
        try:
            share = read_share(body, await self._keeping.find(key), person)
            if not isinstance(share, str):
                await self._keeping.keep(share)
        except StoreUnavailable:
            share = "not_kept"
        await ack()
        if isinstance(share, str):
            await self._tell(body, private_note(share))

    async def dismiss(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The asker has read it."""
        await ack()
        url = str(body.get("response_url") or "")
        await self._quietly(lambda: self._calls.dismiss(url))

    async def _tell(self, body: dict[str, Any], message: Packed) -> None:
        url = str(body.get("response_url") or "")
        await self._quietly(lambda: self._calls.respond(url, message))

    async def _quietly(self, call: Any) -> None:
        try:
            await asyncio.to_thread(call)
        except SendError as error:
            log.warning("private_not_told", code=error.code)
