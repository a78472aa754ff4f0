"""Staff ask to add something: each entry is checked, on disk before the ack, and noted for the audit."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.adding import clicks
from bot.slack.adding.candidates import Candidate, read_candidates, read_message
from bot.slack.adding.cards import added, note
from bot.slack.adding.form import form, read_form, told_view
from bot.slack.adding.wishes import wish_for, wish_of
from bot.slack.adding.working import Adding, Tools
from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import open_view
from bot.slack.errors import SendError
from bot.slack.incidents import packed_apology
from bot.slack.parsing import Wire
from bot.slack.web_api.calls import SlackCalls
from bot.store.additions import Addition
from bot.store.audit import Audit, Entry
from bot.store.errors import StoreUnavailable
from bot.walkthrough.events import PersonId
from knowledge.errors import SourceNotKept

log = structlog.get_logger(__name__)

_VIEW_ID = re.compile(r"V[A-Z0-9]{1,60}")


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to Slack."""

    asking: AsyncWebClient
    private: SlackCalls


class AddingDesk:
    """Belongs to the loop."""

    def __init__(self, tools: Tools, adding: Adding, audit: Audit, ways: Ways) -> None:
        self._tools = tools
        self._adding = adding
        self._audit = audit
        self._ways = ways

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The shortcut of a message."""
        candidates = read_message(body.get("message") or {})
        await self._asked(ack, body, clicks.SHORTCUT, candidates)

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The button below files in the staff channel."""
        await self._asked(ack, body, clicks.OFFER, read_candidates(_value(body)))

    async def submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form was sent. Who sent it is checked again; the same form twice is one wish."""
        try:
            response = await self._submitted(body)
        except StoreUnavailable:
            response = _update("not_kept")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            response = {"response_action": "update", "view": told_view(packed_apology("form_broke"))}
        await ack(**response)

    async def take_out(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What was added is taken from the list of sources again."""
        person, id_ = _person(body), _value(body)
        packed = await self._told(lambda: self._taken_out(person, id_))
        await ack()
        await asyncio.to_thread(self._whisper, body, packed or note("taken_out"))
        if packed is None:
            await asyncio.to_thread(self._show, body, id_)

    def drop(self, event: Wire) -> str:
        """The id of the wish that a message in the staff channel stands for, which is on disk; empty if for none.

        For any thread but the loop's; `Adding.go_on` answers it.

        Raises:
            StoreUnavailable: it was not kept; Slack must send it again.
        """
        tools = self._tools
        files = [each for each in read_message(event) if each.kind == "file"]
        channel, person, ts = (str(event.get(name) or "") for name in ("channel", "user", "ts"))
        is_there = tools.staff_channel and channel == tools.staff_channel
        if not (is_there and files and person and ts) or event.get("bot_id"):
            return ""
        id_ = f"drop:{tools.team}:{channel}:{ts}"
        wish = wish_for(files).to_json()
        is_new = self._adding.begin(Addition(id_, tools.team, person, channel, ts, "dropped", wish, tools.clock()))
        return id_ if is_new else ""

    async def _asked(self, ack: AsyncAck, body: Wire, wanted: str, candidates: Sequence[Candidate]) -> None:
        packed = await self._told(lambda: self._refusal(_person(body), wanted, candidates))
        await ack()
        if packed is None:
            packed = await self._opened(body, candidates)
        if packed:
            await asyncio.to_thread(self._whisper, body, packed)

    async def _refusal(self, person: str, wanted: str, candidates: Sequence[Candidate]) -> Packed | None:
        if not await self._may(person, wanted):
            return note("not_staff")
        return None if candidates else note("nothing")

    async def _opened(self, body: Wire, candidates: Sequence[Candidate]) -> Packed | None:
        channel = str((body.get("channel") or {}).get("id") or "")
        trigger = str(body.get("trigger_id") or "")
        is_open = await open_view(self._ways.asking, trigger, form(candidates, channel))
        return None if is_open else note("too_late")

    async def _submitted(self, body: Wire) -> dict[str, Any]:
        tools, person = self._tools, _person(body)
        if not await self._may(person, clicks.FORM):
            return _update("not_staff")
        sent, view_id = read_form(body, tools.team), str(body["view"].get("id") or "")
        if not sent.is_ours or not _VIEW_ID.fullmatch(view_id):
            return _update("too_old")
        if sent.errors:
            return {"response_action": "errors", "errors": sent.errors}
        id_, wish = f"view:{view_id}", sent.wish.to_json()
        wanted = Addition(id_, tools.team, person, sent.channel, "", "waiting", wish, tools.clock())
        if await asyncio.to_thread(self._adding.begin, wanted):
            self._adding.go_on(id_)
        return _update("coming_channel" if tools.staff_channel else "coming_direct")

    async def _taken_out(self, person: str, id_: str) -> Packed | None:
        if not await self._may(person, clicks.TAKE_OUT):
            return note("not_staff")
        return await asyncio.to_thread(self._take_out, person, id_)

    def _take_out(self, person: str, id_: str) -> Packed | None:
        """Why it could not be, or nothing when it is out."""
        tools = self._tools
        kept = tools.additions.find(id_)
        if kept is None or kept.team != tools.team or kept.phase != "added":
            return note("too_old")
        wish = wish_of(kept.body)
        try:
            for key in wish.keys:
                tools.sources.remove(key)
        except SourceNotKept as error:
            log.error("source_not_removed", code=type(error.__cause__).__name__)  # noqa: TRY400 -- no trace
            return note("not_kept")
        noted = Entry(tools.team, person, "taken_out", " ".join(wish.keys), tools.clock())
        is_moved = tools.additions.move(kept, "taken_out", replace(wish, by=person).to_json(), (noted,))
        return None if is_moved else note("too_old")

    def _show(self, body: Wire, id_: str) -> None:
        tools, container = self._tools, body.get("container") or {}
        kept = tools.additions.find(id_)
        if kept is None:
            return
        wish = wish_of(kept.body)
        names = tools.directory.names([PersonId(each) for each in (kept.person, wish.by) if each])
        channel, ts = str(container.get("channel_id") or ""), str(container.get("message_ts") or "")
        try:
            tools.room.update(channel, ts, added(id_, wish, kept.person, names))
        except SendError as error:
            log.warning("addition_not_shown", code=error.code)

    async def _may(self, person: str, wanted: str) -> bool:
        if await self._tools.identity.is_staff(person):
            return True
        log.info("refused", person=person, wanted=wanted)
        await asyncio.to_thread(self._audit.note, self._tools.team, person, "refused", wanted)
        return False

    async def _told(self, act: Callable[[], Awaitable[Packed | None]]) -> Packed | None:
        try:
            return await act()
        except StoreUnavailable:
            return note("not_kept")
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            return packed_apology("adding_desk_broke")

    def _whisper(self, body: Wire, packed: Packed) -> None:
        try:
            self._ways.private.respond(str(body.get("response_url") or ""), packed)
        except SendError as error:
            log.warning("not_told", code=error.code)


def _update(kind: str) -> dict[str, Any]:
    return {"response_action": "update", "view": told_view(note(kind))}


def _person(body: Wire) -> str:
    return str((body.get("user") or {}).get("id") or "")


def _value(body: Wire) -> str:
    action: Wire = next(iter(body.get("actions") or ()), {})
    return str(action.get("value") or "")
