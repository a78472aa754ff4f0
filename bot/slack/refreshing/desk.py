"""Staff ask for a refresh and press its buttons: each is checked, on disk before the ack, and noted for the audit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck

from bot.slack.block_kit.blocks import Packed
from bot.slack.directory import Directory
from bot.slack.errors import SendError
from bot.slack.identity import Identity
from bot.slack.incidents import packed_apology
from bot.slack.refreshing import clicks
from bot.slack.refreshing.cards import note
from bot.slack.refreshing.stories import Phase, Story, story_of
from bot.slack.refreshing.working import Knowing, Work
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.audit import Audit, Entry
from bot.store.errors import StoreUnavailable
from bot.store.refreshes import Kept
from bot.walkthrough.events import PersonId

log = structlog.get_logger(__name__)

_ID_BYTES = 8
# Slack waits 3 s for the ack, and had to be asked who is staff before.
_DIRECT_S_MAX = 0.8
# What each button wants of the card: the phase where it may be pressed, and the one that follows.
_STEPS: dict[str, tuple[frozenset[str], Phase]] = {
    clicks.PUBLISH: (frozenset({"planned"}), "publishing"),
    clicks.DISCARD: (frozenset({"planned"}), "discarded"),
    clicks.UNDO: (frozenset({"published"}), "undoing"),
    clicks.AGAIN: (frozenset({"failed", "discarded"}), "planning"),
}


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to Slack."""

    private: SlackCalls
    room: RoomCalls
    directory: Directory


class RefreshDesk:
    """Belongs to the loop."""

    def __init__(self, identity: Identity, audit: Audit, knowing: Knowing, work: Work, ways: Ways) -> None:
        self._identity = identity
        self._audit = audit
        self._knowing = knowing
        self._work = work
        self._ways = ways

    async def start(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """`/coach refresh`."""
        person = str(command.get("user_id") or "")
        packed = await self._told(lambda: self._start(person))
        await ack(text=packed.text, blocks=list(packed.blocks), response_type="ephemeral")

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button of a card. Who presses is checked each time; what the button carries proves nothing."""
        person = str((body.get("user") or {}).get("id") or "")
        name, id_ = clicks.read_press(body)
        packed = await self._told(lambda: self._press(person, name, id_))
        await ack()
        if packed:
            await asyncio.to_thread(self._whisper, str(body.get("response_url") or ""), packed)

    async def _told(self, act: Callable[[], Awaitable[Packed | None]]) -> Any:
        try:
            return await act()
        except StoreUnavailable:
            return note("not_kept")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            return packed_apology("refresh_desk_broke")

    async def _start(self, person: str) -> Packed:
        if not await self._may(person, "refresh"):
            return note("not_staff")
        is_channel = bool(self._knowing.staff_channel)
        id_ = secrets.token_hex(_ID_BYTES)
        try:
            channel = self._knowing.staff_channel or await self._direct(person)
        except (SendError, TimeoutError) as error:
            log.warning("direct_not_opened", code=type(error).__name__)
            return note("not_reached")
        await asyncio.to_thread(self._work.begin, id_, person, channel)
        self._work.go_on(id_)
        return note("coming_channel" if is_channel else "coming_direct")

    async def _direct(self, person: str) -> str:
        async with asyncio.timeout(_DIRECT_S_MAX):
            return await asyncio.to_thread(self._ways.room.open_direct, person)

    async def _press(self, person: str, name: str, id_: str) -> Packed | None:
        if not await self._may(person, name):
            return note("not_staff")
        step = _STEPS.get(name)
        kept = await asyncio.to_thread(self._knowing.refreshes.find, id_)
        if step is None or kept is None:
            return note("too_old")
        refusal = await asyncio.to_thread(self._move, kept, person, step)
        if refusal is None:
            self._work.go_on(id_)
        return refusal

    def _move(self, kept: Kept, person: str, step: tuple[frozenset[str], Phase]) -> Packed | None:
        """Why the button did nothing, or nothing when it did: of several people who press at once, one does."""
        phases, phase = step
        story = story_of(kept.story)
        if phase == "undoing" and kept.phase in phases and self._knowing.pointer() != story.generation:
            return note("newer")
        following = Story(by=person) if phase == "planning" else replace(story, by=person, note="", detail="")
        noted = Entry(kept.team, person, "discarded", kept.id, self._knowing.clock()) if phase == "discarded" else None
        moved = replace(kept, phase=phase, story=following.to_json())
        is_done = kept.phase in phases and self._knowing.refreshes.move(kept, moved, noted)
        return None if is_done else note("moved_on", self._faster(kept.id, person))

    def _faster(self, id_: str, person: str) -> str:
        """Who pressed before, when it was somebody else."""
        now = self._knowing.refreshes.find(id_)
        by = story_of(now.story).by if now else ""
        names = self._ways.directory.names([PersonId(by)]) if by and by != person else {}
        return names.get(PersonId(by), "")

    async def _may(self, person: str, wanted: str) -> bool:
        if await self._identity.is_staff(person):
            return True
        log.info("refused", person=person, wanted=wanted)
        await asyncio.to_thread(self._audit.note, self._knowing.team, person, "refused", wanted)
        return False

    def _whisper(self, response_url: str, packed: Packed) -> None:
        try:
            self._ways.private.respond(response_url, packed)
        except SendError as error:
            log.warning("not_told", code=error.code)
