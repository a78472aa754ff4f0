"""Files brought from the playground's Slack, and the ways in which that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground.faults import Fault
from bot.playground.file_shelf import File
from bot.playground.local_slack import AppSetup
from bot.playground.permissions import DEFAULT_SCOPES, Grant
from bot.playground.roster import BOT_TOKEN
from bot.playground.server import Playground
from bot.slack.adding.fetching import FILE_BYTES_MAX, FoundFile, SlackFiles, is_slacks
from bot.slack.errors import FileNotBrought, SendLater
from bot.slack.web_api.clients import asking_client

API = "https://slack.com/api/"


@dataclass
class Shelf:
    """A playground with files, and the one who brings them."""

    playground: Playground
    session: aiohttp.ClientSession

    def put(self, content: bytes = b"# Guide\n", name: str = "guide.md") -> File:
        files = self.playground.slack.files
        file = files.begin(name, len(content), "U0ALEX")
        return files.fill(file.id, content)

    def files(self, api_url: str = "") -> SlackFiles:
        asking = asking_client(BOT_TOKEN, api_url or self.playground.api_url, self.session)
        return SlackFiles(asking, asyncio.get_running_loop())

    async def bring(self, id_: str) -> tuple[str, bytes]:
        """Name and content of a file."""
        files = self.files()

        def both() -> tuple[str, bytes]:
            found = files.find(id_)
            return found.name, b"".join(files.pieces(found))

        return await asyncio.to_thread(both)

    async def trouble(self, id_: str) -> tuple[str, str]:
        """Why it cannot be brought."""
        with pytest.raises(FileNotBrought) as caught:
            await self.bring(id_)
        return caught.value.trouble, caught.value.about

    def breaks(self, **how: Any) -> None:
        self.playground.slack.faults.order(Fault("files.info", **{"times": 1, **how}))


@pytest.fixture
async def shelf() -> AsyncIterator[Shelf]:
    async with Playground() as playground, aiohttp.ClientSession() as session:
        yield Shelf(playground, session)


async def test_a_file_comes_whole(shelf: Shelf) -> None:
    """Under its name, however many pieces it takes."""
    content = bytes(range(256)) * 4_000
    assert await shelf.bring(shelf.put(content, "a b é.pdf").id) == ("a b é.pdf", content)


async def test_a_page_that_somebody_uploaded_is_no_login_page(shelf: Shelf) -> None:
    """It is served to be saved."""
    assert await shelf.bring(shelf.put(b"<html>", "page.html").id) == ("page.html", b"<html>")


async def test_a_deleted_or_hidden_file_is_gone(shelf: Shelf) -> None:
    """Slack shows neither."""
    assert await shelf.trouble("F0NOTHING") == ("gone", "")
    shelf.breaks(kind="error", error="file_deleted")
    assert await shelf.trouble(shelf.put().id) == ("gone", "")


async def test_other_refusals_are_told_with_slacks_word(shelf: Shelf) -> None:
    """So that somebody can look it up."""
    shelf.breaks(kind="error", error="enterprise_is_restricted")
    assert await shelf.trouble(shelf.put().id) == ("refused", "enterprise_is_restricted")


async def test_an_outage_is_tried_again(shelf: Shelf) -> None:
    """It is no word about the file."""
    shelf.breaks(kind="error", error="internal_error", times=9)
    with pytest.raises(SendLater):
        await shelf.bring(shelf.put().id)


async def test_a_missing_permission_is_named(shelf: Shelf) -> None:
    """Slack names it for the look; for the file itself it only shows its login page."""
    id_ = shelf.put().id
    files = shelf.files()
    found = await asyncio.to_thread(files.find, id_)
    shelf.playground.slack.setup = AppSetup(Grant(DEFAULT_SCOPES - {"files:read"}))
    assert await shelf.trouble(id_) == ("no_scope", "")
    with pytest.raises(FileNotBrought) as caught:
        await asyncio.to_thread(lambda: list(files.pieces(found)))
    assert caught.value.trouble == "not_visible"


async def test_what_is_too_large_is_not_fetched(shelf: Shelf) -> None:
    """Not at all when Slack says so before."""
    file = shelf.put()
    file.content = b"x" * (FILE_BYTES_MAX + 1)
    assert await shelf.trouble(file.id) == ("too_large", "")


@dataclass
class Site:
    """A host of its own: what it does, and with which tokens it was asked."""

    answer: Callable[[], web.StreamResponse]
    tokens: list[str] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.tokens.append(request.headers.get("Authorization", ""))
        return self.answer()


async def serve(site: Site) -> web.AppRunner:
    app = web.Application()
    app.router.add_get("/{rest:.*}", site.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


ANSWERS: dict[str, tuple[Callable[[], web.StreamResponse], str]] = {
    "login page": (lambda: web.Response(text="<html>Sign in", content_type="text/html"), "not_visible"),
    "redirect": (lambda: web.Response(status=302, headers={"Location": "https://example.org/"}), "not_visible"),
    "forbidden": (lambda: web.Response(status=403), "not_visible"),
    "gone": (lambda: web.Response(status=410), "gone"),
    "no end": (lambda: web.Response(body=b"x" * (FILE_BYTES_MAX + 1)), "too_large"),
}


@pytest.mark.parametrize("kind", ANSWERS)
async def test_what_comes_in_place_of_a_file_is_not_taken_for_it(shelf: Shelf, kind: str) -> None:
    """Slack's login page above all, which it sends with a 200 or by way of a redirect; nothing is followed."""
    answer, trouble = ANSWERS[kind]
    site = Site(answer)
    runner = await serve(site)
    try:
        files = shelf.files(f"{site.url}/api/")
        with pytest.raises(FileNotBrought) as caught:
            await asyncio.to_thread(lambda: list(files.pieces(FoundFile("a.md", f"{site.url}/a.md"))))
    finally:
        await runner.cleanup()
    assert caught.value.trouble == trouble
    assert site.tokens == [f"Bearer {BOT_TOKEN}"]


