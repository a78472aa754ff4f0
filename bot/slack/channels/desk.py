"""Who may change what holds in a channel, and the modal that does it: on disk before the ack."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import open_view
from bot.slack.channels.form import (
    ANSWER,
    Faults,
    Group,
    note_view,
    read_channel,
    read_settings,
    settings_view,
    shown_view,
)
from bot.slack.channels.words import error, note
from bot.slack.errors import SendError, SendLater, SendRefused
from bot.slack.identity import Identity
from bot.slack.incidents import apology
from bot.slack.parsing import Wire
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.room_calls import Place, RoomCalls
from bot.store.audit import Audit, Entry
from bot.store.channel_settings import ChannelChoice, ChannelSettings
from bot.store.errors import StoreUnavailable
from prompts.rendering import render_line

log = structlog.get_logger(__name__)

# A modal must be there within 3 s of the command, and Slack is asked a few things before.
_PATIENCE_S = 0.8


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to Slack."""

    asking: AsyncWebClient
    private: SlackCalls
    rooms: RoomCalls


@dataclass(frozen=True, slots=True)
class SettingsDesk:
    """Belongs to the loop."""

    team: str
    identity: Identity
    settings: ChannelSettings
    audit: Audit
    ways: Ways

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The command: the modal, or the settings to look at for who may not change them."""
        await ack()
        channel, person = str(body.get("channel_id") or ""), str(body.get("user_id") or "")
        url = str(body.get("response_url") or "")
        if not read_channel(channel):
            await self._tell(url, note("no_channel"))
            return
        why = "not_here"
        try:
            place, choice, groups = await asyncio.gather(self._place(channel), self._choice(channel), self._groups())
            view = await self._view(channel, person, place, choice, groups) if place.is_ours else None
        except SendRefused as refused:
            log.warning("settings_not_shown", code=refused.code)
            view, why = None, "no_scope" if refused.code == "missing_scope" else why
        except (SendLater, StoreUnavailable) as passing:
            log.warning("settings_not_shown", code=type(passing).__name__)
            await self._tell(url, note("again"))
            return
        if view is None:
            await self._tell(url, note(why))
        else:
            await self._open(str(body.get("trigger_id") or ""), url, view)

    async def submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The modal was sent. Who may change it is looked up again: it may be a while since it was opened."""
        view = body["view"]
        channel = read_channel(str(view.get("private_metadata") or ""))
        person = str((body.get("user") or {}).get("id") or "")
        try:
            answer = await self._submitted(channel, person, (view.get("state") or {}).get("values") or {})
        except (SendError, StoreUnavailable) as trouble:
            log.warning("settings_not_kept", code=type(trouble).__name__)
            answer = _errors({ANSWER: error("not_kept")})
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            answer = _errors({ANSWER: render_line(apology("settings_broke"))})
        await ack(**answer)

    async def _submitted(self, channel: str, person: str, values: Wire) -> dict[str, Any]:
        if not channel or not await self._may_change(person, await self._place(channel)):
            await asyncio.to_thread(self.audit.note, self.team, person, "refused", f"settings {channel}".strip())
            return {"response_action": "update", "view": note_view("not_allowed")}
        choice = read_settings(values, await self._choice(channel))
        if isinstance(choice, Faults):
            return _errors(dict(choice.errors))
        entry = Entry(self.team, person, "set_up", channel, time.time())
        await asyncio.to_thread(self.settings.keep, channel, choice, entry)
        return {}

    async def _view(
        self, channel: str, person: str, place: Place, choice: ChannelChoice, groups: tuple[Group, ...]
    ) -> dict[str, Any]:
        may_change = await self._may_change(person, place)
        return settings_view(channel, choice, groups) if may_change else shown_view(choice)

    async def _may_change(self, person: str, place: Place) -> bool:
        """Staff may, and who made the channel, as long as they belong to our own workspace."""
        if await self.identity.is_staff(person):
            return True
        return place.creator == person and await self.identity.is_own(person)

    async def _place(self, channel: str) -> Place:
        return await asyncio.to_thread(self.ways.rooms.place, channel, _PATIENCE_S)

    async def _choice(self, channel: str) -> ChannelChoice:
        return await asyncio.to_thread(self.settings.of, self.team, channel)

    async def _groups(self) -> tuple[Group, ...]:
        """The user groups to choose from; none where the workspace has none, or Slack does not tell."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                found = await self.ways.asking.usergroups_list()
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as trouble:
            log.info("groups_not_listed", code=type(trouble).__name__)
            return ()
        groups: list[Wire] = found.get("usergroups") or []
        return tuple(Group(str(each["id"]), str(each.get("name") or "")) for each in groups)

    async def _open(self, trigger_id: str, url: str, view: dict[str, Any]) -> None:
        if not await open_view(self.ways.asking, trigger_id, view):
            await self._tell(url, note("again"))

    async def _tell(self, url: str, message: Packed) -> None:
        try:
            await asyncio.to_thread(self.ways.private.respond, url, message)
        except SendError as trouble:
            log.warning("settings_not_told", code=trouble.code)


def _errors(errors: dict[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": errors}
