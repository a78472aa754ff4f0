"""auth.test, team.info, bots.info, users.*: who is who."""

from __future__ import annotations

from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_ID, APP_NAME, BOT_HANDLE, BOT_ID, BOT_USER_ID, STAFF_GROUP, TEAM_ID, TEAM_NAME
from bot.playground.rules import need
from bot.playground.wire_shapes import bot_user_wire, team_wire, user_wire
from bot.playground.workspace import Wire


def echo(_slack: LocalSlack, args: Wire) -> Wire:
    """api.test."""
    return {"ok": True, "args": args}


def who_am_i(slack: LocalSlack, _args: Wire) -> Wire:
    """auth.test."""
    return {
        "ok": True,
        "url": f"{slack.base_url}/",
        "team": TEAM_NAME,
        "user": BOT_HANDLE,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def show_bot(_slack: LocalSlack, args: Wire) -> Wire:
    """bots.info."""
    if args.get("bot", BOT_ID) != BOT_ID:
        raise Refusal("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": APP_NAME, "app_id": APP_ID, "user_id": BOT_USER_ID, "icons": {}}
    return {"ok": True, "bot": bot}


def show_team(slack: LocalSlack, args: Wire) -> Wire:
    """team.info, also of a partner's workspace."""
    team_id = args.get("team") or TEAM_ID
    if team_id == TEAM_ID:
        return {"ok": True, "team": team_wire()}
    for person in slack.workspace.people.values():
        if person.team_id == team_id:
            domain = person.organisation.name.lower().replace(" ", "-")
            return {"ok": True, "team": {"id": team_id, "name": person.organisation.name, "domain": domain, "icon": {}}}
    raise Refusal("team_not_found")


def show_user(slack: LocalSlack, args: Wire) -> Wire:
    """users.info."""
    need(args, "user")
    if args["user"] == BOT_USER_ID:
        return {"ok": True, "user": bot_user_wire()}
    person = slack.workspace.people.get(args["user"])
    if person is None:
        raise Refusal("user_not_found")
    return {"ok": True, "user": user_wire(person)}


def list_users(slack: LocalSlack, _args: Wire) -> Wire:
    """users.list."""
    members = [user_wire(person) for person in slack.workspace.people.values()]
    return {"ok": True, "members": [*members, bot_user_wire()], "response_metadata": {"next_cursor": ""}}


def list_groups(_slack: LocalSlack, _args: Wire) -> Wire:
    """usergroups.list; there is one group, that of the staff."""
    group = {
        "id": STAFF_GROUP,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": "Coach staff",
        "handle": "coach-staff",
    }
    return {"ok": True, "usergroups": [group]}


def list_group(slack: LocalSlack, args: Wire) -> Wire:
    """usergroups.users.list; there is one group, that of the staff."""
    need(args, "usergroup")
    if args["usergroup"] != STAFF_GROUP:
        raise Refusal("no_such_subteam")
    return {"ok": True, "users": [each.id for each in slack.workspace.people.values() if each.standing == "staff"]}
