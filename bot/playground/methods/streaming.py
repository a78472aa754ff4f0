"""chat.startStream, appendStream, stopStream: a message that grows."""

from __future__ import annotations

from bot.playground import elements, rules
from bot.playground.block_limits import MARKDOWN_CHARS_MAX
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import bot_message, writable_channel
from bot.playground.workspace import Channel, Message, Wire

# Source: https://github.com/slackapi/python-slack-sdk/issues/1859: a stream dies after about five minutes.
STREAM_LIFE_S = 300.0


def start(slack: LocalSlack, args: Wire) -> Wire:
    """chat.startStream."""
    rules.need(args, "channel", "thread_ts")
    channel = writable_channel(slack, str(args["channel"]))
    if channel.kind != "im":
        rules.need(args, "recipient_team_id", "recipient_user_id")
    text = _markdown(args)
    wire = bot_message(slack, channel, text, _blocks(text), str(args["thread_ts"]))
    message = slack.post(channel, wire)
    message.streaming_until_s = slack.clock() + STREAM_LIFE_S
    return {"ok": True, "channel": channel.id, "ts": wire["ts"]}


def append(slack: LocalSlack, args: Wire) -> Wire:
    """chat.appendStream."""
    channel, message = _stream(slack, args)
    _grow(slack, channel, message, _markdown(args), [])
    return {"ok": True, "channel": channel.id, "ts": args["ts"]}


def stop(slack: LocalSlack, args: Wire) -> Wire:
    """chat.stopStream."""
    channel, message = _stream(slack, args)
    blocks = rules.parsed_json(args, "blocks", "invalid_blocks_format") or []
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    rules.check_blocks(blocks)
    message.streaming_until_s = 0.0
    _grow(slack, channel, message, _markdown(args), blocks)
    return {"ok": True, "channel": channel.id, "ts": args["ts"], "message": message.wire}


def _stream(slack: LocalSlack, args: Wire) -> tuple[Channel, Message]:
    rules.need(args, "channel", "ts")
    channel = slack.workspace.channel(str(args["channel"]))
    message = slack.workspace.message(channel.id, str(args["ts"]))
    if message.streaming_until_s <= slack.clock():
        raise Refusal("message_not_in_streaming_state")
    return channel, message


def _grow(slack: LocalSlack, channel: Channel, message: Message, text: str, blocks: list[Wire]) -> None:
    whole = message.wire["text"] + text
    slack.change(channel, message, {"text": whole, "blocks": elements.with_ids([*_blocks(whole), *blocks])})


def _markdown(args: Wire) -> str:
    chunks = rules.parsed_json(args, "chunks", "invalid_chunks") or []
    if not isinstance(chunks, list):
        raise Refusal("invalid_chunks")
    text = args.get("markdown_text") or ""
    text += "".join(chunk.get("text", "") for chunk in chunks if chunk.get("type") == "markdown_text")
    if len(text) > MARKDOWN_CHARS_MAX:
        raise Refusal("msg_too_long")
    return str(text)


def _blocks(text: str) -> list[Wire]:
    return [{"type": "markdown", "text": text}] if text else []
