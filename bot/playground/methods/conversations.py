"""conversations.*: channels and what was written there."""

from __future__ import annotations

from bot.playground import rules
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import BOT_USER_ID
from bot.playground.wire_shapes import channel_wire
from bot.playground.workspace import Channel, Message, Wire, replies, top_level

_PAGE_MAX = 999
_PAGE_DEFAULT = 100


def info(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.info."""
    return {"ok": True, "channel": channel_wire(_visible_channel(slack, args))}


def list_all(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.list; `types` as Slack names them."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {kinds.get(name.strip(), "") for name in str(args.get("types") or "public_channel").split(",")}
    shown = [
        channel_wire(channel)
        for channel in slack.workspace.channels.values()
        if channel.kind in wanted and (channel.kind == "channel" or BOT_USER_ID in channel.members)
    ]
    return {"ok": True, "channels": shown, "response_metadata": {"next_cursor": ""}}


def members(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.members."""
    channel = _visible_channel(slack, args)
    return {"ok": True, "members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def open_direct(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.open with one person, or with a direct conversation's id."""
    if args.get("channel"):
        channel = slack.workspace.channel(str(args["channel"]))
    else:
        rules.need(args, "users")
        users = args["users"] if isinstance(args["users"], list) else str(args["users"]).split(",")
        if len(users) != 1 or users[0] not in slack.workspace.people:
            raise Refusal("user_not_found")
        channel = slack.workspace.direct_channel(users[0])
    shown = channel_wire(channel) if args.get("return_im") else {"id": channel.id}
    return {"ok": True, "no_op": True, "already_open": True, "channel": shown}


def history(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.history, newest first."""
    channel = _readable_channel(slack, args)
    return _page([message for message in reversed(top_level(channel)) if not message.only_for], args)


def replies_of(slack: LocalSlack, args: Wire) -> Wire:
    """conversations.replies: the thread's root, then its replies, oldest first."""
    rules.need(args, "ts")
    channel = _readable_channel(slack, args)
    named = channel.messages.get(str(args["ts"]))
    if named is None:
        raise Refusal("thread_not_found")
    root_ts = str(named.wire.get("thread_ts", named.wire["ts"]))
    root = channel.messages.get(root_ts, named)
    return _page([root, *replies(channel, root_ts)], args)


def _visible_channel(slack: LocalSlack, args: Wire) -> Channel:
    rules.need(args, "channel")
    channel = slack.workspace.channel(str(args["channel"]))
    if channel.kind != "channel" and BOT_USER_ID not in channel.members:
        raise Refusal("channel_not_found")
    return channel


def _readable_channel(slack: LocalSlack, args: Wire) -> Channel:
    channel = _visible_channel(slack, args)
    if BOT_USER_ID not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _page(found: list[Message], args: Wire) -> Wire:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9")
    inclusive = str(args.get("inclusive", "")).lower() in {"true", "1"}
    wires = [
        message.wire
        for message in found
        if oldest < message.wire["ts"] < latest or (inclusive and message.wire["ts"] in {oldest, latest})
    ]
    limit = min(rules.whole_number(args, "limit", _PAGE_DEFAULT), _PAGE_MAX)
    cursor = str(args.get("cursor") or "")
    start = int(cursor) if cursor.isdigit() else 0
    has_more = len(wires) > start + limit
    answer: Wire = {"ok": True, "messages": wires[start : start + limit], "has_more": has_more}
    if has_more:
        answer["response_metadata"] = {"next_cursor": str(start + limit)}
    return answer
