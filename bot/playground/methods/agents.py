"""agents.sessions.*: whether the app is at work in a thread, so that people can stop it."""

from __future__ import annotations

from bot.playground import rules
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import Wire

# Source: https://docs.slack.dev/ai/agent-sessions
STATUSES = frozenset({"processing", "active", "suspended", "closed"})
STOPPED = "agent_session_stopped"


def set_status(slack: LocalSlack, args: Wire) -> Wire:
    """agents.sessions.setStatus; a session begins with the first status."""
    rules.need(args, "channel_id", "status", "thread_ts")
    channel = slack.workspace.channel(str(args["channel_id"]))
    rules.check_can_write(channel)
    slack.workspace.message(channel.id, str(args["thread_ts"]))
    if args["status"] not in STATUSES:
        raise Refusal("invalid_arguments", ["must be one of the allowed values [json-pointer:/status]"])
    slack.workspace.sessions[channel.id, str(args["thread_ts"])] = str(args["status"])
    is_heard = STOPPED in slack.setup.grant.events
    return {"ok": True} | ({} if is_heard else {"warning": f"missing_{STOPPED}_event_subscription"})
