"""Staff add files and links from Slack; others are refused kindly."""

from __future__ import annotations

import asyncio
import shutil
import signal
from typing import Any

import pytest
import yaml

from bot.playground.interactions import view_submission
from bot.playground.roster import TEAM_ID
from bot.slack.adding.clicks import FORM, OFFER, SHORTCUT, TAKE_OUT
from tests.bot.conftest import CommandLine, coach, published
from tests.e2e.conftest import PATIENCE_S, Stage
from tests.e2e.team import Wire, words
from tests.e2e.test_refreshing import DISCARD, PUBLISH, STAFF_CHANNEL, Office

__all__ = ["coach", "published"]

HOME, HOME_ID = "warm-homes", "C0WARMHOMES"
GUIDE = "# Solar roofs\n\n## Lending the van\n\nThe solar van is lent to neighbors on Tuesdays; Rosa keeps its keys.\n"
NOT_STAFF = "Only the people who keep my knowledge current"
LISTED = r"\*On the list of sources\*"
PLAN = "What a refresh would change"


class Adders:
    """The office, and the people who add to the knowledge."""

    def __init__(self, office: Office) -> None:
        self.office, self.stage, self.team = office, office.stage, office.team
        self.added = office.stage.home / "added"

    async def share(self, name: str = "guide.md", content: str = GUIDE, **where: str) -> str:
        """The `ts` of a message with a file."""
        body = {"person": "alex", "channel": HOME, "name": name, "content": content} | where
        return str((await self.stage.act("share_file", **body))["ts"])

    async def use(self, ts: str, person: str = "alex", channel: str = HOME) -> None:
        """The shortcut of a message."""
        await self.stage.act("shortcut", person=person, channel=channel, ts=ts, callback_id=SHORTCUT)

    async def form(self, person: str = "alex") -> Wire:
        """The form that the person has open."""
        view: Wire | None = (await self.stage.look("views", person=person, wait_s=PATIENCE_S))["view"]
        assert view
        assert view["callback_id"] == FORM
        return view

    async def send(self, person: str = "alex", **answers: Any) -> dict[str, str]:
        """What the form had to say; nothing when it went."""
        view = await self.form(person)
        sent = await self.stage.act("submit", view_id=view["id"], values=answers)
        return dict(sent.get("errors") or {})

    async def forge(self, view: Wire, person: str) -> Any:
        """The bot's answer to a form that comes from this person, filled in or not, whoever had opened it."""
        slack = self.stage.playground.slack
        return await slack.hub.ask("interactive", view_submission(slack.workspace.find_person(person), view, ""))

    async def offered(self, ts: str) -> Wire:
        """What the coach says below a file, once it does."""

        def look() -> Wire | None:
            return next((each.wire for each in self.office.cards() if each.wire.get("thread_ts") == ts), None)

        found: Wire = await self.team.wait(look)
        return found

    async def listed(self, count: int = 1) -> list[dict[str, Any]]:
        """The entries on the list of sources, once there are so many."""
        async with asyncio.timeout(PATIENCE_S):
            while len(files := sorted(self.added.glob("*.yaml"))) != count:
                await asyncio.sleep(0.02)
        return [entry for file in files for entry in yaml.safe_load(file.read_text())["sources"]]

    def whispers(self, channel: str, user: str = "U0MAYA") -> list[str]:
        found = self.stage.playground.slack.workspace.find_channel(channel).messages.values()
        return [words(each.wire) for each in found if each.only_for == user]

    async def refused(self, channel: str, pattern: str, count: int = 1, user: str = "U0MAYA") -> None:
        """The person was told so for them alone."""
        await self.team.wait(lambda: sum(pattern in each for each in self.whispers(channel, user)) >= count)


@pytest.fixture
async def adders(stage: Stage, coach: CommandLine) -> Adders:
    """Alex, who is staff, has come to the channel of a team; no bot is running yet."""
    shutil.copytree(coach.home / "index", stage.home / "index")
    await stage.act("join", person="alex", channel=HOME)
    return Adders(Office(stage, coach))


async def test_a_file_for_one_channel_is_found_and_cited_there_and_nowhere_else(adders: Adders) -> None:
    """From the shortcut to the answer: form, list of sources, plan, publish."""
    office, stage = adders.office, adders.stage
    await office.start(("-P", "-m", "bot.cli", "serve"))
    await adders.use(await adders.share())
    assert await adders.send(who="channel") == {}
    told = await office.card(LISTED)
    assert "for one channel only" in words(told)
    (entry,) = await adders.listed()
    assert (entry["audience"], entry["collection"], entry["title"]) == (f"channel:{HOME_ID}", "team", "guide")
    plan = await office.card(PLAN)
    assert "guide.md" in words(plan)
    await office.press(plan, PUBLISH)
    await office.card(r"\*Published\*", plan["ts"])
    await stage.logged("generation_taken")
    question = "@coach Who keeps the keys of the solar van that is lent to neighbors?"
    (answer,) = await stage.replies(await stage.say(question, channel=HOME), channel=HOME)
    assert "This channel's own document" in words(answer)
    (other,) = await stage.replies(await stage.say(question, channel=STAFF_CHANNEL), channel=STAFF_CHANNEL)
    assert "Rosa" not in words(other)
    deeds = [deed for _, deed in office.deeds()]
    assert deeds == ["added", "planned", "published"]


