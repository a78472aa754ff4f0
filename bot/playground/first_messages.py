"""Fills a fresh playground with a few messages, so that nobody starts in an empty room."""

from __future__ import annotations

from bot.playground import elements
from bot.playground.local_slack import LocalSlack
from bot.playground.page_words import fill
from bot.playground.typed_text import rich_text

_MINUTES_AGO_FIRST = 55
_MINUTES_BETWEEN = 6


def write_first_messages(slack: LocalSlack) -> None:
    """Add the lines `person | channel | text` of first_messages.j2, quietly: the app hears nothing of them."""
    lines = [line.split("|", 2) for line in fill("first_messages.j2").splitlines() if line.strip()]
    at_s = slack.clock() - 60 * _MINUTES_AGO_FIRST
    for handle, channel_name, typed in lines:
        person = slack.workspace.find_person(handle.strip())
        channel = slack.workspace.find_channel(channel_name.strip())
        pieces = slack.names.read(typed.strip())
        wire = {
            "type": "message",
            "user": person.id,
            "ts": slack.workspace.next_ts(at_s),
            "text": slack.names.wire_text(pieces),
            "team": person.team_id,
            "blocks": elements.with_ids(rich_text(pieces)),
        }
        slack.workspace.add(channel, wire)
        at_s += 60 * _MINUTES_BETWEEN
