"""The doors that Slack comes through: a socket or signed requests, and beside them the port for probes and installs."""

from __future__ import annotations

import asyncio
import time

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.keys import SlackKeys
from bot.slack.connection.entrance import Entrance
from bot.slack.connection.homes import Homes
from bot.slack.connection.http.events import Events
from bot.slack.connection.http.installs import Installs
from bot.slack.connection.http.probes import Probes
from bot.slack.connection.http.site import Address, Site
from bot.slack.connection.socket import Socket
from bot.slack.metrics import Reading, Readings
from bot.slack.presence import Shared
from bot.slack.web_api.clients import plain_client
from bot.store.errors import StoreUnavailable
from bot.store.gaps import Gaps
from knowledge.errors import KnowledgeError
from knowledge.generations import Generations
from knowledge.manifests import MANIFEST


class Doors:
    """Belongs to the loop."""

    def __init__(self, homes: Homes, keys: SlackKeys, address: Address | None) -> None:
        """Without an `address` nobody can ask how the coach is, nor install it."""
        self._homes = homes
        entrance = Entrance(homes.presences, homes.leave)
        client = plain_client(homes.shared.settings.slack_api_url, homes.session)
        self._socket = None if keys.over_http else Socket(entrance, keys.app.get_secret_value(), client)
        events = Events(keys.signing.get_secret_value(), entrance) if keys.over_http else None
        kept = homes.installations
        installs = Installs(keys.oauth, client, kept, homes.install) if keys.oauth and kept else None
        self._site = Site(address, self._probes(), events, installs) if address else None

    async def open(self) -> None:
        """Events arrive.

        Raises:
            PortRefused: somebody else listens where we should.
            SlackRefused: Slack does not accept the app-level token.
        """
        if self._site:
            await self._site.open()
        if self._socket:
            await self._socket.open()

    async def close(self) -> None:
        """No event is taken any more."""
        if self._socket:
            await self._socket.close()
        if self._site:
            await self._site.close()

    def _probes(self) -> Probes:
        shared = self._homes.shared
        checks = {"index": self._has_index, "database": self._has_database, "entrance": self._is_open}
        return Probes(checks, Readings(_readings(shared, self._homes), (StoreUnavailable, KnowledgeError, OSError)))

    async def _has_index(self) -> bool:
        return bool(await asyncio.to_thread(self._homes.shared.coach.knows.shows.documents))

    async def _has_database(self) -> bool:
        return await asyncio.to_thread(_answers, self._homes.shared)

    async def _is_open(self) -> bool:
        is_taking = self._homes.is_taking
        return is_taking and (await self._socket.is_open() if self._socket else bool(self._site and self._site.is_open))


def _answers(shared: Shared) -> bool:
    try:
        with shared.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _readings(shared: Shared, homes: Homes) -> tuple[Reading, ...]:
    gaps = Gaps(shared.engine, keeps_words=shared.settings.keeps_questions)
    generations = Generations(shared.settings.index)

    def age_s() -> float:
        return time.time() - (shared.settings.index / generations.pointer() / MANIFEST).stat().st_mtime

    return (
        Reading("coach_questions_waiting", "Questions that are not answered yet.", shared.lanes.waiting),
        Reading("coach_gaps_open", "Questions without a good answer that staff can still close.", gaps.count_open),
        Reading("coach_workspaces", "Workspaces where the coach is at home.", lambda: len(homes.presences.all())),
        Reading("coach_generation_age_seconds", "Since the index that serves was published.", age_s),
    )
