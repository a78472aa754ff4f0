"""People look through the shelves: lists that only they see, cards, and questions about what they found."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from bot.slack.block_kit.card_blocks import ASK, RELATED
from bot.slack.block_kit.list_blocks import GO, OPEN, PICK, SEARCH
from tests.e2e.conftest import PATIENCE_S, Stage

WHERE = {"person": "maya", "channel": "warm-homes"}


class Browser:
    """Maya, with a list before her."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.ts = ""

    async def type(self, text: str) -> dict[str, Any]:
        """The list that a command brings."""
        answer = await self.stage.act("command", **WHERE, text=f"/coach {text}")
        assert answer["ack"]["response_type"] == "ephemeral"
        seen = await self.messages()
        assert all(message["only_for"] == "U0MAYA" for message in seen)
        self.ts = seen[-1]["ts"]
        return await self.list()

    async def list(self) -> dict[str, Any]:
        """The list as it is now."""
        return next(message for message in await self.messages() if message["ts"] == self.ts)

    async def messages(self, count_min: int = 0) -> list[dict[str, Any]]:
        """Everything that Maya sees in the channel."""
        found = await self.stage.look("messages", **WHERE, count_min=count_min, wait_s=PATIENCE_S)
        return list(found["messages"])

    async def click(self, action_id: str, value: str = "") -> dict[str, Any]:
        """The list after a click, once the bot has answered it."""
        before = len(await self.stage.calls("response_url"))
        await self.stage.act("click", **WHERE, ts=self.ts, action_id=action_id, value=value)
        (call,) = (await self.stage.calls("response_url", before + 1))[before:]
        assert call["ok"], call
        return await self.list()

    async def open(self, action_id: str, value: str = "") -> dict[str, Any]:
        """The modal that a click opens."""
        before = len(await self.stage.calls("views.open"))
        await self.stage.act("click", **WHERE, ts=self.ts, action_id=action_id, value=value)
        (call,) = (await self.stage.calls("views.open", before + 1))[before:]
        assert call["ok"], call
        return await self.view()

    async def view(self) -> dict[str, Any]:
        """The modal that Maya looks at."""
        return dict((await self.stage.look("views", person="maya"))["view"])

    async def click_in_card(self, action_id: str) -> dict[str, Any]:
        """The modal after a click in it."""
        before = len(await self.stage.calls("views.update"))
        view = await self.view()
        await self.stage.act("click", person="maya", view_id=view["id"], action_id=action_id)
        (call,) = (await self.stage.calls("views.update", before + 1))[before:]
        assert call["ok"], call
        return await self.view()

    async def search(self, words: str) -> dict[str, Any]:
        """The list after a search."""
        view = await self.open(SEARCH)
        before = len(await self.stage.calls("response_url"))
        answer = await self.stage.act("submit", view_id=view["id"], values={"words": words})
        assert answer["errors"] == {}
        await self.stage.calls("response_url", before + 1)
        return await self.list()


@pytest.fixture
def maya(served: Stage) -> Browser:
    """Maya, in a channel where the coach is."""
    return Browser(served)


def refs(message: dict[str, Any]) -> list[str]:
    """What the list offers to open."""
    return [button["value"] for button in buttons(message) if button["action_id"] == OPEN]


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    nested = [each for block in message["blocks"] for each in (*block.get("elements", ()), block.get("accessory", {}))]
    return [each for each in nested if each.get("type") == "button"]


def title(view: dict[str, Any]) -> str:
    return str(view["blocks"][0]["text"]["text"]).strip("*")


async def test_a_list_is_narrowed_turned_and_cleared_in_place(maya: Browser) -> None:
    """One message all the time, and only Maya sees it."""
    first = await maya.type("cases")
    assert len(refs(first)) == 8
    second = await maya.click(f"{GO}next")
    assert not set(refs(first)) & set(refs(second))
    narrowed = await maya.click(f"{PICK}issue_area", "infrastructure")
    assert refs(narrowed)
    assert "infrastructure" in narrowed["text"]
    assert "Page" not in narrowed["text"]
    cleared = await maya.click(f"{GO}all")
    assert refs(cleared) == refs(first)
    assert len(await maya.messages()) == 1
    others = await maya.stage.look("messages", channel="warm-homes", person="sam")
    assert others["messages"] == []


@pytest.mark.parametrize("shelf", ["tools", "library"])
async def test_every_shelf_has_its_list(maya: Browser, shelf: str) -> None:
    """Each with its own menus."""
    assert len(refs(await maya.type(shelf))) == 8


async def test_words_after_the_command_are_a_search(maya: Browser) -> None:
    """The one case about it."""
    assert refs(await maya.type("cases wildfire")) == ["C4"]


async def test_a_misspelt_search_offers_the_nearest(maya: Browser) -> None:
    """The box takes words; the nearest title can be opened, and another search finds it."""
    await maya.type("cases")
    missed = await maya.search("wildfrie")
    assert "Did you mean" in missed["text"]
    assert refs(missed) == ["C4"]
    assert refs(await maya.search("Flagstaff")) == ["C4"]
    assert len(refs(await maya.search(""))) == 8


