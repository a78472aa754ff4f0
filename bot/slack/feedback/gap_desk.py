"""Staff look at what is missing, and ask again after they have added a source."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.asking.answers import Reply
from bot.asking.gaps import Encode, Gap, Group, Overview, Replies, answered, ask_again, is_answered, overview
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.errors import SendError
from bot.slack.feedback.gap_list import gap_list, gap_note
from bot.slack.incidents import packed_apology
from bot.store.errors import StoreUnavailable
from bot.store.gaps import Gaps
from prompts.catalogue.message import Message
from prompts.rendering import render

log = structlog.get_logger(__name__)

# A response_url takes five messages; an answer is one, hardly ever two.
_RESPONSES_MAX = 4


class Staff(Protocol):
    """Who may see what is missing."""

    async def is_staff(self, person: str) -> bool:
        """Whether this person may."""


class Responds(Protocol):
    """What answers one person."""

    def respond(self, response_url: str, message: Packed) -> None:
        """The message for this person alone."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who typed a command or pressed a button, and where."""

    team: str
    channel: str
    person: str
    response_url: str

    @property
    def audience(self) -> frozenset[str]:
        """What may be shown to them there."""
        return frozenset(f"{kind}:{id_}" for kind, id_ in (("team", self.team), ("channel", self.channel)) if id_)


@dataclass(frozen=True, slots=True)
class GapDesk:
    """Belongs to the loop; the work is done in threads."""

    gaps: Gaps
    staff: Staff
    calls: Responds
    coach: Replies
    encode: Encode
    message_for: Callable[[Reply], Message]
    generation: Callable[[], str]
    """Names what serves."""

    async def show(self, asker: Asker) -> None:
        """The list, for staff."""
        await self._told(asker, lambda: (gap_list(self._overview(asker.team)),))

    async def ask_again(self, asker: Asker, gap_id: int | None) -> None:
        """The answer of today to a question of the list; it goes off the list, with those like it, when it has one."""
        await self._told(asker, lambda: self._ask_again(asker, gap_id))

    def _overview(self, team: str) -> Overview:
        return overview(self.gaps.open(team), self.encode)

    def _ask_again(self, asker: Asker, gap_id: int | None) -> Sequence[Packed]:
        groups = self._overview(asker.team).groups
        group = next((each for each in groups if any(gap.id == gap_id for gap in each.gaps)), None)
        if group is None:
            return _packed(gap_note("gone"))
        gap = next(each for each in group.gaps if each.id == gap_id)
        closed = self._close(group)
        # What a channel has for itself is not shown in another one, not even to staff.
        reply = ask_again(self.coach, gap, asker.audience)
        log.info("gap_asked_again", gap=gap.id, closed=len(closed), outcome=reply.outcome)
        if gap not in closed:
            return _packed(gap_note("still_open"), self.message_for(reply))
        if not is_answered(reply):
            return _packed(gap_note("closed_there", len(closed)))
        return _packed(gap_note("closed", len(closed)), self.message_for(reply))

    def _close(self, group: Group) -> tuple[Gap, ...]:
        closed = answered(self.coach, group.gaps)
        if closed:
            self.gaps.close([gap.id for gap in closed], self.generation())
        return closed

    async def _told(self, asker: Asker, act: Callable[[], Sequence[Packed]]) -> None:
        try:
            is_allowed = await self.staff.is_staff(asker.person)
            messages = await asyncio.to_thread(act) if is_allowed else _packed(gap_note("staff_only"))
        except StoreUnavailable:
            messages = _packed(gap_note("again"))
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            messages = (packed_apology("gaps_broke"),)
        await asyncio.to_thread(self._respond, asker, messages)

    def _respond(self, asker: Asker, messages: Sequence[Packed]) -> None:
        try:
            for packed in messages[:_RESPONSES_MAX]:
                self.calls.respond(asker.response_url, packed)
        except SendError as error:
            log.warning("gaps_not_shown", code=error.code)


def _packed(*messages: Message) -> tuple[Packed, ...]:
    return pack([part for each in messages for part in render(each)])
