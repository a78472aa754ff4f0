"""What people write: messages, edits, files, reactions. The page and the tests' control both act through here."""

from __future__ import annotations

import uuid
from typing import Literal

from bot.playground import elements, events
from bot.playground.errors import Refusal
from bot.playground.file_shelf import File
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import thread_fields
from bot.playground.methods.files import post_files
from bot.playground.roster import BOT_USER_ID, Person
from bot.playground.typed_text import rich_text
from bot.playground.workspace import Channel, Message, Wire, react, unreact


def say(slack: LocalSlack, person: Person, channel: Channel, typed: str, thread_ts: str = "") -> str:
    """The ts of what the person wrote. The app hears it, twice when it is mentioned in a channel.

    Raises:
        Refusal: `not_in_channel`, `is_archived`, `no_text`, `msg_too_long`, `thread_not_found`.
    """
    if not typed.strip():
        raise Refusal("no_text")
    wire = _written(slack, person, channel, typed, thread_ts)
    slack.post(channel, wire)
    _tell_mention(slack, channel, wire)
    return str(wire["ts"])


def share_file(slack: LocalSlack, person: Person, channel: Channel, file: File, typed: str, thread_ts: str = "") -> str:
    """The ts of the person's message with a file.

    Raises:
        Refusal: as in `say`.
    """
    wire = _written(slack, person, channel, typed, thread_ts)
    post_files(slack, channel, wire, [file])
    _tell_mention(slack, channel, wire)
    return str(wire["ts"])


def edit(slack: LocalSlack, person: Person, channel: Channel, ts: str, typed: str) -> None:
    """Change the person's own message.

    Raises:
        Refusal: `message_not_found`, `cant_update_message`.
    """
    message = _own(slack, person, channel, ts, "cant_update_message")
    pieces = slack.names.read(typed)
    edited = {"user": person.id, "ts": slack.next_ts()}
    fields = {"text": slack.names.wire_text(pieces), "blocks": elements.with_ids(rich_text(pieces)), "edited": edited}
    slack.change(channel, message, fields)


def delete(slack: LocalSlack, person: Person, channel: Channel, ts: str) -> None:
    """Take the person's own message away.

    Raises:
        Refusal: `message_not_found`, `cant_delete_message`.
    """
    _own(slack, person, channel, ts, "cant_delete_message")
    slack.remove(channel, ts)


def toggle_reaction(slack: LocalSlack, person: Person, channel: Channel, ts: str, name: str) -> None:
    """Add the person's reaction, or take it away when it is there."""
    wire = slack.workspace.message(channel.id, ts).wire
    kind: Literal["reaction_added", "reaction_removed"] = "reaction_added"
    try:
        react(wire, name, person.id)
    except Refusal:
        unreact(wire, name, person.id)
        kind = "reaction_removed"
    slack.show(channel, wire)
    slack.tell_app(channel, events.reaction_event(kind, channel.id, wire, name, person.id, slack.next_ts()), kind)


def join(slack: LocalSlack, person_id: str, channel: Channel) -> None:
    """Someone, or the app itself, comes into a channel."""
    channel.members.add(person_id)
    _tell_of_membership(slack, "member_joined_channel", person_id, channel)


def leave(slack: LocalSlack, person_id: str, channel: Channel) -> None:
    """Someone goes out of a channel."""
    channel.members.discard(person_id)
    _tell_of_membership(slack, "member_left_channel", person_id, channel)


def _tell_of_membership(
    slack: LocalSlack,
    kind: Literal["member_joined_channel", "member_left_channel"],
    person_id: str,
    channel: Channel,
) -> None:
    person = slack.workspace.people.get(person_id)
    event = events.membership_event(kind, channel, person_id, person.team_id if person else "", slack.next_ts())
    slack.tell_app(channel, event, kind)


def _written(slack: LocalSlack, person: Person, channel: Channel, typed: str, thread_ts: str) -> Wire:
    if person.id not in channel.members:
        raise Refusal("not_in_channel")
    if channel.is_archived:
        raise Refusal("is_archived")
    slack.writers.add(person.id)
    pieces = slack.names.read(typed)
    wire: Wire = {
        "type": "message",
        "user": person.id,
        "ts": slack.next_ts(),
        "client_msg_id": str(uuid.uuid4()),
        "text": slack.names.wire_text(pieces),
        "team": person.team_id,
        "blocks": elements.with_ids(rich_text(pieces)),
    }
    if channel.is_shared:
        wire |= {"user_team": person.team_id, "source_team": person.team_id}
    return wire | thread_fields(channel, thread_ts)


def _tell_mention(slack: LocalSlack, channel: Channel, wire: Wire) -> None:
    # Slack sends no app_mention in direct conversations.
    if f"<@{BOT_USER_ID}>" in wire["text"] and channel.kind != "im":
        slack.tell_app(channel, events.mention_event(channel, wire), "app_mention")


def _own(slack: LocalSlack, person: Person, channel: Channel, ts: str, code: str) -> Message:
    message = slack.workspace.message(channel.id, ts)
    if message.wire["user"] != person.id:
        raise Refusal(code)
    return message
