"""What was asked for is fetched, put on the list of sources, and told; over a crash it goes on where it was."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import structlog

from bot.slack.adding.candidates import Candidate
from bot.slack.adding.cards import added, note, offer
from bot.slack.adding.fetching import SlackFiles
from bot.slack.adding.form import label
from bot.slack.adding.replies import reply_pieces
from bot.slack.adding.wishes import LASTING, UNDER_WAY, Item, Phase, Wish, wish_of
from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.coalescing import Coalescing
from bot.slack.directory import Directory
from bot.slack.errors import FileNotBrought, SendLater, SendRefused
from bot.slack.identity import Identity
from bot.slack.refreshing.working import KEPT_DAYS, Work
from bot.slack.web_api.failures import is_closed_to_us
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.additions import Addition, Additions
from bot.store.audit import Deed, Entry
from bot.store.errors import StoreUnavailable
from bot.walkthrough.events import PersonId
from knowledge.added_sources import About, AddedSources
from knowledge.errors import SourceNotKept
from knowledge.sources import BrokenSources

log = structlog.get_logger(__name__)

_WORKERS_MAX = 2
# For so long Slack is asked for a file again when it breaks down; then whoever asked is told.
_PATIENCE_S = 120.0
_ID_DIGITS = 16
_DAY_S = 24 * 3600
_TRY_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Tools:
    """What the work needs."""

    team: str
    staff_channel: str
    identity: Identity
    additions: Additions
    sources: AddedSources
    files: SlackFiles
    outbox: Outbox
    room: RoomCalls
    directory: Directory
    clock: Callable[[], float]


class Adding:
    """Belongs to the loop."""

    def __init__(self, tools: Tools, refreshes: Work, loop: asyncio.AbstractEventLoop) -> None:
        self._tools = tools
        self._refreshes = refreshes
        self._loop = loop
        self._passes: Coalescing[str] = Coalescing(self._run, _WORKERS_MAX, "adding")

    def begin(self, addition: Addition) -> bool:
        """Whether it is new; it is on disk, and `go_on` works on it. For any thread but the loop's.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        self._tools.additions.forget_before(self._tools.clock() - KEPT_DAYS * _DAY_S, but=LASTING)
        return self._tools.additions.begin(addition)

    def go_on(self, id_: str) -> None:
        """Do what this one waits for."""
        self._passes.mark(id_)

    async def take_up(self) -> None:
        """What an earlier process left behind goes on."""
        left = await self._left()
        for id_ in left:
            self.go_on(id_)
        log.info("additions_taken_up", left=len(left))

    async def close(self, wait_s_max: float) -> None:
        """What is under way is finished; the rest goes on at the next start."""
        await self._passes.close(wait_s_max)

    async def _left(self) -> tuple[str, ...]:
        while True:
            try:
                return await asyncio.to_thread(self._tools.additions.left, self._tools.team, UNDER_WAY)
            except StoreUnavailable as error:
                log.warning("additions_not_taken_up", code=type(error).__name__)
                await asyncio.sleep(_TRY_AGAIN_S)

    def _run(self, id_: str) -> str:
        while (seen := self._tools.additions.find(id_)) and seen.phase in UNDER_WAY:
            wish = wish_of(seen.body)
            match seen.phase:
                case "dropped":
                    self._answer(seen, wish)
                case "waiting":
                    self._bring(seen, wish)
                case _:
                    self._tell(seen, wish)
        return ""

    def _answer(self, seen: Addition, wish: Wish) -> None:
        """A file in the staff channel: offered to staff, refused to others."""
        tools = self._tools
        is_staff = asyncio.run_coroutine_threadsafe(tools.identity.is_staff(seen.person), self._loop).result()
        try:
            if is_staff:
                candidates = [Candidate(item.kind, item.place, item.name) for item in wish.items]
                tools.outbox.deliver_one(f"adding:{seen.id}", Address(seen.channel, seen.ts), offer(candidates))
            else:
                tools.room.whisper(seen.channel, "", seen.person, note("not_staff_drop"))
        except SendRefused as error:
            log.warning("drop_not_answered", code=error.code)
        if is_staff:
            self._move(seen, "offered", wish)
        else:
            log.info("refused", person=seen.person, wanted="drop")
            self._move(seen, "refused", wish, ("refused", "drop"))

    def _bring(self, seen: Addition, wish: Wish) -> None:
        brought = replace(wish, items=tuple(self._brought(seen, wish, number) for number in range(len(wish.items))))
        noted = [_entry(item, wish) for item in brought.items]
        self._move(seen, "brought", brought, *noted)

    def _brought(self, seen: Addition, wish: Wish, number: int) -> Item:
        item, sources = wish.items[number], self._tools.sources
        about = About(wish.collection, wish.publisher or _publisher(item), wish.title, wish.audience)
        try:
            if item.kind == "link":
                return replace(item, key=sources.add_link(item.place, about))
            name, pieces = self._content(item)
            key = sources.add_file(name, pieces, about, aside=f"{seen.id}-{number}")
            return replace(item, key=key)
        except FileNotBrought as error:
            return replace(item, trouble=error.trouble, about=error.about)
        except BrokenSources:
            return replace(item, trouble="not_fit")
        except SourceNotKept as error:
            log.error("source_not_kept", code=type(error.__cause__).__name__)  # noqa: TRY400 -- no trace
            return replace(item, trouble="no_room")
        except SendLater:
            if self._tools.clock() - seen.at < _PATIENCE_S:
                raise
            return replace(item, trouble="not_reached")

    def _content(self, item: Item) -> tuple[str, Iterator[bytes]]:
        """What the file is to be called, and its bytes."""
        if item.kind == "reply":
            return f"{item.name}.txt", reply_pieces(self._tools.room, item.place)
        found = self._tools.files.find(item.place)
        return found.name, self._tools.files.pieces(found)

    def _tell(self, seen: Addition, wish: Wish) -> None:
        """Where staff hear of things: how it went, and what a refresh would change."""
        tools = self._tools
        channel = tools.staff_channel or tools.room.open_direct(seen.person)
        packed = added(seen.id, wish, seen.person, tools.directory.names([PersonId(seen.person)]))
        channel = self._posted(seen, channel, packed)
        if wish.keys:
            refresh = hashlib.sha256(seen.id.encode()).hexdigest()[:_ID_DIGITS]
            if self._refreshes.begin(refresh, seen.person, channel):
                self._loop.call_soon_threadsafe(self._refreshes.go_on, refresh)
        self._move(seen, "added" if wish.keys else "failed", wish)

    def _posted(self, seen: Addition, channel: str, packed: Packed) -> str:
        """Where it stands: nobody may have invited us to the staff channel, and whoever asked must not wait in vain."""
        outbox, key = self._tools.outbox, f"adding:{seen.id}"
        try:
            outbox.deliver_one(f"{key}:{channel}", Address(channel), packed)
        except SendRefused as error:
            direct = self._tools.room.open_direct(seen.person)
            if channel == direct or not is_closed_to_us(error.code):
                log.warning("addition_not_told", code=error.code)
                return channel
            outbox.deliver_one(f"{key}:{direct}", Address(direct), packed)
            return direct
        return channel

    def _move(self, seen: Addition, phase: Phase, wish: Wish, *noted: tuple[Deed, str]) -> None:
        tools = self._tools
        now = tools.clock()
        entries = [Entry(tools.team, seen.person, deed, about, now) for deed, about in noted]
        tools.additions.move(seen, phase, wish.to_json(), entries)


def _entry(item: Item, wish: Wish) -> tuple[Deed, str]:
    """For the audit log: what was done to which source, never what a person wrote."""
    if not item.key:
        return "failed", f"{item.kind} {item.trouble}"
    return "added", f"{item.key} {item.kind} {wish.collection} {wish.audience or 'all'}"


def _publisher(item: Item) -> str:
    if item.kind == "link":
        return urlsplit(item.place).hostname or label("our_team")
    return label("our_team")
