"""Short messages around a walkthrough: notes for one person, reminders, the offer to start. Data to data."""

from __future__ import annotations

from bot.slack.block_kit.blocks import Packed
from bot.slack.block_kit.elements import button as plain_button
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.pieces import Block, button, join_row, message, row, scorecard_title, title_of
from bot.slack.walkthrough.texts import day, fit, label
from bot.walkthrough.events import PartnerId, TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.reminders import ReminderKind
from bot.walkthrough.state import Action, State
from prompts.catalogue.message import Message
from prompts.catalogue.walkthrough_notices import WalkHelp, WalkIdle, WalkJoinFirst, WalkOffer, WalkReminder, WalkSaid
from prompts.rendering import render

ABOUT_CHARS_MAX = 300
DATED = frozenset({"past_due", "snoozed"})
"""The notes that are about a day."""
_WHAT_CHARS_MAX = 1_000


def said(kind: str, about: str = "") -> Packed:
    """A short note for one person: why something may not happen, or that it did.

    Args:
        kind: a kind of refusal, `help`, or another key of the note's template.
        about: what it names: a title, the name of a partner or a person, a status, an ISO date.
    """
    shown = day(about) if kind in DATED else fit(about, ABOUT_CHARS_MAX)
    note: Message = WalkHelp() if kind == "help" else WalkSaid(kind, shown)
    return message(*render(note))


def join_first(
    walkthrough: WalkthroughId, state: State, then: Click | None, proposed: PartnerId | None = None
) -> Packed:
    """The question for whom somebody speaks; when they wanted to answer, pressing a partner answers as well."""
    answer = clicks.read_answer(then.extra) if then and then.topic in state.topics else None
    wanted = then if then and answer else Click(walkthrough)
    topic = title_of(state, TopicId(wanted.topic)) if answer else ""
    asked = render(WalkJoinFirst(answer[0] if answer else "", topic))
    return message(*asked, join_row(walkthrough, state, wanted, proposed, may_watch=False))


def reminder(walkthrough: WalkthroughId, state: State, action: Action, kind: ReminderKind, thread_link: str) -> Packed:
    """An action's owner is reminded; `thread_link` may be empty."""
    words = WalkReminder(
        kind=kind,
        what=fit(action.what, _WHAT_CHARS_MAX),
        due=day(action.due),
        topic=title_of(state, action.topic),
        title=scorecard_title(state),
        thread_link=thread_link,
    )
    here = Click(walkthrough, extra=action.id)
    return message(
        *render(words), row(button(clicks.DONE, "done", here, "primary"), button(clicks.SNOOZE, "snooze", here))
    )


def idle_question(walkthrough: WalkthroughId, state: State, thread_link: str) -> Packed:
    """The facilitator is asked how to go on; `thread_link` may be empty."""
    here = Click(walkthrough)
    return message(
        *render(WalkIdle(scorecard_title(state), title_of(state, state.current), thread_link)),
        row(
            button(clicks.RESUME, "go_on", here, "primary"),
            button(clicks.PAUSE, "pause", here),
            button(clicks.CLOSE, "close", here),
        ),
    )


def start_offer() -> Packed:
    """The offer to start, for somebody who asks for it in words."""
    return message(*render(WalkOffer()), row(start_button(style="primary")))


def start_button(style: str = "") -> Block:
    """The button that opens the form to start."""
    return plain_button(clicks.START, label("start"), clicks.START, **({"style": style} if style else {}))
