"""The whole journey: `coach refresh`, `coach serve`, a practitioner asks, the coach answers in the thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.conftest import Stage

CHROMIUM = "/usr/bin/chromium"
SERVE = ("-m", "bot.cli", "serve")
# Reading the model and the index takes seconds on two cores.
START_S_MAX = 60


@pytest.fixture
async def coached(stage: Stage, published_home: Path) -> Stage:
    """A playground with the real coach."""
    (stage.home / "index").symlink_to(published_home / "index")
    await stage.start_bot(SERVE, COACH_LOG_LEVEL="info")
    await stage.connected(wait_s_max=START_S_MAX)
    return stage


async def test_a_practitioner_asks_and_asks_on(coached: Stage) -> None:
    """A grounded answer with its source; a follow-up in the thread; a question out of scope, declined in words."""
    ts = await coached.say("@coach How do we write down who pays for what?")
    (answer,) = await coached.replies(ts)
    assert "[1]" in answer["text"]
    assert "https://" in str(answer["blocks"])
    await coached.say("And what if a partner pays late?", thread_ts=ts, person="sam")
    assert len(await coached.replies(ts, count_min=3)) == 2
    other = await coached.say("@coach Which shares should I buy?")
    (declined,) = await coached.replies(other)
    assert "[1]" not in declined["text"]
    await coached.settled()
    assert all(call["ok"] for call in await coached.calls(""))


async def test_a_practitioner_reads_the_answer_in_a_browser(coached: Stage) -> None:
    """They write in the page and read the cited answer, with its source link, in the thread."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(coached.playground.url)
        box = page.locator("textarea").first
        await box.fill("@coach How do we write down who pays for what?")
        await box.press("Enter")
        await expect(page.get_by_text("What to do").first).to_be_visible(timeout=START_S_MAX * 1000)
        await expect(page.get_by_text("[1]").first).to_be_visible()
        assert await page.locator("a[href^='http']").count() > 0
        await browser.close()