async def test_a_line_that_breaks_is_tried_again(shelf: Shelf) -> None:
    """Nobody is told that the file is at fault."""
    files = shelf.files("http://127.0.0.1:9/api/")
    with pytest.raises(SendLater):
        await asyncio.to_thread(lambda: list(files.pieces(FoundFile("a.md", "http://127.0.0.1:9/a.md"))))


async def test_the_token_goes_to_no_other_host(shelf: Shelf) -> None:
    """Whatever address Slack, or somebody in its place, gives for a file."""
    site = Site(lambda: web.Response(text="x"))
    runner = await serve(site)
    try:
        file = shelf.put()
        shelf.playground.slack.files.base_url = site.url
        assert await shelf.trouble(file.id) == ("elsewhere", "")
    finally:
        await runner.cleanup()
    assert site.tokens == []


@pytest.mark.parametrize(
    ("url", "api_url", "expected"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.pdf", API, True),
        ("https://slack.com/a.pdf", API, True),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.pdf", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:8080/files-pri/F1/a.pdf", "http://127.0.0.1:8080/api/", True),
        ("http://127.0.0.1:8081/files-pri/F1/a.pdf", "http://127.0.0.1:8080/api/", False),
        ("http://files.slack.com/a.pdf", API, False),
        ("https://files.slack.com:8443/a.pdf", API, False),
        ("https://files.slack.com.evil.example/a.pdf", API, False),
        ("https://evilslack.com/a.pdf", API, False),
        ("https://me:secret@files.slack.com/a.pdf", API, False),
        ("https://files.slack.com@evil.example/a.pdf", API, False),
        ("https://docs.example.org/a.pdf", API, False),
        ("file:///etc/passwd", API, False),
        ("https://[broken/a.pdf", API, False),
        ("", API, False),
    ],
)
def test_slacks_own_hosts_are_known(url: str, api_url: str, *, expected: bool) -> None:
    """And the one where the API is that we were told to use."""
    assert is_slacks(url, api_url) is expected
