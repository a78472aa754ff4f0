"""Three people of two organisations and a guest of a third play a short walkthrough in the browser, to its report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from docx import Document
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.e2e.conftest import Stage

CHROMIUM = "/usr/bin/chromium"
CHANNEL = "youth-jobs"
SHOWN_MS_MAX = 15_000


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


class Seat:
    """One person at their own browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.locator("#channel-list .from-app", has_text="Small scorecard").last
        self.thread = page.locator("#thread-list")

    @classmethod
    async def of(cls, browser: Browser, stage: Stage, person: str) -> Seat:
        """Where the person looks at the channel."""
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(SHOWN_MS_MAX)
        await page.goto(f"{stage.playground.url}/?as={person}&channel={CHANNEL}")
        return cls(page)

    async def write(self, text: str, box: str) -> None:
        """A message."""
        composer = self.page.locator('textarea[aria-label="' + box + '"]')
        await composer.fill(text)
        await composer.press("Escape")
        await composer.press("Enter")

    async def join(self, organisation: str) -> None:
        """Speak for an organisation, and look at the thread."""
        await self.card.get_by_role("button", name=organisation, exact=True).click()
        await self.card.locator(".thread-link").click()

    def topic(self, question: str) -> Locator:
        """The message of a topic."""
        return self.thread.locator(".from-app", has_text=question).last


async def start(maya: Seat) -> None:
    """Maya names the partners and presses Start; everything else is left as it is."""
    await maya.write("/coach scorecard", "Message youth-jobs")
    form = maya.page.locator("#modal form")
    await form.locator("textarea").fill("City of Riverton\nNorthlight Energy\nOpen Doors")
    await form.get_by_role("button", name="Start").click()
    await expect(form).to_have_count(0, timeout=SHOWN_MS_MAX)


async def test_a_team_plays_a_short_walkthrough_to_its_report(browser: Browser, served: Stage) -> None:
    """Each in their own window: they join, answer, write, move on and finish; the report holds what they said."""
    maya, daniel, priya = [await Seat.of(browser, served, each) for each in ("maya", "daniel", "priya")]
    await start(maya)
    for seat, organisation in ((maya, "City of Riverton"), (daniel, "Northlight Energy"), (priya, "Open Doors")):
        await seat.join(organisation)
    first = "What shall we write about missions?"
    await maya.topic(first).get_by_role("button", name="Settled").click()
    await daniel.topic(first).get_by_role("button", name="Open", exact=True).click()
    await priya.write("Our board signs in May.", "Reply in thread")
    await expect(maya.topic(first)).to_contain_text("Our board signs in May.", timeout=SHOWN_MS_MAX)
    await expect(maya.topic(first)).to_contain_text("You see it differently", timeout=SHOWN_MS_MAX)
    for question in (first, "about sharing costs?", "about leaving early?"):
        await (
            priya.topic(question)
            .get_by_role("button", name="Next")
            .or_(priya.topic(question).get_by_role("button", name="Skip"))
            .click()
        )
    last = maya.topic("about winding up?")
    await last.get_by_role("button", name="Partly").click()
    await maya.topic("about winding up?").get_by_role("button", name="Finish").click()
    await expect(maya.thread).to_contain_text("Where each theme stands", timeout=SHOWN_MS_MAX)
    for ending in ("png", "docx", "csv"):
        await expect(maya.thread.locator(f"a[href$='.{ending}']")).to_be_visible(timeout=SHOWN_MS_MAX)
    assert "Our board signs in May." in _report(served)


def _report(stage: Stage) -> str:
    """The words of the Word file in the thread."""
    files = stage.playground.slack.files.files.values()
    (content,) = [each.content for each in files if each.name.endswith(".docx")]
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
