"""A team goes through a scorecard in Slack, from the command to the report."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE_S, Stage

CHANNEL = "warm-homes"
PARTNERS = "City of Riverton\nNorthlight Energy"


class Team:
    """The people of a channel and the walkthrough in it."""

    def __init__(self, stage: Stage, channel: str = CHANNEL) -> None:
        self.stage = stage
        self.channel = channel
        self.root = ""

    async def open_form(self, person: str = "maya") -> dict[str, Any]:
        """The form that starts a walkthrough, as this person sees it."""
        await self.stage.act("command", person=person, channel=self.channel, text="/coach scorecard")
        return await self.modal(person)

    async def modal(self, person: str) -> dict[str, Any]:
        """The modal that this person has open."""
        found = await self.stage.look("views", person=person, wait_s=PATIENCE_S)
        return dict(found["view"])

    async def start(self, person: str = "maya", **answers: Any) -> str:
        """The walkthrough's thread."""
        view = await self.open_form(person)
        done = await self.submit(person, view, main=PARTNERS, **answers)
        assert not done, done
        self.root = (await self.cards())[-1]["ts"]
        return self.root

    async def submit(self, person: str, view: dict[str, Any], **answers: Any) -> dict[str, str]:
        """What the form had to say; nothing when it went."""
        sent = await self.stage.act("submit", person=person, view_id=view["id"], values=answers)
        return dict(sent.get("errors") or {})

    async def cards(self) -> list[dict[str, Any]]:
        """The coach's messages in the channel itself."""
        found = await self.stage.look("messages", channel=self.channel, person="maya", count_min=1, wait_s=PATIENCE_S)
        return [each for each in found["messages"] if each.get("bot_id")]

    async def thread(self) -> list[dict[str, Any]]:
        """Everything in the walkthrough's thread below its card."""
        query = {"channel": self.channel, "person": "maya", "thread_ts": self.root}
        found = await self.stage.look("messages", **query)
        return [each for each in found["messages"] if each["ts"] != self.root]

    async def says(self, pattern: str, *, ts: str = "", thread_ts: str | None = None) -> dict[str, Any]:
        """The message of the coach whose words match, once there is one."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                messages = [*await self.cards(), *(await self.thread() if self.root else [])]
                for message in reversed(messages):
                    if message.get("bot_id") and (not ts or message["ts"] == ts) and re.search(pattern, words(message)):
                        return message
                await asyncio.sleep(0.03)

    async def click(self, person: str, message: dict[str, Any], action_id: str) -> Any:
        """A click on a button of a message."""
        body = {"person": person, "channel": self.channel, "ts": message["ts"], "action_id": action_id}
        return await self.stage.act("click", **body)


def words(message: dict[str, Any]) -> str:
    """Everything that is to be read in a message, its buttons included."""
    return str(message.get("text", "")) + str(message.get("blocks", ""))


@pytest.fixture
async def team(served: Stage) -> Team:
    """A channel with people of two organisations, and the coach in it."""
    return Team(served)


async def test_a_walkthrough_from_the_command_to_the_report(team: Team) -> None:
    """Naming the partners is enough to start; the thread leads through every topic to the report."""
    await team.start()
    card = await team.says("City of Riverton")
    await team.click("maya", card, "walk.join.p1")
    await team.click("daniel", card, "walk.join.p2")
    first = await team.says("walk.answer.settled")
    await team.click("maya", first, "walk.answer.settled")
    await team.says("Maya|settled", ts=first["ts"])
    await team.stage.say("We met twice already.", channel=CHANNEL, person="daniel", thread_ts=team.root)
    await team.says("met twice", ts=first["ts"])
    for _ in range(20):
        current = [each for each in await team.thread() if "walk.next" in words(each)]
        if not current:
            break
        await team.click("daniel", current[-1], "walk.next")
        await asyncio.sleep(0.3)
    print(await team.thread())
