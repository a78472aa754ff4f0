"""The coach in one workspace: everything that is made for it, over what all workspaces share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncApp
from sqlalchemy import Engine

from bot.asking.answers import Reply
from bot.settings import Settings
from bot.slack.app import Surfaces, build_app
from bot.slack.audiences import Audiences
from bot.slack.composing import Composer
from bot.slack.feedback import assembly as feedback_assembly
from bot.slack.inbox import Inbox
from bot.slack.journal import Journal
from bot.slack.keeping import Keeping
from bot.slack.lanes import Lanes
from bot.slack.outbox import Outbox
from bot.slack.refreshing import assembly as refresh_assembly
from bot.slack.replying import Replying
from bot.slack.walkthrough import assembly as walkthrough_assembly
from bot.slack.walkthrough.assembly import Knows
from bot.slack.workspace import Line
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.walkthrough_messages import WalkthroughMessages
from prompts.catalogue.message import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Coach:
    """What the coach knows, and what puts it into words."""

    answers: feedback_assembly.GapCoach
    message_for: Callable[[Reply], Message]
    knows: Knows


@dataclass(frozen=True, slots=True)
class Shared:
    """What all workspaces share."""

    settings: Settings
    engine: Engine
    coach: Coach
    lanes: Lanes
    conversations: Conversations
    deliveries: Deliveries
    journal: Journal
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Presence:
    """The coach in one workspace."""

    line: Line
    app: AsyncApp
    replying: Replying
    refreshes: refresh_assembly.Parts
    _walkthroughs: walkthrough_assembly.Parts

    async def run(self) -> None:
        """What an earlier process left behind goes on; then people are reminded, until this is cancelled."""
        await asyncio.gather(self._walkthroughs.run(), self.refreshes.take_up())

    async def close(self) -> None:
        """What is under way is finished, or taken up at the next start."""
        await self._walkthroughs.close()
        await self.refreshes.close()


def appear(shared: Shared, line: Line) -> Presence:
    """The coach in the workspace at the end of this line. Must be called inside the running loop."""
    engine, settings, coach = shared.engine, shared.settings, shared.coach
    workspace, loop = line.workspace, asyncio.get_running_loop()
    outbox = Outbox(line.calls, shared.deliveries)
    ways = refresh_assembly.Lines(line.asking, line.calls, outbox)
    refreshes = refresh_assembly.assemble(engine, workspace.team, settings, ways)
    answers = feedback_assembly.Answers(coach.answers, coach.message_for)
    thoughts = feedback_assembly.assemble(engine, settings, answers, refreshes.identity, line.calls)
    shown = WalkthroughMessages(engine)
    replying = Replying(
        Composer(coach.answers, coach.message_for),
        shared.conversations,
        outbox,
        line.calls,
        thoughts.gaps,
        Audiences(refreshes.identity, loop, coach.answers.audiences).of,
        lambda thread: shown.thread_of(thread.team, thread.channel, thread.thread_ts) is not None,
    )
    lines = walkthrough_assembly.Lines(line.asking, line.calls, outbox, shared.keeping.keep)
    walkthroughs = walkthrough_assembly.assemble(engine, workspace.team, workspace.bot, coach.knows, lines)
    inbox = Inbox(workspace.bot, shared.keeping, outbox, walkthroughs.desk)
    surfaces = Surfaces(inbox, coach.knows.shows, walkthroughs.desk, refreshes, thoughts)
    app = build_app(workspace, line.asking, surfaces)
    return Presence(line, app, replying, refreshes, walkthroughs)


class Presences:
    """Where the coach is, by workspace. Threads may look at once."""

    def __init__(self) -> None:
        """Nowhere yet."""
        self._by_team: dict[str, Presence] = {}

    def add(self, presence: Presence) -> None:
        """From now on it is found."""
        self._by_team[presence.line.workspace.team] = presence

    def of(self, team: str) -> Presence:
        """The coach in this workspace.

        Raises:
            LookupError: it is not there.
        """
        return self._by_team[team]

    def all(self) -> tuple[Presence, ...]:
        """Everywhere."""
        return tuple(self._by_team.values())
