"""What somebody wants of a walkthrough. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.walkthrough.events import ActionId, NoteId, PartnerId, PersonId, Status, TopicId, Way
from knowledge.scorecards import Form, Mode, Scorecard


@dataclass(frozen=True, slots=True)
class Start:
    """Begin. Partners are named as people typed them."""

    scorecard: Scorecard
    partners: tuple[str, ...]
    form: Form = "short"
    mode: Mode = "drafting"
    themes: tuple[str, ...] = ()
    way: Way = "together"
    due: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """Speak for this partner, or look on (`OBSERVER`)."""

    partner: PartnerId


@dataclass(frozen=True, slots=True)
class JoinAs:
    """Speak for an organisation that may not be there yet."""

    name: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The person is no longer in the channel."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Let somebody else facilitate."""

    to: PersonId


@dataclass(frozen=True, slots=True)
class Answer:
    """This is how a topic stands, in my view."""

    topic: TopicId
    status: Status
    is_vote: bool = False
    """It was said while the votes were hidden, so it is a vote even when they were revealed at the same moment."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show who said what."""

    topic: TopicId


@dataclass(frozen=True, slots=True)
class VoteAgain:
    """Let every partner say once more how a topic stands."""

    topic: TopicId


@dataclass(frozen=True, slots=True)
class Agree:
    """Write down what was agreed; an empty text takes it back."""

    topic: TopicId
    text: str
    partners: tuple[PartnerId, ...]


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write a note on a topic."""

    note: NoteId
    topic: TopicId
    text: str


@dataclass(frozen=True, slots=True)
class EditNote:
    """Change a note of one's own; an empty text takes it back."""

    note: NoteId
    text: str


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Take back a note of one's own."""

    note: NoteId


@dataclass(frozen=True, slots=True)
class Turn:
    """Go to the topic after or before `seen`, the one that the person was looking at.

    After the last one the walkthrough is closed. When the team is elsewhere by now, nothing moves.
    """

    seen: TopicId
    way: Literal["next", "back"]


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to this topic."""

    topic: TopicId


@dataclass(frozen=True, slots=True)
class TakeAction:
    """Somebody takes something on; `today` is the date where the owner is."""

    action: ActionId
    topic: TopicId
    what: str
    owner: PersonId
    due: str
    tz: str
    today: str


@dataclass(frozen=True, slots=True)
class FinishAction:
    """An action is done."""

    action: ActionId


@dataclass(frozen=True, slots=True)
class SnoozeAction:
    """No reminder before this ISO date."""

    action: ActionId
    until: str


@dataclass(frozen=True, slots=True)
class Remind:
    """The owner of an action is about to be reminded for this ISO date."""

    action: ActionId
    day: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Take a break."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a break, or take up a closed walkthrough again."""


@dataclass(frozen=True, slots=True)
class Close:
    """The team is through."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Ask the facilitator how to go on."""


Command = (
    Join
    | JoinAs
    | Leave
    | HandOver
    | Answer
    | Reveal
    | VoteAgain
    | Agree
    | AddNote
    | EditNote
    | RemoveNote
    | Turn
    | GoTo
    | TakeAction
    | FinishAction
    | SnoozeAction
    | Remind
    | Pause
    | Resume
    | Close
    | Nudge
)
