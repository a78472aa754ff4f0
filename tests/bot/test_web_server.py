"""Connections that say nothing are let go; those that last are left alone."""

from __future__ import annotations

import asyncio

import aiohttp
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from bot.web_server import WebServer, bind

HEAD_S_MAX = 0.3
PATIENCE_S = 10


async def echo(socket: WebSocket) -> None:
    """What is said comes back, once."""
    await socket.accept()
    await socket.send_text(await socket.receive_text())
    await socket.close()


async def test_a_websocket_outlives_the_patience_for_a_head() -> None:
    """A connection that came after it and sent no head is closed; the websocket answers still."""
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    app = Starlette(routes=[WebSocketRoute("/", echo)])
    server = WebServer(app, listener, finish_s_max=1, head_s_max=HEAD_S_MAX, ws="websockets-sansio")
    await server.open()
    async with asyncio.timeout(PATIENCE_S), aiohttp.ClientSession() as session:
        async with session.ws_connect(f"http://127.0.0.1:{port}/") as socket:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert await reader.read() == b""
            writer.close()
            await socket.send_str("still here")
            assert await socket.receive_str() == "still here"
        await server.close()
