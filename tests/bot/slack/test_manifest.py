"""The manifest asks for exactly what the code uses."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot.slack
from bot.slack.adding.clicks import SHORTCUT as ADD
from bot.slack.connection.entrance import GOODBYES
from bot.slack.home.prompting import suggested_prompts
from bot.slack.listeners.commands import COMMAND
from bot.slack.listeners.private import ASK_ABOUT
from bot.slack.parsing import EVENT_TYPES
from bot.slack.scopes import SCOPES
from bot.slack.walkthrough.arrivals import EVENT_TYPES as WALKTHROUGH_EVENT_TYPES
from bot.slack.walkthrough.arrivals import SHORTCUT

ROOT = Path(__file__).parents[3]
CODE = [ast.parse(path.read_text()) for path in Path(bot.slack.__file__).parent.rglob("*.py")]

# Source: the page of each method at https://docs.slack.dev/reference/methods. None: no scope of the bot token.
SCOPE_OF_METHOD = {
    "agents_sessions_setStatus": "chat:write",
    "assistant_threads_setStatus": "chat:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "auth_test": None,
    "chat_delete": "chat:write",
    "chat_appendStream": "chat:write",
    "chat_getPermalink": None,
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_startStream": "chat:write",
    "chat_stopStream": "chat:write",
    "chat_update": "chat:write",
    "conversations_info": "channels:read",
    "conversations_members": "channels:read",
    "conversations_open": "im:write",
    "conversations_replies": "channels:history",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "reactions_add": "reactions:write",
    "team_info": "team:read",
    "usergroups_list": "usergroups:read",
    "usergroups_users_list": "usergroups:read",
    "users_info": "users:read",
    "users_list": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_update": None,
}
# Source: the page of each event at https://docs.slack.dev/reference/events. One type may be several subscriptions.
SUBSCRIPTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "agent_session_stopped": {"agent_session_stopped": ()},
    "app_home_opened": {"app_home_opened": ()},
    "app_mention": {"app_mention": ("app_mentions:read",)},
    "app_uninstalled": {"app_uninstalled": ()},
    "member_joined_channel": {"member_joined_channel": ("channels:read", "groups:read")},
    "member_left_channel": {"member_left_channel": ("channels:read", "groups:read")},
    "message": {
        "message.channels": ("channels:history",),
        "message.groups": ("groups:history",),
        "message.im": ("im:history",),
    },
    "tokens_revoked": {"tokens_revoked": ()},
}
# Source: https://docs.slack.dev/reference/scopes/commands
SCOPE_OF_COMMANDS = "commands"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest that people create the app from."""
    return dict(json.loads((ROOT / "manifest.json").read_text()))


def called_methods() -> set[str]:
    """Every Web API method that the Slack side calls."""
    names = {node.attr for tree in CODE for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in names if "_" in name and name != "api_call" and _is_web_method(name)}


def heard_events() -> set[str]:
    """Every event type that a listener or the inbox takes."""
    listened = {
        node.args[0].value
        for tree in CODE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "event"
        and isinstance(node.args[0], ast.Constant)
    }
    return {str(name) for name in listened} | EVENT_TYPES | WALKTHROUGH_EVENT_TYPES | GOODBYES


def test_every_method_and_event_of_the_code_has_its_source() -> None:
    """Whoever calls a new method looks up its scope first."""
    assert called_methods() == set(SCOPE_OF_METHOD)
    assert heard_events() == set(SUBSCRIPTIONS)


def test_the_scopes_are_those_of_the_code(manifest: dict[str, Any]) -> None:
    """None is missing and none is asked for in vain."""
    of_events = {scope for name in heard_events() for scopes in SUBSCRIPTIONS[name].values() for scope in scopes}
    needed = {SCOPE_OF_METHOD[method] for method in called_methods()} | of_events | {SCOPE_OF_COMMANDS}
    asked: list[str] = manifest["oauth_config"]["scopes"]["bot"]
    assert set(asked) == needed - {None}
    assert asked == sorted(set(asked))
    assert asked == list(SCOPES)


def test_the_events_are_those_of_the_code(manifest: dict[str, Any]) -> None:
    """None is missing and none comes in vain."""
    needed = {subscription for name in heard_events() for subscription in SUBSCRIPTIONS[name]}
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == needed


def test_people_talk_to_it_in_the_messages_tab(manifest: dict[str, Any]) -> None:
    """The present agent surface, not the one that is closed to new apps; over Socket Mode."""
    features = manifest["features"]
    assert "agent_view" in features
    assert "assistant_view" not in features
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    assert {each["type"] for each in features["shortcuts"]} == {"message"}
    assert {each["callback_id"] for each in features["shortcuts"]} == {SHORTCUT, ASK_ABOUT, ADD}


def test_the_first_questions_are_those_of_the_template(manifest: dict[str, Any]) -> None:
    """What a person sees does not depend on where Slack takes it from."""
    assert manifest["features"]["agent_view"]["suggested_prompts"] == suggested_prompts()


def test_the_texts_keep_slacks_limits(manifest: dict[str, Any]) -> None:
    """Source: https://docs.slack.dev/reference/app-manifest."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert len(manifest["features"]["agent_view"]["agent_description"]) <= 300


def _is_web_method(name: str) -> bool:
    return callable(getattr(AsyncWebClient, name, None)) and not name.startswith("_")
