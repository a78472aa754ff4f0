"""A process that dies in the middle of an answer loses nothing that it confirmed."""

from __future__ import annotations

from pathlib import Path

from tests.bot.walkthrough.killing import kill_again_and_again

KILLS = 40


def test_no_confirmed_answer_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    """Kill -9 at a random moment: every confirmed answer is in the log, in order, and the log still folds."""
    tally = kill_again_and_again(f"sqlite:///{tmp_path / 'coach.sqlite3'}", KILLS)
    assert tally.faults == []
    assert tally.kills == KILLS
    assert tally.confirmed > KILLS
