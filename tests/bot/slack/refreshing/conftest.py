"""A refresh from Slack without Slack: what runs and what shows are noted, the store is real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.slack.refreshing.running import Ended, Report
from bot.slack.refreshing.stories import Progress, Story, story_of
from bot.slack.refreshing.working import Knowing, Work
from bot.store.audit import Audit
from bot.store.engines import open_engine
from bot.store.refreshes import Kept, Refreshes
from bot.store.schema import bring_up_to_date

PATIENCE_S = 20.0
TEAM, CHANNEL, ALEX = "T1", "C0STAFF", "U0ALEX"


def said(content: str = "one", *, changed: bool = True, **plan: tuple[str, ...]) -> dict[str, Any]:
    """What `coach refresh --dry-run --json` writes."""
    kinds = ("added", "changed", "removed", "failed", "stale", "unchanged")
    rows = {kind: [{"ref": name, "name": name, "reason": ""} for name in plan.get(kind, ())] for kind in kinds}
    return {"changed": changed, "recipe": {"content": content}, "plan": rows}


@dataclass
class FakeRuns:
    """Publishes names g1, g2, …; `index` is what serves, newest first."""

    index: list[str] = field(default_factory=lambda: ["g0"])
    plans: list[Ended] = field(default_factory=list)
    """What is planned next; the last one again and again."""
    publishes: Ended | None = None
    """What comes of publishing, in place of a new generation."""
    looked: Progress = field(default_factory=lambda: Progress(looked=7))
    steps: tuple[Progress, ...] = (Progress(1, 2), Progress(2, 2))
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Publishing ends once it is set."""
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    is_pinned: bool = False

    async def plan(self, report: Report) -> Ended:
        report(self.looked)
        return await self._alone("plan", self.plans.pop(0) if len(self.plans) > 1 else self.plans[0])

    async def publish(self, by: str, report: Report) -> Ended:
        for step in self.steps:
            report(step)
        if self.publishes is None:
            self.at_once += 1
            assert self.at_once == 1
            await self.gate.wait()
            self.at_once -= 1
            self.index.insert(0, f"g{len(self.index)}")
            ended = Ended((await self.plan_now()) | {"name": self.index[0]})
        else:
            ended = self.publishes
        return await self._alone(f"publish for {by}", ended)

    async def plan_now(self) -> dict[str, Any]:
        return dict(self.plans[0].said or {})

    async def undo(self, generation: str) -> Ended:
        self.index.remove(generation)
        self.index.insert(0, generation)
        return await self._alone(f"undo to {generation}", Ended({"name": generation}))

    async def close(self) -> None:
        self.asked.append("close")

    async def _alone(self, name: str, ended: Ended) -> Ended:
        self.at_once += 1
        assert self.at_once == 1
        await asyncio.sleep(0)
        self.at_once -= 1
        self.asked.append(name)
        return ended


@dataclass
class Stand:
    """The work, and what it did."""

    engine: Engine
    runs: FakeRuns = field(default_factory=FakeRuns)
    shown: list[tuple[str, Progress | None]] = field(default_factory=list)
    staff_channel: str = CHANNEL
    now: float = 1_000.0

    def __post_init__(self) -> None:
        """The first plan adds one document."""
        self.refreshes, self.audit = Refreshes(self.engine), Audit(self.engine)
        self.runs.plans = [Ended(said(added=("a.md",)))]
        self.work = self.new_work()

    def knowing(self) -> Knowing:
        return Knowing(
            TEAM,
            self.staff_channel,
            self.refreshes,
            lambda: self.runs.index[0],
            lambda: self.runs.is_pinned,
            lambda: self.now,
        )

    def new_work(self) -> Work:
        """As a bot that starts again has it."""
        return Work(self.knowing(), self.runs, self)

    def show(self, id_: str, progress: Progress | None = None) -> None:
        self.shown.append((id_, progress))

    def kept(self, id_: str = "r1") -> Kept:
        found = self.refreshes.find(id_)
        assert found
        return found

    def story(self, id_: str = "r1") -> Story:
        return story_of(self.kept(id_).story)

    def deeds(self) -> list[tuple[str, str]]:
        """Who did what, oldest first."""
        return [(entry.person, entry.deed) for entry in reversed(self.audit.listed(100))]

    async def begin(self, id_: str = "r1") -> None:
        """Somebody asked for a refresh, and its plan is there."""
        assert self.work.begin(id_, ALEX, CHANNEL)
        self.work.go_on(id_)
        await self.until(lambda: self.kept(id_).phase != "planning")

    async def press(self, phase: str, id_: str = "r1") -> bool:
        """Whether the button moved it; then the work goes on."""
        kept = self.kept(id_)
        is_moved = self.refreshes.move(kept, replace(kept, phase=phase))
        self.work.go_on(id_)
        return is_moved

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0.01)

    async def becomes(self, phase: str, id_: str = "r1") -> Kept:
        """The refresh, once it is there."""
        await self.until(lambda: self.kept(id_).phase == phase)
        return self.kept(id_)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database with this version's tables."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    yield engine
    engine.dispose()


@pytest.fixture
async def stand(store: Engine) -> AsyncIterator[Stand]:
    """The work over a real store."""
    stand = Stand(store)
    yield stand
    await stand.work.close()
