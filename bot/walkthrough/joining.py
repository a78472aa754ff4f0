"""Who takes part, and for whom: the beginning of a walkthrough, and people who come and go. Pure."""

from __future__ import annotations

from bot.walkthrough.commands import HandOver, Join, JoinAs, Leave, Start
from bot.walkthrough.events import (
    NOBODY,
    OBSERVER,
    HandedOver,
    Joined,
    Left,
    Partner,
    PartnerAdded,
    PartnerId,
    PersonId,
    Started,
)
from bot.walkthrough.refusals import Decision, Refusal, unfit_date
from bot.walkthrough.state import State

PARTNERS_MIN, PARTNERS_MAX = 2, 20
"""A scorecard is about an agreement, so there are two; more than a modal's menu can show help nobody."""
PARTNER_CHARS_MAX = 60


def start(command: Start) -> Started | Refusal:
    """The first event of a walkthrough."""
    names = [" ".join(name.split()) for name in command.partners]
    names = [name for name in names if name]
    refusal = _unfit_partners(names) or (unfit_date(command.due) if command.due else None)
    if refusal:
        return refusal
    if not command.scorecard.topics(command.form, command.themes):
        return Refusal("no_topics")
    partners = tuple(Partner(_partner_id(number), name) for number, name in enumerate(names, 1))
    return Started(
        command.scorecard,
        command.form,
        command.mode,
        command.themes,
        partners,
        command.way,
        command.due,
        command.previous,
    )


def about_people(state: State, command: Join | JoinAs | Leave | HandOver, by: PersonId) -> Decision:
    """What follows when `by` joins, leaves or hands over."""
    match command:
        case Leave():
            is_here = by in state.people or by == state.facilitator
            return (Left(),) if is_here else ()
        case HandOver(to=to):
            return _hand_over(state, to, by)
        case Join(partner=partner):
            if partner != OBSERVER and partner not in state.partners:
                return Refusal("unknown_partner")
            return () if state.people.get(by) == partner else (Joined(partner),)
        case JoinAs(name=name):
            return _join_as(state, " ".join(name.split()), by)


def not_steering(state: State, by: PersonId) -> Refusal | None:
    """Why this person may not steer: the facilitator and everybody who speaks for a partner may."""
    if by == state.facilitator:
        return None
    return None if state.speaks_for(by) else not_a_speaker(state, by)


def not_a_speaker(state: State, by: PersonId) -> Refusal:
    """What somebody who speaks for no partner has to do first."""
    return Refusal("observer" if by in state.people else "not_joined")


def _join_as(state: State, name: str, by: PersonId) -> Decision:
    known = next((each for each in state.partners.values() if each.name.casefold() == name.casefold()), None)
    if known:
        return about_people(state, Join(known.id), by)
    if not name:
        return Refusal("unknown_partner")
    refusal = _unfit_partners([*(each.name for each in state.partners.values()), name])
    if refusal:
        return refusal
    partner = Partner(_partner_id(len(state.partners) + 1), name)
    return PartnerAdded(partner), Joined(partner.id)


def _hand_over(state: State, to: PersonId, by: PersonId) -> Decision:
    if state.facilitator not in {by, NOBODY}:
        return Refusal("facilitator_only")
    refusal = not_steering(state, by)
    if refusal:
        return refusal
    if to not in state.people:
        return Refusal("unknown_person")
    return () if to == state.facilitator else (HandedOver(to),)


def _partner_id(number: int) -> PartnerId:
    return PartnerId(f"p{number}")


def _unfit_partners(names: list[str]) -> Refusal | None:
    if len(names) < PARTNERS_MIN:
        return Refusal("few_partners")
    if len(names) > PARTNERS_MAX:
        return Refusal("many_partners")
    too_long = next((name for name in names if len(name) > PARTNER_CHARS_MAX), None)
    if too_long:
        return Refusal("long_partner", too_long[:PARTNER_CHARS_MAX])
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return Refusal("twice_partner", name)
        seen.add(name.casefold())
    return None
