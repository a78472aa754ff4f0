"""What holds in channels, and what goes beside the answers there, put together."""

from __future__ import annotations

import time
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.settings import Caps
from bot.slack.answers.outbox import Outbox
from bot.slack.answers.replying import Aside
from bot.slack.channels.desk import SettingsDesk, Ways
from bot.slack.channels.greeting import Greeter
from bot.slack.channels.limits import Limits
from bot.slack.channels.refusing import Refusing
from bot.slack.channels.rules import Rules
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from bot.slack.private.sharing import Sharing
from bot.slack.private.whispering import Whispering
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.asked import Asked
from bot.store.audit import Audit
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations
from bot.store.notices import Notices
from bot.store.person_settings import PersonSettings


@dataclass(frozen=True, slots=True)
class Lines:
    """The ways to Slack, and who is there."""

    asking: AsyncWebClient
    private: SlackCalls
    rooms: RoomCalls
    outbox: Outbox
    directory: Directory
    identity: Identity


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs."""

    aside: Aside
    desk: SettingsDesk
    private: SlackCalls


def assemble(engine: Engine, team: str, caps: Caps, lines: Lines) -> Parts:
    """Everything for the channels of one workspace."""
    settings, notices = ChannelSettings(engine), Notices(engine)
    whispering = Whispering(lines.private, lines.rooms)
    aside = Aside(
        Rules(settings, PersonSettings(engine)),
        Refusing(Limits(Asked(engine), notices, caps, time.time), lines.outbox, whispering),
        whispering,
        Sharing(lines.outbox, Conversations(engine), lines.private, lines.rooms, lines.directory),
        Greeter(notices, lines.outbox, time.time),
    )
    ways = Ways(lines.asking, lines.private, lines.rooms)
    return Parts(aside, SettingsDesk(team, lines.identity, settings, Audit(engine), ways), lines.private)
