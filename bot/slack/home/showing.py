"""Each Home tab that somebody opened is brought in line with what there is, at most once a second, until it is."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from bot.slack.coalescing import Coalescing
from bot.slack.errors import SendRefused
from bot.slack.home.facts import Facts, Note
from bot.slack.home.gathering import concerns
from bot.slack.home.view import home_view
from bot.store.errors import StoreUnavailable
from bot.walkthrough.guiding import Guide, WalkthroughId

log = structlog.get_logger(__name__)

_WORKERS_MAX = 4
# Whoever opened theirs long ago sees what is new when they open it again.
_OPEN_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person sees."""

    channel: str
    """Of their direct conversation with the coach."""
    hash: str = ""
    """Slack's name for the view as it was published last; empty when that is not known."""
    note: Note | None = None
    asked: int = 0
    """How often they asked from there."""


class Publishes(Protocol):
    """Slack's call."""

    def publish(self, person: str, view: dict[str, Any], view_hash: str) -> str:
        """Slack's hash of the view that stands there now; unless `view_hash` is empty it must be the one before."""


class Gathers(Protocol):
    """What reads everything for one person."""

    def facts(self, person: str, *, is_staff: bool) -> Facts:
        """Everything for this person as it is now."""


class HomeTabs:
    """Every Home tab that is open. Belongs to the loop in which it is made, but for `hear`."""

    def __init__(
        self, gathering: Gathers, calls: Publishes, is_staff: Callable[[str], Awaitable[bool]], guide: Guide
    ) -> None:
        """Who is staff is asked each time that a tab is shown."""
        self._gathering = gathering
        self._calls = calls
        self._is_staff = is_staff
        self._guide = guide
        self._loop = asyncio.get_running_loop()
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        self._for_staff: set[str] = set()
        """Those whose tab shows how the knowledge is."""
        self._following: set[asyncio.Task[None]] = set()
        self._passes: Coalescing[str] = Coalescing(self._show, _WORKERS_MAX, "home")

    def opened(self, person: str, channel: str, view_hash: str) -> None:
        """Somebody looks at their tab; `view_hash` is of what they see, empty when there is nothing yet."""
        before = self._seen.pop(person, Seen(channel))
        self._seen[person] = replace(before, channel=channel, hash=view_hash, note=None)
        if len(self._seen) > _OPEN_MAX:
            self._seen.popitem(last=False)
        self._passes.mark(person)

    def channel_of(self, person: str) -> str:
        """The direct conversation with somebody who opened their tab; empty when that was before the last start."""
        return self._seen[person].channel if person in self._seen else ""

    def tell(self, person: str, note: Note, *, has_asked: bool = False) -> None:
        """Something was pressed there: the tab says what came of it, and shows what is new."""
        seen = self._seen.get(person, Seen(""))
        self._seen[person] = replace(seen, note=note, asked=seen.asked + has_asked)
        self._passes.mark(person)

    def hear(self, walkthrough: WalkthroughId | None) -> None:
        """A walkthrough changed, or the knowledge did: the tabs that show it follow. From any thread."""
        self._loop.call_soon_threadsafe(self._follow, walkthrough)

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest is shown when it is opened again."""
        await self._passes.close(wait_s_max)

    def _follow(self, walkthrough: WalkthroughId | None) -> None:
        if not self._seen:
            return
        if walkthrough is None:
            for person in self._for_staff & self._seen.keys():
                self._passes.mark(person)
            return
        task = asyncio.create_task(self._follow_walkthrough(walkthrough))
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _follow_walkthrough(self, walkthrough: WalkthroughId) -> None:
        try:
            state = await asyncio.to_thread(self._guide.state, walkthrough)
        except StoreUnavailable as error:
            # The next change, or the next look at the tab, shows it.
            log.warning("tabs_not_followed", walkthrough=walkthrough, code=type(error).__name__)
            return
        for person in self._seen:
            if state and concerns(state, person):
                self._passes.mark(person)

    def _show(self, person: str) -> str:
        """One look at what there is, and what Slack shows; in a thread."""
        asked: Future[bool] = asyncio.run_coroutine_threadsafe(self._staff(person), self._loop)
        is_staff = asked.result()
        facts = self._gathering.facts(person, is_staff=is_staff)
        seen = self._seen.get(person, Seen(""))
        try:
            self._publish(person, facts, seen, seen.hash)
        except SendRefused as error:
            if error.code != _CONFLICT:
                log.warning("home_not_shown", code=error.code)
                return error.code
            # Something newer stands there, maybe from another process. All is read again, and then it is ours.
            self._publish(person, self._gathering.facts(person, is_staff=is_staff), seen, "")
        return ""

    def _publish(self, person: str, facts: Facts, seen: Seen, view_hash: str) -> None:
        published = self._calls.publish(person, home_view(facts, seen.note, seen.asked), view_hash)
        self._loop.call_soon_threadsafe(self._note_published, person, published)

    def _note_published(self, person: str, published: str) -> None:
        if person in self._seen:
            self._seen[person] = replace(self._seen[person], hash=published)

    async def _staff(self, person: str) -> bool:
        is_staff = await self._is_staff(person)
        # Before anything is read for them, so that no change falls in between.
        (self._for_staff.add if is_staff else self._for_staff.discard)(person)
        return is_staff


_CONFLICT = "hash_conflict"
