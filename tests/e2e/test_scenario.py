"""The scenario of `make second-opinion`, against our own playground: the same steps, the same sights."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.e2e.conftest import PATIENCE_S, Stage
from tests.e2e.team import Team, is_ours
from tests.second_opinion.scenario import Wire, play


class Playground:
    """The playground as a `Peer`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._team = Team(stage)

    async def mention(self, person: str, text: str, thread_ts: str = "") -> str:
        """As `Peer`; everything is delivered once more."""
        ts = await self._stage.say(f"@coach {text}", person=person, thread_ts=thread_ts)
        await self._stage.act("redeliver", times=1)
        return ts

    async def reply(self, person: str, text: str, thread_ts: str) -> str:
        """As `Peer`."""
        return await self._stage.say(text, person=person, thread_ts=thread_ts)

    async def command(self, person: str, text: str) -> Wire:
        """As `Peer`."""
        done = await self._stage.act("command", person=person, channel=self._team.channel, text=f"/coach {text}")
        return dict(done["ack"])

    async def press(self, person: str, ts: str, action_id: str) -> None:
        """As `Peer`."""
        await self._team.click(person, action_id, ts)

    async def form(self, person: str) -> Wire:
        """As `Peer`."""
        return dict((await self._stage.look("views", person=person, wait_s=PATIENCE_S))["view"])

    async def submit(self, person: str, form: Wire, values: Mapping[str, str]) -> Wire:
        """As `Peer`."""
        assert form == await self.form(person)
        sent = await self._stage.act("submit", view_id=form["id"], values=dict(values))
        return dict(sent.get("errors") or {})

    async def look_home(self, person: str) -> Wire:
        """As `Peer`."""
        await self._stage.act("open_home", person=person, tab="home")
        user = self._stage.playground.slack.workspace.find_person(person).id
        return dict(await self._team.wait(lambda: self._stage.playground.slack.views.home(user)))

    async def said(self, thread_ts: str, count_min: int) -> list[Wire]:
        """As `Peer`."""
        return await self._ours(lambda wire: wire.get("thread_ts", wire["ts"]) == thread_ts, count_min)

    async def roots(self, count_min: int) -> list[Wire]:
        """As `Peer`."""
        return await self._ours(lambda wire: wire.get("thread_ts", wire["ts"]) == wire["ts"], count_min)

    async def shows(self, ts: str, thread_ts: str, words: str) -> Wire:
        """As `Peer`."""
        (found,) = await self._ours(lambda wire: wire["ts"] == ts and words in json.dumps(wire["blocks"]), 1)
        assert found["thread_ts"] == thread_ts
        return found

    async def files(self, count_min: int) -> list[str]:
        """As `Peer`."""
        sent = self._stage.playground.slack.files.files
        await self._team.wait(lambda: len(sent) >= count_min)
        return [each.name for each in sent.values()]

    async def _ours(self, is_wanted: Callable[[Wire], bool], count_min: int) -> list[Wire]:
        def look() -> list[Any]:
            ours = [each.wire for each in self._team.messages() if is_ours(each) and not each.only_for]
            found = [wire for wire in ours if is_wanted(wire)]
            return found if len(found) >= count_min else []

        return await self._team.wait(look)


async def test_the_scenario_passes_against_the_playground(served: Stage) -> None:
    """A question, a follow-up, a walkthrough to its report, the Home tab."""
    await play(Playground(served))
    assert '"level": "error"' not in served.log()
