"""A refresh from its plan to its end, and over a bot that is killed in the middle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.refreshing.running import Ended
from bot.slack.refreshing.stories import Progress
from bot.store.audit import NOBODY
from tests.bot.slack.refreshing.conftest import ALEX, CHANNEL, Stand, said

NOTHING_NEW = Ended(said(changed=False, unchanged=("a.md",)))


async def test_a_plan_is_shown_before_anything_changes(stand: Stand) -> None:
    """It names what is new, and nothing was published."""
    await stand.begin()
    story = stand.story()
    assert stand.kept().phase == "planned"
    assert story.plan
    assert [row.name for row in story.plan.of("added").rows] == ["a.md"]
    assert stand.runs.asked == ["plan"]
    assert ("r1", stand.runs.looked) in stand.shown
    assert stand.shown[-1] == ("r1", None)
    assert stand.deeds() == [(ALEX, "planned")]


async def test_without_a_change_there_is_nothing_to_publish(stand: Stand) -> None:
    """The card says so."""
    stand.runs.plans = [NOTHING_NEW]
    await stand.begin()
    assert stand.kept().phase == "empty"


async def test_a_plan_that_cannot_be_made_says_why(stand: Stand) -> None:
    """In the words of the command."""
    stand.runs.plans = [Ended(None, "sources.yaml: line 3 is broken.")]
    await stand.begin()
    assert (stand.kept().phase, stand.story().detail) == ("failed", "sources.yaml: line 3 is broken.")
    assert stand.deeds() == [(ALEX, "failed")]


async def test_a_plan_is_published_with_progress_and_undone(stand: Stand) -> None:
    """Undoing goes back to what served before."""
    await stand.begin()
    stand.runs.gate.set()
    await stand.press("publishing")
    await stand.becomes("published")
    assert (stand.story().base, stand.story().generation) == ("g0", "g1")
    assert ("r1", Progress(1, 2)) in stand.shown
    await stand.press("undoing")
    await stand.becomes("undone")
    assert stand.runs.index[0] == "g0"
    assert stand.runs.asked == ["plan", "plan", f"publish for {ALEX}", "undo to g0"]
    assert stand.deeds() == [(ALEX, "planned"), (ALEX, "published"), (ALEX, "undone")]


async def test_a_plan_that_is_out_of_date_is_planned_anew(stand: Stand) -> None:
    """It is shown again, and published only after another press."""
    stand.runs.plans = [Ended(said("one", added=("a.md",))), Ended(said("two", added=("a.md", "b.md")))]
    await stand.begin()
    await stand.press("publishing")
    await stand.becomes("planned")
    story = stand.story()
    assert (story.note, story.plan and story.plan.of("added").count) == ("outdated", 2)
    assert stand.runs.asked == ["plan", "plan"]
    stand.runs.gate.set()
    await stand.press("publishing")
    await stand.becomes("published")


async def test_a_page_that_fails_meanwhile_makes_no_plan_outdated(stand: Stand) -> None:
    """The index is the same without it."""
    stand.runs.plans = [Ended(said(added=("a.md",))), Ended(said(added=("a.md",), stale=("https://example.org",)))]
    stand.runs.gate.set()
    await stand.begin()
    await stand.press("publishing")
    await stand.becomes("published")


async def test_a_refused_refresh_says_why(stand: Stand) -> None:
    """A guard's words reach the card; what served goes on serving."""
    stand.runs.publishes = Ended(None, "A fifth of the documents would go.")
    await stand.begin()
    await stand.press("publishing")
    await stand.becomes("failed")
    assert stand.story().detail == "A fifth of the documents would go."
    assert stand.runs.index == ["g0"]


async def test_two_plans_are_published_one_after_the_other(stand: Stand) -> None:
    """The second one finds that the first changed what it was made for."""
    await stand.begin("r1")
    await stand.begin("r2")
    await stand.press("publishing", "r1")
    await stand.until(lambda: stand.story("r1").is_begun)
    await stand.press("publishing", "r2")
    stand.runs.plans = [NOTHING_NEW]
    stand.runs.gate.set()
    await stand.becomes("empty", "r2")
    assert stand.runs.index == ["g1", "g0"]


@pytest.mark.parametrize("is_published", [True, False])
async def test_a_bot_that_is_killed_while_it_publishes(stand: Stand, *, is_published: bool) -> None:
    """After the restart the card says how it ended: what serves tells."""
    await stand.begin()
    await stand.press("publishing")
    await stand.until(lambda: stand.story().is_begun)
    await stand.work.close()
    if is_published:
        stand.runs.index.insert(0, "g1")
    await stand.new_work().take_up()
    await stand.becomes("published" if is_published else "planned")
    assert stand.story().note == ("" if is_published else "interrupted")
    assert stand.deeds()[1:] == ([(ALEX, "published")] if is_published else [])
    assert stand.shown[-1] == ("r1", None)


