"""Where the coach is at home, against the playground and a real database: who comes, and who goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.playground.faults import Fault
from bot.playground.roster import BOT_TOKEN
from bot.playground.server import Playground
from bot.slack.connection.homes import Homes
from bot.slack.errors import SendLater, SlackUnavailable
from bot.slack.parsing import Bot
from bot.slack.presence import Presence, Presences, Shared
from bot.slack.web_api.clients import Gate
from bot.slack.workspace import Workspace
from bot.store.engines import open_engine
from bot.store.installations import Installations
from bot.store.schema import bring_up_to_date

TEAM = "T1"


@dataclass
class Place:
    """Stands for a presence whose work breaks down."""

    gate: Gate = field(default_factory=Gate)
    opened_at: float = 1_000.9
    workspace: Workspace = field(default_factory=lambda: Workspace(TEAM, Bot("U0BOT", "B0BOT")))

    @property
    def line(self) -> Place:
        return self

    async def run(self) -> None:
        raise LookupError("a defect")

    async def close(self) -> None:
        self.gate.shut("closed")


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[Installations]:
    """One workspace installed the coach."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    kept = Installations(engine, SecretStr(Fernet.generate_key().decode()))
    kept.keep(TEAM, SecretStr(BOT_TOKEN))
    yield kept
    engine.dispose()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def homes(playground: Playground, installations: Installations) -> AsyncIterator[Homes]:
    """Nowhere yet."""
    shared = cast("Shared", SimpleNamespace(settings=SimpleNamespace(slack_api_url=playground.api_url)))
    async with aiohttp.ClientSession() as session:
        yield Homes(shared, session, Presences(is_single=False), installations)


@pytest.mark.parametrize(("code", "stays"), [("ekm_access_denied", True), ("token_revoked", False)])
async def test_only_the_end_of_a_token_ends_an_install(
    homes: Homes, playground: Playground, installations: Installations, code: str, *, stays: bool
) -> None:
    """What keeps the coach out for a while costs nobody a new install; the others are served meanwhile."""
    playground.slack.faults.order(Fault("auth.test", "error", error=code))
    await homes.open(SecretStr(""))
    assert homes.presences.all() == ()
    assert (TEAM in installations.all()) is homes.presences.is_expected(TEAM) is stays


async def test_a_workspace_that_breaks_holds_up_no_other(homes: Homes, installations: Installations) -> None:
    """It is told with a number, and tried again until it is settled; what comes from there meanwhile is not lost."""
    homes.again_s = 0
    installations.keep("T2", SecretStr(BOT_TOKEN))
    with capture_logs() as logs:
        # Here nothing is there that a presence is made of.
        await homes.open(SecretStr(""))
        assert [homes.presences.is_expected(team) for team in (TEAM, "T2", "T3")] == [True, True, False]
        with pytest.raises(SendLater):
            homes.presences.answer({"team": TEAM, "key": "k"})
        homes.begin()
        async with asyncio.timeout(10):
            while len(logs) < 6:
                await asyncio.sleep(0)
        await homes.leave(TEAM, 999)
    assert {(each["event"], each["log_level"]) for each in logs[:6]} == {("home_not_opened", "error")}
    assert len({each["incident"] for each in logs[:6]}) == 6
    assert not homes.presences.is_expected(TEAM)
    assert list(installations.all()) == ["T2"]
    await homes.close()


async def test_a_token_that_ends_while_it_is_tried_again_ends_that(
    homes: Homes, playground: Playground, installations: Installations
) -> None:
    """Then there is nothing left to try."""
    homes.again_s = 0
    await homes.open(SecretStr(""))
    playground.slack.faults.order(Fault("auth.test", "error", times=100, error="token_revoked"))
    homes.begin()
    async with asyncio.timeout(10):
        while installations.all():
            await asyncio.sleep(0)
        while homes.presences.is_expected(TEAM):
            await asyncio.sleep(0)
    await homes.close()


async def test_without_slack_there_is_no_start(homes: Homes, playground: Playground) -> None:
    """When it lets us in nowhere, whoever started the coach is told."""
    playground.slack.faults.order(Fault("auth.test", "error", error="brand_new_trouble"))
    with pytest.raises(SlackUnavailable):
        await homes.open(SecretStr(""))


async def test_a_goodbye_of_before_the_install_takes_nobody_away(homes: Homes, installations: Installations) -> None:
    """Slack sends again what was not acknowledged, and somebody may have installed the coach anew since."""
    place: Any = Place()
    homes.presences.add(cast("Presence", place))
    await homes.leave(TEAM, 999)
    assert (TEAM in installations.all(), place.gate.code) == (True, "")
    await homes.leave(TEAM, 1_000)
    assert (TEAM in installations.all(), homes.presences.find(TEAM)) == (False, None)
    await homes.close()


async def test_work_that_breaks_is_told_at_once(homes: Homes) -> None:
    """Nobody would miss the reminders of a workspace before somebody missed a meeting."""
    homes.presences.add(cast("Presence", Place()))
    with capture_logs() as logs:
        homes.begin()
        async with asyncio.timeout(10):
            while not logs:
                await asyncio.sleep(0)
    await homes.close()
    assert [(each["event"], each["team"], type(each["exc_info"])) for each in logs] == [
        ("presence_broke", TEAM, LookupError)
    ]
