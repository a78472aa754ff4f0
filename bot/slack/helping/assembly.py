"""The parts of asking a person put together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.settings import Settings
from bot.slack.adding.working import Adding
from bot.slack.answers.outbox import Outbox
from bot.slack.helping.calling import Calling
from bot.slack.helping.desk import HelpDesk
from bot.slack.helping.experts import Experts
from bot.slack.helping.learning import Learning
from bot.slack.identity import Identity
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.audit import Audit
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations
from bot.store.help_requests import HelpRequests

_FINISH_S_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Who can be asked, the calls for their help, and what is learnt from their replies."""

    experts: Experts
    desk: HelpDesk
    learning: Learning
    calling: Calling

    def offers(self, team: str, channel: str) -> bool:
        """Whether anybody can be asked in this channel.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return bool(self.experts.of(team, channel))

    async def take_up(self) -> None:
        """What an earlier process left behind goes on."""
        await self.calling.take_up()

    async def close(self) -> None:
        """What is under way is finished; the rest goes on at the next start."""
        await self.calling.close(_FINISH_S_MAX)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ways to Slack, and to the knowledge."""

    room: RoomCalls
    outbox: Outbox
    identity: Identity
    adding: Adding


def assemble(engine: Engine, team: str, settings: Settings, lines: Lines) -> Parts:
    """Everything for asking a person in one workspace. Must be called inside the running loop."""
    loop = asyncio.get_running_loop()
    experts = Experts(ChannelSettings(engine), settings.staff)
    requests, conversations = HelpRequests(engine), Conversations(engine)
    desk = HelpDesk(team, requests, conversations, experts, lines.outbox, lines.room)
    learning = Learning(
        lines.identity,
        requests,
        conversations,
        Audit(engine),
        lines.room,
        lines.adding.begin,
        lambda id_: loop.call_soon_threadsafe(lines.adding.go_on, id_),
    )
    return Parts(experts, desk, learning, Calling(desk))