@pytest.mark.parametrize("is_undone", [True, False])
async def test_a_bot_that_is_killed_while_it_undoes(stand: Stand, *, is_undone: bool) -> None:
    """So does one that goes back."""
    stand.runs.gate.set()
    await stand.begin()
    await stand.press("publishing")
    kept = await stand.becomes("published")
    stand.refreshes.move(kept, replace(kept, phase="undoing"))
    if is_undone:
        stand.runs.index.insert(0, "g0")
    await stand.new_work().take_up()
    await stand.becomes("undone" if is_undone else "published")
    assert stand.story().note == ("" if is_undone else "interrupted")


async def test_a_bot_that_is_killed_while_it_plans(stand: Stand) -> None:
    """It plans again."""
    stand.work.begin("r1", ALEX, CHANNEL)
    work = stand.new_work()
    await work.take_up()
    await stand.becomes("planned")


async def test_the_schedule_publishes_without_a_press_and_tells_staff(stand: Stand) -> None:
    """The card comes into the staff channel, so that it can be undone."""
    stand.runs.gate.set()
    assert stand.work.begin_scheduled("s1")
    assert not stand.work.begin_scheduled("s1")
    stand.work.go_on("s1")
    kept = await stand.becomes("published", "s1")
    assert (kept.channel, stand.story("s1").generation) == (CHANNEL, "g1")
    assert stand.deeds() == [(NOBODY, "published")]


async def test_a_schedule_without_news_is_silent(stand: Stand) -> None:
    """Nothing changed: no card."""
    stand.runs.publishes = NOTHING_NEW
    stand.work.begin_scheduled("s1")
    stand.work.go_on("s1")
    assert (await stand.becomes("empty", "s1")).channel == ""


async def test_staff_hear_once_of_the_same_trouble(stand: Stand) -> None:
    """Again when it is another one, or when it was gone in between."""
    held, other = Ended(None, "Too much would go."), Ended(None, "A list is broken.")
    told = []
    for number, ended in enumerate((held, held, other, NOTHING_NEW, other)):
        stand.now += 1
        stand.runs.publishes = ended
        stand.work.begin_scheduled(f"s{number}")
        stand.work.go_on(f"s{number}")
        kept = await stand.becomes("failed" if ended.said is None else "empty", f"s{number}")
        told.append(bool(kept.channel))
    assert told == [True, False, True, False, True]


async def test_staff_hear_once_of_a_page_that_does_not_come(stand: Stand) -> None:
    """It keeps its last good copy, so nothing is published; a page that is mended and fails again is news."""
    stale = Ended(said(changed=False, stale=("https://example.org/a",)))
    told = []
    for number, ended in enumerate((stale, stale, NOTHING_NEW, stale)):
        stand.now += 1
        stand.runs.publishes = ended
        stand.work.begin_scheduled(f"s{number}")
        stand.work.go_on(f"s{number}")
        told.append(bool((await stand.becomes("empty", f"s{number}")).channel))
    assert told == [True, False, False, True]


async def test_at_most_one_refresh_of_the_schedule_is_under_way(stand: Stand) -> None:
    """A time that comes meanwhile is skipped."""
    stand.work.begin_scheduled("s1")
    stand.work.go_on("s1")
    assert not stand.work.begin_scheduled("s2")
    stand.runs.gate.set()
    await stand.becomes("published", "s1")
    assert stand.work.begin_scheduled("s3")


async def test_what_was_undone_is_not_published_again_by_the_schedule(stand: Stand) -> None:
    """It waits until somebody publishes."""
    stand.runs.is_pinned = True
    assert not stand.work.begin_scheduled("s1")


async def test_a_scheduled_refresh_that_was_killed_is_done_at_the_next_start(stand: Stand) -> None:
    """Nobody has to press anything for it."""
    stand.work.begin_scheduled("s1")
    stand.work.go_on("s1")
    await stand.until(lambda: stand.story("s1").is_begun)
    await stand.work.close()
    stand.runs.gate.set()
    stand.runs.at_once = 0
    await stand.new_work().take_up()
    await stand.becomes("published", "s1")


async def test_old_refreshes_are_forgotten(stand: Stand) -> None:
    """After three months, when the next one begins."""
    await stand.begin("r1")
    stand.now += 91 * 24 * 3600
    await stand.begin("r2")
    assert stand.refreshes.find("r1") is None
