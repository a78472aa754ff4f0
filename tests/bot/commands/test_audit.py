"""`coach audit` as people run it."""

from __future__ import annotations

from bot.store.audit import NOBODY, Audit
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from tests.bot.conftest import CommandLine


def test_nobody_did_anything(coach: CommandLine) -> None:
    """It says so."""
    assert coach.run("audit").stdout == "Nobody has changed anything yet.\n"
    assert coach.json("audit") == []


def test_deeds_are_listed_newest_first(coach: CommandLine) -> None:
    """Who, what and when; the schedule does things too; with a limit only the last ones."""
    engine = open_engine(f"sqlite:///{coach.home / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    log = Audit(engine)
    log.note("T1", "U0ALEX", "published", "g1 added=2")
    log.note("T1", "U0MAYA", "refused", "refresh.undo")
    log.note("T1", NOBODY, "published", "g2")
    engine.dispose()
    lines = coach.run("audit").stdout.splitlines()
    assert [line.partition(" UTC  ")[2] for line in lines] == [
        "schedule  published  (g2)",
        "U0MAYA  tried, and may not  (refresh.undo)",
        "U0ALEX  published  (g1 added=2)",
    ]
    (last,) = coach.json("audit", "--limit", "1")
    assert (last["team"], last["person"], last["deed"], last["about"]) == ("T1", "", "published", "g2")
    assert last["at"].endswith("+00:00")
