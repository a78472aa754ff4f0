"""A refresh from its plan to its end; every step is on disk before it is shown, so a killed bot goes on from there."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from bot.slack.refreshing.running import Ended, Report
from bot.slack.refreshing.stories import UNDER_WAY, Phase, Planned, Progress, Story, read_plan, story_of
from bot.store.audit import NOBODY, Deed, Entry
from bot.store.errors import StoreUnavailable
from bot.store.refreshes import Kept, Refreshes

log = structlog.get_logger(__name__)

KEPT_DAYS = 90
SCHEDULE = "schedule"
"""Stands for nobody where an index says who published it."""
_DAY_S = 24 * 3600
_TRY_AGAIN_S = 5.0


class Runs(Protocol):
    """What reads, publishes and goes back; asked for one thing at a time."""

    async def plan(self, report: Report) -> Ended:
        """What would change; `report` is called now and then."""

    async def publish(self, by: str, report: Report) -> Ended:
        """A refresh for somebody; `report` is called now and then."""

    async def undo(self, generation: str) -> Ended:
        """Go back to this generation."""

    async def close(self) -> None:
        """End what runs."""


class Shows(Protocol):
    """What keeps the cards in line."""

    def show(self, id_: str, progress: Progress | None = None) -> None:
        """Soon the card says how far this refresh is; `progress` holds until it is shown without."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """What a refresh needs to know."""

    team: str
    staff_channel: str
    refreshes: Refreshes
    pointer: Callable[[], str]
    """Names the generation that serves."""
    is_pinned: Callable[[], bool]
    """Whether somebody went back to it, so that nothing newer serves before somebody says so."""
    clock: Callable[[], float]


class Work:
    """Belongs to the loop."""

    def __init__(self, knowing: Knowing, runs: Runs, shows: Shows) -> None:
        self._knowing = knowing
        self._runs = runs
        self._shows = shows
        self._under_way: set[asyncio.Task[None]] = set()
        # One step of one refresh at a time: what a plan was compared with must not change before it is published.
        self._alone = asyncio.Lock()
        self._steps: dict[str, Callable[[Kept, Story], Coroutine[Any, Any, None]]] = {
            "planning": self._plan,
            "publishing": self._publish,
            "undoing": self._undo,
        }

    def begin(self, id_: str, person: str, channel: str) -> bool:
        """Whether the refresh is new; it is on disk, and `go_on` works on it. For any thread but the loop's.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        knowing = self._knowing
        now = knowing.clock()
        knowing.refreshes.forget_before(now - KEPT_DAYS * _DAY_S)
        return knowing.refreshes.begin(
            Kept(id_, knowing.team, channel, person, "planning", Story(by=person).to_json(), now)
        )

    def begin_scheduled(self, id_: str) -> bool:
        """As `begin`, for the schedule: nobody has to press anything, and at most one is under way.

        After an undo it waits until somebody publishes again: it would only do once more what was undone.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        knowing = self._knowing
        left = knowing.refreshes.left(knowing.team, UNDER_WAY)
        is_busy = any(kept.person == NOBODY and kept.phase in UNDER_WAY and kept.id != id_ for kept in left)
        if is_busy or knowing.is_pinned():
            log.info("schedule_skipped", refresh=id_)
            return False
        story = Story().to_json()
        return knowing.refreshes.begin(Kept(id_, knowing.team, "", NOBODY, "publishing", story, knowing.clock()))

    def go_on(self, id_: str) -> None:
        """Do what this refresh waits for."""
        task = asyncio.create_task(self._go_on(id_))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def take_up(self) -> None:
        """What an earlier process left behind goes on, or is told how it ended."""
        left = await self._left()
        for kept in left:
            if kept.phase in UNDER_WAY:
                await asyncio.to_thread(self._resolve, kept)
                self.go_on(kept.id)
            self._shows.show(kept.id)
        log.info("refreshes_taken_up", left=len(left))

    async def close(self) -> None:
        """Whatever runs is ended; the next start takes it up."""
        for task in self._under_way:
            task.cancel()
        await self._runs.close()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _left(self) -> tuple[Kept, ...]:
        while True:
            try:
                return await asyncio.to_thread(self._knowing.refreshes.left, self._knowing.team, UNDER_WAY)
            except StoreUnavailable as error:
                log.warning("refreshes_not_taken_up", code=type(error).__name__)
                await asyncio.sleep(_TRY_AGAIN_S)

    def _resolve(self, kept: Kept) -> None:
        """How a step that a killed bot had begun ended: what serves now tells."""
        story = story_of(kept.story)
        serving = self._knowing.pointer()
        if kept.phase == "publishing" and story.is_begun and serving != story.base:
            self._move(kept, "published", replace(story, generation=serving), "published")
        elif kept.phase == "publishing" and story.is_begun and kept.person != NOBODY:
            self._move(kept, "planned", replace(story, note="interrupted", is_begun=False))
        elif kept.phase == "undoing" and serving == story.base:
            self._move(kept, "undone", story, "undone")
        elif kept.phase == "undoing":
            self._move(kept, "published", replace(story, note="interrupted"))

    async def _go_on(self, id_: str) -> None:
        try:
            self._shows.show(id_)
            async with self._alone:
                kept = await asyncio.to_thread(self._knowing.refreshes.find, id_)
                step = self._steps.get(kept.phase) if kept else None
                if kept and step:
                    await step(kept, story_of(kept.story))
        except StoreUnavailable as error:
            # It stays where it was, and the next start takes it up.
            log.error("refresh_not_kept", refresh=id_, code=type(error).__name__)  # noqa: TRY400 -- no trace
        except Exception:  # a defect must not stay unseen in a task, nor leave a card that never ends
            log.exception("refresh_broke", refresh=id_, incident=secrets.token_hex(4))
            await self._fail(id_)
        self._shows.show(id_)

    async def _plan(self, kept: Kept, story: Story) -> None:
        ended = await self._runs.plan(self._report(kept))
        if ended.said is None:
            await self._keep(kept, "failed", replace(story, detail=ended.detail), "failed")
            return
        plan = read_plan(ended.said)
        await self._keep(kept, "empty" if plan.is_empty else "planned", replace(story, plan=plan), "planned")

    async def _publish(self, kept: Kept, story: Story) -> None:
        if kept.person != NOBODY and await self._is_outdated(kept, story):
            return
        story = replace(story, base=self._knowing.pointer(), is_begun=True)
        kept = await self._keep(kept, "publishing", story)
        log.info("publishing_begun", refresh=kept.id)
        ended = await self._runs.publish(story.by or SCHEDULE, self._report(kept))
        if ended.said is None:
            await self._keep(kept, "failed", replace(story, detail=ended.detail), "failed")
            return
        story = replace(story, plan=_done(ended.said, story), generation=_name(ended.said))
        if ended.said.get("changed", True):
            await self._keep(kept, "published", story, "published")
        else:
            await self._keep(kept, "empty", story, "planned")

    async def _is_outdated(self, kept: Kept, story: Story) -> bool:
        """Whether something changed since the plan was shown; then the new plan stands on the card."""
        ended = await self._runs.plan(self._report(kept))
        if ended.said is None:
            await self._keep(kept, "failed", replace(story, detail=ended.detail), "failed")
            return True
        plan = read_plan(ended.said)
        if story.plan and plan.digest == story.plan.digest:
            return False
        phase: Phase = "empty" if plan.is_empty else "planned"
        await self._keep(kept, phase, replace(story, plan=plan, note="outdated"), "planned")
        return True

    def _report(self, kept: Kept) -> Report:
        return lambda progress: self._shows.show(kept.id, progress)

    async def _undo(self, kept: Kept, story: Story) -> None:
        ended = await self._runs.undo(story.base)
        if ended.said is None:
            await self._keep(kept, "published", replace(story, note="not_undone", detail=ended.detail), "failed")
        else:
            await self._keep(kept, "undone", story, "undone")

    async def _fail(self, id_: str) -> None:
        kept = await asyncio.to_thread(self._knowing.refreshes.find, id_)
        if kept and kept.phase in UNDER_WAY:
            await self._keep(kept, "failed", story_of(kept.story), "failed")

    async def _keep(self, kept: Kept, phase: Phase, story: Story, deed: Deed | None = None) -> Kept:
        return await asyncio.to_thread(self._move, kept, phase, story, deed)

    def _move(self, kept: Kept, phase: Phase, story: Story, deed: Deed | None = None) -> Kept:
        """The refresh as it is from now on."""
        knowing = self._knowing
        following = replace(kept, phase=phase, story=story.to_json(), channel=self._channel_for(kept, phase, story))
        about = _about(kept, phase, story)
        noted = Entry(knowing.team, story.by, deed, about, knowing.clock()) if deed else None
        knowing.refreshes.move(kept, following, noted)
        return replace(following, version=kept.version + 1)

    def _channel_for(self, kept: Kept, phase: Phase, story: Story) -> str:
        """Where staff hear of it. The schedule speaks when something was published, and once of the same trouble."""
        if kept.channel or kept.person != NOBODY:
            return kept.channel
        if phase == "published":
            return self._knowing.staff_channel
        trouble = _trouble(phase, story)
        last = self._knowing.refreshes.last_by(kept.team, NOBODY, kept.at)
        is_told = last is not None and _trouble(last.phase, story_of(last.story)) == trouble
        return self._knowing.staff_channel if trouble and not is_told else ""


def _done(said: dict[str, Any], story: Story) -> Planned | None:
    """What was done, when the report says so; otherwise what was planned."""
    plan = read_plan(said)
    return plan if any(listed.count for listed in plan.kinds.values()) or not story.plan else story.plan


def _trouble(phase: str, story: Story) -> str:
    return story.trouble or (phase if phase == "failed" else "")


def _name(said: dict[str, Any]) -> str:
    return str(said.get("name") or said.get("generation") or "")


def _about(kept: Kept, phase: Phase, story: Story) -> str:
    counts = {kind: listed.count for kind, listed in story.plan.kinds.items()} if story.plan else {}
    told = " ".join(f"{kind}={count}" for kind, count in counts.items() if count)
    return " ".join(each for each in (kept.id, phase, story.generation, told) if each)
