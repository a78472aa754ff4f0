"""One playground's parts, held together: what Web API methods, people, page and control all work on."""

from __future__ import annotations

import copy
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground import events
from bot.playground.bus import Bus, Change
from bot.playground.faults import FaultBook
from bot.playground.file_shelf import FileShelf
from bot.playground.permissions import Grant
from bot.playground.roster import BOT_HANDLE, BOT_TOKEN, BOT_USER_ID, COMMAND, PEOPLE, PLACES, TEAM_ID, Person, Place
from bot.playground.socket_hub import SocketHub
from bot.playground.tickets import Tickets
from bot.playground.typed_text import Names
from bot.playground.view_shelf import ViewShelf
from bot.playground.workspace import Channel, Message, Wire, Workspace

CALLS_MAX = 5000


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call, as it came and as it was answered."""

    at_s: float
    method: str
    arguments: Wire
    response: Wire
    took_ms: float


@dataclass(frozen=True, slots=True)
class AppSetup:
    """What Slack's app settings say about the app; shortcuts are `(callback_id, label)`."""

    grant: Grant = field(default_factory=Grant)
    command: str = COMMAND
    shortcuts: tuple[tuple[str, str], ...] = ()


class LocalSlack:
    """State, delivery and news of one playground."""

    def __init__(
        self,
        setup: AppSetup | None = None,
        hub: SocketHub | None = None,
        people: tuple[Person, ...] = PEOPLE,
        places: tuple[Place, ...] = PLACES,
        clock: Callable[[], float] = time.time,
        team_id: str = TEAM_ID,
    ) -> None:
        """Build an empty workspace; needs a running event loop only when it is used."""
        self.setup = setup or AppSetup()
        self.team_id = team_id
        self.tokens = [BOT_TOKEN] if team_id == TEAM_ID else []
        """Those that the app got here, the last of which is good while it is installed."""
        self.is_installed = team_id == TEAM_ID
        self.clock = clock
        self.workspace = Workspace(people, places)
        self.views = ViewShelf()
        self.files = FileShelf()
        self.tickets = Tickets()
        self.faults = FaultBook()
        self.hub = hub or SocketHub()
        self.bus = Bus()
        self.calls: deque[Call] = deque(maxlen=CALLS_MAX)
        self.base_url = ""
        self.writers: set[str] = set()  # who has written, so that the page greets only newcomers

    def install(self) -> str:
        """The app's new token."""
        self.tokens.append(f"{BOT_TOKEN}-{self.team_id}-{len(self.tokens)}")
        self.is_installed = True
        return self.tokens[-1]

    def uninstall(self) -> None:
        """The app is taken out: its token opens nothing any more, and it is told."""
        self.is_installed = False
        goodbyes: dict[str, Wire] = {"tokens_revoked": {"tokens": {"bot": [BOT_USER_ID]}}, "app_uninstalled": {}}
        for name, event in goodbyes.items():
            if self.setup.grant.allows_event(name):
                self.hub.post_event(events.callback({"type": name, **event}, self.clock(), is_shared=False))

    def abroad(self, wire: Any) -> Any:
        """What this workspace says, in the name by which others know it: inside, every one calls itself `TEAM_ID`."""
        return wire if self.team_id == TEAM_ID else json.loads(json.dumps(wire).replace(TEAM_ID, self.team_id))

    def inside(self, wire: Any) -> Any:
        """What this workspace is told, in the name that it knows itself by."""
        return wire if self.team_id == TEAM_ID else json.loads(json.dumps(wire).replace(self.team_id, TEAM_ID))

    @property
    def names(self) -> Names:
        """Whom and what typed text can mention."""
        people = {person.handle: person.id for person in self.workspace.people.values()} | {BOT_HANDLE: BOT_USER_ID}
        channels = {channel.name: channel.id for channel in self.workspace.channels.values() if channel.kind != "im"}
        return Names(people, channels)

    def next_ts(self) -> str:
        """A fresh message id."""
        return self.workspace.next_ts(self.clock())

    def post(self, channel: Channel, wire: Wire, only_for: str = "") -> Message:
        """A new message: kept, shown on the page and, unless ephemeral, told to the app."""
        message = self.workspace.add(channel, wire, only_for)
        self.show(channel, wire)
        if not only_for:
            self.tell_app(channel, events.message_event(channel, wire), events.MESSAGE_EVENTS[channel.kind])
        return message

    def change(self, channel: Channel, message: Message, fields: Wire) -> None:
        """A message changed: shown, and told as `message_changed`."""
        previous = copy.deepcopy(message.wire)
        message.wire.update(fields)
        self.show(channel, message.wire)
        if not message.only_for:
            event = events.changed_event(channel, copy.deepcopy(message.wire), previous, self.next_ts())
            self.tell_app(channel, event, events.MESSAGE_EVENTS[channel.kind])

    def remove(self, channel: Channel, ts: str) -> None:
        """A message is gone: taken off the page, and told as `message_deleted`."""
        message = self.workspace.remove(channel, ts)
        self.bus.tell(Change("gone", channel.id, ts, message.only_for))
        self._show_root(channel, message.wire)
        if not message.only_for:
            event = events.deleted_event(channel, message.wire, self.next_ts())
            self.tell_app(channel, event, events.MESSAGE_EVENTS[channel.kind])

    def show(self, channel: Channel, wire: Wire) -> None:
        """Tell the pages that a message looks different, and its thread's root with it."""
        self.bus.tell(Change("message", channel.id, wire["ts"]))
        self._show_root(channel, wire)

    def tell_app(self, channel: Channel | None, event: Wire, name: str) -> None:
        """Send an event to the app, if it may have it and is in the channel."""
        if not self.setup.grant.allows_event(name):
            return
        if channel is None or BOT_USER_ID in channel.members:
            is_shared = channel is not None and channel.is_shared
            # A copy: the wire dictionaries of messages change later, an event must not.
            self.hub.post_event(events.callback(copy.deepcopy(event), self.clock(), is_shared=is_shared))

    def _show_root(self, channel: Channel, wire: Wire) -> None:
        root_ts = wire.get("thread_ts", wire["ts"])
        if root_ts != wire["ts"] and root_ts in channel.messages:
            self.bus.tell(Change("message", channel.id, root_ts))
