"""What the app was granted: scopes, event subscriptions. The default is what the coach asks for, or read a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import Refusal

DEFAULT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
    }
)
# Source: the page of each event at https://docs.slack.dev/reference/events names the scope it needs.
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "file_shared": "files:read",
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "app_context_changed": "",
    "agent_session_stopped": "",
}
_PREFIX_OF_KIND = {"channel": "channels", "group": "groups", "im": "im"}
# Source: the page of each method at https://docs.slack.dev/reference/methods. Any one scope of a row is enough;
# `*:` stands for channels, groups or im, as the conversation is.
_SCOPES_OF_METHOD: dict[str, tuple[str, ...]] = {
    "agents.sessions.setStatus": ("chat:write",),
    "assistant.threads.setStatus": ("chat:write", "assistant:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "assistant.threads.setTitle": ("assistant:write",),
    "bots.info": ("users:read",),
    "chat.appendStream": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.startStream": ("chat:write",),
    "chat.stopStream": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("*:history",),
    "conversations.info": ("*:read",),
    "conversations.list": ("channels:read", "groups:read", "im:read"),
    "conversations.members": ("*:read",),
    "conversations.open": ("im:write",),
    "conversations.replies": ("*:history",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """The scopes of the bot token and the events that the app subscribed to."""

    scopes: frozenset[str] = DEFAULT_SCOPES
    events: frozenset[str] = frozenset(SCOPE_OF_EVENT)

    def allows_event(self, name: str) -> bool:
        """Whether Slack would send this event (`message.im`, `app_mention`, ...) to the app."""
        needed = SCOPE_OF_EVENT.get(name, "")
        return name in self.events and (not needed or needed in self.scopes)

    def check_method(self, method: str, channel_kind: str = "") -> None:
        """Nothing, when the token may call the method.

        Raises:
            Refusal: `missing_scope`, with `needed` and `provided`.
        """
        prefix = _PREFIX_OF_KIND.get(channel_kind, "channels")
        enough = [scope.replace("*", prefix) for scope in _SCOPES_OF_METHOD.get(method, ())]
        if enough and self.scopes.isdisjoint(enough):
            raise Refusal("missing_scope", needed=",".join(enough), provided=",".join(sorted(self.scopes)))


def grant_of(manifest: Mapping[str, Any]) -> Grant:
    """The grant that installing this app manifest gives."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    return Grant(frozenset(scopes), frozenset(events))
