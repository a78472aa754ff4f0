"""What must never be: in a state of a walkthrough, and between two states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from bot.walkthrough.events import (
    NOBODY,
    OBSERVER,
    STATUSES,
    Agreed,
    Event,
    HandedOver,
    Left,
    NoteEdited,
    NoteRemoved,
    PersonId,
    Recorded,
    Revealed,
    TopicId,
    VoteOpened,
)
from bot.walkthrough.joining import PARTNERS_MAX, PARTNERS_MIN
from bot.walkthrough.state import Action, Phase, State, TopicState


def faults(state: State, log: Sequence[Recorded]) -> list[str]:
    """Everything in a state that cannot be, given the log that it comes from."""
    found = [*_of_course(state, log), *_of_people(state, starter=log[0].by)]
    for topic, each in state.topics.items():
        found += [f"{topic}: {fault}" for fault in (*_of_topic(state, each), *_of_writing(state, each))]
    for action in state.actions.values():
        found += [f"{action.id}: {fault}" for fault in _of_action(state, action)]
    return found


def losses(before: State, after: State, events: Sequence[Event], by: PersonId) -> list[str]:
    """Everything that is gone or changed though nothing that happened, or nobody who may, made it so."""
    found = [*_lost_by_walkthrough(before, after, by), *_lost_lead(before, after, events, by)]
    for topic in before.topics:
        found += [f"{topic}: {fault}" for fault in _lost_by_topic(before, after, topic, events, by)]
    return found


def _named(checks: dict[str, bool]) -> Iterator[str]:
    return (name for name, is_fine in checks.items() if not is_fine)


def _of_course(state: State, log: Sequence[Recorded]) -> Iterator[str]:
    chosen = state.setup.scorecard.topics(state.setup.form, state.setup.themes)
    return _named(
        {
            "the version counts the events": state.version == len(log),
            "the phase is known": state.phase in get_args(Phase),
            "what is closed was closed": state.phase != "closed" or state.closings > 0,
            "the topics are those of the definition": list(state.topics) == [topic.id for _, topic in chosen],
            "the current topic is one of them": state.current in state.topics,
            "every visit was to one of them": set(state.visits) <= set(state.topics),
            "the first visit was to the first": state.visits[0] == state.order[0],
            "the last visit is to the current topic": state.visits[-1] == state.current,
            "no visit follows itself": all(
                one != other for one, other in zip(state.visits, state.visits[1:], strict=False)
            ),
            "time goes on": state.started_at <= state.last_at <= log[-1].at,
            "a note stands under one topic": len(_notes(state)) == len(set(_notes(state))),
        }
    )


def _notes(state: State) -> list[str]:
    return [note for topic in state.topics.values() for note in topic.notes]


def _of_people(state: State, starter: PersonId) -> Iterator[str]:
    names = {partner.name.casefold() for partner in state.partners.values()}
    return _named(
        {
            "there are partners, and not too many": PARTNERS_MIN <= len(state.partners) <= PARTNERS_MAX,
            "partners stand under their ids": all(key == each.id for key, each in state.partners.items()),
            "partners can be told apart": len(names) == len(state.partners),
            "people speak for a partner or look on": set(state.people.values()) <= {*state.partners, OBSERVER},
            "the coach itself does not take part": NOBODY not in state.people,
            "the facilitator takes part or began": state.facilitator in {*state.people, starter, NOBODY},
        }
    )


def _of_topic(state: State, topic: TopicState) -> Iterator[str]:
    is_together = state.setup.way == "together"
    voted = {said.partner for said in topic.said.values()}
    setter = topic.said.get(topic.set_by)
    return _named(
        {
            "the status is known": topic.status in {*STATUSES, None},
            "somebody set it": (topic.status is None) == (topic.set_by == NOBODY),
            "answers stand under those who gave them": all(key == each.by for key, each in topic.said.items()),
            "people answered": NOBODY not in topic.said,
            "answers are known": all(said.status in STATUSES for said in topic.said.values()),
            "answers are for partners": voted <= set(state.partners),
            "only votes are revealed": not (is_together and topic.is_revealed),
            "a joint answer is its last one": not is_together or topic.status == (setter and setter.status),
            "nothing is revealed where nobody voted": not topic.is_revealed or bool(topic.said),
            "complete votes are revealed": is_together or topic.is_revealed or not voted >= set(state.partners),
        }
    )


def _of_writing(state: State, topic: TopicState) -> Iterator[str]:
    agreement = topic.agreement
    partners = agreement.partners if agreement else ()
    return _named(
        {
            "an agreement says something": agreement is None or bool(agreement.text.strip()),
            "an agreement was written by somebody": agreement is None or agreement.by != NOBODY,
            "those who agreed are partners, in order": partners == tuple(p for p in state.partners if p in partners),
            "notes stand under their ids": all(key == note.id for key, note in topic.notes.items()),
            "notes say something": all(note.text.strip() for note in topic.notes.values()),
            "notes have authors": all(note.by != NOBODY for note in topic.notes.values()),
        }
    )


def _of_action(state: State, action: Action) -> Iterator[str]:
    return _named(
        {
            "it stands under its id": state.actions[action.id] is action,
            "it belongs to a topic": action.topic in state.topics,
            "it says what to do": bool(action.what.strip()),
            "it has an owner": action.owner != NOBODY,
            "it is due on a day": _is_day(action.due),
            "it sleeps until a day": action.snoozed_until == "" or _is_day(action.snoozed_until),
            "its owner is reminded once for a day": len(action.reminded) == len(set(action.reminded)),
        }
    )


def _is_day(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


def _lost_by_walkthrough(before: State, after: State, by: PersonId) -> Iterator[str]:
    others = {person: partner for person, partner in before.people.items() if person != by}
    finished = {action.id for action in before.actions.values() if action.is_done}
    return _named(
        {
            "the setup stays": after.setup is before.setup,
            "partners stay": list(after.partners.items())[: len(before.partners)] == list(before.partners.items()),
            "visits stay": after.visits[: len(before.visits)] == before.visits,
            "nobody speaks for others": others == {key: each for key, each in after.people.items() if key != by},
            "actions stay": set(before.actions) <= set(after.actions),
            "what is done stays done": all(after.actions[each].is_done for each in finished),
            "ends are counted": before.closings <= after.closings <= before.closings + 1,
        }
    )


def _lost_lead(before: State, after: State, events: Sequence[Event], by: PersonId) -> Iterator[str]:
    is_led_anew = after.facilitator != before.facilitator
    how = any(isinstance(event, (HandedOver, Left)) for event in events)
    return _named(
        {
            "the lead is given, left, or taken when nobody has it": not is_led_anew
            or (how and before.facilitator in {by, NOBODY}),
        }
    )


def _lost_by_topic(before: State, after: State, topic: TopicId, events: Sequence[Event], by: PersonId) -> Iterator[str]:
    old, new = before.topics[topic], after.topics[topic]
    is_anew = VoteOpened(topic) in events
    voted = {said.partner for said in new.said.values()}
    is_agreed = any(isinstance(event, Agreed) and event.topic == topic for event in events)
    touched = {event.note for event in events if isinstance(event, (NoteEdited, NoteRemoved))}
    own = {note for note in touched if note in old.notes and old.notes[note].by == by}
    return _named(
        {
            "answers stay": is_anew or all(new.said.get(each) == old.said[each] for each in old.said if each != by),
            "one's own answer stays": is_anew or by not in old.said or by in new.said,
            "the status stays, or is said": new.status is not None or old.status is None,
            "nothing is decided while votes are hidden": new.status == old.status or not before.is_voting(topic),
            "hidden again means a new vote": not old.is_revealed or new.is_revealed or is_anew,
            "revealed by the facilitator or by all": old.is_revealed
            or not new.is_revealed
            or (Revealed(topic) in events and (before.facilitator in {by, NOBODY} or voted >= set(after.partners))),
            "an agreement stays": is_agreed or new.agreement == old.agreement,
            "notes of others stay": all(
                new.notes.get(each) == old.notes[each] for each in old.notes if each not in own
            ),
        }
    )