async def test_where_a_guest_reads_along_no_answer_holds_what_is_for_members(adders: Adders) -> None:
    """Not for a member either, but for their eyes alone; nor once a guest has come, until they have left."""
    office, stage = adders.office, adders.stage
    (stage.home / "guide.md").write_text(GUIDE, encoding="utf-8")
    office.coach.list_sources(stage.home / "guide.md", audience=f"team:{TEAM_ID}")
    assert (await asyncio.to_thread(office.coach.run, "refresh")).returncode == 0
    shutil.copytree(office.coach.home / "index", stage.home / "index", dirs_exist_ok=True)
    await stage.act("join", person="coach", channel="city-hall")
    await office.start(("-P", "-m", "bot.cli", "serve"))
    question = "Who keeps the keys of the solar van that is lent to neighbors?"

    async def told(channel: str) -> str:
        (answer,) = await stage.replies(await stage.say(f"@coach {question}", channel=channel), channel=channel)
        return words(answer)

    assert "Rosa" not in await told("agreement-draft")
    await stage.act("command", person="maya", channel="agreement-draft", text=f"/coach ask {question}")
    await adders.refused("agreement-draft", "Rosa")
    assert "Rosa" in await told("city-hall")
    await stage.act("join", person="priya", channel="city-hall")
    assert "Rosa" not in await told("city-hall")
    await stage.act("leave", person="priya", channel="city-hall")
    assert "Rosa" in await told("city-hall")


async def test_others_are_refused_at_every_entry(adders: Adders) -> None:
    """Shortcut, dropped file, its button, the form, taking out: a kind word, a line in the log, and nothing happens."""
    office = adders.office
    await office.start()
    ts = await adders.share()
    await adders.use(ts, "maya")
    await adders.refused(HOME, NOT_STAFF)
    await adders.share(person="maya", channel=STAFF_CHANNEL)
    await adders.refused(STAFF_CHANNEL, "I take files in this channel only from")
    dropped = await adders.share(channel=STAFF_CHANNEL)
    offer = await adders.offered(dropped)
    await adders.team.click("maya", OFFER, offer["ts"])
    await adders.refused(STAFF_CHANNEL, NOT_STAFF)
    await adders.use(ts)
    assert NOT_STAFF in str(await adders.forge(await adders.form(), "maya"))
    assert await adders.send(who="all") == {}
    told = await office.card(LISTED)
    await adders.team.click("maya", TAKE_OUT, told["ts"])
    await adders.refused(STAFF_CHANNEL, NOT_STAFF, 2)
    assert len(await adders.listed()) == 1
    refused = [deed for deed in office.deeds() if deed[1] == "refused"]
    assert refused == [("U0MAYA", "refused")] * 5


async def test_a_file_in_the_staff_channel_is_offered_added_once_and_taken_out_again(adders: Adders) -> None:
    """Slack may send event and form twice; Discard leaves it on the list and says so, taking out does not."""
    office, stage = adders.office, adders.stage
    await office.start()
    ts = await adders.share(channel=STAFF_CHANNEL)
    offer = await adders.offered(ts)
    await stage.act("redeliver")
    await stage.settled()
    await adders.team.click("alex", OFFER, offer["ts"])
    view = await adders.form()
    answers = {"collection": "library", "who": "all", "title": "The van", "publisher": "Riverton"}
    assert await adders.send(**answers) == {}
    await adders.forge(view, "alex")
    told = await office.card(LISTED)
    plan = await office.card(PLAN)
    (entry,) = await adders.listed()
    assert (entry["collection"], entry["title"], entry["publisher"]) == ("library", "The van", "Riverton")
    assert "audience" not in entry
    await office.press(plan, DISCARD)
    assert "the next plan shows the same again" in words(await office.card(r"\*Discarded\*", plan["ts"]))
    assert len(await adders.listed()) == 1
    await adders.team.click("alex", TAKE_OUT, told["ts"])
    await office.card(r"\*Taken out again\*", told["ts"])
    assert await adders.listed(0) == []
    assert list(adders.added.iterdir()) == []
    assert len(office.cards()) == 3
    assert [deed for _, deed in office.deeds()] == ["added", "planned", "discarded", "taken_out"]


async def test_a_bot_that_is_killed_in_between_goes_on(adders: Adders) -> None:
    """The form is on disk before Slack's ack: what it asked for is added once."""
    office, stage = adders.office, adders.stage
    await office.start()
    await adders.use(await adders.share())
    await stage.act("fault", method="files.info", kind="hang")
    assert await adders.send(who="team") == {}
    await stage.calls("files.info", 1)
    await stage.end_bot(signal.SIGKILL)
    await office.start()
    assert "for members of this workspace" in words(await office.card(LISTED))
    await office.card(PLAN)
    assert [entry["audience"] for entry in await adders.listed()] == ["team:T0PLAYGRND"]
    assert len(office.cards()) == 2


async def test_what_cannot_be_added_is_told_in_words(adders: Adders) -> None:
    """Each with its reason: nothing there, deleted, no permission; a page that nobody can reach stands in the plan."""
    office, stage = adders.office, adders.stage
    await office.start()
    await adders.use(await stage.say("Just words", channel=HOME, person="alex"))
    await adders.refused(HOME, "no document and no link", user="U0ALEX")
    for code, words_of in (("file_deleted", "It was deleted"), ("missing_scope", "files:read")):
        await adders.use(await adders.share())
        await stage.act("fault", method="files.info", kind="error", error=code)
        assert list(await adders.send()) == ["who"]
        assert await adders.send(who="channel") == {}
        assert "Not added" in words(await office.card(words_of))
    assert await adders.listed(0) == []
    await adders.use(await stage.say("See http://127.0.0.1:9/guide and this", channel=HOME, person="alex"))
    assert await adders.send(who="all") == {}
    await office.card(LISTED)
    (entry,) = await adders.listed()
    assert (entry["url"], entry["publisher"]) == ("http://127.0.0.1:9/guide", "127.0.0.1")
    card = await office.card("Nothing to publish")
    assert "Could not be read: 1" in words(card)
    assert "http://127.0.0.1:9/guide" in words(card)
