"""The card of each refresh is brought in line with where it stands, at most once a second, until it is."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from bot.slack.blocks import Packed
from bot.slack.errors import SendLater, SendRefused
from bot.slack.failures import is_closed_to_us
from bot.slack.outbox import Address, Outbox
from bot.slack.refreshing.cards import card
from bot.slack.refreshing.stories import Progress, story_of
from bot.slack.room_calls import RoomCalls
from bot.slack.walkthrough.directory import Directory
from bot.store.errors import StoreUnavailable
from bot.store.refreshes import Kept, Refreshes
from bot.walkthrough.events import PersonId

log = structlog.get_logger(__name__)

# A person reads no faster, and Slack takes about one update a second for a message.
# Source: https://docs.slack.dev/apis/web-api/rate-limits
UPDATE_EVERY_S = 1.0
_TRY_AGAIN_S_MAX = 60.0
_WORKERS_MAX = 2


@dataclass(slots=True)
class _Showing:
    """One card."""

    is_behind: bool = True
    progress: Progress | None = None
    task: asyncio.Task[None] | None = None
    shown_at: float = field(default=float("-inf"))


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at a refresh and its card; for any thread but the loop's."""

    refreshes: Refreshes
    outbox: Outbox
    calls: RoomCalls
    directory: Directory

    def run(self, id_: str, progress: Progress | None) -> None:
        """The card says how far the refresh is.

        Raises:
            SendLater, StoreUnavailable: try again.
        """
        kept = self.refreshes.find(id_)
        if kept is None or not kept.channel:
            return
        story = story_of(kept.story)
        who = [PersonId(each) for each in (kept.person, story.by) if each]
        packed = card(kept, story, self.directory.names(who), progress if kept.phase == "publishing" else None)
        try:
            channel, ts = self._put(kept, packed)
        except SendRefused as error:
            # Deleted, or closed to us: the refresh itself stands, and the audit log tells of it.
            log.warning("refresh_not_shown", refresh=id_, code=error.code)
            channel, ts = kept.channel, kept.ts or ""
        self.refreshes.note_shown(id_, kept.version, channel, ts)

    def _put(self, kept: Kept, packed: Packed) -> tuple[str, str]:
        """Where the card stands from now on."""
        if kept.ts:
            self.calls.update(kept.channel, kept.ts, packed)
            return kept.channel, kept.ts
        try:
            return kept.channel, self._post(kept, kept.channel, packed)
        except SendRefused as error:
            if not kept.person or not is_closed_to_us(error.code):
                raise
            # Nobody invited us to the staff channel: whoever asked must not wait in vain.
            direct = self.calls.open_direct(kept.person)
            return direct, self._post(kept, direct, packed)

    def _post(self, kept: Kept, channel: str, packed: Packed) -> str:
        return self.outbox.deliver_one(f"refresh:{kept.id}:{channel}", Address(channel), packed)


class Showing:
    """Belongs to the loop."""

    def __init__(self, by: Pass) -> None:
        self._pass = by
        self._workers = ThreadPoolExecutor(_WORKERS_MAX, thread_name_prefix="refresh-card-")
        self._cards: dict[str, _Showing] = {}
        self._is_closed = False

    def show(self, id_: str, progress: Progress | None = None) -> None:
        """Soon the card says how far this refresh is; `progress` holds until it is published."""
        showing = self._cards.setdefault(id_, _Showing())
        showing.is_behind, showing.progress = True, progress or showing.progress
        if not self._is_closed and (showing.task is None or showing.task.done()):
            showing.task = asyncio.create_task(self._keep_showing(id_, showing))

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is shown after the next start."""
        self._is_closed = True
        tasks = [each.task for each in self._cards.values() if each.task and not each.task.done()]
        if tasks:
            await asyncio.wait(tasks, timeout=wait_s_max)
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(self._workers.shutdown)

    async def _keep_showing(self, id_: str, showing: _Showing) -> None:
        loop = asyncio.get_running_loop()
        again_s = UPDATE_EVERY_S
        wait_s = showing.shown_at + UPDATE_EVERY_S - loop.time()
        while showing.is_behind and not self._is_closed:
            await asyncio.sleep(max(0.0, wait_s))
            showing.is_behind, wait_s = False, UPDATE_EVERY_S
            try:
                await loop.run_in_executor(self._workers, self._pass.run, id_, showing.progress)
                again_s = UPDATE_EVERY_S
            except (SendLater, StoreUnavailable) as error:
                log.info("refresh_card_put_off", refresh=id_, code=type(error).__name__)
                showing.is_behind = True
                wait_s = max(again_s, error.wait_s if isinstance(error, SendLater) else 0.0)
                again_s = min(again_s * 2, _TRY_AGAIN_S_MAX)
            except Exception:  # the one place where a defect in showing ends up; the next change tries again
                log.exception("refresh_card_broke", refresh=id_, incident=secrets.token_hex(4))
            showing.shown_at = loop.time()
