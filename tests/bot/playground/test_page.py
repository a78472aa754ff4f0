"""The page in a real browser, with a real app behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, async_playwright, expect
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.playground.server import Playground
from tests.bot.playground.conftest import Stage, button, modal, plain, started, text_input

CHROMIUM = "/usr/bin/chromium"
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
async def furnished() -> AsyncIterator[Stage]:
    """A furnished playground with an app that answers, opens a form and has a Home tab."""
    async for stage in started(Playground(is_furnished=True)):
        _answer(stage)
        await stage.connect()
        yield stage


@pytest.fixture
async def page(furnished: Stage) -> AsyncIterator[Page]:
    """A browser page; any script error or refused resource fails the test."""
    troubles: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = await browser.new_page(viewport=WIDE)
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
        await opened.goto(furnished.playground.url)
        yield opened
        assert troubles == []
        await browser.close()


def _answer(stage: Stage) -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Start *small* <https://example.org|here>."}},
        {"type": "actions", "elements": [button("form")]},
    ]

    @stage.app.event("app_mention")
    async def answer(event: dict[str, Any]) -> None:
        await stage.client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="a", blocks=blocks)

    @stage.app.action("form")
    async def show(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await stage.client.views_open(trigger_id=body["trigger_id"], view=modal(text_input(), callback_id="form"))

    @stage.app.view("form")
    async def take(ack: AsyncAck, view: dict[str, Any]) -> None:
        too_short = len(view["state"]["values"]["note"]["text"]["value"]) < 3
        await (ack(response_action="errors", errors={"note": "Say more."}) if too_short else ack())

    @stage.app.command("/coach")
    async def reply(ack: AsyncAck) -> None:
        await ack("Only for you.")

    @stage.app.event("app_home_opened")
    async def home(event: dict[str, Any]) -> None:
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [{"type": "header", "text": plain("Your coach")}]}
            await stage.client.views_publish(user_id=event["user"], view=view)


async def test_what_is_typed_is_seen_and_answered(page: Page) -> None:
    """Enter sends; the message shows in the channel, and the coach's answer opens beside it with its badge."""
    composer = page.get_by_label("Message warm-homes")
    await composer.fill("@coach who <b>pays</b>?")
    await composer.press("Enter")
    await expect(page.locator("#channel-list .message").last).to_contain_text("who <b>pays</b>?")
    answer = page.locator("#thread-list .from-app")
    await expect(answer).to_contain_text("Start small here.")
    await expect(answer.locator(".badge")).to_have_text("APP")
    await expect(answer.get_by_role("link", name="here")).to_have_attribute("href", "https://example.org")


async def test_a_newcomer_asks_with_one_click(page: Page) -> None:
    """The welcome offers questions; one click sends it, and the welcome is gone."""
    await page.locator("#welcome").get_by_role("button", name="Who should be in the room").click()
    await expect(page.locator("#thread-list .from-app")).to_be_visible()
    await expect(page.locator("#welcome")).to_have_count(0)


async def test_a_name_is_completed_by_keyboard(page: Page) -> None:
    """Typing @c and Tab writes the coach's name."""
    composer = page.get_by_label("Message warm-homes")
    await composer.press_sequentially("@co")
    await expect(page.get_by_role("option")).to_have_count(1)
    await composer.press("Tab")
    await expect(composer).to_have_value("@coach ")


async def test_a_form_shows_errors_and_closes(page: Page) -> None:
    """Empty: please fill in. Too short: the app's words. Good: the form is gone."""
    await page.locator("#welcome").get_by_role("button").nth(1).click()
    await page.locator("#thread-list").get_by_role("button", name="Go").click()
    form = page.locator("#modal form")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".error")).to_have_text("Please fill this in.")
    await form.get_by_label("Note").last.fill("ab")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".error")).to_have_text("Say more.")
    await form.get_by_label("Note").last.fill("enough")
    await form.get_by_role("button", name="Send").click()
    await expect(page.locator("#modal form")).to_have_count(0)


async def test_a_commands_answer_is_marked_private(page: Page, furnished: Stage) -> None:
    """The answer to /coach says that only this person sees it; another person does not."""
    composer = page.get_by_label("Message warm-homes")
    await composer.fill("/coach help")
    await composer.press("Escape")
    await composer.press("Enter")
    await expect(page.locator(".only-you")).to_contain_text("Only visible to you")
    await page.goto(f"{furnished.playground.url}/?as=sam&channel=warm-homes")
    await expect(page.locator(".only-you")).to_have_count(0)


async def test_what_others_write_appears_by_itself(page: Page, furnished: Stage) -> None:
    """A message of someone else, its edit and its end are seen without loading; other channels get a mark."""
    ts = await furnished.say("Shall we meet?", person="priya")
    await expect(page.locator("#channel-list .message").last).to_contain_text("Shall we meet?")
    await furnished.act("edit", person="priya", channel="warm-homes", ts=ts, text="Shall we talk?")
    await expect(page.locator("#channel-list .message").last).to_contain_text("Shall we talk?")
    await furnished.act("delete", person="priya", channel="warm-homes", ts=ts)
    await expect(page.locator("#channel-list")).not_to_contain_text("Shall we talk?")
    await furnished.say("elsewhere", channel="youth-jobs", person="priya")
    await expect(page.locator("[data-for-channel=C0YOUTHJOBS] .unread")).to_be_visible()


async def test_the_home_tab_shows_what_the_app_published(page: Page, furnished: Stage) -> None:
    """Opening Home asks the app for it, and shows it when it comes."""
    await page.goto(f"{furnished.playground.url}/?as=priya&channel=dm&tab=home")
    await expect(page.get_by_role("heading", name="Your coach")).to_be_visible()


async def test_it_fits_a_phone(page: Page, furnished: Stage) -> None:
    """At 360 px nothing scrolls sideways; the list of channels opens and a thread covers the screen."""
    await page.set_viewport_size(PHONE)
    await page.reload()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await page.get_by_label("Show the channels").click()
    await page.locator("#sidebar").get_by_role("link", name="youth-jobs").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("youth-jobs")
    ts = await furnished.say("@coach hello", channel="youth-jobs")
    await page.locator(f"[data-ts='{ts}'] .thread-link").click()
    await expect(page.locator("#thread-list .from-app")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_the_page_allows_no_foreign_script(furnished: Stage) -> None:
    """The content policy has no inline script and no other origin."""
    async with furnished._session.get(furnished.playground.url) as response:
        policy = response.headers["content-security-policy"]
        html = await response.text()
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "onclick" not in html
    assert "http://" not in html.replace("http://www.w3.org", "")
