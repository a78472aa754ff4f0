"""The web server: what Slack and whoever runs the coach ask for, on one port."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.slack.connection.http.events import Events
from bot.slack.connection.http.installs import Installs
from bot.slack.connection.http.probes import Probes
from bot.slack.errors import PortRefused
from bot.web_server import PortTaken, WebServer, bind

log = structlog.get_logger(__name__)

# Slack gives up after 3 s, so nothing that it still waits for takes longer.
_FINISH_S_MAX = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int


class Site:
    """Belongs to the loop."""

    def __init__(self, address: Address, probes: Probes, events: Events | None, installs: Installs | None) -> None:
        """Without `events` Slack comes another way, without `installs` there is only the one workspace."""
        routes: list[BaseRoute] = [*probes.routes(), *(installs.routes() if installs else ())]
        if events:
            routes.append(Route("/slack/events", events.handle, methods=["POST"]))
        self._address = address
        self._app = Starlette(routes=routes)
        self._server: WebServer | None = None

    async def open(self) -> None:
        """Requests are answered.

        Raises:
            PortRefused: somebody else listens there.
        """
        try:
            listener = bind(self._address.host, self._address.port)
        except PortTaken as error:
            raise PortRefused(str(error)) from error
        self._server = WebServer(self._app, listener, _FINISH_S_MAX, ws="none")
        await self._server.open()
        log.info("listening", host=self._address.host, port=listener.getsockname()[1])

    @property
    def is_open(self) -> bool:
        """Whether requests are answered."""
        return self._server is not None and not self._server.should_exit

    async def close(self) -> None:
        """No request is taken any more, and those that were have their answers."""
        if self._server:
            await self._server.close()
