"""What happened in a walkthrough: a vocabulary that is only ever added to. Pure.

Every event is one line of an append-only log. An event of an old release must be readable for as long as its
walkthrough is kept, so a field that comes later has a default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, NewType

from pydantic import Field, TypeAdapter

from knowledge.scorecards import Form, Mode, Scorecard

PersonId = NewType("PersonId", str)
"""Slack's id of a user."""
PartnerId = NewType("PartnerId", str)
TopicId = NewType("TopicId", str)
NoteId = NewType("NoteId", str)
ActionId = NewType("ActionId", str)

Status = Literal["settled", "partly", "open", "not_applicable"]
STATUSES: tuple[Status, ...] = ("settled", "partly", "open", "not_applicable")
Way = Literal["together", "each_first"]
"""How topics are answered: by the team at once, or by each partner first, hidden until revealed."""

OBSERVER = PartnerId("")
"""The partner of somebody who only looks on."""
NOBODY = PersonId("")
FORGOTTEN = "forgotten-"
"""Begins what stands for a person who was taken out of the log."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part."""

    id: PartnerId
    name: str


@dataclass(frozen=True, slots=True)
class Started:
    """The team began, with the definition as it was then; it keeps that one to its end."""

    scorecard: Scorecard
    form: Form
    mode: Mode
    themes: tuple[str, ...]
    """Ids of the themes that were chosen; empty for all."""
    partners: tuple[Partner, ...]
    way: Way
    due: str
    """An ISO date, or empty."""
    previous: str = ""
    """The id of the channel's last walkthrough of the same scorecard, or empty."""
    kind: Literal["started"] = "started"


@dataclass(frozen=True, slots=True)
class PartnerAdded:
    """Another organisation takes part."""

    partner: Partner
    kind: Literal["partner_added"] = "partner_added"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody said for whom they speak; said again, the last one counts."""

    partner: PartnerId
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left the channel. What they said stays."""

    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Another person facilitates."""

    to: PersonId
    kind: Literal["handed_over"] = "handed_over"


@dataclass(frozen=True, slots=True)
class Answered:
    """The team's status of a topic, as this person sees it."""

    topic: TopicId
    status: Status
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Voted:
    """One partner's own view of a topic, before the joint one."""

    topic: TopicId
    partner: PartnerId
    status: Status
    kind: Literal["voted"] = "voted"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Everybody may see who said what."""

    topic: TopicId
    kind: Literal["revealed"] = "revealed"


@dataclass(frozen=True, slots=True)
class VoteOpened:
    """The partners vote once more; what they said before stays in the log alone."""

    topic: TopicId
    kind: Literal["vote_opened"] = "vote_opened"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, and by which partners; an empty text takes it back."""

    topic: TopicId
    text: str
    partners: tuple[PartnerId, ...]
    kind: Literal["agreed"] = "agreed"


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on a topic; its author and time are those of the event."""

    note: NoteId
    topic: TopicId
    text: str
    kind: Literal["noted"] = "noted"


@dataclass(frozen=True, slots=True)
class NoteEdited:
    """A note reads otherwise now."""

    note: NoteId
    text: str
    kind: Literal["note_edited"] = "note_edited"


@dataclass(frozen=True, slots=True)
class NoteRemoved:
    """A note was taken back."""

    note: NoteId
    kind: Literal["note_removed"] = "note_removed"


@dataclass(frozen=True, slots=True)
class WentTo:
    """The team turned to a topic."""

    topic: TopicId
    kind: Literal["went_to"] = "went_to"


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """Somebody takes something on."""

    action: ActionId
    topic: TopicId
    what: str
    owner: PersonId
    due: str
    """An ISO date."""
    tz: str
    """The owner's time zone (IANA name), or empty when it is not known."""
    kind: Literal["action_taken"] = "action_taken"


@dataclass(frozen=True, slots=True)
class ActionDone:
    """It is done."""

    action: ActionId
    kind: Literal["action_done"] = "action_done"


@dataclass(frozen=True, slots=True)
class ActionSnoozed:
    """No reminder before this ISO date."""

    action: ActionId
    until: str
    kind: Literal["action_snoozed"] = "action_snoozed"


@dataclass(frozen=True, slots=True)
class Reminded:
    """The owner was reminded for this ISO date."""

    action: ActionId
    day: str
    kind: Literal["reminded"] = "reminded"


@dataclass(frozen=True, slots=True)
class Paused:
    """The team takes a break."""

    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Resumed:
    """The team goes on."""

    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class Closed:
    """The team is through."""

    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The team takes it up again."""

    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Nudged:
    """The facilitator was asked how to go on, after a long silence."""

    kind: Literal["nudged"] = "nudged"


@dataclass(frozen=True, slots=True)
class Erased:
    """Somebody was taken out of everything before, and is this event's author now; what was folded is out of date."""

    kind: Literal["erased"] = "erased"


Event = Annotated[
    Started
    | PartnerAdded
    | Joined
    | Left
    | HandedOver
    | Answered
    | Voted
    | Revealed
    | VoteOpened
    | Agreed
    | Noted
    | NoteEdited
    | NoteRemoved
    | WentTo
    | ActionTaken
    | ActionDone
    | ActionSnoozed
    | Reminded
    | Paused
    | Resumed
    | Closed
    | Reopened
    | Nudged
    | Erased,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with who caused it (`NOBODY` for the coach itself) and when, in seconds since 1970."""

    event: Event
    by: PersonId
    at: float


def to_json(event: Event) -> str:
    """The event as text for the log."""
    return _EVENT.dump_json(event, ensure_ascii=True).decode()


def from_json(text: str) -> Event:
    """The event that was written.

    Raises:
        pydantic.ValidationError: the text is no event of this or an earlier release.
    """
    return _EVENT.validate_json(text)


_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
