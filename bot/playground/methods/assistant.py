"""assistant.threads.*: the status line, suggested prompts, a thread's title."""

from __future__ import annotations

from bot.playground import rules
from bot.playground.bus import Change
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import STATUS_LIFE_S, Prompts, Status, Wire

PROMPTS_MAX = 4  # Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
LOADING_MAX = 10  # Source: https://docs.slack.dev/reference/methods/assistant.threads.setStatus


def set_status(slack: LocalSlack, args: Wire) -> Wire:
    """assistant.threads.setStatus; an empty status takes the line away."""
    rules.need(args, "channel_id", "thread_ts")
    channel = slack.workspace.channel(str(args["channel_id"]))
    rules.check_can_write(channel)
    slack.workspace.message(channel.id, str(args["thread_ts"]))
    loading = rules.parsed_json(args, "loading_messages", "invalid_arguments") or []
    if not isinstance(loading, list) or len(loading) > LOADING_MAX or not all(isinstance(one, str) for one in loading):
        raise Refusal("invalid_arguments", [f"must be at most {LOADING_MAX} strings [json-pointer:/loading_messages]"])
    key = (channel.id, str(args["thread_ts"]))
    slack.workspace.statuses.pop(key, None)
    if args.get("status"):
        slack.workspace.statuses[key] = Status(str(args["status"]), slack.clock() + STATUS_LIFE_S)
    slack.bus.tell(Change("status", channel.id))
    return {"ok": True}


def set_prompts(slack: LocalSlack, args: Wire) -> Wire:
    """assistant.threads.setSuggestedPrompts."""
    rules.need(args, "channel_id", "prompts")
    channel = slack.workspace.channel(str(args["channel_id"]))
    prompts = rules.parsed_json(args, "prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= PROMPTS_MAX:
        raise Refusal("invalid_arguments", [f"must have 1 to {PROMPTS_MAX} items [json-pointer:/prompts]"])
    pairs = tuple((str(prompt.get("title", "")), str(prompt.get("message", ""))) for prompt in prompts)
    if not all(title and message for title, message in pairs):
        raise Refusal("invalid_arguments", ["missing required field: title, message [json-pointer:/prompts]"])
    slack.workspace.prompts[channel.id] = Prompts(str(args.get("title") or ""), pairs)
    slack.bus.tell(Change("prompts", channel.id))
    return {"ok": True}


def set_title(slack: LocalSlack, args: Wire) -> Wire:
    """assistant.threads.setTitle; the playground's page has no place for it."""
    rules.need(args, "channel_id", "thread_ts", "title")
    slack.workspace.channel(str(args["channel_id"]))
    return {"ok": True}
