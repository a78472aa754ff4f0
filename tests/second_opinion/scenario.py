"""What a team does with the coach in its first hour, for any Slack: each step waits for what people would see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

Wire = dict[str, Any]

PARTNERS = "City of Riverton\nNorthlight Energy"
QUESTION = "Who should be in the room before we start?"
FOLLOW_UP = "And who pays for it?"


class Peer(Protocol):
    """A Slack with a channel in which Maya, Daniel and the coach are."""

    async def mention(self, person: str, text: str, thread_ts: str = "") -> str:
        """The `ts` of a message with a mention of the coach; the coach hears of it several times."""

    async def reply(self, person: str, text: str, thread_ts: str) -> str:
        """The `ts` of a message in a thread."""

    async def command(self, person: str, text: str) -> Wire:
        """The acknowledgement of `/coach` with this text."""

    async def press(self, person: str, ts: str, action_id: str) -> None:
        """A press on a button of a message."""

    async def form(self, person: str) -> Wire:
        """The modal that the coach opened last for this person."""

    async def submit(self, person: str, form: Wire, values: Mapping[str, str]) -> Wire:
        """The acknowledgement of a modal that is sent off; `values` are what was typed, by block."""

    async def look_home(self, person: str) -> Wire:
        """The Home tab as the coach published it for this person."""

    async def said(self, thread_ts: str, count_min: int) -> list[Wire]:
        """The coach's messages in a thread, its root included, once there are so many."""

    async def roots(self, count_min: int) -> list[Wire]:
        """The coach's messages in the channel that begin a thread, once there are so many."""

    async def shows(self, ts: str, thread_ts: str, words: str) -> Wire:
        """A message of the coach, once these words stand in its blocks."""

    async def files(self, count_min: int) -> list[str]:
        """The names of the files that the coach posted, once there are so many."""


async def play(peer: Peer) -> None:
    """The scenario from its beginning to its end.

    Raises:
        AssertionError: people would not see what they should.
        TimeoutError: they would not see it in time.
    """
    await _ask(peer)
    await _go_through(peer)
    home = await peer.look_home("maya")
    assert home["type"] == "home"
    assert home["blocks"]


async def _ask(peer: Peer) -> None:
    thread = await peer.mention("maya", QUESTION)
    (answer,) = await peer.said(thread, 1)
    assert answer["thread_ts"] == thread
    assert answer["text"]
    assert answer["blocks"]
    await peer.mention("daniel", FOLLOW_UP, thread)
    answers = await peer.said(thread, 2)
    assert len(answers) == 2
    assert "scorecard" in str(await peer.command("maya", "help"))
    private = await peer.command("maya", f"ask {QUESTION}")
    assert not private.get("blocks")


async def _go_through(peer: Peer) -> None:
    await peer.command("maya", "scorecard")
    form = await peer.form("maya")
    assert form["type"] == "modal"
    assert not await peer.submit("maya", form, {"main": PARTNERS})
    (card,) = await peer.roots(1)
    for person, partner in (("maya", "walk.join.p1"), ("daniel", "walk.join.p2")):
        await peer.press(person, card["ts"], partner)
    topic = (await peer.said(card["ts"], 2))[-1]
    await peer.press("maya", topic["ts"], "walk.answer.settled")
    await peer.shows(topic["ts"], card["ts"], "ettled")
    await peer.reply("daniel", "We agreed on this last week.", card["ts"])
    await peer.press("maya", topic["ts"], "walk.next")
    await peer.said(card["ts"], 3)
    await peer.reply("maya", "report", card["ts"])
    names = await peer.files(3)
    assert {name.rpartition(".")[2] for name in names} == {"docx", "csv", "png"}
