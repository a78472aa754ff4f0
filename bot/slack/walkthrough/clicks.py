"""What a button of a walkthrough carries. Pure.

Nothing is remembered between two clicks: a value names the walkthrough, the topic and what is wanted. One that was
forged or has gone stale is only text; what may happen is decided by the walkthrough itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.walkthrough.events import STATUSES, Status

PREFIX = "walk."
# Opening: no walkthrough yet.
START = f"{PREFIX}start"
# On the card.
JOIN, JOIN_AS, OBSERVE = f"{PREFIX}join", f"{PREFIX}join_as", f"{PREFIX}observe"
PAUSE, RESUME, CLOSE = f"{PREFIX}pause", f"{PREFIX}resume", f"{PREFIX}close"
REPORT, HAND_OVER, GO_TO = f"{PREFIX}report", f"{PREFIX}hand_over", f"{PREFIX}go_to"
# On a topic; the extra of an answer is what `write_answer` writes.
ANSWER = f"{PREFIX}answer"
NOTE, AGREE, TAKE_ACTION = f"{PREFIX}note", f"{PREFIX}agree", f"{PREFIX}take_action"
NEXT, BACK, CHANGE = f"{PREFIX}next", f"{PREFIX}back", f"{PREFIX}change"
REVEAL, VOTE_AGAIN, ASK = f"{PREFIX}reveal", f"{PREFIX}vote_again", f"{PREFIX}ask"
# In a reminder; the extra is the action.
DONE, SNOOZE = f"{PREFIX}done", f"{PREFIX}snooze"

_SEPARATOR = "|"
_VOTE = ",vote"
_PARTS = 3
# Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element, `value`
_VALUE_CHARS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Click:
    """What was pressed, and where. Empty where it does not apply."""

    walkthrough: str
    topic: str = ""
    extra: str = ""


def write(click: Click) -> str:
    """The click as the value of a button, option or modal."""
    return _SEPARATOR.join((click.walkthrough, click.topic, click.extra))


def read(value: str) -> Click | None:
    """The click that was written, or None for a text that we did not write."""
    parts = value.split(_SEPARATOR)
    if len(parts) != _PARTS or len(value) > _VALUE_CHARS_MAX or not parts[0].isalnum():
        return None
    return Click(*parts)


def write_answer(status: Status, *, is_vote: bool) -> str:
    """The extra of a button that answers; a vote says so, because it may be pressed when all are revealed already."""
    return f"{status}{_VOTE}" if is_vote else status


def read_answer(extra: str) -> tuple[Status, bool] | None:
    """The status and whether it is a vote, or None for a text that we did not write."""
    found = next((each for each in STATUSES if each == extra.removesuffix(_VOTE)), None)
    return (found, extra.endswith(_VOTE)) if found else None


def name_of(action_id: str) -> str:
    """The name above without what makes an id unique in its message (`walk.answer.settled`, `walk.join.p1`)."""
    return ".".join(action_id.split(".")[:2])
