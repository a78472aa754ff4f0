"""The buttons below an answer: what goes with it, worked out again from its question, for who presses alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking.answering import Consideration
from bot.asking.answers import Answer
from bot.asking.following import more_cases, quoted, reasons, related_tools
from bot.asking.gaps import context_of
from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import open_view
from bot.slack.errors import SendError
from bot.slack.following.rows import Followed, read_followed
from bot.slack.following.shown import more_message, note, passage_view, why_view
from bot.slack.incidents import packed_apology
from bot.slack.parsing import Ask, Wire
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable
from knowledge.found import Findings

log = structlog.get_logger(__name__)

View = dict[str, Any]


class Considers(Protocol):
    """What answers a question, and tells how it came to that."""

    def consider(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Consideration:
        """The reply to `text` and all that was found, for those who will read it, from these collections."""


class Whispers(Protocol):
    """What tells one person something in a thread."""

    def whisper(self, channel: str, thread_ts: str, user: str, message: Packed) -> None:
        """A message in the thread that only this person sees."""


@dataclass(frozen=True, slots=True)
class FollowDesk:
    """Belongs to the loop; the work is done in threads. Nothing is kept between two clicks."""

    asking: AsyncWebClient
    room: Whispers
    conversations: Conversations
    coach: Considers
    audiences: Callable[[Ask], frozenset[str]]
    """Whose documents may be shown to who asks."""
    collections: Callable[[str, str], frozenset[str]]
    """The collections that are searched in a workspace's channel; without any, all are."""

    async def press(self, body: Wire) -> None:
        """What the button shows, as a modal or as a message in the thread."""
        followed = read_followed(body)
        try:
            shown = await asyncio.to_thread(self._look, followed)
        except StoreUnavailable:
            shown = note("again")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            shown = packed_apology("following_broke")
        if isinstance(shown, Packed):
            await asyncio.to_thread(self._whisper, followed, shown)
        else:
            await self._open(followed, shown)

    def _look(self, followed: Followed) -> Packed | View:
        if not followed.wish:
            return note("old_button")
        turn = self.conversations.turn_of(followed.team, followed.channel, followed.question_ts)
        if turn is None:
            return note("gone")
        earlier = self.conversations.questions_leading_to(turn.thread, turn.message_ts)
        # What is shown belongs to an answer that everybody there reads.
        asker = Ask("", "mention", followed.team, followed.channel, "", "", followed.person, turn.question)
        found = self.collections(followed.team, followed.channel)
        considered = self.coach.consider(turn.question, earlier, self.audiences(asker), found)
        reply, findings = considered.reply, considered.findings
        if not isinstance(reply, Answer) or findings is None:
            return note("other_now")
        match followed.wish:
            case "why":
                return why_view(turn.question, context_of(turn.question, earlier), reasons(reply, findings))
            case "passage":
                return passage_view(quoted(reply, findings))
            case wish:
                return self._more(wish, reply, findings)

    def _more(self, wish: str, reply: Answer, findings: Findings) -> Packed:
        find = more_cases if wish == "cases" else related_tools
        return more_message(wish, find(reply, findings))

    async def _open(self, followed: Followed, view: View) -> None:
        if not await open_view(self.asking, followed.trigger_id, view):
            await asyncio.to_thread(self._whisper, followed, note("again"))

    def _whisper(self, followed: Followed, message: Packed) -> None:
        try:
            self.room.whisper(followed.channel, followed.thread_ts, followed.person, message)
        except SendError as error:
            # The channel may be closed by now: then there is nobody to tell.
            log.warning("note_not_shown", code=error.code)
