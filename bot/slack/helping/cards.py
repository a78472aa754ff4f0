"""The call for a person's help, its buttons, and what was pressed. Data to data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button
from bot.slack.helping.experts import mention, mentions
from bot.slack.parsing import TS, Wire
from bot.slack.walkthrough.texts import fit
from bot.store.help_requests import HelpRequest
from prompts.catalogue.asking_people import HelpCard, HelpForStaff, HelpLabel, HelpNote
from prompts.rendering import Part, render, render_line

ASK, RESOLVE, LEARN = "help.ask", "help.resolve", "help.learn"
_QUESTION_CHARS_MAX = 1_500
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class HelpPress:
    """Somebody pressed a button about help; `question_ts` is empty when it is none of today's."""

    team: str
    channel: str
    question_ts: str
    person: str
    thread_ts: str
    """Where to tell them how it went."""
    view: Wire
    """The modal that the button stands in, or nothing."""


def ask_row(channel: str, question_ts: str) -> dict[str, Any]:
    """The row that offers to ask a person. It names the channel, because a modal does not."""
    return _row(button(ASK, label("ask"), _SEPARATOR.join((channel, question_ts))))


def help_card(request: HelpRequest, question: str, link: str) -> Packed:
    """The call in the thread, as it stands now; `question` and `link` may be empty."""
    words = HelpCard(
        experts=mentions(request.experts),
        asked_by=mention(request.asked_by),
        question=fit(question, _QUESTION_CHARS_MAX),
        link=link,
        resolved_by=mention(request.resolved_by),
    )
    value = _SEPARATOR.join((request.channel, request.question_ts))
    under = button(LEARN, label("learn"), value) if request.resolved_by else button(RESOLVE, label("resolve"), value)
    return _message(render(words), _row(under))


def staff_card(request: HelpRequest, question: str, link: str) -> Packed:
    """The same for the staff channel."""
    return _message(render(HelpForStaff(mention(request.asked_by), fit(question, _QUESTION_CHARS_MAX), link)))


def help_note(kind: str, who: str = "") -> Packed:
    """How it went, for one person; `kind` is a key of its template, `who` is Slack's id of somebody."""
    return _message(render(HelpNote(kind, mention(who))))


def read_help(body: Wire) -> HelpPress:
    """What was pressed, and by whom."""
    action: Wire = next(iter(body.get("actions") or ()), {})
    named, _, question_ts = str(action.get("value") or "").partition(_SEPARATOR)
    container, view = body.get("container") or {}, body.get("view") or {}
    # A message is where it says; in a modal, which nobody but us can have made, the button does.
    here = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    channel = here or (named if view else "")
    is_ours = channel == named and TS.fullmatch(question_ts)
    return HelpPress(
        team=str((body.get("team") or {}).get("id") or ""),
        channel=channel,
        question_ts=question_ts if is_ours else "",
        person=str((body.get("user") or {}).get("id") or ""),
        thread_ts=str(container.get("thread_ts") or ""),
        view=view,
    )


@lru_cache(maxsize=16)
def label(name: str) -> str:
    """The words on a button."""
    return render_line(HelpLabel(name))


def _row(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": [element]}


def _message(parts: tuple[Part, ...], *rows: dict[str, Any]) -> Packed:
    packed = pack(parts)[0]
    return Packed(packed.text, (*packed.blocks, *rows))
