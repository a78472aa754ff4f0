"""Staff refresh what the coach knows, from Slack and by the clock; others are refused kindly."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.playground.roster import STAFF_GROUP, TEAM_ID
from bot.playground.workspace import Message
from bot.store.audit import Audit
from bot.store.engines import open_engine
from bot.store.gaps import Gaps, Missed
from knowledge.generations import Generations
from tests.bot.conftest import TOOL_FILE, CommandLine, break_file, coach, published
from tests.e2e.conftest import PROGRAM, ROOT, Stage
from tests.e2e.team import Team, Wire, is_ours, words
from tests.fakes.documents import file_of, head_of, links, sections_of

__all__ = ["coach", "published"]

STAFF_CHANNEL, STAFF_CHANNEL_ID = "youth-jobs", "C0YOUTHJOBS"
"""A careless choice: people of other organisations read it."""
PUBLISH, DISCARD, UNDO, AGAIN = "refresh.publish", "refresh.discard", "refresh.undo", "refresh.again"
OTHERS = ("maya", "daniel", "priya")
NOT_STAFF = "Only the people who keep my knowledge current"
NEW_FILE = "cases/C2.md"
# The promise.
TAKEN_S_MAX = 2.0
# Reading the model takes seconds on two cores.
START_S_MAX = 60
# A model is read by a process that takes only what the processor has left.
PUBLISH_S_MAX = 120


class Office:
    """Where staff work: a channel, a small coach, and its index."""

    def __init__(self, stage: Stage, coach: CommandLine) -> None:
        self.stage, self.coach = stage, coach
        self.team = Team(stage, STAFF_CHANNEL)
        self.index = Generations(stage.home / "index")

    async def start(self, program: tuple[str, ...] = (str(PROGRAM),), **variables: str) -> None:
        """The bot runs; the group of the playground is staff."""
        settings = {"COACH_STAFF_GROUP": STAFF_GROUP, "COACH_STAFF_CHANNEL": STAFF_CHANNEL_ID}
        path = f"{self.coach.tree}:{ROOT}"
        await self.stage.start_bot(program, PYTHONPATH=path, **{**settings, **variables})
        await self.stage.connected(wait_s_max=START_S_MAX)

    async def command(self, person: str = "alex", text: str = "refresh", channel: str = STAFF_CHANNEL) -> str:
        """What the person is told at once."""
        done = await self.stage.act("command", person=person, channel=channel, text=f"/coach {text}")
        return str(done["ack"]["text"])

    async def card(self, pattern: str, ts: str = "") -> Wire:
        """The card whose words match, once there is one."""
        async with asyncio.timeout(PUBLISH_S_MAX):
            while not (found := self.team.find(pattern, ts)):
                await asyncio.sleep(0.02)
        return found

    async def press(self, card: Wire, button: str, person: str = "alex") -> None:
        await self.team.click(person, button, card["ts"])

    async def heard(self, user: str, count: int) -> None:
        """This person was told so often that it is for staff."""
        await self.team.wait(lambda: self._refusals(user) >= count)

    def _refusals(self, user: str) -> int:
        found = [words(each.wire) for each in self.team.messages() if each.only_for == user]
        return sum(NOT_STAFF in each for each in found)

    def cards(self) -> list[Message]:
        """Everything that the coach wrote for all."""
        return [each for each in self.team.messages() if is_ours(each) and not each.only_for]

    def write(self, name: str = NEW_FILE, title: str = "New Roofs") -> None:
        """Content as somebody left it."""
        head = head_of(Path(name).stem, "case", title=title, place="Denver, Colorado", links=links("T1"))
        text = sections_of("case", In_short="Neighbors and a roofing company mended forty roofs of old houses.")
        (self.coach.content / name).write_text(file_of(head, text), encoding="utf-8")

    def miss(self, question: str) -> None:
        """Somebody asked this in vain."""
        engine = open_engine(f"sqlite:///{self.stage.home / 'coach.sqlite3'}")
        missed = Missed(TEAM_ID, "C0CITYHALL", "1.000001", time.time(), "not_found", question, "")
        Gaps(engine, keeps_words=True).note(missed)
        engine.dispose()

    def deeds(self) -> list[tuple[str, str]]:
        """Who did what, oldest first."""
        engine = open_engine(f"sqlite:///{self.stage.home / 'coach.sqlite3'}")
        try:
            return [(entry.person, entry.deed) for entry in reversed(Audit(engine).listed(100))]
        finally:
            engine.dispose()


@pytest.fixture
def office(stage: Stage, coach: CommandLine) -> Office:
    """An office with an index, and a bot that is not running yet."""
    shutil.copytree(coach.home / "index", stage.home / "index")
    return Office(stage, coach)


async def test_staff_look_publish_and_undo(office: Office) -> None:
    """A plan first; publishing changes what serves and tells what is answered now; the audit log tells of each step."""
    before = office.index.pointer()
    await office.start()
    office.miss("Who mended the roofs of old houses in Denver?")
    office.write()
    assert "staff channel" in await office.command()
    plan = await office.card("What a refresh would change")
    assert "New: 1" in words(plan)
    assert NEW_FILE in words(plan)
    assert office.index.pointer() == before
    await office.press(plan, PUBLISH)
    done = await office.card(r"\*Published\*", plan["ts"])
    assert "Alex Kim pressed Publish" in words(done)
    assert "off the list of gaps: 1*\n• Who mended the roofs of old houses in Denver?" in words(done)
    after = office.index.pointer()
    assert after != before
    await office.press(done, UNDO)
    await office.card(r"\*Undone\*", plan["ts"])
    assert office.index.pointer() == before
    assert len(office.cards()) == 1
    assert office.deeds() == [("U0ALEX", "planned"), ("U0ALEX", "published"), ("U0ALEX", "undone")]
    assert office.index.listed()[0][1].by == "U0ALEX"  # type: ignore[union-attr]
    updates = [call.at_s for call in office.stage.playground.slack.calls if call.method == "chat.update"]
    assert all(later - earlier > 0.9 for earlier, later in pairwise(updates))


async def test_others_are_refused_at_every_entry(office: Office) -> None:
    """Command, button and forged button: a kind word for them alone, a line in the audit log, and nothing happens."""
    office.write()
    await office.start()
    await office.command()
    plan = await office.card("What a refresh would change")
    for person in OTHERS:
        assert NOT_STAFF in await office.command(person)
        for number, button in enumerate((PUBLISH, DISCARD)):
            await office.press(plan, button, person)
            user = office.stage.playground.slack.workspace.find_person(person).id
            await office.heard(user, number + 2)
        value = str(plan["blocks"][-1]["elements"][0]["value"])
        await office.team.forge(person, UNDO, value, plan["ts"])
        assert "For staff" not in await office.command(person, "help")
    assert "For staff" in await office.command("alex", "help")
    await office.team.forge("alex", PUBLISH, "0000000000000000", plan["ts"])
    await office.team.whispered("I no longer know this refresh", "alex")
    await office.team.forge("alex", UNDO, value, plan["ts"])
    await office.team.whispered("has moved on", "alex")
    assert "What a refresh would change" in words(office.team.place.messages[plan["ts"]].wire)
    refused = [(person, "refused") for person in ("U0MAYA", "U0DANIEL", "U0PRIYA") for _ in range(4)]
    assert office.deeds() == [("U0ALEX", "planned"), *refused]
    assert len(office.cards()) == 1


async def test_settings_make_no_staff_of_guests_and_strangers(office: Office) -> None:
    """Whatever stands there."""
    await office.start(COACH_STAFF="U0DANIEL,U0PRIYA")
    for person in ("daniel", "priya"):
        assert NOT_STAFF in await office.command(person)


async def test_two_who_press_at_once_publish_once(office: Office) -> None:
    """The one who was slower hears who was faster."""
    before = len(office.index.names())
    office.write()
    await office.start(COACH_STAFF="U0MAYA")
    await office.command()
    plan = await office.card("What a refresh would change")
    await asyncio.gather(office.press(plan, PUBLISH, "alex"), office.press(plan, PUBLISH, "maya"))
    await office.card(r"\*Published\*", plan["ts"])
    assert len(office.index.names()) == before + 1
    whispers = [words(each.wire) for each in office.team.messages() if each.only_for]
    assert any("was faster" in each for each in whispers if "refresh has moved on" in each)


async def test_a_plan_that_is_out_of_date_is_shown_anew(office: Office) -> None:
    """Nothing is published that nobody has seen. Without a staff channel the plan comes as a direct message."""
    before = office.index.pointer()
    office.write()
    await office.start(COACH_STAFF_CHANNEL="")
    assert "direct messages" in await office.command()
    found = office.stage.playground.slack.workspace.direct_channel("U0ALEX").messages
    await office.team.wait(lambda: any("What a refresh would change" in words(each.wire) for each in found.values()))
    (plan,) = found.values()
    office.write(title="Other Roofs")
    body = {"person": "alex", "channel": "dm", "ts": plan.wire["ts"], "action_id": PUBLISH}
    await office.stage.act("click", **body)
    await office.team.wait(lambda: "Please check this plan" in words(plan.wire))
    assert office.index.pointer() == before
    await office.stage.act("click", **{**body, "action_id": DISCARD})
    await office.team.wait(lambda: "*Discarded*" in words(plan.wire))


async def test_a_staff_channel_without_the_coach_does_not_swallow_the_plan(office: Office) -> None:
    """It comes as a direct message, and works there."""
    await office.start(COACH_STAFF_CHANNEL="C0CITYHALL")
    office.write()
    await office.command()
    found = office.stage.playground.slack.workspace.direct_channel("U0ALEX").messages
    await office.team.wait(lambda: any("What a refresh would change" in words(each.wire) for each in found.values()))
    (plan,) = found.values()
    await office.stage.act("click", person="alex", channel="dm", ts=plan.wire["ts"], action_id=DISCARD)
    await office.team.wait(lambda: "*Discarded*" in words(plan.wire))


async def test_a_bot_that_is_killed_while_it_publishes_says_how_it_ended(office: Office) -> None:
    """What it had started ends with it, what served still serves, and the button works again."""
    before = office.index.pointer()
    office.write()
    await office.start()
    await office.command()
    plan = await office.card("What a refresh would change")
    await office.press(plan, PUBLISH)
    await office.stage.logged("publishing_begun")
    await office.stage.end_bot(signal.SIGKILL)
    await office.start()
    card = await office.card("I was stopped in the middle of it", plan["ts"])
    assert office.index.pointer() == before
    await office.press(card, PUBLISH)
    await office.card(r"\*Published\*", plan["ts"])
    assert len(office.cards()) == 1


async def test_the_schedule_tells_staff_once_of_trouble_and_publishes_when_it_is_mended(office: Office) -> None:
    """By the clock, without a press; here it strikes every second."""
    whole = (office.coach.content / TOOL_FILE).read_text(encoding="utf-8")
    break_file(office.coach)
    await office.start(COACH_REFRESH_CRON="* * * * * *")
    await office.card(r"\*Not published\*")
    count = office.stage.log().count("child_ended")
    await office.stage.logged("child_ended", count + 2)
    assert len(office.cards()) == 1
    office.write()
    (office.coach.content / TOOL_FILE).write_text(whole, encoding="utf-8")
    await office.card(r"\*Published\*")
    assert len(office.cards()) == 2


async def test_a_running_bot_answers_from_what_was_published_within_two_seconds(office: Office) -> None:
    """`coach serve` takes a newer index by itself; the lists show it too."""
    await office.start(("-P", "-m", "bot.cli", "serve"))
    office.write()
    done = await asyncio.to_thread(office.coach.run, "refresh", "--json", COACH_INDEX=str(office.stage.home / "index"))
    published_at = time.monotonic()
    assert json.loads(done.stdout)["changed"], done.stderr
    await office.stage.logged("generation_taken")
    assert time.monotonic() - published_at < TAKEN_S_MAX
    ts = await office.stage.say("@coach Show me a case about mending roofs of old houses in Denver")
    (answer,) = await office.stage.replies(ts)
    assert "New Roofs" in str(answer["blocks"])
    shown = await office.stage.act("command", person="maya", channel="warm-homes", text="/coach cases")
    assert "New Roofs" in str(shown["ack"]["blocks"])
