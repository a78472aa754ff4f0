"""The coach in one workspace: everything that is made for it, over what all workspaces share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from slack_bolt.async_app import AsyncApp
from sqlalchemy import Engine

from bot.asking.answers import Reply
from bot.settings import Settings, Staff
from bot.slack.adding import assembly as adding_assembly
from bot.slack.answers.audiences import Audiences
from bot.slack.answers.composing import Composer, Replies
from bot.slack.answers.outbox import Outbox
from bot.slack.answers.readers import Readers
from bot.slack.answers.replying import Replying
from bot.slack.answers.sessions import Sessions
from bot.slack.app import Surfaces, build_app
from bot.slack.bell import Bell
from bot.slack.channels import assembly as channels_assembly
from bot.slack.errors import SendLater
from bot.slack.feedback import assembly as feedback_assembly
from bot.slack.following.desk import Considers, FollowDesk
from bot.slack.following.revising import Revising
from bot.slack.helping import assembly as help_assembly
from bot.slack.home import assembly as home_assembly
from bot.slack.home.continuing import continued
from bot.slack.intake.inbox import Inbox
from bot.slack.intake.journal import Journal, Record
from bot.slack.intake.keeping import Keeping
from bot.slack.intake.lanes import Lanes
from bot.slack.refreshing import assembly as refresh_assembly
from bot.slack.walkthrough import assembly as walkthrough_assembly
from bot.slack.walkthrough.assembly import Knows
from bot.slack.workspace import Line
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.walkthrough_messages import WalkthroughMessages
from prompts.catalogue.message import Message

log = structlog.get_logger(__name__)


class Answers(Replies, Considers, feedback_assembly.GapCoach, Protocol):
    """What answers questions, tells how it came to that, and for whom."""

    def audiences(self) -> frozenset[str]:
        """Those for whom there is anything of their own."""


@dataclass(frozen=True, slots=True)
class Coach:
    """What the coach knows, and what puts it into words."""

    answers: Answers
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
    _adding: adding_assembly.Parts
    _walkthroughs: walkthrough_assembly.Parts
    _home: home_assembly.Parts
    _helping: help_assembly.Parts

    async def run(self) -> None:
        """What an earlier process left behind goes on; then people are reminded, until this is cancelled."""
        await asyncio.gather(
            self._walkthroughs.run(), self.refreshes.take_up(), self._adding.take_up(), self._helping.take_up()
        )

    async def close(self) -> None:
        """What is under way is finished, or taken up at the next start."""
        await self._walkthroughs.close()
        await self._home.close()
        await self._helping.close()
        await self._adding.close()
        await self.refreshes.close()


def appear(shared: Shared, line: Line) -> Presence:
    """The coach in the workspace at the end of this line. Must be called inside the running loop."""
    engine, coach = shared.engine, shared.coach
    workspace, loop = line.workspace, asyncio.get_running_loop()
    settings = _settings_in(workspace.team, shared.settings)
    outbox = Outbox(line.calls, shared.deliveries)
    bell, sessions = Bell(), Sessions(line.calls)
    ways = refresh_assembly.Lines(line.asking, line.calls, outbox, bell)
    refreshes = refresh_assembly.assemble(engine, workspace.team, settings, ways)
    adding = adding_assembly.assemble(engine, workspace.team, settings, ways, refreshes)
    answers = feedback_assembly.Answers(coach.answers, coach.message_for)
    thoughts = feedback_assembly.assemble(engine, settings, answers, refreshes.identity, line.calls)
    shown = WalkthroughMessages(engine)
    readers = Readers(line.asking, workspace.team)
    audiences = Audiences(refreshes.identity, readers, loop, coach.answers.audiences)
    settled = ChannelSettings(engine)
    lines = walkthrough_assembly.Lines(line.asking, line.calls, outbox, shared.keeping.keep, bell)
    walkthroughs = walkthrough_assembly.assemble(engine, workspace.team, workspace.bot, coach.knows, lines)
    home_lines = home_assembly.Lines(
        refreshes.room, outbox, shared.keeping.keep, coach.knows.shows, line.calls.lacking, workspace.lacks
    )
    home = home_assembly.assemble(engine, settings, walkthroughs, refreshes.identity, bell, home_lines)
    in_channels = channels_assembly.Lines(
        line.asking, line.calls, refreshes.room, outbox, refreshes.directory, refreshes.identity
    )
    channels = channels_assembly.assemble(engine, workspace.team, settings.caps, in_channels)
    help_lines = help_assembly.Lines(refreshes.room, outbox, refreshes.identity, adding.work)
    helping = help_assembly.assemble(engine, workspace.team, settings, help_lines)
    replying = Replying(
        Composer(coach.answers, coach.message_for),
        shared.conversations,
        outbox,
        line.calls,
        thoughts.gaps,
        audiences.of,
        lambda thread: shown.thread_of(thread.team, thread.channel, thread.thread_ts) is not None,
        sessions,
        lambda person: continued(home.gathering.open_walks(person)),
        channels.aside,
        revising=Revising(
            refreshes.room, outbox, shared.conversations, shared.deliveries, thoughts.gaps, channels.aside.refusing
        ),
        offers_help=helping.offers,
    )
    inbox = Inbox(workspace.bot, shared.keeping, outbox, walkthroughs.desk, readers)
    following = FollowDesk(
        line.asking,
        refreshes.room,
        shared.conversations,
        coach.answers,
        audiences.of,
        lambda team, channel: frozenset(settled.of(team, channel).collections),
    )
    surfaces = Surfaces(
        inbox,
        coach.knows.shows,
        walkthroughs.desk,
        refreshes,
        thoughts,
        adding,
        following,
        helping,
        home,
        sessions,
        channels,
        shared.keeping,
    )
    app = build_app(workspace, line.asking, surfaces)
    return Presence(line, app, replying, refreshes, adding, walkthroughs, home, helping)


def _settings_in(team: str, settings: Settings) -> Settings:
    """Staff are accounts of one workspace: the same id may be somebody else in another."""
    return settings if settings.staff.team in {"", team} else replace(settings, staff=Staff())


class Presences:
    """Where the coach is, by workspace. Threads may look at once."""

    def __init__(self, *, is_single: bool) -> None:
        """Nowhere yet. A `single` one is found whatever workspace is asked for: no other can have been meant."""
        self._by_team: dict[str, Presence] = {}
        self._expected: set[str] = set()
        self._is_single = is_single

    def add(self, presence: Presence) -> None:
        """From now on it is found."""
        self._by_team[presence.line.workspace.team] = presence

    def remove(self, team: str) -> None:
        """From now on it is not found."""
        del self._by_team[team]

    def expect(self, team: str) -> None:
        """The coach is installed in this workspace, and will come as soon as it can."""
        self._expected.add(team)

    def expect_no_more(self, team: str) -> None:
        """It has come, or will not."""
        self._expected.discard(team)

    def is_expected(self, team: str) -> bool:
        """Whether it is still on its way into this workspace."""
        return team in self._expected

    def find(self, team: str) -> Presence | None:
        """The coach in this workspace, when it is there."""
        return next(iter(self._by_team.values()), None) if self._is_single else self._by_team.get(team)

    def answer(self, record: Record) -> str:
        """How a question of the journal ended; one from where the coach is no more ends quietly.

        Raises:
            SendLater, StoreUnavailable: as `Replying.answer`.
        """
        presence = self.find(record["team"])
        if presence:
            return presence.replying.answer(record)
        if self.is_expected(record["team"]):
            raise SendLater("home_not_open", maybe_sent=False)
        log.info("home_lost", key=record.get("key"))
        return "home_lost"

    def of_staff(self, team: str) -> Presence | None:
        """Where staff are: in this workspace, or, when none is named, in the first of them."""
        return self.find(team) if team else next((self._by_team[each] for each in sorted(self._by_team)), None)

    def all(self) -> tuple[Presence, ...]:
        """Everywhere."""
        return tuple(self._by_team.values())
