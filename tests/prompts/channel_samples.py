"""Every message about private answers and a channel's settings, by the name of its golden file."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue import channels, private
from prompts.catalogue.message import Message

HOSTILE = "<!channel> *bold* <https://evil.example|click>"

_NOTES = (
    "no_channel",
    "not_here",
    "no_scope",
    "not_allowed",
    "again",
    "not_kept",
    "pick_one",
    "pick_some",
    "unknown",
    "both_times",
    "same_times",
    "not_people",
)
_LABELS = (
    "title",
    "save",
    "close",
    "cancel",
    "answers",
    "mention",
    "every",
    "privacy",
    "public",
    "private",
    "collections",
    "toolkit",
    "cases",
    "library",
    "research",
    "agreements",
    "team",
    "people",
    "groups",
    "people_hint",
    "quiet_from",
    "quiet_to",
    "quiet_hint",
    "what",
)

CHANNELS: Mapping[str, Message] = {
    **{f"messages/private/label.{name}": private.PrivateLabel(name) for name in ("ask", "share", "dismiss")},
    **{
        f"messages/private/note.{kind}": private.PrivateNote(kind)
        for kind in ("shared", "not_here", "not_kept", "too_old", "not_yours")
    },
    "messages/private/cut": private.CutNote(),
    "messages/private/shared_head": private.SharedHead(HOSTILE, HOSTILE),
    "messages/private/shared_head.in_thread": private.SharedHead("Maya Torres", ""),
    **{f"messages/channels/label.{name}": channels.ChannelLabel(name) for name in _LABELS},
    **{f"messages/channels/note.{kind}": channels.ChannelNote(kind) for kind in _NOTES},
    "messages/channels/shown": channels.ChannelShown("every", ("Cases", "The library"), True, 3, "18:00", "08:00"),
    "messages/channels/shown.default": channels.ChannelShown("mention", (), False, 0, "", ""),
    "messages/channels/shown.one_expert": channels.ChannelShown("mention", (), False, 1, "", ""),
    **{
        f"messages/channels/limit.{kind}": channels.LimitNotice(kind, 60)
        for kind in ("person", "channel", "day", "thread")
    },
    "messages/channels/greeting": channels.Greeting(),
}
