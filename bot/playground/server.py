"""The playground as a server: build the app, start it inside a program or a test, know its URL."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

import aiohttp
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route, WebSocketRoute

from bot.playground.app_routes import AppRoutes
from bot.playground.control import Control
from bot.playground.control_looks import ControlLooks
from bot.playground.errors import NotStarted
from bot.playground.first_messages import write_first_messages
from bot.playground.http_delivery import HttpLink
from bot.playground.installing import Installing
from bot.playground.local_slack import AppSetup, LocalSlack
from bot.playground.page import Page
from bot.playground.roster import TEAM_ID
from bot.playground.schema_rules import load_schemas
from bot.playground.socket_hub import ACK_TIMEOUT_S, RETRY_DELAYS_S, SocketHub
from bot.playground.socket_mode import SocketMode
from bot.playground.web_api import WebApi
from bot.playground.wire import Connections
from bot.web_server import PortTaken, WebServer, bind

LOOPBACK = "127.0.0.1"
_HOSTS = ["127.0.0.1", "localhost"]  # any other Host header is a page elsewhere that reaches for this one
_START_MAX_S = 10.0


def create_app(installing: Installing, connections: Connections) -> Starlette:
    """The ASGI app around this playground; `connections` must watch the server that runs it."""
    slack = installing.slacks[0]
    sockets = SocketMode(installing.slacks, connections)
    app_routes = AppRoutes(slack)
    routes = [
        Route("/api/{method}", WebApi(installing, connections).handle, methods=["GET", "POST"]),
        Route("/oauth/v2/authorize", installing.authorize),
        Route("/response/{key}", app_routes.respond, methods=["POST"]),
        Route("/upload/v1/{file_id}", app_routes.upload, methods=["POST", "PUT"]),
        Route("/files-pri/{file_id}/{name:path}", app_routes.download),
        WebSocketRoute("/link/", sockets.handle),
        Mount("/control", routes=[*Control(slack, sockets).routes(), *ControlLooks(slack).routes()]),
        *Page(slack).routes(),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)])


class Playground:
    """A running playground: `async with Playground() as playground: playground.url`.

    `port` 0 takes any free one. All state is in memory and goes with the object.
    """

    def __init__(
        self,
        port: int = 0,
        setup: AppSetup | None = None,
        ack_timeout_s: float = ACK_TIMEOUT_S,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        host: str = LOOPBACK,
        *,
        is_furnished: bool = False,
        team_id: str = TEAM_ID,
    ) -> None:
        """Prepare; nothing listens before `start`. Furnished: some messages are there already."""
        self.slack = LocalSlack(setup, SocketHub(ack_timeout_s, retry_delays_s), team_id=team_id)
        if is_furnished:
            write_first_messages(self.slack)
        self._address = (host, port)
        self.installing = Installing(self.slack)
        self._connections = Connections()
        self._server: WebServer | None = None
        self._link: HttpLink | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.slack.base_url

    @property
    def api_url(self) -> str:
        """The base URL for a Slack client; ends in a slash."""
        return f"{self.slack.base_url}/api/"

    async def start(self) -> None:
        """Listen, in the running event loop.

        Raises:
            NotStarted: the port is taken, or the server gave up.
        """
        try:
            listener = bind(*self._address)
        except PortTaken as error:
            raise NotStarted(str(error)) from error
        load_schemas()
        self.slack.base_url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        self.slack.files.base_url = self.slack.base_url
        app = create_app(self.installing, self._connections)
        self._server = WebServer(app, listener, finish_s_max=1, ws="websockets-sansio", ws_ping_interval=None)
        self._connections.watch(self._server.server_state.connections)
        await self._server.open()

    def take_in(self, other: Playground) -> None:
        """The workspace of the other one can install the same app; its calls come here, where Slack's Web API is."""
        self.installing.slacks.append(other.slack)

    def deliver_to(self, url: str) -> None:
        """From now on the app gets signed requests at this address, and needs no socket."""
        if self._link:
            self._link.url = url
            return
        self._link = HttpLink(url, _unlimited(), self.slack)
        self.slack.hub.opened(self._link)

    async def stop(self) -> None:
        """Hang up, close the port and stop every timer."""
        if self._link:
            self.slack.hub.closed(self._link)
            await self._link.close()
            await self._link.session.close()
        if self._server:
            self.slack.bus.close()
            self.slack.hub.close()
            await self._server.close()

    async def serve(self) -> None:
        """Run until cancelled or stopped."""
        if self._server and self._server.serving:
            await self._server.serving

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop it."""
        await self.stop()


def _unlimited() -> aiohttp.ClientSession:
    """Slack waits with no request until another one is done."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


@contextlib.contextmanager
def in_thread(make: Callable[[], Playground] = Playground) -> Iterator[Playground]:
    """A playground that runs in a thread of its own; use only its URLs from outside."""
    playground = make()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="playground", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(playground.start(), loop).result(_START_MAX_S)
        yield playground
        asyncio.run_coroutine_threadsafe(playground.stop(), loop).result(_START_MAX_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_START_MAX_S)
        loop.close()
