"""People, channels and files in the shapes that Slack's Web API and payloads use. Pure."""

from __future__ import annotations

from bot.playground.roster import (
    APP_ID,
    APP_NAME,
    BOT_HANDLE,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    Person,
)
from bot.playground.workspace import Channel, Wire

_CREATED_S = 1_700_000_000  # any past moment: nothing depends on it


def user_wire(person: Person) -> Wire:
    """A person as `users.info` shows them."""
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.handle,
        "deleted": False,
        "real_name": person.name,
        "tz": person.tz,
        "tz_label": "Eastern Standard Time",
        "tz_offset": -18000,
        "profile": _profile(person.name, person.handle, f"{person.role}, {person.organisation.name}", person.team_id),
        "is_admin": person.standing == "staff",
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.standing == "guest",
        "is_ultra_restricted": False,
        "is_stranger": person.standing == "external",
        "is_bot": False,
        "is_app_user": False,
        "updated": _CREATED_S,
    }


def bot_user_wire() -> Wire:
    """The app's own user as `users.info` shows it."""
    profile = _profile(APP_NAME, APP_NAME, "", TEAM_ID) | {"api_app_id": APP_ID, "bot_id": BOT_ID}
    return {
        "id": BOT_USER_ID,
        "team_id": TEAM_ID,
        "name": BOT_HANDLE,
        "deleted": False,
        "real_name": APP_NAME,
        "tz": "America/New_York",
        "profile": profile,
        "is_bot": True,
        "is_app_user": False,
        "updated": _CREATED_S,
    }


def bot_profile_wire() -> Wire:
    """`bot_profile` of a message that the app posted."""
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": APP_NAME,
        "icons": {},
        "deleted": False,
        "updated": _CREATED_S,
        "team_id": TEAM_ID,
    }


def channel_wire(channel: Channel) -> Wire:
    """A conversation as `conversations.info` shows it."""
    if channel.kind == "im":
        person_id = next(member for member in channel.members if member != BOT_USER_ID)
        return {
            "id": channel.id,
            "created": _CREATED_S,
            "is_im": True,
            "is_archived": False,
            "is_org_shared": False,
            "user": person_id,
            "is_user_deleted": False,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_archived": channel.is_archived,
        "is_general": False,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        "is_member": BOT_USER_ID in channel.members,
        "created": _CREATED_S,
        "creator": channel.creator,
        "context_team_id": TEAM_ID,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def team_wire() -> Wire:
    """The workspace as `team.info` shows it."""
    return {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}}


def _profile(real_name: str, display_name: str, title: str, team_id: str) -> Wire:
    return {
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": display_name,
        "display_name_normalized": display_name,
        "title": title,
        "team": team_id,
    }
