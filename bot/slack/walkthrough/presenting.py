"""What Slack shows of a walkthrough is brought in line with where it stands, again and again until it is.

A click only says that something changed. What is shown is made from the log and compared with what was shown last,
so clicks in a burst become one update, the last one is right, and a restart in between changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.coalescing import Coalescing
from bot.slack.directory import PATIENCE_S
from bot.slack.errors import SendRefused
from bot.slack.walkthrough import cards
from bot.slack.walkthrough.cards import Reading
from bot.slack.walkthrough.filing import Filing
from bot.slack.walkthrough.room import Room
from bot.slack.web_api.failures import is_closed_to_us
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.walkthrough_messages import CARD, Shown, card_number
from bot.walkthrough.commands import Pause
from bot.walkthrough.events import NOBODY, PersonId
from bot.walkthrough.guiding import Place, WalkthroughId
from bot.walkthrough.results import people_seen, results
from bot.walkthrough.state import State

log = structlog.get_logger(__name__)

_WORKERS_MAX = 8
_GONE = frozenset({"message_not_found", "cant_update_message", "thread_not_found"})


class Presenter:
    """Shows walkthroughs. `show` may be called from any thread; everything else belongs to the loop."""

    def __init__(
        self,
        room: Room,
        outbox: Outbox,
        calls: RoomCalls,
        filing: Filing,
        readings: Callable[[Sequence[str]], Mapping[str, Reading]],
        changed: Callable[[WalkthroughId], None],
    ) -> None:
        """Must be made inside the running loop; `readings` finds titles and addresses by ref.

        `changed` is told of every walkthrough that is shown, for whoever shows it elsewhere.
        """
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        run = Pass(room, outbox, calls, filing, readings).run
        self._passes: Coalescing[WalkthroughId] = Coalescing(run, _WORKERS_MAX, "presenter")

    def show(self, walkthrough: WalkthroughId) -> None:
        """Soon Slack shows where this walkthrough stands."""
        self._changed(walkthrough)
        self._loop.call_soon_threadsafe(self._passes.mark, walkthrough)

    async def show_now(self, walkthrough: WalkthroughId, wait_s_max: float) -> str:
        """As `show`: Slack's code when it will not, or nothing when it does or takes longer than this."""
        self._changed(walkthrough)
        task = self._passes.mark(walkthrough)
        if task is None:
            return ""
        done, _ = await asyncio.wait((task,), timeout=wait_s_max)
        return task.result() if done else ""

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is shown after the next start."""
        await self._passes.close(wait_s_max)


@dataclass(frozen=True, slots=True)
class Pass:
    """One comparison of what is shown with what should be."""

    room: Room
    outbox: Outbox
    calls: RoomCalls
    filing: Filing
    readings: Callable[[Sequence[str]], Mapping[str, Reading]]

    def run(self, walkthrough: WalkthroughId) -> str:
        """Everything stands in Slack as it should; or Slack's code when it will not show it.

        Raises:
            SendLater: try again.
            StoreUnavailable: try again.
        """
        place, state = self.room.walkthroughs.place(walkthrough), self.room.guide.state(walkthrough)
        if place is None or state is None:
            return ""
        try:
            _Drawing(self, walkthrough, place, state).draw()
        except SendRefused as error:
            log.warning("not_shown", walkthrough=walkthrough, code=error.code)
            if is_closed_to_us(error.code):
                # Nobody can go on in a channel that was archived or that we were taken out of.
                self.room.guide.handle(walkthrough, f"refused:{state.version}", Pause(), NOBODY, self.room.clock())
            return error.code
        self.room.walkthroughs.note_shown(walkthrough, state.version)
        return ""


class _Drawing:
    """One state of one walkthrough, on its way to Slack."""

    def __init__(self, by: Pass, walkthrough: WalkthroughId, place: Place, state: State) -> None:
        self._by = by
        self._walkthrough = walkthrough
        self._place = place
        self._state = state
        self._shown = by.room.messages.shown(walkthrough)
        self._names: Mapping[PersonId, str] = by.room.directory.names(_people(state), PATIENCE_S)

    def draw(self) -> None:
        root = self._draw_card()
        last = len(self._state.visits) - 1
        for number in range(len(self._state.visits)):
            # An earlier visit that was never shown is history; the topic can be found by its name.
            if number == last or self._ts(f"visit/{number}"):
                self._draw_visit(number, root)
        if self._state.phase == "closed":
            self._draw_closing(root)

    def _draw_card(self) -> str:
        known = [each for each in self._shown.values() if each.slot.startswith(f"{CARD}/")]
        newest = max(known, key=card_number, default=None)
        slot = newest.slot if newest else f"{CARD}/0"
        card = cards.card(self._walkthrough, self._state, self._names)
        ts = self._put(slot, "", card)
        if ts is None:
            # Somebody deleted it, and with it the head of the thread: everything goes on below a new one.
            for each in self._shown.values():
                if not each.slot.startswith(f"{CARD}/"):
                    self._by.room.messages.drop(self._walkthrough, each.slot)
            self._shown = {}
            ts = self._put(f"{CARD}/{len(known)}", "", card)
        return ts or ""

    def _draw_visit(self, number: int, root: str) -> None:
        topic = self._state.topic(self._state.visits[number])
        readings = self._by.readings(topic.refs)
        packed = cards.visit(self._walkthrough, self._state, number, self._names, readings)
        self._put_again(f"visit/{number}", root, packed)

    def _draw_closing(self, root: str) -> None:
        room, state = self._by.room, self._state
        previous = room.guide.state(WalkthroughId(state.setup.previous)) if state.setup.previous else None
        packed = cards.closing(self._walkthrough, state, results(state, previous), self._names)
        self._put_again(f"closing/{state.closings}", root, packed)
        self._file_report(f"files/{state.closings}", root, self._ts(f"closing/{state.closings}") or root)

    def _file_report(self, slot: str, root: str, summary: str) -> None:
        """The files stand below the summary, once: an upload bears no mark of ours, so in doubt Slack is asked."""
        if self._ts(slot):
            return
        keep, channel, filing = self._by.room.messages.keep, self._place.channel, self._by.filing
        is_in_doubt = slot in self._shown
        keep(self._walkthrough, slot, channel, None, "")
        if not is_in_doubt or not filing.is_posted(self._walkthrough, channel, root, summary):
            filing.post(self._walkthrough, channel, root)
        keep(self._walkthrough, slot, channel, slot, "")

    def _put_again(self, slot: str, thread_ts: str, packed: Packed) -> None:
        if self._put(slot, thread_ts, packed) is None:
            self._by.room.messages.drop(self._walkthrough, slot)
            lost = self._shown.pop(slot)
            self._put(slot, thread_ts, packed, after=lost.ts or "")

    def _put(self, slot: str, thread_ts: str, packed: Packed, after: str = "") -> str | None:
        """The message's `ts`, or None when there was one and it is gone; `after` is the one that it stands for."""
        known, digest = self._shown.get(slot), _digest(packed)
        if known and known.ts and known.digest == digest:
            return known.ts
        channel = self._place.channel
        if known and known.ts:
            try:
                self._by.calls.update(channel, known.ts, packed)
            except SendRefused as error:
                if error.code in _GONE:
                    return None
                raise
            ts = known.ts
        else:
            key = f"walk:{self._walkthrough}:{slot}:{thread_ts}:{after}"
            ts = self._by.outbox.deliver_one(key, Address(channel, thread_ts), packed)
        self._by.room.messages.keep(self._walkthrough, slot, channel, ts, digest)
        self._shown[slot] = Shown(slot, channel, ts, digest)
        return ts

    def _ts(self, slot: str) -> str | None:
        known = self._shown.get(slot)
        return known.ts if known else None


def _people(state: State) -> list[PersonId]:
    """Everybody whose name may be shown."""
    setters = [topic.set_by for topic in state.topics.values()]
    return [*people_seen(state), state.facilitator, *setters]


def _digest(packed: Packed) -> str:
    return hashlib.sha256(json.dumps((packed.text, packed.blocks)).encode()).hexdigest()
