"""The thumbs below an answer, and the modal that asks why one is down."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import open_view
from bot.slack.feedback.votes import ACTION, WHY, note, note_error, read_complaint, read_vote, why_view
from bot.slack.helping.cards import ask_row
from bot.slack.helping.desk import HelpDesk
from bot.slack.incidents import apology, packed_apology
from bot.slack.parsing import Wire
from bot.store.errors import StoreUnavailable
from bot.store.feedback import Feedback, Vote
from prompts.rendering import render_line

log = structlog.get_logger(__name__)


def register(app: AsyncApp, asking: AsyncWebClient, feedback: Feedback, helping: HelpDesk) -> None:
    """Listen on `app`; calls go through `asking`, and `helping` knows where a person can be asked instead."""
    listener = _Listener(asking, feedback, helping)
    app.action(ACTION)(listener.press)
    app.view(WHY)(listener.explain)


class _Listener:
    """What is pressed is on disk before the ack; nobody hears of it unless it went wrong."""

    def __init__(self, asking: AsyncWebClient, feedback: Feedback, helping: HelpDesk) -> None:
        self._asking = asking
        self._feedback = feedback
        self._helping = helping

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A thumb."""
        vote = read_vote(body)
        if vote is None:
            await ack()
            return
        is_news, trouble, may_ask = False, None, False
        try:
            is_news = await asyncio.to_thread(self._feedback.give, vote)
            may_ask = await asyncio.to_thread(self._helping.may_ask, vote.team, vote.channel, vote.question_ts)
        except StoreUnavailable:
            trouble = note("not_kept")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            trouble = packed_apology("vote_broke")
        await ack()
        if trouble:
            await self._tell(body, vote, trouble)
        elif is_news and vote.value == "down":
            await self._ask_why(body, vote, [ask_row(vote.channel, vote.question_ts)] if may_ask else [])

    async def explain(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The modal was sent; one that says nothing is as good as closed."""
        complaint = read_complaint(body)
        errors: dict[str, str] = {}
        if complaint is not None:
            try:
                await asyncio.to_thread(self._feedback.explain, complaint)
            except StoreUnavailable:
                errors = note_error("not_kept")
            except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
                errors = dict.fromkeys(note_error("not_kept"), render_line(apology("complaint_broke")))
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    async def _ask_why(self, body: Wire, vote: Vote, beside: list[dict[str, Any]]) -> None:
        view = why_view(vote.channel, vote.answer_ts, beside)
        if not await open_view(self._asking, str(body.get("trigger_id") or ""), view):
            await self._tell(body, vote, note("too_late"))

    async def _tell(self, body: Wire, vote: Vote, message: Packed) -> None:
        thread_ts = str((body.get("container") or {}).get("thread_ts") or "")
        try:
            await self._asking.chat_postEphemeral(
                channel=vote.channel,
                user=vote.person,
                thread_ts=thread_ts or None,
                text=message.text,
                blocks=list(message.blocks),
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            # The channel may be gone by now; the vote itself is kept or was told to be lost in the log.
            log.warning("note_not_shown", code=type(error).__name__)
