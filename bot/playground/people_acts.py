"""What people do beside writing: commands, clicks, submissions, looks. Page and control both act through here."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Literal

from bot.playground import elements, events, interactions
from bot.playground.ack_replies import apply_view_response, reply
from bot.playground.bus import Change
from bot.playground.elements import Choice
from bot.playground.errors import NoSuchName, Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import Person
from bot.playground.tickets import RESPONSE_URL_LIFE_S, ResponseUrl
from bot.playground.workspace import Channel, Wire


async def command(slack: LocalSlack, person: Person, channel: Channel, typed: str) -> Wire:
    """The app's acknowledgement of `/coach ...`; a message in it is shown to the person.

    Raises:
        NotAnswered: the app did not answer.
        Refusal: `unknown_command`, or the answer is no message that Slack would take.
    """
    name, _, text = typed.strip().partition(" ")
    if name != slack.setup.command or "commands" not in slack.setup.grant.scopes:
        raise Refusal("unknown_command")
    url = ResponseUrl(channel.id, person.id, slack.clock() + RESPONSE_URL_LIFE_S)
    trigger_id = slack.tickets.trigger(person.id, slack.clock())
    payload = interactions.slash_command(person, channel, name, text.strip(), trigger_id, _issue(slack, url))
    ack = await slack.hub.ask("slash_commands", payload)
    if ack.get("text") or ack.get("blocks"):
        reply(slack, url, ack)
    return ack


async def click(
    slack: LocalSlack,
    person: Person,
    channel: Channel,
    ts: str,
    action_id: str,
    choice: Choice = "",
    block_id: str = "",
) -> Wire:
    """The app's acknowledgement of a click or choice in a message.

    Raises:
        NotAnswered: the app did not answer.
        NoSuchName: the message has no such element or option.
        Refusal: `message_not_found`.
    """
    message = slack.workspace.message(channel.id, ts)
    if message.only_for not in {"", person.id}:
        raise Refusal("message_not_found")
    value = choice if isinstance(choice, str) else ""
    block, element = elements.find(message.wire["blocks"], action_id, block_id, value)
    action = elements.action(block, element, choice, slack.next_ts())
    url = ResponseUrl(channel.id, person.id, slack.clock() + RESPONSE_URL_LIFE_S, ts, message.wire.get("thread_ts", ""))
    trigger_id = slack.tickets.trigger(person.id, slack.clock())
    payload = interactions.message_action(person, channel, message, action, trigger_id, _issue(slack, url))
    return await slack.hub.ask("interactive", copy.deepcopy(payload))


async def click_in_view(
    slack: LocalSlack, person: Person, view_id: str, action_id: str, choice: Choice, answers: Mapping[str, Choice]
) -> Wire:
    """The app's acknowledgement of a click or choice in a modal or the Home tab.

    Raises:
        NotAnswered: the app did not answer.
        NoSuchName: the view has no such element or option.
    """
    view = _own_view(slack, person, view_id)
    value = choice if isinstance(choice, str) else ""
    block, element = elements.find(view["blocks"], action_id, value=value)
    used = {**answers, f"{block['block_id']}|{action_id}": choice} if choice else answers
    view["state"] = elements.state(view["blocks"], used)
    action = elements.action(block, element, choice, slack.next_ts())
    payload = interactions.view_action(person, view, action, slack.tickets.trigger(person.id, slack.clock()))
    return await slack.hub.ask("interactive", copy.deepcopy(payload))


async def submit(slack: LocalSlack, person: Person, view_id: str, answers: Mapping[str, Choice]) -> dict[str, str]:
    """Send a modal off; the errors to show by block id (value empty: it must be filled in), none when it went.

    Raises:
        NotAnswered: the app did not answer.
        NoSuchName: the view is not open, or an element does not offer what was answered.
        Refusal: the app's answer is none that Slack would take.
    """
    view = _own_view(slack, person, view_id)
    view["state"] = elements.state(view["blocks"], answers)
    empty = elements.missing(view["blocks"], view["state"]["values"])
    if empty:
        return dict.fromkeys(empty, "")
    payload = interactions.view_submission(person, view, slack.tickets.trigger(person.id, slack.clock()))
    ack = await slack.hub.ask("interactive", copy.deepcopy(payload))
    return apply_view_response(slack, person.id, view, ack)


async def close_view(slack: LocalSlack, person: Person) -> None:
    """Close the modal on top (all of them when it says so); the app hears it if it asked to.

    Raises:
        NotAnswered: the app did not answer.
    """
    top = slack.views.top(person.id)
    everything = bool(top and top["clear_on_close"])
    closed = slack.views.close_top(person.id, everything=everything)
    slack.bus.tell(Change("modal", person_id=person.id))
    for view in closed:
        if view["notify_on_close"]:
            payload = interactions.view_closed(person, view, is_cleared=everything)
            await slack.hub.ask("interactive", copy.deepcopy(payload))


async def use_shortcut(slack: LocalSlack, person: Person, channel: Channel, ts: str, callback_id: str) -> Wire:
    """The app's acknowledgement of a message shortcut.

    Raises:
        NotAnswered: the app did not answer.
        Refusal: `message_not_found`.
    """
    wire = slack.workspace.message(channel.id, ts).wire
    now_s = slack.clock()
    url = _issue(slack, ResponseUrl(channel.id, person.id, now_s + RESPONSE_URL_LIFE_S, ts, wire.get("thread_ts", "")))
    trigger_id = slack.tickets.trigger(person.id, now_s)
    payload = interactions.message_shortcut(person, channel, wire, callback_id, trigger_id, url, slack.next_ts())
    return await slack.hub.ask("interactive", copy.deepcopy(payload))


def open_home(slack: LocalSlack, person: Person, tab: Literal["home", "messages"]) -> None:
    """The person looks at the app's Home or Messages tab."""
    channel = slack.workspace.direct_channel(person.id)
    view = slack.views.home(person.id) if tab == "home" else None
    event = events.home_opened_event(person.id, channel.id, tab, view, slack.next_ts())
    slack.tell_app(None, event, "app_home_opened")


def stop_session(slack: LocalSlack, person: Person, channel: Channel, thread_ts: str) -> None:
    """The person presses Slack's own button to stop, which is there while the app is at work in the thread.

    Raises:
        NoSuchName: the app is not at work there.
    """
    if slack.workspace.sessions.get((channel.id, thread_ts)) != "processing":
        raise NoSuchName(thread_ts)
    event = events.session_stopped_event(person.id, channel.id, thread_ts, slack.next_ts())
    slack.tell_app(None, event, "agent_session_stopped")


def _own_view(slack: LocalSlack, person: Person, view_id: str) -> Wire:
    if slack.views.owners.get(view_id) != person.id:
        raise NoSuchName(view_id)
    return slack.views.views[view_id]


def _issue(slack: LocalSlack, url: ResponseUrl) -> str:
    return f"{slack.base_url}/response/{slack.tickets.response_url(url)}"
