"""When somebody is reminded, and when a silent team is asked how to go on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.walkthrough.commands import Start
from bot.walkthrough.events import (
    NOBODY,
    ActionDone,
    ActionId,
    ActionSnoozed,
    ActionTaken,
    Closed,
    Event,
    Joined,
    Nudged,
    PartnerId,
    Paused,
    PersonId,
    Recorded,
    Reminded,
    Reopened,
    Started,
    TopicId,
)
from bot.walkthrough.joining import start
from bot.walkthrough.reminders import IDLE_S, ActionReminder, IdleQuestion, due, wake_at
from bot.walkthrough.state import State, fold
from tests.fakes.scorecards import SCORECARD

MAYA, SAM = PersonId("U1"), PersonId("U2")
ACTION = ActionId("a1")
BERLIN = "Europe/Berlin"
DUE = "2026-03-20"
DAY_S = 24 * 3600.0


def at(text: str, zone: str = "UTC") -> float:
    """The moment of an ISO date and time where somebody is."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


TAKEN = at("2026-03-10 12:00")


def after(state: State, event: Event, moment: float = TAKEN, by: PersonId = MAYA) -> State:
    """The state after one more event."""
    return fold([Recorded(event, by, moment)], state)


def begun(moment: float = TAKEN) -> State:
    """A walkthrough that Maya has just started."""
    started = start(Start(SCORECARD, ("Riverton", "The Trust")))
    assert isinstance(started, Started)
    return fold([Recorded(started, MAYA, moment)])


def quiet(state: State) -> State:
    """The walkthrough on a break: nobody is asked how to go on, only actions are waited for."""
    return after(state, Paused())


def taken(due_on: str = DUE, zone: str = BERLIN, moment: float = TAKEN) -> State:
    """A walkthrough on a break in which Sam took something on at that moment."""
    topic = TopicId("missions")
    return quiet(after(begun(), ActionTaken(ACTION, topic, "Ask the bank", SAM, due_on, zone), moment))


def reminded(state: State, day: str, moment: float = TAKEN) -> State:
    """The state after Sam was reminded for that day."""
    return after(state, Reminded(ACTION, day), moment, NOBODY)


def told(state: State, moment: float) -> list[tuple[str, str]]:
    """Day and kind of the reminders that are due then."""
    return [(each.day, each.kind) for each in due(state, moment) if isinstance(each, ActionReminder)]


def test_an_owner_is_reminded_the_day_before_on_the_day_and_every_week_until_it_is_done() -> None:
    """At nine in the morning where the owner is; done, nothing is waited for any more."""
    state = taken()
    for day, kind in (
        ("2026-03-19", "before"),
        (DUE, "today"),
        ("2026-03-27", "overdue"),
        ("2026-04-03", "overdue"),
    ):
        moment = at(f"{day} 09:00", BERLIN)
        assert wake_at(state) == moment
        assert due(state, moment - 1) == ()
        assert told(state, moment) == [(day, kind)]
        state = reminded(state, day, moment)
        assert due(state, moment) == ()
    state = after(state, ActionDone(ACTION))
    assert (wake_at(state), due(state, at("2027-01-01 00:00"))) == (None, ())


def test_nine_in_the_morning_stays_nine_when_the_clocks_change() -> None:
    """Berlin turns its clocks on 29 March 2026: the reminder of that day comes an hour earlier for the world."""
    state = taken("2026-03-29")
    assert wake_at(state) == at("2026-03-28 08:00")
    assert wake_at(reminded(state, "2026-03-28")) == at("2026-03-29 07:00")


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "Europe", "../etc/passwd", "\ud800"])
def test_an_unknown_zone_is_taken_for_utc(zone: str) -> None:
    """Slack does not tell every zone; an owner without one is still reminded."""
    assert wake_at(taken(zone=zone)) == at("2026-03-19 09:00")


def test_the_day_is_that_of_the_owner() -> None:
    """In Auckland the morning comes while it is still the day before in Europe."""
    state = taken(zone="Pacific/Auckland")
    assert wake_at(state) == at("2026-03-18 20:00")
    assert told(state, at("2026-03-18 20:00")) == [("2026-03-19", "before")]


@pytest.mark.parametrize(
    ("due_on", "first"),
    [("2026-03-10", "2026-03-17"), ("2026-03-11", "2026-03-11"), ("2026-03-12", "2026-03-11")],
)
def test_a_moment_that_was_over_when_the_action_was_taken_on_is_left_out(due_on: str, first: str) -> None:
    """Taken at noon for tomorrow: the owner has just said so, and hears of it tomorrow."""
    assert wake_at(taken(due_on, "UTC")) == at(f"{first} 09:00")


def test_what_was_missed_comes_once_for_its_last_day() -> None:
    """The coach was off for weeks: one reminder, not one for every day, and then the next week's."""
    state = taken()
    back = at("2026-04-05 15:00", BERLIN)
    assert wake_at(state) == at("2026-03-19 09:00", BERLIN)
    assert told(state, back) == [("2026-04-03", "overdue")]
    state = reminded(state, "2026-04-03", back)
    assert due(state, back) == ()
    assert wake_at(state) == at("2026-04-10 09:00", BERLIN)


