"""Who is staff, asked of the playground's Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.playground.faults import Fault
from bot.playground.roster import BOT_TOKEN, STAFF_GROUP, TEAM_ID
from bot.playground.server import Playground
from bot.settings import Staff
from bot.slack.identity import KNOWN_S, Identity
from bot.slack.web_api.clients import asking_client

EVERYBODY = ("U0ALEX", "U0MAYA", "U0SAM", "U0DANIEL", "U0PRIYA", "U0COACH", "U0NOBODY", "")
Find = Callable[[Staff], Identity]


@dataclass
class Clock:
    """A clock that a test turns."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """A playground, and those who ask it who is staff."""

    playground: Playground
    session: aiohttp.ClientSession
    clock: Clock = field(default_factory=Clock)

    def identity(self, staff: Staff) -> Identity:
        asking = asking_client(BOT_TOKEN, self.playground.api_url, self.session)
        return Identity(asking, staff, TEAM_ID, self.clock)

    def asked(self, method: str) -> int:
        """How often Slack was asked."""
        return sum(call.method == method for call in self.playground.slack.calls)

    def breaks(self, method: str, **how: object) -> None:
        """The next hundred calls of this method do not work."""
        self.playground.slack.faults.order(Fault(method, **{"kind": "http_500", "times": 100, **how}))  # type: ignore[arg-type]

    def mends(self) -> None:
        self.playground.slack.faults.clear()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Playground() as playground, aiohttp.ClientSession() as session:
        yield Desk(playground, session)


async def staff_of(identity: Identity) -> set[str]:
    return {person for person in EVERYBODY if await identity.is_staff(person)}


async def test_nobody_is_staff_by_default(desk: Desk) -> None:
    """Without settings Slack is not even asked."""
    assert await staff_of(desk.identity(Staff())) == set()
    assert not desk.playground.slack.calls


async def test_people_of_the_settings_are_staff(desk: Desk) -> None:
    """But no guest, nobody of another organisation, no app, and nobody whom Slack does not know."""
    assert await staff_of(desk.identity(Staff(people=frozenset(EVERYBODY) - {"U0SAM"}))) == {"U0ALEX", "U0MAYA"}


async def test_members_of_the_group_are_staff(desk: Desk) -> None:
    """Beside those of the settings."""
    assert await staff_of(desk.identity(Staff(group=STAFF_GROUP))) == {"U0ALEX"}
    assert await staff_of(desk.identity(Staff(frozenset({"U0MAYA"}), STAFF_GROUP))) == {"U0ALEX", "U0MAYA"}


async def test_a_group_that_does_not_exist_has_no_members(desk: Desk) -> None:
    """Slack's refusal is an answer."""
    assert await staff_of(desk.identity(Staff(group="S0OTHER"))) == set()


async def test_slack_is_asked_once_in_five_minutes(desk: Desk) -> None:
    """However often somebody presses."""
    identity = desk.identity(Staff(group=STAFF_GROUP))
    for _ in range(3):
        assert await identity.is_staff("U0ALEX")
    assert (desk.asked("usergroups.users.list"), desk.asked("users.info")) == (1, 1)
    desk.clock.now += KNOWN_S
    assert await identity.is_staff("U0ALEX")
    assert (desk.asked("usergroups.users.list"), desk.asked("users.info")) == (2, 2)


async def test_while_slack_does_not_answer_the_last_members_hold(desk: Desk) -> None:
    """Staff are not locked out by somebody else's trouble; who was none does not become one by it."""
    identity = desk.identity(Staff(group=STAFF_GROUP))
    assert await identity.is_staff("U0ALEX")
    desk.clock.now += KNOWN_S
    desk.breaks("usergroups.users.list")
    desk.breaks("users.info")
    assert await identity.is_staff("U0ALEX")
    assert not await identity.is_staff("U0MAYA")


async def test_without_any_answer_nobody_is_staff(desk: Desk) -> None:
    """Denied by default, and asked again next time."""
    desk.breaks("usergroups.users.list")
    identity = desk.identity(Staff(group=STAFF_GROUP))
    assert not await identity.is_staff("U0ALEX")
    desk.mends()
    assert await identity.is_staff("U0ALEX")


async def test_who_leaves_the_group_is_no_longer_staff(desk: Desk) -> None:
    """After five minutes at most; so is a group that we may no longer read."""
    identity = desk.identity(Staff(group=STAFF_GROUP))
    assert await identity.is_staff("U0ALEX")
    desk.breaks("usergroups.users.list", kind="error", error="missing_scope")
    desk.clock.now += KNOWN_S
    assert not await identity.is_staff("U0ALEX")
