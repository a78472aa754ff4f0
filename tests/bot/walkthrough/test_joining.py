"""Who takes part in a walkthrough, for whom, and who leads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.walkthrough.commands import Close, HandOver, Join, JoinAs, Leave, Pause, Start, Turn
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
from bot.walkthrough.joining import PARTNER_CHARS_MAX, PARTNERS_MAX, start
from bot.walkthrough.refusals import Refusal, RefusalKind
from tests.bot.walkthrough.meeting import (
    ACME,
    ALI,
    ANN,
    BEA,
    CAL,
    CITY,
    MISSIONS,
    OLA,
    START,
    TRUST,
    ZED,
    Meeting,
    everybody,
)


def test_the_defaults_are_enough_to_start() -> None:
    """Naming the partners is all that is asked: short form, drafting, all themes, together, no date."""
    meeting = Meeting(Start(START.scorecard, ("City", "Acme")))
    setup = meeting.state.setup
    assert (setup.form, setup.mode, setup.themes, setup.way, setup.due) == ("short", "drafting", (), "together", "")
    assert meeting.state.order == ("missions", "costs", "leaving", "winding-up")
    assert meeting.state.phase == "running"


def test_who_starts_it_leads_it() -> None:
    """The starter is the facilitator, before joining too."""
    meeting = Meeting()
    assert meeting.state.facilitator == ANN
    assert meeting.does(ANN, Turn(MISSIONS, "next"))


def test_names_of_partners_are_tidied() -> None:
    """Spaces around and inside names, and names of spaces only, are typing and no partners."""
    started = start(replace(START, partners=("  The   City ", " ", "Acme", "")))
    assert isinstance(started, Started)
    assert [partner.name for partner in started.partners] == ["The City", "Acme"]


@pytest.mark.parametrize(
    ("partners", "kind"),
    [
        ((), "few_partners"),
        (("City", " "), "few_partners"),
        (tuple(f"Partner {number}" for number in range(PARTNERS_MAX + 1)), "many_partners"),
        (("City", "A" * (PARTNER_CHARS_MAX + 1)), "long_partner"),
        (("City", "  CITY "), "twice_partner"),
    ],
)
def test_unfit_partners_are_refused(partners: tuple[str, ...], kind: RefusalKind) -> None:
    """Too few, too many, too long and the same twice are refused, each with its own reason."""
    refusal = start(replace(START, partners=partners))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind


def test_themes_without_topics_are_refused() -> None:
    """Chosen themes that the form asks nothing about leave nothing to go through."""
    assert start(replace(START, themes=("forged",))) == Refusal("no_topics")


def test_only_chosen_themes_are_asked_about() -> None:
    """A team may go through a few themes only."""
    meeting = Meeting(replace(START, themes=("exit",), form="full"))
    assert meeting.state.order == ("leaving", "winding-up")


def test_a_due_date_must_be_a_date() -> None:
    """Something that is no ISO date is refused; an empty one means that there is none."""
    assert start(replace(START, due="soon")) == Refusal("no_date")
    assert isinstance(start(replace(START, due="2031-02-28")), Started)


def test_a_person_speaks_for_one_partner() -> None:
    """What somebody says last about whom they speak for counts; the same once more changes nothing."""
    meeting = Meeting()
    assert meeting.does(BEA, Join(CITY)) == (Joined(CITY),)
    assert meeting.does(BEA, Join(CITY)) == ()
    meeting.does(BEA, Join(ACME))
    assert meeting.state.speaks_for(BEA) == Partner(ACME, "Acme")
    assert meeting.state.speakers(CITY) == ()


def test_an_observer_speaks_for_nobody() -> None:
    """Looking on is fine, and a speaker may become an observer."""
    meeting = everybody()
    assert meeting.state.speaks_for(OLA) is None
    meeting.does(BEA, Join(OBSERVER))
    assert meeting.state.speaks_for(BEA) is None
    assert BEA in meeting.state.people


def test_a_partner_that_is_not_there_cannot_be_joined() -> None:
    """A forged partner is refused."""
    assert Meeting().refuses(BEA, Join(PartnerId("p9"))) == "unknown_partner"


def test_joining_as_a_new_organization_adds_it() -> None:
    """Somebody whose organization was forgotten brings it in."""
    meeting = Meeting()
    events = meeting.does(BEA, JoinAs("  The  County "))
    assert events == (PartnerAdded(Partner(PartnerId("p4"), "The County")), Joined(PartnerId("p4")))
    assert list(meeting.state.partners) == [CITY, ACME, TRUST, "p4"]


def test_joining_as_a_known_organization_joins_it() -> None:
    """A name that is there already, in whatever letters, is that partner."""
    meeting = Meeting()
    assert meeting.does(BEA, JoinAs(" ACME ")) == (Joined(ACME),)
    assert meeting.does(BEA, JoinAs("acme")) == ()


@pytest.mark.parametrize(("name", "kind"), [(" ", "unknown_partner"), ("A" * (PARTNER_CHARS_MAX + 1), "long_partner")])
def test_joining_as_an_unfit_name_is_refused(name: str, kind: str) -> None:
    """Nothing and far too much are no names."""
    assert Meeting().refuses(BEA, JoinAs(name)) == kind


def test_there_is_a_last_partner() -> None:
    """No more partners than can be chosen from; the known ones can still be joined."""
    meeting = Meeting(replace(START, partners=tuple(f"Partner {number}" for number in range(PARTNERS_MAX))))
    assert meeting.refuses(BEA, JoinAs("One more")) == "many_partners"
    assert meeting.does(BEA, JoinAs("partner 3"))


@pytest.mark.parametrize("stop", [Pause(), Close()])
def test_people_may_join_at_any_time(stop: Pause | Close) -> None:
    """A break or an end keeps nobody out: somebody must be able to take it up again."""
    meeting = Meeting()
    meeting.does(ANN, stop)
    assert meeting.does(ZED, Join(TRUST))


def test_who_leaves_the_channel_is_no_participant() -> None:
    """Somebody who left speaks for nobody; somebody who never took part leaves no trace."""
    meeting = everybody()
    assert meeting.does(BEA, Leave()) == (Left(),)
    assert BEA not in meeting.state.people
    assert meeting.does(BEA, Leave()) == ()
    assert meeting.does(ZED, Leave()) == ()


def test_a_facilitator_who_never_joined_may_leave() -> None:
    """Then nobody leads, as after any other facilitator left."""
    meeting = Meeting()
    assert meeting.does(ANN, Leave()) == (Left(),)
    assert meeting.state.facilitator == NOBODY


def test_without_facilitator_the_next_speaker_who_steers_leads() -> None:
    """After the facilitator left nobody is stuck: who speaks for a partner and steers takes over."""
    meeting = everybody()
    meeting.does(ANN, Leave())
    assert meeting.state.facilitator == NOBODY
    assert meeting.does(BEA, Turn(MISSIONS, "next"))[0] == HandedOver(BEA)
    assert meeting.state.facilitator == BEA
    assert HandedOver(CAL) not in meeting.does(CAL, Turn(meeting.state.current, "next"))


@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined")])
def test_observers_and_strangers_do_not_take_over(person: PersonId, kind: RefusalKind) -> None:
    """After the facilitator left only somebody who speaks for a partner may lead or say who does."""
    meeting = everybody()
    meeting.does(ANN, Leave())
    assert meeting.refuses(person, Pause()) == kind
    assert meeting.refuses(person, HandOver(ALI)) == kind


def test_a_facilitator_who_comes_back_is_a_participant() -> None:
    """Joining again does not take the lead back from the one who took over."""
    meeting = everybody()
    meeting.does(ANN, Leave())
    meeting.does(BEA, Pause())
    meeting.does(ANN, Join(CITY))
    assert meeting.state.facilitator == BEA


def test_the_facilitator_hands_over() -> None:
    """To anybody who has joined, observers too: an outsider may lead."""
    meeting = everybody()
    assert meeting.does(ANN, HandOver(OLA)) == (HandedOver(OLA),)
    assert meeting.refuses(ANN, HandOver(ANN)) == "facilitator_only"
    assert meeting.does(OLA, Pause())
    assert meeting.does(OLA, HandOver(OLA)) == ()


def test_nobody_hands_over_to_a_stranger() -> None:
    """Whoever leads must have joined."""
    meeting = everybody()
    assert meeting.refuses(ANN, HandOver(ZED)) == "unknown_person"
    assert meeting.refuses(ANN, HandOver(NOBODY)) == "unknown_person"


def test_after_the_facilitator_left_a_speaker_says_who_leads() -> None:
    """Somebody has to, so any speaker may."""
    meeting = everybody()
    meeting.does(ANN, Leave())
    meeting.does(ALI, HandOver(CAL))
    assert meeting.state.facilitator == CAL


@pytest.mark.parametrize("command", [Join(CITY), JoinAs("County"), Leave(), HandOver(ALI)])
def test_the_coach_itself_never_takes_part(command: Join | JoinAs | Leave | HandOver) -> None:
    """It joins nothing and leads nothing."""
    assert everybody().refuses(NOBODY, command) == "not_joined"
