"""Every Home tab that is open is brought in line, for whom it concerns, and once however much changes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from bot.slack.errors import SendRefused
from bot.slack.home.facts import Facts, Note, StaffFacts
from bot.slack.home.showing import HomeTabs
from bot.walkthrough.commands import Start
from bot.walkthrough.events import PersonId, Recorded
from bot.walkthrough.guiding import Entry, Guide, Place, WalkthroughId
from tests.bot.slack.home.test_view import DAY, said
from tests.fakes.scorecards import SCORECARD

PATIENCE_S = 10
WALKTHROUGH = WalkthroughId("w1")
STAFF = StaffFacts(
    generation="g1",
    made=DAY,
    is_pinned=False,
    refresh=None,
    sources=0,
    troubled=(),
    is_list_broken=False,
    gaps=0,
    up=0,
    down=0,
    running_since=DAY,
    free_mb=9_000,
)


class Slack:
    """Keeps what was published, as Slack does, and refuses a hash that is not the last one."""

    def __init__(self) -> None:
        self.views: dict[str, list[dict[str, Any]]] = {}
        self.hashes: dict[str, str] = {}
        self.given: list[str] = []
        self.lock = threading.Lock()

    def publish(self, person: str, view: dict[str, Any], view_hash: str) -> str:
        with self.lock:
            self.given.append(view_hash)
            if view_hash and view_hash != self.hashes.get(person):
                raise SendRefused("hash_conflict")
            self.views.setdefault(person, []).append(view)
            self.hashes[person] = f"hash{len(self.given)}"
            return self.hashes[person]


class Read:
    """What there is; staff see more."""

    def __init__(self) -> None:
        self.passes: list[str] = []

    def facts(self, person: str, *, is_staff: bool) -> Facts:
        self.passes.append(person)
        return Facts(staff=STAFF if is_staff else None)


class OneLog:
    """A log with a walkthrough that Maya started."""

    def __init__(self) -> None:
        self.recorded: tuple[Recorded, ...] = ()

    def begin(self, _place: Place, entry: Entry) -> bool:
        self.recorded = entry.recorded
        return True

    def append(self, _entry: Entry) -> bool:
        return False

    def knows(self, _walkthrough: WalkthroughId, _key: str) -> bool:
        return False

    def since(self, walkthrough: WalkthroughId, version: int) -> tuple[Recorded, ...]:
        return self.recorded[version:] if walkthrough == WALKTHROUGH else ()

    def last_in(self, _place: Place, _scorecard: str, _before: WalkthroughId) -> None:
        return None


async def is_staff(person: str) -> bool:
    return person == "UALEX"


def tabs_over(slack: Slack, read: Read) -> HomeTabs:
    guide = Guide(OneLog())
    guide.start(WALKTHROUGH, Place("T1", "C1"), Start(SCORECARD, ("Riverton", "The Trust")), PersonId("UMAYA"), 1.0)
    return HomeTabs(read, slack, is_staff, guide)


async def until(is_right: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_right():
            await asyncio.sleep(0.005)


async def test_a_burst_of_changes_is_two_passes() -> None:
    """What comes while the first one runs waits for the second, which guards itself with the hash of the first."""
    slack, read = Slack(), Read()
    tabs = tabs_over(slack, read)
    tabs.opened("UMAYA", "D1", "")
    for _ in range(50):
        tabs.tell("UMAYA", Note("saved"))
    await until(lambda: bool(slack.views))
    for _ in range(50):
        tabs.tell("UMAYA", Note("done"))
    await until(lambda: "Well done" in said(slack.views["UMAYA"][-1]))
    await tabs.close(PATIENCE_S)
    assert len(read.passes) == 2
    assert slack.given == ["", "hash1"]
    assert tabs.channel_of("UMAYA") == "D1"
    assert tabs.channel_of("UNOBODY") == ""


async def test_after_a_conflict_all_is_read_again_and_shown() -> None:
    """Somebody else published meanwhile: what they showed may be older than what we know."""
    slack, read = Slack(), Read()
    tabs = tabs_over(slack, read)
    slack.hashes["UMAYA"] = "newer"
    tabs.opened("UMAYA", "D1", "older")
    await until(lambda: bool(slack.views))
    await tabs.close(PATIENCE_S)
    assert slack.given == ["older", ""]
    assert len(read.passes) == 2


async def test_a_change_is_shown_to_those_whom_it_concerns() -> None:
    """A walkthrough to its people, the knowledge to staff, and neither to who never opened the tab."""
    slack, read = Slack(), Read()
    tabs = tabs_over(slack, read)
    for person in ("UMAYA", "USAM", "UALEX"):
        tabs.opened(person, "D1", "")
    await until(lambda: len(read.passes) == 3)
    tabs.hear(WALKTHROUGH)
    await until(lambda: read.passes.count("UMAYA") == 2)
    tabs.hear(WalkthroughId("gone"))
    tabs.hear(None)
    await until(lambda: read.passes.count("UALEX") == 2)
    await tabs.close(PATIENCE_S)
    assert read.passes.count("USAM") == 1
    assert sorted(slack.views) == ["UALEX", "UMAYA", "USAM"]
    assert "g1" in said(slack.views["UALEX"][-1])
    assert "g1" not in said(slack.views["UMAYA"][-1])


async def test_a_slack_that_shows_no_home_is_no_trouble() -> None:
    """It is in the log, and the next change tries again."""

    class Closed(Slack):
        def publish(self, _person: str, _view: dict[str, Any], _view_hash: str) -> str:
            self.given.append("")
            raise SendRefused("unknown_method")

    slack, read = Closed(), Read()
    tabs = tabs_over(slack, read)
    tabs.opened("UMAYA", "D1", "")
    await until(lambda: len(slack.given) == 1)
    tabs.tell("UMAYA", Note("saved"))
    await until(lambda: len(slack.given) == 2)
    await tabs.close(PATIENCE_S)
