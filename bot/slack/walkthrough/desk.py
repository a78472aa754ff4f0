"""Where walkthroughs and Slack meet: everything is on disk before the ack, and seen by people after it."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.views import open_view
from bot.slack.errors import SendError
from bot.slack.incidents import note_incident, packed_apology
from bot.slack.parsing import Ask, Bot, Wire
from bot.slack.walkthrough import arrivals, cards, clicks, modals
from bot.slack.walkthrough.arrivals import Pressed, Replied
from bot.slack.walkthrough.filing import Filing
from bot.slack.walkthrough.hearing import Ear
from bot.slack.walkthrough.presenting import Presenter
from bot.slack.walkthrough.pressing import Presses
from bot.slack.walkthrough.room import Effects, Room
from bot.slack.walkthrough.submitting import Submissions
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.failures import is_closed_to_us
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.errors import StoreUnavailable
from bot.walkthrough.commands import Close
from bot.walkthrough.events import NOBODY
from bot.walkthrough.guiding import WalkthroughId

log = structlog.get_logger(__name__)

_Result = TypeVar("_Result")
_WORKERS_MAX = 16
# Slack waits 3 s for the ack of a modal; the card should stand by then, so that trouble can be told inside the modal.
_FIRST_CARD_S_MAX = 2.0
# At a stop, what people are still to be told gets this long.
_FINISH_S_MAX = 5.0
# Where a message can be told to be an archived channel's.
_ARCHIVED = frozenset({"is_archived", "is_inactive"})
# A mention comes as two events; more replies than this do not arrive between the two.
_REMEMBERED_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody did something, for what they are told."""

    channel: str
    person: str
    thread_ts: str = ""
    ts: str = ""
    response_url: str = ""
    trigger_id: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to Slack."""

    asking: AsyncWebClient
    private: SlackCalls
    room: RoomCalls
    filing: Filing
    ask: Callable[[Ask], Awaitable[None]]
    """Keeps a question for the coach."""


class Desk:
    """Belongs to the loop."""

    def __init__(self, room: Room, presenter: Presenter, ways: Ways, bot: Bot) -> None:
        self._room = room
        self._presenter = presenter
        self._ways = ways
        self._bot = bot
        self._presses, self._submissions, self._ear = Presses(room), Submissions(room), Ear(room)
        self._workers = ThreadPoolExecutor(_WORKERS_MAX, thread_name_prefix="desk-")
        # Slack may keep us waiting with what people are told; that must not hold up what they do.
        self._tellers = ThreadPoolExecutor(_WORKERS_MAX, thread_name_prefix="telling-")
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(self, event: Wire) -> bool:
        """Whether an event belonged to a walkthrough; then it is on disk.

        Raises:
            StoreUnavailable: it was not kept; Slack must send it again.
        """
        heard = arrivals.read_event(event, self._bot)
        if heard is None:
            return False
        if isinstance(heard, Replied) and self._is_second(heard):
            return True
        try:
            effects = await self._in_thread(lambda: self._ear.hear(heard))
        except BaseException:
            self._heard.pop(_key(heard), None)
            raise
        if effects is None:
            self._heard.pop(_key(heard), None)
            return False
        thread_ts = heard.thread_ts if isinstance(heard, Replied) else ""
        ts = heard.ts if isinstance(heard, Replied) else ""
        self._later(effects, Where(heard.channel, heard.person, thread_ts, ts))
        return True

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button or menu."""
        pressed = arrivals.read_press(body)
        if pressed is None:
            await ack()
            return
        where = Where(
            pressed.channel,
            pressed.person,
            thread_ts=pressed.thread_ts,
            response_url=pressed.response_url,
            trigger_id=pressed.trigger_id,
        )
        await self._acked(ack, where, lambda: self._presses.press(pressed))

    async def press_elsewhere(self, pressed: Pressed) -> tuple[Packed, ...]:
        """What the person is told when a button of theirs, outside of any conversation, did nothing.

        Raises:
            StoreUnavailable: it was not kept.
        """
        effects = await self._in_thread(lambda: self._presses.press(pressed))
        for walkthrough in effects.show:
            self._presenter.show(walkthrough)
        return () if effects.show else effects.tell

    async def open_start(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The command or the shortcut that starts a walkthrough."""
        channel = str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")
        person = str(body.get("user_id") or (body.get("user") or {}).get("id") or "")
        url, trigger_id = str(body.get("response_url") or ""), str(body.get("trigger_id") or "")
        where = Where(channel, person, response_url=url, trigger_id=trigger_id)
        await self._acked(ack, where, lambda: self._presses.open_start(channel))

    async def submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A modal. What has to be mended is said in it, with everything typed still there."""
        submitted = arrivals.read_submission(body)
        try:
            effects = await self._in_thread(lambda: self._submissions.submit(submitted))
            errors = effects.errors
            for walkthrough in effects.show:
                if submitted.name == clicks.START:
                    errors = await self._show_first(walkthrough)
                else:
                    self._presenter.show(walkthrough)
        except StoreUnavailable:
            errors = modals.errors("not_kept", "", submitted.name)
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            errors = modals.errors("trouble", note_incident("submission_broke"), submitted.name)
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    async def close(self) -> None:
        """What was promised after an ack is done."""
        await asyncio.to_thread(self._workers.shutdown)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_FINISH_S_MAX)
        # A call that still hangs ends with the session that it runs in.
        self._tellers.shutdown(wait=False, cancel_futures=True)

    async def _show_first(self, walkthrough: WalkthroughId) -> dict[str, str] | None:
        code = await self._presenter.show_now(walkthrough, _FIRST_CARD_S_MAX)
        if not code or not await self._in_thread(lambda: self._give_up_unseen(walkthrough)):
            return None
        kind = "archived" if code in _ARCHIVED else "not_invited" if is_closed_to_us(code) else "trouble"
        return modals.errors(kind, code, clicks.START)

    def _give_up_unseen(self, walkthrough: WalkthroughId) -> bool:
        """Whether nobody could ever see it: then it must not stay around. The modal starts another one."""
        if self._room.messages.root_of(walkthrough):
            return False
        outcome = self._room.guide.handle(walkthrough, "never_shown", Close(), NOBODY, self._room.clock())
        if outcome:
            self._room.walkthroughs.note_shown(walkthrough, outcome.state.version)
        return True

    async def _acked(self, ack: AsyncAck, where: Where, act: Callable[[], Effects]) -> None:
        try:
            effects = await self._in_thread(act)
            if effects.ask:
                await self._ways.ask(effects.ask)
        except StoreUnavailable:
            effects = Effects(tell=(cards.said("not_kept"),))
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            effects = Effects(tell=(packed_apology("press_broke"),))
        await ack()
        self._later(effects, where)

    def _later(self, effects: Effects, where: Where) -> None:
        task = asyncio.create_task(self._carry_out(effects, where))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry_out(self, effects: Effects, where: Where) -> None:
        for walkthrough in effects.show:
            self._presenter.show(walkthrough)
        if effects.view:
            await self._open(effects.view, where)
        if effects.tell or effects.react or effects.report:
            await self._in_thread(lambda: self._tell(effects, where), self._tellers)

    async def _open(self, view: dict[str, Any], where: Where) -> None:
        if not await open_view(self._ways.asking, where.trigger_id, view):
            await self._in_thread(lambda: self._tell(Effects(tell=(cards.said("again"),)), where), self._tellers)

    def _tell(self, effects: Effects, where: Where) -> None:
        """What people hear after the ack. The walkthrough itself is safe; a courtesy that fails is only logged."""
        for packed in effects.tell:
            self._try("told", lambda packed=packed: self._whisper(packed, where))  # type: ignore[misc]
        if effects.react:
            self._try("reacted", lambda: self._ways.room.react(where.channel, where.ts, effects.react))
        if effects.report:
            walkthrough = effects.report
            self._try("reported", lambda: self._report(walkthrough))

    def _whisper(self, packed: Packed, where: Where) -> None:
        # An answer to a response_url would stand in the channel, far from the thread that it belongs to.
        # Source: https://docs.slack.dev/interactivity/handling-user-interaction#publishing_in_thread
        if where.response_url and not where.thread_ts:
            self._ways.private.respond(where.response_url, packed)
        else:
            self._ways.room.whisper(where.channel, where.thread_ts, where.person, packed)

    def _report(self, walkthrough: WalkthroughId) -> None:
        place, root = self._room.walkthroughs.place(walkthrough), self._room.messages.root_of(walkthrough)
        if place and root:
            self._ways.filing.post(walkthrough, place.channel, root)

    def _try(self, deed: str, do: Callable[[], None]) -> None:
        try:
            do()
        except (SendError, StoreUnavailable) as error:
            log.warning("not_done_after_ack", deed=deed, code=getattr(error, "code", type(error).__name__))
        except Exception:  # a defect here must not stay unseen in a task
            log.exception("not_done_after_ack", deed=deed, incident=secrets.token_hex(4))

    def _is_second(self, replied: Replied) -> bool:
        """Whether the other event of the same reply came first."""
        key = _key(replied)
        if key in self._heard:
            return True
        self._heard[key] = None
        while len(self._heard) > _REMEMBERED_MAX:
            self._heard.popitem(last=False)
        return False

    async def _in_thread(self, act: Callable[[], _Result], workers: ThreadPoolExecutor | None = None) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(workers or self._workers, act)


def _key(heard: arrivals.Heard) -> str:
    return f"{heard.channel}:{heard.ts}" if isinstance(heard, Replied) else ""
