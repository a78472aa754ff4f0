"""The playground as a server: build the app, start it inside a program or a test, know its URL."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route, WebSocketRoute

from bot.playground.app_routes import AppRoutes
from bot.playground.control import Control
from bot.playground.control_looks import ControlLooks
from bot.playground.errors import NotStarted
from bot.playground.first_messages import write_first_messages
from bot.playground.local_slack import AppSetup, LocalSlack
from bot.playground.page import Page
from bot.playground.schema_rules import load_schemas
from bot.playground.socket_hub import ACK_TIMEOUT_S, RETRY_DELAYS_S, SocketHub
from bot.playground.socket_mode import SocketMode
from bot.playground.web_api import WebApi
from bot.playground.wire import Connections

LOOPBACK = "127.0.0.1"
_HOSTS = ["127.0.0.1", "localhost"]  # any other Host header is a page elsewhere that reaches for this one
_START_MAX_S = 10.0


def create_app(slack: LocalSlack, connections: Connections) -> Starlette:
    """The ASGI app around this playground; `connections` must watch the server that runs it."""
    sockets = SocketMode(slack, connections)
    app_routes = AppRoutes(slack)
    routes = [
        Route("/api/{method}", WebApi(slack, connections).handle, methods=["GET", "POST"]),
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
    ) -> None:
        """Prepare; nothing listens before `start`. Furnished: some messages are there already."""
        self.slack = LocalSlack(setup, SocketHub(ack_timeout_s, retry_delays_s))
        if is_furnished:
            write_first_messages(self.slack)
        self._address = (host, port)
        self._connections = Connections()
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

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
        listener = _bind(self._address)
        load_schemas()
        self.slack.base_url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        self.slack.files.base_url = self.slack.base_url
        app = create_app(self.slack, self._connections)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            ws_ping_interval=None,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._connections.watch(self._server.server_state.connections)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.until_started(self._serving)

    async def stop(self) -> None:
        """Hang up, close the port and stop every timer."""
        if self._server and self._serving:
            self.slack.bus.close()
            self.slack.hub.close()
            self._server.should_exit = True
            await self._serving

    async def serve(self) -> None:
        """Run until cancelled or stopped."""
        if self._serving:
            await self._serving

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop it."""
        await self.stop()


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


class _Server(uvicorn.Server):
    """A uvicorn server that leaves the program's signals alone: its owner stops it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def until_started(self, serving: asyncio.Task[None]) -> None:
        async with asyncio.timeout(_START_MAX_S):
            while not self.started:
                if serving.done():
                    raise NotStarted from serving.exception()
                await asyncio.sleep(0.005)


def _bind(address: tuple[str, int]) -> socket.socket:
    # The protocol is named because asyncio turns delays off (TCP_NODELAY) only for sockets that name it: without, every
    # answer waits some 40 ms for the client's acknowledgement of the one before.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise NotStarted(f"{address[0]}:{address[1]}") from error
    return listener
