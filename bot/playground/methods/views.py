"""views.*: modals and the Home tab."""

from __future__ import annotations

from bot.playground import rules
from bot.playground.bus import Change
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.workspace import Wire


def open_modal(slack: LocalSlack, args: Wire) -> Wire:
    """views.open."""
    rules.need(args, "trigger_id")
    view = rules.view_content(args, "modal")
    person_id = slack.tickets.use_trigger(str(args["trigger_id"]), slack.clock())
    return _shown(slack, slack.views.open(person_id, view))


def push(slack: LocalSlack, args: Wire) -> Wire:
    """views.push."""
    rules.need(args, "trigger_id")
    view = rules.view_content(args, "modal")
    person_id = slack.tickets.use_trigger(str(args["trigger_id"]), slack.clock())
    return _shown(slack, slack.views.push(person_id, view))


def update(slack: LocalSlack, args: Wire) -> Wire:
    """views.update, by `view_id` or `external_id`."""
    view = rules.view_content(args, "modal")
    view_id = str(args.get("view_id") or slack.views.by_external_id(str(args.get("external_id") or "")))
    if not view_id:
        raise Refusal("not_found")
    return _shown(slack, slack.views.update(view_id, view, str(args.get("hash") or "")))


def publish(slack: LocalSlack, args: Wire) -> Wire:
    """views.publish."""
    rules.need(args, "user_id")
    if args["user_id"] not in slack.workspace.people:
        raise Refusal("invalid_arguments", ["invalid `user_id`"])
    view = rules.view_content(args, "home")
    return _shown(slack, slack.views.publish(str(args["user_id"]), view, str(args.get("hash") or "")))


def _shown(slack: LocalSlack, view: Wire) -> Wire:
    person_id = slack.views.owners[view["id"]]
    slack.bus.tell(Change("home" if view["type"] == "home" else "modal", person_id=person_id))
    return {"ok": True, "view": view}
