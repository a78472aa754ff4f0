"""A team in a channel, and the walkthrough that it goes through: what people do, and what they see."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document

from bot.playground.elements import interactive
from bot.playground.workspace import Channel, Message

if TYPE_CHECKING:
    from tests.e2e.conftest import Stage

PATIENCE_S = 30

CITY, NORTHLIGHT, OPEN_DOORS = "walk.join.p1", "walk.join.p2", "walk.join.p3"
TWO = "City of Riverton\nNorthlight Energy"
THREE = f"{TWO}\nOpen Doors"
SETTLED, PARTLY, OPEN = "walk.answer.settled", "walk.answer.partly", "walk.answer.open"
NEXT, BACK, PAUSE, CLOSE, RESUME = "walk.next", "walk.back", "walk.pause", "walk.close", "walk.resume"
SUMMARY = "Where each theme stands"
TITLES = ("Missions", "Sharing costs", "Leaving early", "Winding up")
"""The topics of the short form of the small scorecard."""

Wire = dict[str, Any]


class Team:
    """The people of a channel and the walkthrough in it."""

    def __init__(self, stage: Stage, channel: str = "warm-homes") -> None:
        self.stage = stage
        self.channel = channel
        self.root = ""

    @property
    def place(self) -> Channel:
        """The channel as the playground keeps it."""
        return self.stage.playground.slack.workspace.find_channel(self.channel)

    async def start(self, person: str = "maya", partners: str = TWO, **answers: Any) -> str:
        """The walkthrough's thread; whoever starts it types the command."""
        await self.stage.act("command", person=person, channel=self.channel, text="/coach scorecard")
        return await self.fill_in(person, partners, **answers)

    async def fill_in(self, person: str = "maya", partners: str = TWO, **answers: Any) -> str:
        """The thread of the walkthrough that the open form starts."""
        before = set(self.cards())
        errors = await self.submit(person, main=partners, **answers)
        assert not errors, errors
        (card,) = await self.wait(lambda: set(self.cards()) - before)
        self.root = card
        await self.wait(self.current)
        return self.root

    async def gather(self, **partners: str) -> None:
        """The walkthrough is started, and these people have joined (`maya=CITY`)."""
        await self.start(partners=THREE if OPEN_DOORS in partners.values() else TWO)
        await self.join(**partners)

    async def join(self, **partners: str) -> None:
        """Each of these people presses a partner on the card."""
        for person, partner in partners.items():
            await self.click(person, partner, self.root)

    async def submit(self, person: str, /, **answers: Any) -> dict[str, str]:
        """What the form that the person has open had to say; nothing when it went."""
        view = (await self.stage.look("views", person=person, wait_s=PATIENCE_S))["view"]
        assert view, f"{person} has no form open"
        sent = await self.stage.act("submit", view_id=view["id"], values=answers)
        return dict(sent.get("errors") or {})

    async def click(self, person: str, action_id: str, ts: str = "", value: str = "") -> Any:
        """A click on a button of a message; without `ts`, of the topic where the team is."""
        ts = ts or (await self.wait(self.current))["ts"]
        body = {"person": person, "channel": self.channel, "ts": ts, "action_id": action_id, "value": value}
        return await self.stage.act("click", **body)

    async def forge(self, person: str, action_id: str, value: str, ts: str = "") -> None:
        """A click on a button that the message does not have (any more)."""
        blocks = self.place.messages[ts or self.root].wire["blocks"]
        label = {"type": "plain_text", "text": "Forged"}
        button = {"type": "button", "action_id": action_id, "text": label, "value": value}
        forged = {"type": "actions", "block_id": "forged", "elements": [button]}
        blocks.append(forged)
        try:
            await self.click(person, action_id, ts or self.root, value)
        finally:
            blocks.remove(forged)

    def id(self) -> str:
        """The walkthrough's own id, as it stands in its buttons."""
        values = [element.get("value", "") for _, element in interactive(self.place.messages[self.root].wire["blocks"])]
        return str(values[0]).partition("|")[0]

    async def press(self, person: str, action_id: str, title: str) -> None:
        """A click on the topic of this title, as soon as the team is there."""
        await self.click(person, action_id, (await self.at(title))["ts"])

    async def write(self, text: str, person: str = "maya") -> str:
        """The `ts` of what the person wrote in the thread."""
        return await self.stage.say(text, channel=self.channel, person=person, thread_ts=self.root)

    async def at(self, title: str) -> Wire:
        """The message of the topic with this title, once the team is there."""
        return await self._message(lambda: self.shows(rf"\*{title}\*\n", self.current()))

    async def says(self, pattern: str, ts: str = "") -> Wire:
        """The message of the coach whose words match, once there is one; with `ts` it must be this one."""
        return await self._message(lambda: self.find(pattern, ts))

    async def whispered(self, pattern: str, person: str) -> Wire:
        """What the coach says to this person alone, once it does."""
        user = self.stage.playground.slack.workspace.find_person(person).id
        return await self._message(lambda: self._newest(pattern, lambda each: each.only_for == user))

    async def wait(self, look: Callable[[], Any]) -> Any:
        """What there is to see, once it is there."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not (found := look()):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            seen = "\n".join(words(each.wire) for each in self.messages() if each.wire.get("bot_id"))
            raise AssertionError(f"it did not come; the coach says:\n{seen}") from None
        return found

    def messages(self) -> list[Message]:
        """Everything in the channel."""
        return list(self.place.messages.values())

    def cards(self) -> list[str]:
        """The `ts` of each card in the channel."""
        found = self.place.messages.items()
        ours = [(ts, each.wire) for ts, each in found if is_ours(each) and not each.only_for]
        return [ts for ts, wire in ours if wire.get("thread_ts", ts) == ts and "walk.report" in words(wire)]

    def thread(self) -> list[Wire]:
        """What everybody can read below the card."""
        replies = [each for each in self.messages() if each.wire.get("thread_ts") == self.root and not each.only_for]
        return [each.wire for each in replies if each.wire["ts"] != self.root]

    def topics(self) -> list[Wire]:
        """The messages of topics in the thread, the line of an earlier one as well."""
        ours = [each for each in self.thread() if each.get("bot_id") and each["text"]]
        return [each for each in ours if any(f"*{title}*" in words(each) for title in TITLES)]

    def current(self) -> Wire | None:
        """The message of the topic where the team is, with all of its buttons."""
        found = [each for each in self.thread() if each.get("bot_id") and NEXT in words(each)]
        return found[-1] if len(found) == 1 else None

    def find(self, pattern: str, ts: str = "") -> Wire | None:
        """The newest message of the coach for all whose words match."""
        return self._newest(pattern, lambda each: not each.only_for and ts in {"", each.wire["ts"]})

    def shows(self, pattern: str, message: Wire | None) -> Wire | None:
        """The message, if its words match."""
        return message if message and re.search(pattern, words(message)) else None

    def files(self) -> dict[str, bytes]:
        """The files of the newest report, by ending."""
        kept = self.stage.playground.slack.files.files.values()
        return {each.name.rpartition(".")[2]: each.content for each in kept}

    def reports(self) -> int:
        """How many reports stand in the channel."""
        return sum("files" in each.wire for each in self.messages() if is_ours(each))

    async def report(self, count: int = 1) -> str:
        """The words of the newest Word file, once so many reports stand in the channel."""
        await self.wait(lambda: self.reports() >= count)
        return docx_words(self.files()["docx"])

    async def _message(self, look: Callable[[], Wire | None]) -> Wire:
        return dict(await self.wait(look))

    def _newest(self, pattern: str, is_meant: Callable[[Message], bool]) -> Wire | None:
        ours = [each.wire for each in self.messages() if is_ours(each) and is_meant(each)]
        return next((each for each in reversed(ours) if re.search(pattern, words(each))), None)


def is_ours(message: Message) -> bool:
    """Whether the coach wrote it."""
    return bool(message.wire.get("bot_id"))


def words(message: Wire) -> str:
    """Everything that is to be read in a message, and the names of its buttons."""
    names = [element["action_id"] for _, element in interactive(message["blocks"])]
    return "\n".join([message["text"], *_texts(message["blocks"]), *names])


def docx_words(content: bytes) -> str:
    """All that is written in a Word file."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        own = value.get("text")
        return ([own] if isinstance(own, str) else []) + [text for each in value.values() for text in _texts(each)]
    return []
