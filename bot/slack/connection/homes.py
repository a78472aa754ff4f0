"""Where the coach is at home: workspaces come with an install and go with an uninstall or a revoked token."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
import structlog
from pydantic import SecretStr

from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.incidents import note_incident
from bot.slack.presence import Presence, Presences, Shared, appear
from bot.slack.web_api.clients import Gate
from bot.slack.workspace import Line, open_line
from bot.store.errors import StoreUnavailable
from bot.store.installations import Installations

log = structlog.get_logger(__name__)

Coming = Literal["settled", "unreachable", "broken"]
"""How it went to come home: into the workspace or surely not, or neither yet."""

# After the first wait the next ones double, up to this.
_AGAIN_S_MAX = 300.0


@dataclass(slots=True)
class Homes:
    """Belongs to the loop."""

    shared: Shared
    session: aiohttp.ClientSession
    presences: Presences
    installations: Installations | None
    """None where one token in the settings opens the one workspace there is."""
    again_s: float = 5.0
    """How long to wait before a workspace that could not be opened is tried again."""
    _held: dict[str, SecretStr] = field(default_factory=dict)
    """The tokens of those workspaces."""
    _is_running: bool = False
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One comes or goes at a time: who leaves while it comes has left."""

    async def open(self, token: SecretStr) -> None:
        """At home where this token leads, or wherever the coach is installed.

        Of several workspaces none holds up the others: one that cannot be opened is tried again from `begin` on.

        Raises:
            SlackRefused: Slack does not accept the token of the settings.
            SlackUnavailable: Slack cannot be reached, for none of them.
            StoreRefused, StoreUnavailable: the installations cannot be read.
        """
        if self.installations is None:
            self._appear(await self._line(token, Gate()))
            return
        kept = await asyncio.to_thread(self.installations.all)
        comings = await asyncio.gather(*(self._come(team, each) for team, each in kept.items()))
        if "unreachable" in comings and not self.presences.all():
            raise SlackUnavailable
        self._held = {
            team: each for (team, each), coming in zip(kept.items(), comings, strict=True) if coming != "settled"
        }

    def begin(self) -> None:
        """What was left undone goes on, here and wherever the coach comes to from now on."""
        self._is_running = True
        for presence in self.presences.all():
            self._run(presence)
        for team, token in self._held.items():
            self._go(team, self._come_later(team, token))

    @property
    def is_taking(self) -> bool:
        """Whether events that arrive now are worked off."""
        return self._is_running and not any(presence.line.gate.code for presence in self.presences.all())

    async def install(self, team: str, token: SecretStr) -> None:
        """At home in this workspace from now on, with this token.

        Raises:
            SlackRefused: Slack does not accept the token.
            SlackUnavailable: Slack cannot be reached.
            StoreUnavailable: the database does not answer.
        """
        if self.installations is None:
            raise LookupError(team)
        async with self._alone:
            line = await self._line(token, Gate())
            await asyncio.to_thread(self.installations.keep, line.workspace.team, token)
            self._end(team)
            presence = self._appear(line)
            if self._is_running:
                self._run(presence)
        log.info("installed", team=team)

    async def leave(self, team: str, said_at: float) -> None:
        """Not at home there any more: nobody calls, and nothing is kept that would let us in.

        A goodbye of before we came, told late or once more, is none: `said_at` is in whole seconds since 1970.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        async with self._alone:
            presence = self.presences.find(team)
            if presence and said_at < int(presence.line.opened_at):
                log.info("goodbye_too_late", team=team)
                return
            if self.installations is not None:
                await self._drop(team)
            elif presence:
                presence.line.gate.shut("app_uninstalled")
        log.warning("left", team=team)

    async def close(self) -> None:
        """What is under way everywhere is finished, or taken up at the next start."""
        self._is_running = False
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._leaving, *(presence.close() for presence in self.presences.all()))

    async def _come(self, team: str, token: SecretStr) -> Coming:
        """Into a workspace where the coach is installed, unless this token does not open it."""
        self.presences.expect(team)
        try:
            await self._enter(team, token)
        except SlackUnavailable:
            log.warning("home_unreachable", team=team)
            return "unreachable"
        except SlackRefused:
            return "broken"
        except Exception:  # noqa: BLE001 -- a defect with one workspace holds up no other: logged with its number
            note_incident("home_not_opened", team=team)
            return "broken"
        self.presences.expect_no_more(team)
        return "settled"

    async def _enter(self, team: str, token: SecretStr) -> None:
        gate = Gate()
        try:
            self._appear(await self._line(token, gate))
        except SlackRefused:
            log.warning("home_lost", team=team, code=gate.code)
            # A workspace that keeps us out for some other reason may let us in later.
            if not gate.code:
                raise
            if self.installations is not None:
                await asyncio.to_thread(self.installations.drop, team)

    async def _come_later(self, team: str, token: SecretStr) -> None:
        wait_s, coming = self.again_s, "broken"
        while coming != "settled":
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _AGAIN_S_MAX)
            async with self._alone:
                coming = await self._come(team, token)
        if presence := self.presences.find(team):
            log.info("home_opened", team=team)
            self._run(presence)

    async def _line(self, token: SecretStr, gate: Gate) -> Line:
        return await open_line(self.shared.settings.slack_api_url, token.get_secret_value(), self.session, gate)

    def _appear(self, line: Line) -> Presence:
        presence, team = appear(self.shared, line), line.workspace.team
        self.presences.add(presence)
        if self.installations is not None:
            line.gate.on_shut = lambda _code: self._leave_soon(team, presence)
        return presence

    def _run(self, presence: Presence) -> None:
        self._go(presence.line.workspace.team, presence.run())

    def _go(self, team: str, work: Coroutine[Any, Any, None]) -> None:
        self._running[team] = task = asyncio.create_task(work)
        task.add_done_callback(lambda done: _told(team, done))

    def _leave_soon(self, team: str, presence: Presence) -> None:
        self._go_on(self._try_to_leave(team, presence))

    def _go_on(self, leaving: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(leaving)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _try_to_leave(self, team: str, presence: Presence) -> None:
        async with self._alone:
            # A token that ended while another one of the same workspace is in use already takes nobody away.
            if self.presences.find(team) is not presence:
                return
            try:
                await self._drop(team)
            except StoreUnavailable as error:
                # Nobody calls any more as it is; the next start finds out again.
                log.warning("not_left", team=team, code=type(error).__name__)
                self._end(team)
            else:
                log.warning("left", team=team)

    async def _drop(self, team: str) -> None:
        if self.installations is not None:
            await asyncio.to_thread(self.installations.drop, team)
            self._end(team)

    def _end(self, team: str) -> None:
        if task := self._running.pop(team, None):
            task.cancel()
        self.presences.expect_no_more(team)
        presence = self.presences.find(team)
        if presence is None:
            return
        self.presences.remove(team)
        presence.line.gate.on_shut = lambda _code: None
        presence.line.gate.shut("app_uninstalled")
        self._go_on(presence.close())


def _told(team: str, done: asyncio.Task[None]) -> None:
    """A defect that ended the work for a workspace is seen at once, and not when the process ends."""
    if not done.cancelled() and (defect := done.exception()):
        log.error("presence_broke", team=team, incident=secrets.token_hex(4), exc_info=defect)
