"""chat.*: messages of the app."""

from __future__ import annotations

from bot.playground import elements, rules
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from bot.playground.wire_shapes import bot_profile_wire
from bot.playground.workspace import Channel, Wire


def post_message(slack: LocalSlack, args: Wire) -> Wire:
    """chat.postMessage."""
    rules.need(args, "channel")
    channel = writable_channel(slack, str(args["channel"]))
    text, blocks = rules.message_content(args)
    wire = bot_message(slack, channel, text, blocks, str(args.get("thread_ts") or ""))
    if args.get("metadata"):
        wire["metadata"] = rules.parsed_json(args, "metadata", "invalid_metadata_format")
    slack.post(channel, wire)
    return {"ok": True, "channel": channel.id, "ts": wire["ts"], "message": wire}


def post_ephemeral(slack: LocalSlack, args: Wire) -> Wire:
    """chat.postEphemeral."""
    rules.need(args, "channel", "user")
    channel = writable_channel(slack, str(args["channel"]))
    if args["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    text, blocks = rules.message_content(args)
    wire = bot_message(slack, channel, text, blocks, str(args.get("thread_ts") or ""))
    slack.post(channel, wire, only_for=args["user"])
    return {"ok": True, "message_ts": wire["ts"]}


def update(slack: LocalSlack, args: Wire) -> Wire:
    """chat.update. Without `blocks` the old blocks go, as in Slack."""
    rules.need(args, "channel", "ts")
    channel = slack.workspace.channel(str(args["channel"]))
    message = slack.workspace.message(channel.id, str(args["ts"]))
    rules.check_own_message(message, "cant_update_message")
    if message.streaming_until_s > slack.clock():
        raise Refusal("streaming_state_conflict")
    text, blocks = rules.message_content(args)
    fields: Wire = {
        "text": text,
        "blocks": elements.with_ids(blocks),
        "edited": {"user": BOT_USER_ID, "ts": slack.next_ts()},
    }
    if args.get("metadata"):
        fields["metadata"] = rules.parsed_json(args, "metadata", "invalid_metadata_format")
    if "streaming_state" in message.wire:
        fields["streaming_state"] = "completed"
    slack.change(channel, message, fields)
    return {"ok": True, "channel": channel.id, "ts": args["ts"], "text": text, "message": message.wire}


def delete(slack: LocalSlack, args: Wire) -> Wire:
    """chat.delete."""
    rules.need(args, "channel", "ts")
    channel = slack.workspace.channel(str(args["channel"]))
    message = slack.workspace.message(channel.id, str(args["ts"]))
    rules.check_own_message(message, "cant_delete_message")
    if message.streaming_until_s > slack.clock():
        raise Refusal("cant_delete_message")
    slack.remove(channel, str(args["ts"]))
    return {"ok": True, "channel": channel.id, "ts": args["ts"]}


def permalink(slack: LocalSlack, args: Wire) -> Wire:
    """chat.getPermalink."""
    rules.need(args, "channel", "message_ts")
    message = slack.workspace.message(str(args["channel"]), str(args["message_ts"])).wire
    link = f"{slack.base_url}/archives/{args['channel']}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={args['channel']}"
    return {"ok": True, "channel": args["channel"], "permalink": link}


def writable_channel(slack: LocalSlack, target: str) -> Channel:
    """The channel to write to, by id, `#name`, or a user id for the direct conversation.

    Raises:
        Refusal: `channel_not_found`, `not_in_channel`, `is_archived`.
    """
    if target in slack.workspace.people:
        return slack.workspace.direct_channel(target)
    channel_id = slack.names.channels.get(target.removeprefix("#"), target)
    channel = slack.workspace.channel(channel_id)
    rules.check_can_write(channel)
    return channel


def bot_message(slack: LocalSlack, channel: Channel, text: str, blocks: list[Wire], thread_ts: str = "") -> Wire:
    """A message of the app in wire form, with a fresh ts; a reply to a reply goes to the thread's root.

    Raises:
        Refusal: `thread_not_found`.
    """
    wire: Wire = {
        "type": "message",
        "user": BOT_USER_ID,
        "ts": slack.next_ts(),
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "text": text,
        "team": TEAM_ID,
        "bot_profile": bot_profile_wire(),
        "blocks": elements.with_ids(blocks),
    }
    return wire | thread_fields(channel, thread_ts)


def thread_fields(channel: Channel, thread_ts: str) -> Wire:
    """`thread_ts` and `parent_user_id` of a reply; nothing outside threads.

    Raises:
        Refusal: `thread_not_found`.
    """
    if not thread_ts:
        return {}
    named = channel.messages.get(thread_ts)
    if named is None:
        raise Refusal("thread_not_found")
    root_ts = named.wire.get("thread_ts", thread_ts)
    root = channel.messages.get(root_ts, named)
    return {"thread_ts": root_ts, "parent_user_id": root.wire.get("user")}
