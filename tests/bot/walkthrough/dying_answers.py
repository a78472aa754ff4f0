"""A process that keeps answering topics until it is killed; what it says was confirmed must be in the log for ever.

Run with a database URL. For each line `WALKTHROUGH NUMBER` of its input it forks a child, so that each costs
milliseconds and not the imports. The child says `child PID`, `ready` once it has read the log, and one line for each
answer that was confirmed, as `Confirmed` reads it; once the child is dead the parent says `gone STATUS`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import count
from typing import get_args

from bot.store.engines import open_engine
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import Answer
from bot.walkthrough.events import STATUSES, Answered, PersonId, Recorded, Status, TopicId
from bot.walkthrough.guiding import Guide, WalkthroughId
from tests.bot.walkthrough.crowd import TEN

# The time of an answer is its name: each child has so many of its own.
_ANSWERS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An answer whose sender was told that it is kept."""

    at: float
    topic: TopicId
    status: Status
    by: PersonId

    @classmethod
    def read(cls, line: str) -> Confirmed:
        """From the line that a child wrote."""
        at, topic, status, by = line.split()
        (known,) = (each for each in get_args(Status) if each == status)
        return cls(float(at), TopicId(topic), known, PersonId(by))

    @classmethod
    def of(cls, recorded: Recorded) -> Confirmed | None:
        """From the log; None when it is something else."""
        event = recorded.event
        return cls(recorded.at, event.topic, event.status, recorded.by) if isinstance(event, Answered) else None


def main() -> None:
    """One child after another, as long as there is input."""
    database_url = sys.argv[1]
    for line in sys.stdin:
        walkthrough, number = line.split()
        child = os.fork()
        if not child:
            _answer_for_ever(database_url, WalkthroughId(walkthrough), int(number))
        _, status = os.waitpid(child, 0)
        _say(f"gone {os.waitstatus_to_exitcode(status)}")


def _answer_for_ever(database_url: str, walkthrough: WalkthroughId, child: int) -> None:
    _say(f"child {os.getpid()}")
    guide = Guide(Walkthroughs(open_engine(database_url)))
    state = guide.state(walkthrough)
    _say("ready")
    for number in count(child * _ANSWERS_MAX):
        assert state is not None
        topic, person = state.order[number % len(state.order)], TEN[number % len(TEN)]
        # Always another one than before, so that there is something to write.
        status = STATUSES[(STATUSES.index(state.topics[topic].status or "open") + 1) % len(STATUSES)]
        outcome = guide.handle(walkthrough, f"answer {number}", Answer(topic, status), person, float(number))
        assert outcome is not None
        assert outcome.events == (Answered(topic, status),)
        state = outcome.state
        _say(f"{float(number)} {topic} {status} {person}")


def _say(line: str) -> None:
    # One write: a line is there as a whole or not at all.
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    main()
