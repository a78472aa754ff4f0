"""reactions.*: the app reacts to a message."""

from __future__ import annotations

from typing import Literal

from bot.playground import events, rules
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import BOT_USER_ID
from bot.playground.workspace import Wire, react, unreact


def add(slack: LocalSlack, args: Wire) -> Wire:
    """reactions.add."""
    return _change(slack, args, "reaction_added")


def remove(slack: LocalSlack, args: Wire) -> Wire:
    """reactions.remove."""
    return _change(slack, args, "reaction_removed")


def _change(slack: LocalSlack, args: Wire, kind: Literal["reaction_added", "reaction_removed"]) -> Wire:
    rules.need(args, "channel", "timestamp", "name")
    channel = slack.workspace.channel(str(args["channel"]))
    wire = slack.workspace.message(channel.id, str(args["timestamp"])).wire
    name = str(args["name"]).strip(":")
    (react if kind == "reaction_added" else unreact)(wire, name, BOT_USER_ID)
    slack.show(channel, wire)
    slack.tell_app(channel, events.reaction_event(kind, channel.id, wire, name, BOT_USER_ID, slack.next_ts()), kind)
    return {"ok": True}
