"""Somebody takes something on until a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.walkthrough.commands import (
    Close,
    Command,
    FinishAction,
    Remind,
    SnoozeAction,
    TakeAction,
)
from bot.walkthrough.events import (
    NOBODY,
    ActionDone,
    ActionId,
    ActionSnoozed,
    ActionTaken,
    PersonId,
    Reminded,
)
from bot.walkthrough.refusals import RefusalKind
from bot.walkthrough.state import Action
from tests.bot.walkthrough.meeting import (
    ANN,
    BEA,
    CAL,
    MISSIONS,
    OLA,
    ZED,
    Meeting,
    everybody,
)

TASK = TakeAction(ActionId("a1"), MISSIONS, "Ask the board", BEA, "2030-05-02", "Europe/Rome", "2030-05-01")


@pytest.fixture
def meeting() -> Meeting:
    """All have joined; topics are answered together."""
    return everybody()


def test_an_action_has_an_owner_and_a_day(meeting: Meeting) -> None:
    """The owner need not have joined."""
    assert meeting.does(ANN, replace(TASK, what=" Ask the board ", owner=ZED)) == (
        ActionTaken(TASK.action, MISSIONS, "Ask the board", ZED, TASK.due, TASK.tz),
    )
    assert meeting.state.actions[TASK.action] == Action(
        TASK.action, MISSIONS, "Ask the board", ZED, TASK.due, TASK.tz, taken_at=meeting.now - 1
    )


def test_a_form_that_was_sent_twice_is_one_action(meeting: Meeting) -> None:
    """Also when the day has passed meanwhile."""
    meeting.does(ANN, TASK)
    assert meeting.does(ANN, replace(TASK, today="2031-01-01")) == ()


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        (replace(TASK, what=" "), "no_action_text"),
        (replace(TASK, owner=NOBODY), "unknown_person"),
        (replace(TASK, due=""), "no_date"),
        (replace(TASK, due="tomorrow"), "no_date"),
        (replace(TASK, due="2030-02-30"), "no_date"),
        (replace(TASK, due="20300502"), "no_date"),
        (replace(TASK, due="2030-04-30"), "past_due"),
    ],
)
def test_unfit_actions_are_refused(meeting: Meeting, task: TakeAction, kind: RefusalKind) -> None:
    """Each with its own reason: no text, no owner, no day, a day that is over."""
    assert meeting.refuses(ANN, task) == kind


def test_today_is_early_enough(meeting: Meeting) -> None:
    """Something may be due on the day on which it is taken on."""
    assert meeting.does(ANN, replace(TASK, due=TASK.today))


@pytest.mark.parametrize(("person", "kind"), [(OLA, "observer"), (ZED, "not_joined")])
def test_who_only_looks_on_hands_out_nothing(meeting: Meeting, person: PersonId, kind: RefusalKind) -> None:
    """As with everything that steers."""
    assert meeting.refuses(person, TASK) == kind


@pytest.mark.parametrize("person", [ANN, CAL, OLA])
def test_those_concerned_finish_it(meeting: Meeting, person: PersonId) -> None:
    """The owner, here an observer, the facilitator and the speakers; the second time changes nothing."""
    meeting.does(ANN, replace(TASK, owner=OLA))
    assert meeting.does(person, FinishAction(TASK.action)) == (ActionDone(TASK.action),)
    assert meeting.does(person, FinishAction(TASK.action)) == ()
    assert meeting.state.actions[TASK.action].is_done


@pytest.mark.parametrize("command", [FinishAction(TASK.action), SnoozeAction(TASK.action, "2030-05-09")])
@pytest.mark.parametrize("person", [OLA, ZED])
def test_others_do_not(meeting: Meeting, person: PersonId, command: Command) -> None:
    """It is none of their business."""
    meeting.does(ANN, TASK)
    assert meeting.refuses(person, command) == "not_concerned"


def test_it_is_finished_after_the_end_too(meeting: Meeting) -> None:
    """Most of the work comes when the talk is over."""
    meeting.does(ANN, TASK)
    meeting.does(ANN, Close())
    assert meeting.does(BEA, SnoozeAction(TASK.action, "2030-05-09"))
    assert meeting.does(NOBODY, Remind(TASK.action, "2030-05-09"))
    assert meeting.does(BEA, FinishAction(TASK.action))


def test_a_snooze_only_goes_further(meeting: Meeting) -> None:
    """The later day counts, and nothing that is done rings again."""
    meeting.does(ANN, TASK)
    later = SnoozeAction(TASK.action, "2030-05-09")
    assert meeting.does(BEA, later) == (ActionSnoozed(TASK.action, "2030-05-09"),)
    assert meeting.does(BEA, later) == ()
    assert meeting.does(BEA, replace(later, until="2030-05-03")) == ()
    meeting.does(BEA, FinishAction(TASK.action))
    assert meeting.does(BEA, replace(later, until="2030-06-01")) == ()


def test_a_snooze_needs_a_day(meeting: Meeting) -> None:
    """A forged one would silence the reminders for good."""
    meeting.does(ANN, TASK)
    assert meeting.refuses(BEA, SnoozeAction(TASK.action, "zzz")) == "no_date"


@pytest.mark.parametrize(
    "command",
    [
        FinishAction(ActionId("a9")),
        SnoozeAction(ActionId("a9"), "2030-05-09"),
        Remind(ActionId("a9"), "2030-05-01"),
    ],
)
def test_an_unknown_action_is_refused(meeting: Meeting, command: Command) -> None:
    """A forged one."""
    assert meeting.refuses(ANN, command) == "unknown_action"


def test_an_owner_is_reminded_once_for_a_day(meeting: Meeting) -> None:
    """And never of what is done."""
    meeting.does(ANN, TASK)
    remind = Remind(TASK.action, "2030-05-01")
    assert meeting.does(NOBODY, remind) == (Reminded(TASK.action, "2030-05-01"),)
    assert meeting.does(NOBODY, remind) == ()
    assert meeting.does(NOBODY, replace(remind, day="2030-05-02"))
    meeting.does(BEA, FinishAction(TASK.action))
    assert meeting.does(NOBODY, replace(remind, day="2030-05-03")) == ()