async def test_a_card_leads_to_related_cards(maya: Browser) -> None:
    """In the same modal, without going to the list."""
    await maya.type("cases wildfire")
    card = await maya.open(OPEN, "C4")
    assert title(card) == "Reducing the Risks of Catastrophic Wildfires in Flagstaff"
    related = await maya.click_in_card(f"{RELATED}0")
    assert related["id"] == card["id"]
    assert title(related) == "Establish Transparency of Viewpoints"


async def test_asking_about_a_card_is_answered_once_to_the_asker_alone(maya: Browser) -> None:
    """As `/coach ask` does; the card says where, and a second click on an old card asks no second time."""
    await maya.type("cases wildfire")
    card = await maya.open(OPEN, "C4")
    await maya.stage.act("click", person="maya", view_id=card["id"], action_id=ASK)
    messages = await maya.messages(count_min=2)
    assert [message["only_for"] for message in messages] == ["U0MAYA"] * 2
    assert "Start small." in messages[1]["text"]
    await maya.stage.calls("views.update", 1)
    assert ASK not in str((await maya.view())["blocks"])
    await maya.stage.logged("replied")
    assert '"surface": "command", "outcome": "answer"' in maya.stage.log()


async def test_two_clicks_at_once_are_one_question(maya: Browser) -> None:
    """Both on the button before it went."""
    await maya.type("cases wildfire")
    card = await maya.open(OPEN, "C4")
    body = {"person": "maya", "view_id": card["id"], "action_id": ASK}
    maya.stage.playground.slack.views.views[card["id"]]["blocks"] = list(card["blocks"])
    await maya.stage.act("click", **body)
    maya.stage.playground.slack.views.views[card["id"]]["blocks"] = list(card["blocks"])
    await maya.stage.act("click", **body)
    await maya.stage.logged("event_kept", count_min=2)
    await maya.messages(count_min=2)
    await maya.stage.calls("views.update", 2)
    assert maya.stage.log().count('"event": "replied"') == 1
    assert len(await maya.messages()) == 2


async def test_a_list_goes_on_after_a_restart(maya: Browser) -> None:
    """What Maya sees carries everything that the next click needs."""
    await maya.type("cases")
    await maya.click(f"{PICK}issue_area", "education")
    await maya.stage.end_bot(signal.SIGKILL)
    await maya.stage.start_bot()
    await maya.stage.connected()
    turned = await maya.click(f"{PICK}sector", "university")
    assert "education, university" in turned["text"]
    card = await maya.open(OPEN, refs(turned)[0])
    await maya.stage.end_bot(signal.SIGKILL)
    await maya.stage.start_bot()
    await maya.stage.connected()
    assert title(await maya.click_in_card(f"{RELATED}0")) != title(card)


async def test_a_page_past_the_end_is_the_last(maya: Browser) -> None:
    """A list that was longer before a refresh may still have its old button."""
    await maya.type("cases")
    forge(maya, f"{GO}next", "cases|99||||")
    last = await maya.click(f"{GO}next", "cases|99||||")
    assert "Page 3 of 3" in last["text"]


@pytest.mark.parametrize("value", ["shelf|1|", "", "x" * 2_000, "cases|1||||\u202e{{7*7}}<!channel>"])
async def test_a_forged_button_does_no_harm(maya: Browser, value: str) -> None:
    """A kind note or an honest "nothing found", never a mention and never an error."""
    await maya.type("cases")
    forge(maya, f"{GO}next", value)
    await maya.click(f"{GO}next")
    messages = await maya.messages()
    said = messages[-1]
    assert said["only_for"] == "U0MAYA"
    assert "can't follow that click" in said["text"] or "I found nothing" in said["text"]
    assert "<!channel>" not in str(said["blocks"][0])
    assert "browsing_broke" not in maya.stage.log()


async def test_a_document_that_is_gone_is_told(maya: Browser) -> None:
    """The list stays; a note says what to do."""
    await maya.type("cases")
    forge(maya, OPEN, "C999")
    await maya.click(OPEN, "C999")
    messages = await maya.messages()
    assert "no longer have that document" in messages[-1]["text"]
    assert len(messages) == 2


async def test_a_view_that_slack_does_not_open_is_told(maya: Browser) -> None:
    """Slack gives three seconds; a click that came too late can be made again."""
    await maya.type("cases")
    await maya.stage.act("fault", method="views.open", kind="error", error="expired_trigger_id")
    await maya.click(OPEN)
    assert "click again" in (await maya.messages())[-1]["text"]


async def test_what_is_searched_for_reaches_no_log(maya: Browser) -> None:
    """Neither the words, nor the addresses that they are answered at."""
    await maya.type("cases canary")
    await maya.search("canary-in-the-mine")
    assert await maya.stage.end_bot() == 0
    for secret in ("canary", "/response/", "xoxb-"):
        assert secret not in maya.stage.log()


def forge(maya: Browser, action_id: str, value: str) -> None:
    """The list's first button of this kind carries something else, as a forger would send it."""
    message = maya.stage.playground.slack.workspace.message("C0WARMHOMES", maya.ts)
    next(each for each in buttons(message.wire) if each["action_id"] == action_id)["value"] = value
