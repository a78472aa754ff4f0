"""files.*: the upload in three steps, and what became of it."""

from __future__ import annotations

from bot.playground import events, rules
from bot.playground.errors import Refusal
from bot.playground.file_shelf import File
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import bot_message, writable_channel
from bot.playground.roster import BOT_USER_ID
from bot.playground.workspace import Channel, Wire


def upload_url(slack: LocalSlack, args: Wire) -> Wire:
    """files.getUploadURLExternal."""
    rules.need(args, "filename", "length")
    file = slack.files.begin(str(args["filename"]), rules.whole_number(args, "length"), BOT_USER_ID)
    return {"ok": True, "upload_url": f"{slack.base_url}/upload/v1/{file.id}", "file_id": file.id}


def complete(slack: LocalSlack, args: Wire) -> Wire:
    """files.completeUploadExternal; with a channel, the files are posted there."""
    entries = rules.parsed_json(args, "files", "invalid_arguments")
    if not isinstance(entries, list) or not entries:
        raise Refusal("invalid_arguments", ["missing required field: files"])
    shared = [slack.files.find(str(entry.get("id"))) for entry in entries]
    for file, entry in zip(shared, entries, strict=True):
        file.title = str(entry.get("title") or file.name)
        if not file.content:
            raise Refusal("file_not_found")
    target = args.get("channel_id") or str(args.get("channels") or "").split(",")[0]
    if target:
        channel = writable_channel(slack, str(target))
        text = str(args.get("initial_comment") or "")
        wire = bot_message(slack, channel, text, [], str(args.get("thread_ts") or ""))
        post_files(slack, channel, wire, shared)
    return {"ok": True, "files": [slack.files.wire(file) for file in shared]}


def post_files(slack: LocalSlack, channel: Channel, wire: Wire, shared: list[File]) -> None:
    """A message that carries files, and `file_shared` for each of them."""
    wire |= {"files": [slack.files.wire(file) for file in shared], "upload": False, "subtype": "file_share"}
    slack.post(channel, wire)
    for file in shared:
        event = events.file_shared_event(channel.id, file.id, wire["user"], slack.next_ts())
        slack.tell_app(channel, event, "file_shared")


def info(slack: LocalSlack, args: Wire) -> Wire:
    """files.info."""
    rules.need(args, "file")
    return {"ok": True, "file": slack.files.wire(slack.files.find(str(args["file"]))), "comments": []}
