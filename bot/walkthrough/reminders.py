"""When a walkthrough wants to be looked at again, and what is due then. Pure.

The owner of an open action hears of it at nine in the morning, where they are: the day before it is due, on the day,
and then once a week until it is done. Nothing comes before the day that a snooze names; on that day something does,
and the weeks count from there when it lies after the due date. A moment that was over when the action was taken on
is left out: the owner has only just said so. What was missed, because the coach was off, comes once, for its last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import dropwhile, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from bot.walkthrough.events import ActionId
from bot.walkthrough.state import Action, State

IDLE_S = 7 * 24 * 3600.0
"""After so long a silence the facilitator is asked, once, how to go on."""
_MORNING = time(9)
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)

ReminderKind = Literal["before", "today", "overdue", "snoozed"]


@dataclass(frozen=True, slots=True)
class ActionReminder:
    """The owner of an action is to be reminded; `kind` is true where they are now, however late this comes."""

    action: ActionId
    day: str
    """The ISO date that the reminder is for; `Remind` takes it."""
    kind: ReminderKind


@dataclass(frozen=True, slots=True)
class IdleQuestion:
    """The facilitator is to be asked how to go on."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody is reminded of anything, where they are; what is due then comes when they are over."""

    start: str = ""
    """`HH:MM`; empty, as `end` is then, for none."""
    end: str = ""
    """Before `start` when they go past midnight."""

    def hold(self, now: float, tz: str) -> bool:
        """Whether it is quiet now (seconds since 1970) for somebody in this zone (an IANA name, or empty)."""
        if not self.start:
            return False
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        there = datetime.fromtimestamp(now, _zone(tz)).time()
        return start <= there < end if start < end else there >= start or there < end


def wake_at(state: State) -> float | None:
    """The next moment (seconds since 1970) at which something is due, or None while there is nothing to wait for.

    It lies in the past when something was missed.
    """
    waiting = [_next(action) for action in state.actions.values()]
    moments = [moment for moment in (*waiting, _idle_at(state)) if moment is not None]
    return min(moments, default=None)


def due(state: State, now: float) -> tuple[ActionReminder | IdleQuestion, ...]:
    """What is due now (seconds since 1970), once `wake_at` has come; each is over when its event is written down."""
    reminders = [_reminder(action, now) for action in state.actions.values()]
    idle_at = _idle_at(state)
    question = (IdleQuestion(),) if idle_at is not None and idle_at <= now else ()
    return (*(each for each in reminders if each), *question)


def _idle_at(state: State) -> float | None:
    return state.last_at + IDLE_S if state.phase == "running" and not state.is_nudged else None


def _next(action: Action) -> float | None:
    return next((_moment(day, _zone(action.tz)) for day in _days(action)), None)


def _reminder(action: Action, now: float) -> ActionReminder | None:
    zone = _zone(action.tz)
    missed = list(takewhile(lambda day: _moment(day, zone) <= now, _days(action)))
    if not missed:
        return None
    day = missed[-1].isoformat()
    return ActionReminder(action.id, day, _kind(action, day, datetime.fromtimestamp(now, zone).date()))


def _kind(action: Action, day: str, today: date) -> ReminderKind:
    if today.isoformat() == action.due:
        return "today"
    if (today + _DAY).isoformat() == action.due:
        return "before"
    return "snoozed" if day == action.snoozed_until else "overdue"


def _days(action: Action) -> Iterator[date]:
    """The days of the reminders that are still to come, in order; weeks without end."""
    zone, last = _zone(action.tz), max(action.reminded, default="")
    wanted = dropwhile(lambda day: _moment(day, zone) <= action.taken_at or day.isoformat() <= last, _all_days(action))
    return iter(()) if action.is_done else wanted


def _all_days(action: Action) -> Iterator[date]:
    day = date.fromisoformat(action.due)
    snoozed = date.fromisoformat(action.snoozed_until) if action.snoozed_until else date.min
    asked = {snoozed} - {date.min}
    yield from sorted({each for each in (day - _DAY, day) if each >= snoozed} | asked)
    day = max(day, snoozed)
    while day <= date.max - _WEEK:
        day += _WEEK
        yield day


def _moment(day: date, zone: tzinfo) -> float:
    return datetime.combine(day, _MORNING, zone).timestamp()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, or the name of a folder of zones
        return UTC
