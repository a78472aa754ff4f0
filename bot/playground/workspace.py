"""The state of the local Slack: channels, messages, threads, reactions, statuses. No I/O; time is passed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.playground.errors import NoSuchName, Refusal
from bot.playground.roster import BOT_HANDLE, BOT_USER_ID, ChannelKind, Person, Place

Wire = dict[str, Any]

MESSAGES_PER_CHANNEL_MAX = 3000  # a long evening of play; load tests need no more to look back on
STATUS_LIFE_S = 120.0  # Source: docs of assistant.threads.setStatus: it goes after two minutes without a message


@dataclass(slots=True)
class Message:
    """A message as Slack sends it; `only_for` is the one person who sees an ephemeral."""

    wire: Wire
    only_for: str = ""
    streaming_until_s: float = 0.0
    streams_chunks: bool = False
    """What it began with: from then on it grows by chunks alone, or by text alone."""


@dataclass(slots=True)
class Channel:
    """A channel or direct conversation; `messages` by ts, oldest first."""

    id: str
    name: str
    kind: ChannelKind
    topic: str = ""
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_shared: bool = False
    creator: str = ""
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """The line that says the app is at work."""

    text: str
    until_s: float


@dataclass(frozen=True, slots=True)
class Prompts:
    """Suggested prompts: a heading and `(title, message)` pairs."""

    title: str
    pairs: tuple[tuple[str, str], ...]


class Workspace:
    """Everything people and the app can see."""

    def __init__(self, people: tuple[Person, ...], places: tuple[Place, ...]) -> None:
        """Open the places, and one direct conversation with the app for each person."""
        self.people = {person.id: person for person in people}
        self.channels: dict[str, Channel] = {}
        self.statuses: dict[tuple[str, str], Status] = {}
        self.prompts: dict[str, Prompts] = {}
        self.sessions: dict[tuple[str, str], str] = {}
        """The status of the app's session in each thread."""
        self._last_ts_us = 0
        ids = {person.handle: person.id for person in people} | {BOT_HANDLE: BOT_USER_ID}
        for place in places:
            members = {ids[handle] for handle in place.members if handle in ids}
            self.channels[place.id] = Channel(
                place.id, place.name, place.kind, place.topic, members, place.is_archived, place.is_shared
            )
            self.channels[place.id].creator = ids.get(place.creator, "")
        for person in people:
            direct = Channel(f"D0{person.handle.upper()}", person.handle, "im", members={person.id, BOT_USER_ID})
            self.channels[direct.id] = direct

    def channel(self, channel_id: str) -> Channel:
        """The channel.

        Raises:
            Refusal: `channel_not_found`.
        """
        try:
            return self.channels[channel_id]
        except KeyError:
            raise Refusal("channel_not_found") from None

    def message(self, channel_id: str, ts: str) -> Message:
        """The message.

        Raises:
            Refusal: `message_not_found`, `channel_not_found`.
        """
        try:
            return self.channel(channel_id).messages[ts]
        except KeyError:
            raise Refusal("message_not_found") from None

    def direct_channel(self, person_id: str) -> Channel:
        """The person's conversation with the app."""
        return self.channel(f"D0{self.people[person_id].handle.upper()}")

    def find_person(self, name: str) -> Person:
        """Who has this id, handle or name.

        Raises:
            NoSuchName: nobody.
        """
        wanted = name.lstrip("@").casefold()
        for person in self.people.values():
            if wanted in {person.id.casefold(), person.handle, person.name.casefold()}:
                return person
        raise NoSuchName(name)

    def find_channel(self, name: str, person: Person | None = None) -> Channel:
        """The channel of this id or name; `dm` is the person's own conversation with the app.

        Raises:
            NoSuchName: there is none.
        """
        wanted = name.lstrip("#")
        if person and wanted in {"dm", BOT_HANDLE}:
            return self.direct_channel(person.id)
        for channel in self.channels.values():
            if wanted == channel.id or (channel.kind != "im" and wanted == channel.name):
                return channel
        raise NoSuchName(name)

    def next_ts(self, now_s: float) -> str:
        """A message id that no other message has, in order of time."""
        self._last_ts_us = max(int(now_s * 1_000_000), self._last_ts_us + 1)
        return f"{self._last_ts_us // 1_000_000}.{self._last_ts_us % 1_000_000:06d}"

    def add(self, channel: Channel, wire: Wire, only_for: str = "") -> Message:
        """Keep a new message, count it at its thread's root and forget the oldest beyond the bound."""
        message = Message(wire, only_for)
        channel.messages[wire["ts"]] = message
        root = channel.messages.get(wire.get("thread_ts", ""))
        if root and root is not message and not only_for:
            _count_reply(root.wire, wire)
        if wire.get("user") == BOT_USER_ID:
            self.statuses.pop((channel.id, wire.get("thread_ts", "")), None)
        for ts in list(islice(channel.messages, max(0, len(channel.messages) - MESSAGES_PER_CHANNEL_MAX))):
            del channel.messages[ts]
        return message

    def remove(self, channel: Channel, ts: str) -> Message:
        """Take a message away and uncount it at its thread's root."""
        message = self.message(channel.id, ts)
        del channel.messages[ts]
        root = channel.messages.get(message.wire.get("thread_ts", ""))
        if root and not message.only_for:
            _uncount_reply(root.wire, [reply.wire for reply in replies(channel, root.wire["ts"])])
        return message

    def status(self, channel_id: str, now_s: float) -> tuple[str, Status] | None:
        """The newest status in the channel that still lives, with its thread."""
        for (where, thread_ts), status in reversed(self.statuses.items()):
            if where == channel_id and status.until_s > now_s:
                return thread_ts, status
        return None


