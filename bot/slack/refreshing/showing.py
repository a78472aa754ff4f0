"""The card of each refresh is brought in line with where it stands, at most once a second, until it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.coalescing import Coalescing
from bot.slack.directory import Directory
from bot.slack.errors import SendRefused
from bot.slack.refreshing.cards import card
from bot.slack.refreshing.stories import Progress, story_of
from bot.slack.web_api.failures import is_closed_to_us
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.gaps import Gaps
from bot.store.refreshes import Kept, Refreshes
from bot.walkthrough.events import PersonId

log = structlog.get_logger(__name__)

_WORKERS_MAX = 2


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at a refresh and its card; for any thread but the loop's."""

    refreshes: Refreshes
    outbox: Outbox
    calls: RoomCalls
    directory: Directory
    gaps: Gaps

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
        closed = self.gaps.closed(story.generation, kept.team) if kept.phase == "published" else ()
        packed = card(kept, story, self.directory.names(who), progress, closed)
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

    def __init__(self, by: Pass, changed: Callable[[], None]) -> None:
        """`changed` is told when a refresh went a step further, for whoever shows it elsewhere."""
        self._pass = by
        self._changed = changed
        self._progress: dict[str, Progress] = {}
        self._passes: Coalescing[str] = Coalescing(self._run, _WORKERS_MAX, "refresh-card")

    def show(self, id_: str, progress: Progress | None = None) -> None:
        """Soon the card says how far this refresh is; `progress` holds until it is shown without."""
        if progress:
            self._progress[id_] = progress
        else:
            self._progress.pop(id_, None)
            self._changed()
        self._passes.mark(id_)

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is shown after the next start."""
        await self._passes.close(wait_s_max)

    def _run(self, id_: str) -> str:
        self._pass.run(id_, self._progress.get(id_))
        return ""
