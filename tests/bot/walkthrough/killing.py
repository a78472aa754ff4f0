"""Kill -9 at a random moment of an answer, again and again, and look for what is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, Self

from sqlalchemy import Engine, text

from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.guiding import Guide, WalkthroughId
from bot.walkthrough.state import fold
from tests.bot.walkthrough.crowd import gather
from tests.bot.walkthrough.dying_answers import Confirmed

# So many answers at most come before the one in which the process is killed.
_ANSWERS_MAX = 6
# Every so many kills one comes before the process is ready to answer.
_EARLY_EVERY = 5
# A log stays short enough to be read after every kill.
_KILLS_A_WALKTHROUGH = 25


@dataclass(slots=True)
class Tally:
    """What was found."""

    kills: int = 0
    early: int = 0
    """Of those kills: while the process opened the database and read the log."""
    confirmed: int = 0
    unconfirmed: int = 0
    """Kept, but the process died before it could say so."""
    faults: list[str] = field(default_factory=list)


def kill_again_and_again(database_url: str, kills: int) -> Tally:
    """What so many kills have done to the log of an empty SQLite database."""
    tally, chance = Tally(), random.Random(1)
    engine = open_engine(database_url)
    bring_up_to_date(engine)
    with _Answerers(database_url) as answerers:
        for number in range(kills):
            if number % _KILLS_A_WALKTHROUGH == 0:
                walkthrough, known = WalkthroughId(f"w{number}"), list[Confirmed]()
                gather(Guide(Walkthroughs(engine)), walkthrough)
                engine.dispose()
            is_early = number % _EARLY_EVERY == 0
            answers = None if is_early else chance.randint(0, _ANSWERS_MAX)
            # Up to half as long again as an answer takes: any moment of it, and of the beginning of the next.
            confirmed = answerers.kill_one(f"{walkthrough} {number}", answers, chance.uniform(0.0, 1.5))
            kept = _check(database_url, walkthrough, known, confirmed, tally)
            tally.kills += 1
            tally.confirmed += len(confirmed)
            tally.unconfirmed += len(kept) - len(known) - len(confirmed)
            tally.early += is_early
            known = kept
    tally.faults += _integrity(engine)
    engine.dispose()
    return tally


def _check(
    database_url: str, walkthrough: WalkthroughId, known: list[Confirmed], confirmed: list[Confirmed], tally: Tally
) -> list[Confirmed]:
    """The answers in the log, read by somebody who comes new, as the next process does."""
    engine = open_engine(database_url)
    walkthroughs = Walkthroughs(engine)
    log = walkthroughs.since(walkthrough, 0)
    kept = [answer for answer in map(Confirmed.of, log) if answer]
    expected = known + confirmed
    # The one in the middle of which the process died may be there or not.
    if kept[: len(expected)] != expected or len(kept) > len(expected) + 1:
        tally.faults.append(f"kill {tally.kills}: {len(expected)} confirmed, {len(kept)} kept")
    state = fold(log)
    walkthroughs.note_shown(walkthrough, state.version)
    if state != Guide(walkthroughs).state(walkthrough) or walkthrough in walkthroughs.behind("T1"):
        tally.faults.append(f"kill {tally.kills}: the log and what follows from it differ")
    engine.dispose()
    return kept


def _integrity(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        found = list(connection.execute(text("PRAGMA integrity_check")).scalars())
    return [] if found == ["ok"] else [str(each) for each in found]


class _Answerers:
    """The process that forks children which answer."""

    def __init__(self, database_url: str) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.walkthrough.dying_answers", database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._opening_s, self._answer_s = 0.02, 0.005

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate()

    def kill_one(self, wish: str, answers: int | None, share: float) -> list[Confirmed]:
        """What a child had confirmed when it was killed.

        Args:
            wish: what the parent process needs to know to fork it.
            answers: how many it confirms before; None to kill it before it is ready.
            share: how far it comes after that, of the time that the step takes, as far as that is known.
        """
        print(wish, file=_open(self._parent.stdin), flush=True)
        child = int(self._line().removeprefix("child "))
        lines = [] if answers is None else [self._line() for _ in range(answers + 1)]
        usual_s = self._opening_s if answers is None else self._answer_s
        killing = threading.Timer(share * usual_s, os.kill, (child, signal.SIGKILL))
        killing.start()
        while not (line := self._line()).startswith("gone"):
            lines.append(line)
        killing.cancel()
        killing.join()
        assert line == f"gone {-signal.SIGKILL}"
        return [Confirmed.read(line) for line in lines if line != "ready"]

    def _line(self) -> str:
        """The next line; how long it took tells how long the step takes that it ends."""
        asked = time.perf_counter()
        line = _open(self._parent.stdout).readline().removesuffix("\n")
        taken_s = time.perf_counter() - asked
        match line.split()[0]:
            case "ready":
                self._opening_s = taken_s
            case "child" | "gone":
                pass
            case _:
                self._answer_s += (taken_s - self._answer_s) / 4
        return line


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
