"""How many answers are worked on at once."""

from __future__ import annotations

import threading

import pytest

from bot.slack.intake.slots import Slots

PATIENCE_S = 10.0
NEVER_S = 1_000.0


def test_no_more_than_the_slots_work_at_once() -> None:
    """Three of twelve begin together; the next three only when all of those are done, and so on to the last."""
    slots, together = Slots(3, busy_s_max=NEVER_S), threading.Barrier(3)
    at_work, most = list[int](), list[int]()

    def work(number: int) -> None:
        with slots.taken():
            at_work.append(number)
            most.append(len(at_work))
            together.wait(PATIENCE_S)
            at_work.remove(number)
            together.wait(PATIENCE_S)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(most) == 12
    assert max(most) == 3


def test_who_waits_for_slack_keeps_nobody_from_working() -> None:
    """A slot that is kept for too long counts no more."""
    slots = Slots(1, busy_s_max=0.01)
    with slots.taken():
        other = threading.Thread(target=lambda: slots.taken().__enter__())
        other.start()
        other.join(PATIENCE_S)
        assert not other.is_alive()


def test_a_slot_is_free_after_an_error() -> None:
    """What breaks does not keep its slot."""
    slots, done = Slots(1, busy_s_max=NEVER_S), list[str]()

    def work() -> None:
        with slots.taken():
            done.append("second")

    with pytest.raises(ValueError, match="broke"), slots.taken():
        raise ValueError("broke")
    second = threading.Thread(target=work)
    second.start()
    second.join(PATIENCE_S)
    assert done == ["second"]
