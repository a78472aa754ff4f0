"""A person taken out of the log of a walkthrough: what the team decided stays, who they were and wrote does not. Pure.

The log is otherwise never changed. Notes of theirs are taken back, whatever they decided, answered or took on is from
then on somebody's, and the log ends with `Erased`, so that whoever folded it before folds it again.
"""

from __future__ import annotations

from dataclasses import replace

from bot.walkthrough.events import ActionTaken, HandedOver, Noted, NoteEdited, NoteRemoved, PersonId, Recorded


def is_about(recorded: Recorded, person: PersonId) -> bool:
    """Whether this event tells of the person."""
    match recorded.event:
        case HandedOver(to=named) | ActionTaken(owner=named):
            return person in {recorded.by, named}
    return recorded.by == person


def without(recorded: Recorded, person: PersonId, becomes: PersonId) -> Recorded:
    """The event as it would be had `becomes` done it, and had they written no note."""
    event = recorded.event
    is_theirs = recorded.by == person
    match event:
        case Noted(note=note) | NoteEdited(note=note) if is_theirs:
            event = NoteRemoved(note)
        case HandedOver(to=named) if named == person:
            event = HandedOver(becomes)
        case ActionTaken(owner=named) if named == person:
            event = replace(event, owner=becomes, tz="")
    return replace(recorded, event=event, by=becomes if is_theirs else recorded.by)
