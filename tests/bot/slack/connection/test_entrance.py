"""Whatever Slack sends reaches the workspace that let us in, and is about that one."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from tests.bot.slack.connection.http.conftest import LATE, TEAM, Office

OTHER = "T9"
HEAD = {"api_app_id": "A1", "user": {"id": "U9", "team_id": OTHER}, "enterprise": None, "is_enterprise_install": False}
VIEW = {"id": "V1", "team_id": OTHER, "app_installed_team_id": TEAM, "private_metadata": "C1|1.0"}
EVENT = {"type": "event_callback", "event": {"type": "message", "user": "U9", "user_team": OTHER, "channel": "C1"}}


async def knock(office: Office, body: dict[str, Any]) -> int:
    """The status that goes back to Slack."""
    request = AsyncBoltRequest(mode="socket_mode", body=body)
    return int((await office.entrance().async_dispatch(request)).status)


@pytest.mark.parametrize(
    "body",
    [
        HEAD | {"type": "view_submission", "team": {"id": OTHER, "domain": "other"}, "view": VIEW},
        HEAD | {"type": "view_closed", "team": {"id": OTHER, "domain": "other"}, "view": VIEW, "is_cleared": False},
        HEAD | {"type": "block_actions", "team": {"id": OTHER, "domain": "other"}, "view": VIEW, "actions": []},
        HEAD
        | {"type": "block_actions", "team": {"id": TEAM, "domain": "own"}, "message": {"ts": "1.0"}, "actions": []},
        HEAD | {"type": "message_action", "team": {"id": TEAM, "domain": "own"}, "callback_id": "c"},
    ],
    ids=["form", "form closed", "button in a form", "button below a message", "shortcut"],
)
async def test_what_others_do_in_a_shared_channel_is_about_our_workspace(body: dict[str, Any]) -> None:
    """Whatever workspace of theirs it names beside ours; who they are stays as it came."""
    office = Office()
    assert await knock(office, body) == 200
    (heard,) = office.heard
    assert heard["team"]["id"] == TEAM
    assert heard["user"] == HEAD["user"]


async def test_an_event_goes_where_the_app_was_let_in() -> None:
    """Of a message from another organization Slack may name their workspace first."""
    office = Office()
    body = EVENT | {
        "team_id": OTHER,
        "authorizations": [{"team_id": TEAM, "is_bot": True}],
        "is_ext_shared_channel": True,
    }
    assert await knock(office, body) == 200
    assert office.heard == [body]


async def test_a_command_says_where_it_was_typed() -> None:
    """Its payload is flat, and stays so."""
    office = Office()
    body = {"command": "/coach", "text": "help", "team_id": TEAM, "user_id": "U1", "is_enterprise_install": "false"}
    assert await knock(office, body) == 200
    assert office.heard == [body]


@pytest.mark.parametrize("body", [EVENT | {"team_id": LATE}, HEAD | {"type": "block_actions", "team": {"id": LATE}}])
async def test_what_is_for_a_workspace_on_its_way_is_asked_for_again(body: dict[str, Any]) -> None:
    """Nothing is lost while the coach cannot come in there yet."""
    office = Office()
    assert await knock(office, body) == 503
    assert office.heard == []
