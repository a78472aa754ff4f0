"""Looking through the shelves: `/coach tools`, `/coach cases`, `/coach library`, their menus, and the cards."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from re import compile as pattern
from re import escape
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.browsing import Shows, Stand, read, write
from bot.slack.block_kit.card_blocks import ASK, RELATED, Back, card_view, note_view, read_back, write_back
from bot.slack.block_kit.list_blocks import GO, OPEN, PICK, SEARCH, SEARCH_INPUT, list_message, search_view
from bot.slack.block_kit.views import open_view, update_view
from bot.slack.commands import BrowseCommand, read_command_text
from bot.slack.incidents import apology
from bot.slack.listeners.commands import COMMAND
from bot.slack.parsing import Wire, clean
from knowledge.browsing import SHELVES
from knowledge.documents import Document
from prompts.catalogue.browsing import ListNote
from prompts.catalogue.message import Message
from prompts.rendering import plain, render

log = structlog.get_logger(__name__)

_OK = 200
_Show = Callable[[Wire, tuple[Document, ...]], Awaitable[None]]


def register(app: AsyncApp, asking: AsyncWebClient, shows: Shows) -> None:
    """Listen on `app`; calls go through `asking`, and what is shown comes from `shows` at each click."""
    pages = Pages(asking)

    def acked(show: _Show) -> Callable[[AsyncAck, dict[str, Any]], Awaitable[None]]:
        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            await ack()
            try:
                await show(body, shows.documents())
            except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
                await pages.tell(_url(body), apology("browsing_broke"))

        return listen

    async def listed(ack: AsyncAck, command: Wire) -> None:
        match read_command_text(str(command.get("text") or "")):
            case BrowseCommand(shelf=shelf, words=words):
                stand = Stand(shelf).with_words(clean(words, bot_user_id=""))
                packed = list_message(shows.documents(), stand)
                await ack(text=packed.text, blocks=list(packed.blocks), response_type="ephemeral")

    async def searched(ack: AsyncAck, body: dict[str, Any]) -> None:
        back = read_back(str(body["view"].get("private_metadata") or ""))
        stand = read(back.about) if back else None
        if back is None or stand is None or not back.is_open(time.time()):
            error = _text(ListNote("search_too_old"))
            await ack(response_action="errors", errors={SEARCH_INPUT: error})
            return
        await acked(lambda body, documents: pages.search(back, stand, body, documents))(ack, body)

    app.command(COMMAND, matchers=[_is_browsing])(listed)
    app.action(pattern(f"^{escape(PICK)}"))(acked(pages.pick))
    app.action(pattern(f"^{escape(GO)}"))(acked(pages.go))
    app.action(SEARCH)(acked(pages.ask_for_words))
    app.view(SEARCH)(searched)
    app.action(OPEN)(acked(pages.open))
    app.action(pattern(f"^{escape(RELATED)}"))(acked(pages.show_related))
    app.action(ASK)(acked(pages.note_question))


class Pages:
    """What each click does. Nothing is kept between two of them."""

    def __init__(self, asking: AsyncWebClient) -> None:
        self._asking = asking

    async def pick(self, body: Wire, documents: Sequence[Document]) -> None:
        """A menu: the list with one filter more, another, or one less."""
        action = body["actions"][0]
        stand = read(str(action.get("block_id", "")))
        facet = str(action["action_id"]).removeprefix(PICK)
        option = action.get("selected_option") or {}
        if stand is None or facet not in SHELVES[stand.shelf].facets or not option.get("value"):
            await self.tell(_url(body), ListNote("stale"))
            return
        await self._replace(_url(body), list_message(documents, stand.with_choice(facet, str(option["value"]))))

    async def go(self, body: Wire, documents: Sequence[Document]) -> None:
        """A button that leads to another stand."""
        stand = read(_value(body))
        if stand is None:
            await self.tell(_url(body), ListNote("stale"))
            return
        await self._replace(_url(body), list_message(documents, stand))

    async def ask_for_words(self, body: Wire, _documents: Sequence[Document]) -> None:
        """The search box."""
        stand = read(_value(body))
        if stand is None:
            await self.tell(_url(body), ListNote("stale"))
            return
        await self._open_view(body, search_view(stand, write_back(_way_back(body, write(stand)))))

    async def search(self, back: Back, stand: Stand, body: Wire, documents: Sequence[Document]) -> None:
        """What was typed into the search box; nothing typed shows everything again."""
        typed = body["view"]["state"]["values"].get(SEARCH_INPUT, {}).get(SEARCH_INPUT, {}).get("value")
        words = clean(str(typed or ""), bot_user_id="")
        await self._replace(back.response_url, list_message(documents, stand.with_words(words)))

    async def open(self, body: Wire, documents: Sequence[Document]) -> None:
        """The card of a document in the list."""
        document = _by_ref(documents, _value(body))
        if document is None:
            await self.tell(_url(body), ListNote("gone"))
            return
        await self._open_view(body, card_view(documents, document, _way_back(body, document.ref)))

    async def show_related(self, body: Wire, documents: Sequence[Document]) -> None:
        """Another card in the same modal."""
        document = _by_ref(documents, _value(body))
        back = read_back(str(body["view"].get("private_metadata") or ""))
        if document is None or back is None:
            await self._update(body, note_view("gone"))
            return
        await self._update(body, card_view(documents, document, back))

    async def note_question(self, body: Wire, documents: Sequence[Document]) -> None:
        """The question is taken already, by the inbox; the card says where its answer comes."""
        back = read_back(str(body["view"].get("private_metadata") or ""))
        document = _by_ref(documents, back.about) if back else None
        if back is None or document is None:
            await self._update(body, note_view("gone"))
            return
        note = "asked" if back.is_open(time.time()) else "too_old"
        await self._update(body, card_view(documents, document, back, note))

    async def tell(self, response_url: str, message: Message) -> None:
        """A note below the list, for the same person alone; the list stays."""
        if response_url:
            await self._respond(response_url, pack(render(message))[0], replaces=False)

    async def _replace(self, response_url: str, message: Packed) -> None:
        await self._respond(response_url, message, replaces=True)

    async def _respond(self, response_url: str, message: Packed, *, replaces: bool) -> None:
        # To replace a message twice with the same one does no harm, so a lost connection is tried again.
        again = [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
        webhook = AsyncWebhookClient(response_url, session=self._asking.session, retry_handlers=[*again])
        body = {"replace_original": replaces, "text": message.text, "blocks": list(message.blocks)}
        shown = body if replaces else {**body, "response_type": "ephemeral"}
        try:
            response = await webhook.send_dict(shown)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("list_not_shown", code=type(error).__name__)
            return
        if response.status_code != _OK:
            log.warning("list_not_shown", code=f"http_{response.status_code}")

    async def _open_view(self, body: Wire, view: dict[str, Any]) -> None:
        if not await open_view(self._asking, str(body.get("trigger_id", "")), view):
            await self.tell(_url(body), ListNote("again"))

    async def _update(self, body: Wire, view: dict[str, Any]) -> None:
        await update_view(self._asking, str(body["view"]["id"]), view)


async def _is_browsing(command: Wire) -> bool:
    return isinstance(read_command_text(str(command.get("text") or "")), BrowseCommand)


def _way_back(body: Wire, about: str) -> Back:
    channel = str((body.get("channel") or {}).get("id", ""))
    return Back(channel, _url(body), int(time.time()), about)


def _url(body: Wire) -> str:
    return str(body.get("response_url") or "")


def _value(body: Wire) -> str:
    return str(body["actions"][0].get("value") or "")


def _by_ref(documents: Sequence[Document], ref: str) -> Document | None:
    return next((each for each in documents if each.ref == ref), None)


def _text(message: Message) -> str:
    return plain(render(message))