def replies(channel: Channel, thread_ts: str, person_id: str = "") -> list[Message]:
    """What stands in a thread below its root, oldest first; ephemerals only for `person_id`."""
    return [
        message
        for ts, message in channel.messages.items()
        if message.wire.get("thread_ts") == thread_ts and ts != thread_ts and message.only_for in {"", person_id}
    ]


def top_level(channel: Channel, person_id: str = "") -> list[Message]:
    """What stands in the channel itself, oldest first; ephemerals only for `person_id`."""
    return [
        message
        for ts, message in channel.messages.items()
        if message.wire.get("thread_ts", ts) == ts and message.only_for in {"", person_id}
    ]


def react(wire: Wire, name: str, user_id: str) -> None:
    """Add a reaction.

    Raises:
        Refusal: `already_reacted`.
    """
    reactions = wire.setdefault("reactions", [])
    for reaction in reactions:
        if reaction["name"] == name:
            if user_id in reaction["users"]:
                raise Refusal("already_reacted")
            reaction["users"].append(user_id)
            reaction["count"] += 1
            return
    reactions.append({"name": name, "users": [user_id], "count": 1})


def unreact(wire: Wire, name: str, user_id: str) -> None:
    """Take a reaction away.

    Raises:
        Refusal: `no_reaction`.
    """
    for reaction in wire.get("reactions", []):
        if reaction["name"] == name and user_id in reaction["users"]:
            reaction["users"].remove(user_id)
            reaction["count"] -= 1
            wire["reactions"] = [kept for kept in wire["reactions"] if kept["count"]]
            return
    raise Refusal("no_reaction")


def _count_reply(root: Wire, reply: Wire) -> None:
    users = root.setdefault("reply_users", [])
    if reply["user"] not in users:
        users.append(reply["user"])
    root["thread_ts"] = root["ts"]
    root["reply_count"] = root.get("reply_count", 0) + 1
    root["reply_users_count"] = len(users)
    root["latest_reply"] = reply["ts"]


def _uncount_reply(root: Wire, left: list[Wire]) -> None:
    if not left:
        for key in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
            root.pop(key, None)
        return
    root["reply_count"] = len(left)
    root["reply_users"] = list(dict.fromkeys(reply["user"] for reply in left))
    root["reply_users_count"] = len(root["reply_users"])
    root["latest_reply"] = left[-1]["ts"]
