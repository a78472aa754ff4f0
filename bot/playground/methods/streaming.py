"""chat.startStream, appendStream, stopStream: a message that grows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.playground import elements, events, rules
from bot.playground.block_limits import MARKDOWN_CHARS_MAX
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import bot_message, writable_channel
from bot.playground.workspace import Channel, Message, Wire

# Source: https://github.com/slackapi/python-slack-sdk/issues/1859: a stream dies after about five minutes.
STREAM_LIFE_S = 300.0
# Source: an id of a bot is refused, https://docs.slack.dev/reference/methods/chat.startStream
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_NO_WORDS = frozenset({"task_update", "plan_update"})


def start(slack: LocalSlack, args: Wire) -> Wire:
    """chat.startStream."""
    rules.need(args, "channel")
    channel = writable_channel(slack, str(args["channel"]))
    if not args.get("thread_ts"):
        raise Refusal("invalid_thread_ts")
    for name in ("recipient_team_id", "recipient_user_id") if channel.kind != "im" else ():
        if not args.get(name):
            raise Refusal(f"missing_{name}")
    if args.get("recipient_user_id") and not _PERSON.fullmatch(str(args["recipient_user_id"])):
        raise Refusal("invalid_arguments", ["must be a user [json-pointer:/recipient_user_id]"])
    blocks = _grown([], args)
    wire = bot_message(slack, channel, _words(blocks), blocks, str(args["thread_ts"]))
    wire["streaming_state"] = "in_progress"
    message = slack.workspace.add(channel, wire)
    message.streaming_until_s = slack.clock() + STREAM_LIFE_S
    message.streams_chunks = bool(args.get("chunks"))
    slack.show(channel, wire)
    slack.tell_app(channel, events.stream_event(channel, wire), events.MESSAGE_EVENTS[channel.kind])
    return {"ok": True, "channel": channel.id, "ts": wire["ts"]}


def append(slack: LocalSlack, args: Wire) -> Wire:
    """chat.appendStream. The app hears nothing of it."""
    channel, message = _stream(slack, args)
    blocks = _grown(message.wire["blocks"], args)
    message.wire.update({"text": _words(blocks), "blocks": elements.with_ids(blocks)})
    slack.show(channel, message.wire)
    return {"ok": True, "channel": channel.id, "ts": args["ts"]}


def stop(slack: LocalSlack, args: Wire) -> Wire:
    """chat.stopStream."""
    channel, message = _stream(slack, args)
    last = rules.parsed_json(args, "blocks", "invalid_blocks_format") or []
    if not isinstance(last, list):
        raise Refusal("invalid_blocks_format")
    rules.check_blocks(last)
    blocks = [*_grown(message.wire["blocks"], args), *last]
    message.streaming_until_s = 0.0
    grown = {"text": _words(blocks), "blocks": elements.with_ids(blocks), "streaming_state": "completed"}
    slack.change(channel, message, grown)
    return {"ok": True, "channel": channel.id, "ts": args["ts"], "message": message.wire}


def _stream(slack: LocalSlack, args: Wire) -> tuple[Channel, Message]:
    rules.need(args, "channel", "ts")
    channel = slack.workspace.channel(str(args["channel"]))
    message = slack.workspace.message(channel.id, str(args["ts"]))
    if message.streaming_until_s <= slack.clock():
        raise Refusal("message_not_in_streaming_state")
    wrong = "markdown_text" if message.streams_chunks else "chunks"
    if message.wire["blocks"] and args.get(wrong):
        raise Refusal("streaming_mode_mismatch")
    return channel, message


def _grown(blocks: Sequence[Wire], args: Wire) -> list[Wire]:
    """The blocks, checked, with what a call adds."""
    text = str(args.get("markdown_text") or "")
    chunks = rules.parsed_json(args, "chunks", "invalid_chunks") or []
    if not isinstance(chunks, list) or (text and chunks):
        raise Refusal("invalid_chunks")
    grown = [*blocks]
    for chunk in [{"type": "markdown_text", "text": text}, *chunks]:
        match chunk:
            case {"type": "markdown_text", "text": str(more)}:
                _add_text(grown, more)
            case {"type": "blocks", "blocks": list(more)}:
                grown += more
            case {"type": kind} if kind in _NO_WORDS:
                continue
            case _:
                raise Refusal("invalid_chunks")
    rules.check_blocks(grown)
    return grown


def _add_text(blocks: list[Wire], text: str) -> None:
    if len(text) > MARKDOWN_CHARS_MAX:
        raise Refusal("msg_too_long")
    if text and blocks and blocks[-1].get("type") == "markdown":
        blocks[-1] = {**blocks[-1], "text": blocks[-1]["text"] + text}
    elif text:
        blocks.append({"type": "markdown", "text": text})


def _words(blocks: Sequence[Wire]) -> str:
    """The text that Slack makes of the blocks, for notifications."""
    found = [block.get("text", "") for block in blocks]
    found += [element for block in blocks if block["type"] == "context" for element in block["elements"]]
    words = [each["text"] if isinstance(each, dict) else each for each in found]
    return "\n".join(each for each in words if each)
