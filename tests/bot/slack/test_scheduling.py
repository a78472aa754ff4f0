"""What happens by the clock, through the real engine."""

from __future__ import annotations

import queue
from contextlib import nullcontext

from sqlalchemy import Engine

from bot.slack.intake.journal import Journal, Record
from bot.slack.scheduling import Timetable

PATIENCE_S = 30.0
EVERY_SECOND = "* * * * * *"


def nothing(_record: Record) -> str:
    return ""


def journal(engine: Engine, timetable: Timetable) -> Journal:
    """An open journal with this timetable."""
    made = Journal(engine, nothing, lambda _record: nullcontext(), timetable)
    made.open()
    return made


def test_each_time_is_done_once_with_a_key_of_its_own(engine: Engine) -> None:
    """The key says when, in UTC; an earlier timetable no longer holds after a restart."""
    keys: queue.Queue[str] = queue.Queue()
    first = journal(engine, Timetable(EVERY_SECOND, keys.put))
    found = [keys.get(timeout=PATIENCE_S) for _ in range(2)]
    first.close()
    assert len(set(found)) == 2
    assert all(key.startswith("schedule-20") and key.endswith("Z") for key in found)
    while not keys.empty():
        keys.get()
    later: queue.Queue[str] = queue.Queue()
    second = journal(engine, Timetable("0 4 1 1 *", later.put))
    third = queue.Queue[str]()
    second.close()
    last = journal(engine, Timetable("", third.put))
    last.close()
    assert later.empty()
    assert third.empty()


def test_trouble_in_the_work_does_not_end_the_schedule(engine: Engine) -> None:
    """The next time comes."""
    times: queue.Queue[str] = queue.Queue()

    def work(key: str) -> None:
        times.put(key)
        raise ZeroDivisionError

    made = journal(engine, Timetable(EVERY_SECOND, work))
    assert times.get(timeout=PATIENCE_S) != times.get(timeout=PATIENCE_S)
    made.close()
