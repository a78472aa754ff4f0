"""What the page shows, read off the playground for one person: plain values for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_NAME, BOT_USER_ID, Person
from bot.playground.workspace import Channel, Message, Wire, replies, top_level

MESSAGES_SHOWN_MAX = 200


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message; `tone` picks the avatar's colour."""

    name: str
    initials: str
    organisation: str
    tone: int
    is_app: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as the viewer sees it."""

    author: Author
    wire: Wire
    channel_id: str
    time: str
    only_for_viewer: bool
    is_own: bool
    is_streaming: bool


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes the page has, and what they look at; `thread_ts` empty: no thread is open."""

    person: Person
    channel: Channel
    thread_ts: str = ""
    tab: str = "messages"


def author_of(slack: LocalSlack, user_id: str) -> Author:
    """The author's name, organisation and avatar."""
    people = list(slack.workspace.people.values())
    for tone, person in enumerate(people):
        if person.id == user_id:
            initials = "".join(word[0] for word in person.name.split()[:2])
            return Author(person.name, initials, person.organisation.name, tone, is_app=False)
    return Author(APP_NAME, "", "", len(people), is_app=True)


def shown(slack: LocalSlack, person: Person, channel: Channel, message: Message) -> Shown:
    """The message for this viewer."""
    at = datetime.fromtimestamp(float(message.wire["ts"]), UTC).astimezone()
    return Shown(
        author_of(slack, message.wire.get("user", BOT_USER_ID)),
        message.wire,
        channel.id,
        at.strftime("%H:%M"),
        bool(message.only_for),
        message.wire.get("user") == person.id,
        message.streaming_until_s > slack.clock(),
    )


def shown_channel(slack: LocalSlack, person: Person, channel: Channel) -> list[Shown]:
    """The channel's messages, oldest first, the last few hundred."""
    found = top_level(channel, person.id)[-MESSAGES_SHOWN_MAX:]
    return [shown(slack, person, channel, message) for message in found]


def shown_thread(slack: LocalSlack, person: Person, channel: Channel, thread_ts: str) -> list[Shown]:
    """The thread's root and replies; empty when the thread is gone."""
    root = channel.messages.get(thread_ts)
    if root is None:
        return []
    found = [root, *replies(channel, thread_ts, person.id)[-MESSAGES_SHOWN_MAX:]]
    return [shown(slack, person, channel, message) for message in found]


def channels_of(slack: LocalSlack, person: Person) -> list[Channel]:
    """The channels that stand in the person's list; direct conversations are not among them."""
    mine = [channel for channel in slack.workspace.channels.values() if person.id in channel.members]
    return [channel for channel in mine if channel.kind != "im"]


def names_of(slack: LocalSlack) -> dict[str, str]:
    """`{user or channel id: name}` for mentions."""
    people = {person.id: person.name for person in slack.workspace.people.values()}
    channels = {channel.id: channel.name for channel in slack.workspace.channels.values()}
    return people | channels | {BOT_USER_ID: APP_NAME}


def is_newcomer(slack: LocalSlack, person: Person) -> bool:
    """Whether the person has not written since the playground started."""
    return person.id not in slack.writers


def title_of(channel: Channel) -> str:
    """The channel's name as people say it."""
    return APP_NAME if channel.kind == "im" else channel.name
