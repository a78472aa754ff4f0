"""What Slack sends when a person clicks, submits, uses a shortcut or a command. Pure.

Source: https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/interactivity/implementing-slash-commands.
"""

from __future__ import annotations

from bot.playground.roster import APP_ID, TEAM_DOMAIN, TEAM_ID, VERIFICATION_TOKEN, Person
from bot.playground.workspace import Channel, Message, Wire


def message_action(person: Person, channel: Channel, message: Message, action: Wire, trigger_id: str, url: str) -> Wire:
    """`block_actions` from a message; `action` is the one that was used."""
    container: Wire = {
        "type": "message",
        "message_ts": message.wire["ts"],
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if "thread_ts" in message.wire:
        container["thread_ts"] = message.wire["thread_ts"]
    shown: Wire = {} if message.only_for else {"message": message.wire}
    return {
        **_common("block_actions", person, trigger_id),
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        **shown,
        "state": {"values": {}},
        "response_url": url,
        "actions": [action],
    }


def view_action(person: Person, view: Wire, action: Wire, trigger_id: str) -> Wire:
    """`block_actions` from a modal or the Home tab."""
    return {
        **_common("block_actions", person, trigger_id),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [action],
    }


def view_submission(person: Person, view: Wire, trigger_id: str) -> Wire:
    """`view_submission`; the view carries `state.values`."""
    return {**_of_form("view_submission", person, trigger_id), "view": view, "response_urls": []}


def view_closed(person: Person, view: Wire, *, is_cleared: bool) -> Wire:
    """`view_closed`, for views with `notify_on_close`."""
    payload = _of_form("view_closed", person, "")
    del payload["trigger_id"]
    return {**payload, "view": view, "is_cleared": is_cleared}


def message_shortcut(
    person: Person, channel: Channel, message: Wire, callback_id: str, trigger_id: str, url: str, ts: str
) -> Wire:
    """`message_action`: a shortcut from a message's own menu."""
    return {
        **_common("message_action", person, trigger_id),
        "callback_id": callback_id,
        "action_ts": ts,
        "message_ts": message["ts"],
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        "message": message,
        "response_url": url,
    }


def slash_command(person: Person, channel: Channel, command: str, text: str, trigger_id: str, url: str) -> Wire:
    """The flat payload of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger_id,
    }


def _of_form(kind: str, person: Person, trigger_id: str) -> Wire:
    """What is sent with a form names the workspace of who sends it; only the view tells where the app is installed.

    Source: https://github.com/slackapi/bolt-js/issues/1614
    """
    domain = TEAM_DOMAIN if person.team_id == TEAM_ID else person.organisation.name.lower().replace(" ", "-")
    return {**_common(kind, person, trigger_id), "team": {"id": person.team_id, "domain": domain}}


def _common(kind: str, person: Person, trigger_id: str) -> Wire:
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team_id},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger_id,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
