"""A web server inside a program that has its own signals, and its own idea of when to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_START_S_MAX = 10.0
# Whoever has not sent the head of a request by then sends none: left alone, such connections pile up for ever.
HEAD_S_MAX = 10.0
# What is beyond this waits for nothing and is told to come back; files and connections of ours need room as well.
_CONNECTIONS_MAX = 800


class PortTaken(Exception):
    """Nobody can listen there; the text is `host:port`."""


def bind(host: str, port: int) -> socket.socket:
    """A socket to listen on; port 0 takes any free one.

    Raises:
        PortTaken: somebody else listens there, or the host is not one of this machine.
    """
    # The protocol is named because asyncio turns delays off (TCP_NODELAY) only for sockets that name it: without, every
    # answer waits some 40 ms for the client's acknowledgement of the one before.
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise PortTaken(f"{host}:{port}") from error
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortTaken(f"{host}:{port}") from error
    return listener


class WebServer(uvicorn.Server):
    """A server that leaves the program's signals alone: its owner stops it. Belongs to the running loop."""

    def __init__(
        self,
        app: ASGIApp,
        listener: socket.socket,
        finish_s_max: int,
        head_s_max: float = HEAD_S_MAX,
        **options: Any,
    ) -> None:
        """Serve `app` at a listener from `bind`.

        Args:
            app: what answers.
            listener: where.
            finish_s_max: what requests under way at a stop get, in seconds.
            head_s_max: what the head of a request may take, in seconds.
            options: those of `uvicorn.Config`.
        """
        shared: dict[str, Any] = {
            "http": partial(_Patient, head_s_max),
            "log_level": "warning",
            "log_config": None,
            "access_log": False,
            "lifespan": "off",
        }
        super().__init__(
            uvicorn.Config(
                app,
                timeout_graceful_shutdown=finish_s_max,
                limit_concurrency=_CONNECTIONS_MAX,
                server_header=False,
                **shared | options,
            )
        )
        self._listener = listener
        self.serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Listening, once this returns."""
        self.serving = asyncio.create_task(self.serve(sockets=[self._listener]))
        async with asyncio.timeout(_START_S_MAX):
            while not self.started:
                if self.serving.done():
                    raise PortTaken from self.serving.exception()
                await asyncio.sleep(0.005)

    async def close(self) -> None:
        """Nobody is let in any more, and those inside have got their answers."""
        if self.serving:
            self.should_exit = True
            await self.serving
        self._listener.close()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the program's."""
        yield


class _Patient(H11Protocol):
    """A connection whose patience for the head of a request ends; uvicorn's own does so only between requests."""

    def __init__(self, head_s_max: float, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_s_max = head_s_max
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._wait_for_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_for_head()

    def handle_websocket_upgrade(self, event: Any) -> None:
        # From here on it is a connection that lasts, and belongs to another protocol.
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(self._head_s_max, self._hang_up)

    def _hang_up(self) -> None:
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if not is_answering and not self.transport.is_closing():
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