def test_a_late_reminder_says_what_is_true_now() -> None:
    """The one of the due day that comes two days later does not say that it is due today."""
    assert told(taken(), at("2026-03-20 07:00", BERLIN)) == [("2026-03-19", "today")]
    assert told(taken(), at("2026-03-22 15:00", BERLIN)) == [(DUE, "overdue")]


def test_nothing_comes_before_the_day_of_a_snooze_and_something_does_on_it() -> None:
    """Snoozed over the due date: one reminder on the day that was asked for, and from there once a week."""
    state = after(reminded(taken(), "2026-03-19"), ActionSnoozed(ACTION, "2026-03-24"))
    assert wake_at(state) == at("2026-03-24 09:00", BERLIN)
    assert due(state, at("2026-03-24 08:59", BERLIN)) == ()
    assert told(state, at("2026-03-24 09:00", BERLIN)) == [("2026-03-24", "snoozed")]
    assert wake_at(reminded(state, "2026-03-24")) == at("2026-03-31 09:00", BERLIN)


def test_a_snooze_to_a_day_before_the_due_date_keeps_what_comes_after_it() -> None:
    """Asked for early, then the day before and the day itself as ever."""
    state = after(taken(), ActionSnoozed(ACTION, "2026-03-15"))
    assert told(state, at("2026-03-15 09:00", BERLIN)) == [("2026-03-15", "snoozed")]
    assert wake_at(reminded(state, "2026-03-15")) == at("2026-03-19 09:00", BERLIN)


@pytest.mark.parametrize(("until", "kind"), [("2026-03-19", "before"), (DUE, "today")])
def test_a_snooze_to_a_day_with_a_reminder_is_one_reminder(until: str, kind: str) -> None:
    """The day before, or the day itself: what is due when matters more than that it was snoozed."""
    state = after(taken(), ActionSnoozed(ACTION, until))
    assert told(state, at(f"{until} 09:00", BERLIN)) == [(until, kind)]


def test_actions_are_waited_for_in_every_phase() -> None:
    """A promise outlives the walkthrough that it was made in."""
    paused = taken("2026-03-12")
    closed = after(paused, Closed())
    assert wake_at(paused) == wake_at(closed) == wake_at(after(closed, Reopened())) == at("2026-03-11 09:00", BERLIN)


def test_a_silent_team_is_asked_once_after_a_week() -> None:
    """Only while it is running, and again only after somebody did something; reminders do not count."""
    state = begun()
    assert wake_at(state) == TAKEN + IDLE_S
    assert due(state, TAKEN + IDLE_S - 1) == ()
    assert due(state, TAKEN + IDLE_S) == (IdleQuestion(),)
    asked = after(state, Nudged(), TAKEN + IDLE_S, NOBODY)
    assert (wake_at(asked), due(asked, TAKEN + 9 * IDLE_S)) == (None, ())
    again = after(asked, Joined(PartnerId("p1")), TAKEN + IDLE_S + DAY_S)
    assert wake_at(again) == TAKEN + IDLE_S + DAY_S + IDLE_S
    for over in (Paused(), Closed()):
        assert wake_at(after(state, over)) is None


def test_an_action_and_the_silence_of_a_team_are_due_together() -> None:
    """The earlier one wakes the coach; both are found when both moments are over."""
    state = after(begun(), ActionTaken(ACTION, TopicId("missions"), "Ask the bank", SAM, "2026-03-12", "UTC"))
    assert wake_at(state) == at("2026-03-11 09:00")
    assert due(state, TAKEN + IDLE_S) == (ActionReminder(ACTION, "2026-03-12", "overdue"), IdleQuestion())


def test_an_action_due_on_the_last_day_there_is_can_be_waited_for() -> None:
    """A date far off is strange but no fault."""
    state = reminded(taken(str(date.max)), "9999-12-30")
    assert wake_at(state) == at("9999-12-31 09:00", BERLIN)
    assert wake_at(reminded(state, "9999-12-31")) is None


@given(
    due_in=st.integers(0, 40),
    zone=st.sampled_from(["UTC", BERLIN, "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"]),
    snoozes=st.dictionaries(st.integers(0, 60), st.integers(1, 30), max_size=3),
    checks=st.lists(st.integers(1, 48 * 3600), max_size=40),
)
def test_whenever_the_coach_looks_nobody_hears_twice_of_a_day(
    due_in: int, zone: str, snoozes: dict[int, int], checks: list[int]
) -> None:
    """Any days off between looks: `due` and `wake_at` agree, days only go up, and nothing precedes its morning."""
    state = taken((date(2026, 3, 10) + timedelta(due_in)).isoformat(), zone)
    now, days = TAKEN, [""]
    for number, gap in enumerate(checks):
        now += gap
        if number in snoozes:
            until = datetime.fromtimestamp(now, ZoneInfo(zone)).date() + timedelta(snoozes[number])
            state = after(state, ActionSnoozed(ACTION, max(until.isoformat(), state.actions[ACTION].snoozed_until)))
        wake, found = wake_at(state), told(state, now)
        assert wake is not None
        assert bool(found) == (wake <= now)
        for day, kind in found:
            assert day > days[-1]
            assert at(f"{day} 09:00", zone) <= now
            assert day >= state.actions[ACTION].snoozed_until
            assert (kind == "today") == (
                state.actions[ACTION].due == f"{datetime.fromtimestamp(now, ZoneInfo(zone)):%F}"
            )
            days.append(day)
            state = reminded(state, day, now)
