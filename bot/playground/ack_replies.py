"""What an acknowledgement, or a post to a response URL, does: messages, replaced messages, changed modals."""

from __future__ import annotations

from bot.playground import rules
from bot.playground.bus import Change
from bot.playground.errors import Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.chat import bot_message
from bot.playground.tickets import ResponseUrl
from bot.playground.workspace import Wire


def reply(slack: LocalSlack, url: ResponseUrl, payload: Wire) -> None:
    """Post, replace or delete as the payload says.

    Raises:
        Refusal: whatever Slack would say against the message.
    """
    channel = slack.workspace.channel(url.channel_id)
    original = channel.messages.get(url.message_ts)
    if payload.get("delete_original") and original:
        slack.remove(channel, url.message_ts)
        return
    text, blocks = rules.message_content(payload)
    thread_ts = str(payload.get("thread_ts") or url.thread_ts)
    wire = bot_message(slack, channel, text, blocks, thread_ts)
    # Slack replaces the message of an interaction unless told otherwise; after a command there is none.
    if original and payload.get("replace_original", "response_type" not in payload):
        slack.change(channel, original, {"text": text, "blocks": wire["blocks"]})
        return
    slack.post(channel, wire, only_for="" if payload.get("response_type") == "in_channel" else url.person_id)


def apply_view_response(slack: LocalSlack, person_id: str, view: Wire, payload: Wire) -> dict[str, str]:
    """Change the person's modals as the answer to a submission says; the errors to show, by block id.

    Raises:
        Refusal: the new view is not one that Slack would take, or an error names no block.
    """
    match payload.get("response_action"):
        case "errors":
            return _checked_errors(view, payload.get("errors", {}))
        case "update":
            slack.views.update(view["id"], rules.view_content(payload, "modal"))
        case "push":
            slack.views.push(person_id, rules.view_content(payload, "modal"))
        case "clear":
            slack.views.close_top(person_id, everything=True)
        case None:
            slack.views.close_top(person_id)
        case unknown:
            raise Refusal("invalid_response_action", [str(unknown)])
    slack.bus.tell(Change("modal", person_id=person_id))
    return {}


def _checked_errors(view: Wire, errors: dict[str, str]) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or not inputs.issuperset(errors):
        raise Refusal("invalid_response_errors", sorted(set(errors) - inputs))
    return errors
