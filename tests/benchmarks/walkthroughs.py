"""Nothing is lost: ten people who answer at once, a thousand times, and a thousand kills in the middle of answers."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.events import Answered
from bot.walkthrough.guiding import Guide
from tests.benchmarks.figures import Figure, at_least, at_most, percentile, said
from tests.bot.walkthrough.crowd import TEN, WALKTHROUGH, answer_at_once, faults, gather
from tests.bot.walkthrough.killing import kill_again_and_again

ROUNDS = 1_000
# A thousand in the middle of answers; every fifth of all comes earlier.
KILLS = 1_250


def measure(home: Path) -> list[Figure]:
    """Through the guide and the store on SQLite, as the bot has them."""
    return [*_rounds(f"sqlite:///{home / 'rounds.sqlite3'}"), *_kills(f"sqlite:///{home / 'kills.sqlite3'}")]


def _rounds(database_url: str) -> list[Figure]:
    """The ten of a round start together, which is harder than within 50 ms."""
    engine = open_engine(database_url)
    bring_up_to_date(engine)
    log = Walkthroughs(engine)
    guide = Guide(log)
    order = gather(guide).order
    wrong, taken_ms = 0, []
    with ThreadPoolExecutor(len(TEN)) as pool:
        for round_ in range(ROUNDS):
            # A topic comes up again and again, but never with the same answers as before.
            topic = order[round_ % len(order)]
            started = time.perf_counter()
            outcomes = answer_at_once(pool, [guide], round_ // len(order), topic)
            taken_ms.append((time.perf_counter() - started) * 1000)
            state = guide.state(WALKTHROUGH)
            assert state is not None
            wrong += len(faults(round_ // len(order), topic, outcomes, state))
    kept = [recorded.event for recorded in log.since(WALKTHROUGH, 0) if isinstance(recorded.event, Answered)]
    wrong += Guide(log).state(WALKTHROUGH) != state
    engine.dispose()
    return [
        at_least(f"answers kept of {ROUNDS * len(TEN):,}", len(kept), ROUNDS * len(TEN)),
        at_most("answers shown wrong or refused", wrong, 0, ""),
        said("ten answers at once, p95", f"{percentile(sorted(taken_ms), 0.95):.0f} ms"),
    ]


def _kills(database_url: str) -> list[Figure]:
    tally = kill_again_and_again(database_url, KILLS)
    return [
        at_most(f"faults after {tally.kills - tally.early:,} kills in the middle of answers", len(tally.faults), 0, ""),
        said("kills before that, while the log was read", f"{tally.early:,}"),
        said("answers confirmed before they were killed", f"{tally.confirmed:,}"),
        said("kept, and killed before they could say so", f"{tally.unconfirmed:,}"),
    ]
