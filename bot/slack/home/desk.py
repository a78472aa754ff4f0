"""What people do on their Home tab: on disk before the ack, and seen there after it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.browsing import Shows, Stand
from bot.slack.block_kit.list_blocks import list_message
from bot.slack.errors import SendError
from bot.slack.home import clicks
from bot.slack.home.clicks import Pressed
from bot.slack.home.days import STYLES
from bot.slack.home.facts import Note
from bot.slack.home.showing import HomeTabs
from bot.slack.incidents import apology
from bot.slack.parsing import Ask, clean
from bot.slack.walkthrough import arrivals
from bot.slack.walkthrough import clicks as walk_clicks
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.errors import StoreUnavailable
from bot.store.person_settings import PersonSettings
from knowledge.browsing import SHELVES
from prompts.rendering import render_line

log = structlog.get_logger(__name__)

# Slack waits 3 s for the ack of a press; what it does must be on disk by then.
_ACT_S_MAX = 2.5
_DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out of the tab."""

    calls: RoomCalls
    outbox: Outbox
    keep: Callable[[Ask], Awaitable[None]]
    """Keeps a question for the coach."""
    walk: Callable[[arrivals.Pressed], Awaitable[Sequence[Packed]]]
    """Presses a button of a walkthrough; gives what the person is told when it did nothing."""
    shows: Shows
    forget: Callable[[str], int]
    """Takes out everything that is kept about a person; for any thread but the loop's."""


class HomeDesk:
    """Belongs to the loop."""

    def __init__(self, team: str, settings: PersonSettings, tabs: HomeTabs, ways: Ways) -> None:
        self._team = team
        self._settings = settings
        self._tabs = tabs
        self._ways = ways
        self._presses: dict[str, Callable[[Pressed], Awaitable[Note]]] = {
            clicks.QUESTION: self._ask,
            clicks.ASK: self._ask,
            clicks.SHELF: self._show_shelf,
            clicks.DONE: self._walk,
            clicks.RESUME: self._walk,
            clicks.PRIVATE: self._choose,
            clicks.DATES: self._choose,
            clicks.FORGET: self._forget,
        }

    def open(self, event: dict[str, Any]) -> None:
        """Somebody opened their Home tab."""
        view_hash = str((event.get("view") or {}).get("hash") or "")
        self._tabs.opened(str(event.get("user") or ""), str(event.get("channel") or ""), view_hash)

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button, a menu, or Enter in the box."""
        pressed = clicks.read_press(body)
        if pressed.name == clicks.OPEN:
            await ack()
            return
        act = self._presses.get(pressed.name, self._tell_too_old)
        # To go through everything may take longer than Slack waits; who sees no change after a crash presses again.
        is_long = pressed.name == clicks.FORGET
        if is_long:
            await ack()
        try:
            async with asyncio.timeout(None if is_long else _ACT_S_MAX):
                note = await act(pressed)
        except StoreUnavailable:
            note = Note("not_kept")
        except (SendError, TimeoutError) as error:
            log.warning("home_press_failed", name=pressed.name, code=type(error).__name__)
            note = Note("again")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            note = Note("trouble", render_line(apology("home_broke")))
        if not is_long:
            await ack()
        self._tabs.tell(pressed.person, note, has_asked=note.kind == "asked")

    async def _ask(self, pressed: Pressed) -> Note:
        text = clean(pressed.value, bot_user_id="")
        if not text:
            return Note("nothing_asked")
        # The same box with the same words is the same question, however often it is sent; the next box is another.
        # Keys outlive what is forgotten of a person, so that their id stands in none.
        told = f"{pressed.person}:{pressed.view_hash}:{text}"
        sent = hashlib.sha256(told.encode()).hexdigest()[:_DIGEST_CHARS]
        key = f"{self._team}:home:{sent}"
        channel = await self._direct(pressed.person)
        ask = Ask(key, "home", self._team, channel, thread_ts="", ts="", author=pressed.person, text=text)
        await self._ways.keep(ask)
        return Note("asked")

    async def _show_shelf(self, pressed: Pressed) -> Note:
        if pressed.value not in SHELVES:
            return Note("too_old")
        packed = list_message(self._ways.shows.documents(), Stand(pressed.value))
        channel = await self._direct(pressed.person)
        key = f"{self._team}:home:{pressed.trigger_id}"
        await asyncio.to_thread(self._ways.outbox.deliver_one, key, Address(channel), packed)
        return Note("shelf")

    async def _walk(self, pressed: Pressed) -> Note:
        name, kind = _WALKS[pressed.name]
        told = await self._ways.walk(
            arrivals.Pressed(
                name=name,
                click=walk_clicks.read(pressed.value),
                channel=await self._direct(pressed.person),
                person=pressed.person,
                home_team="",
                key=f"click:{pressed.trigger_id}",
                trigger_id=pressed.trigger_id,
                response_url="",
                message_ts="",
                thread_ts="",
            )
        )
        return Note(kind, "\n".join(packed.text for packed in told))

    async def _choose(self, pressed: Pressed) -> Note:
        before = await asyncio.to_thread(self._settings.of, self._team, pressed.person)
        if pressed.name == clicks.PRIVATE:
            chosen = replace(before, is_private=pressed.value == "yes")
        elif pressed.value in STYLES:
            chosen = replace(before, dates=pressed.value)
        else:
            return Note("too_old")
        await asyncio.to_thread(self._settings.keep, self._team, pressed.person, chosen)
        return Note("saved")

    async def _forget(self, pressed: Pressed) -> Note:
        await asyncio.to_thread(self._ways.forget, pressed.person)
        log.info("person_forgotten")
        return Note("forgotten")

    async def _tell_too_old(self, _pressed: Pressed) -> Note:
        return Note("too_old")

    async def _direct(self, person: str) -> str:
        known = self._tabs.channel_of(person)
        if known:
            return known
        return await asyncio.to_thread(self._ways.calls.open_direct, person)


_WALKS = {clicks.DONE: (walk_clicks.DONE, "done"), clicks.RESUME: (walk_clicks.RESUME, "resumed")}
"""What is pressed in the walkthrough, and the note when it worked."""
