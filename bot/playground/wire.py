"""The TCP connections under the server, so that tests can break them the way networks do."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from typing import Any

_LINGER_ZERO = struct.pack("ii", 1, 0)


class Connections:
    """Finds the connection of a request by the client's address."""

    def __init__(self) -> None:
        """Know no server yet."""
        self._open: Iterable[Any] = ()  # uvicorn's protocol objects; each has a `transport`

    def watch(self, open_connections: Iterable[Any]) -> None:
        """Look into this live set from now on."""
        self._open = open_connections

    def reset(self, client: tuple[str, int] | None) -> None:
        """End the connection with a TCP reset: the other side reads an error."""
        for transport in self._transports(client):
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
            transport.abort()

    def cut(self, client: tuple[str, int] | None) -> None:
        """End the connection with a TCP FIN and no WebSocket goodbye."""
        for transport in self._transports(client):
            transport.close()

    def stop_reading(self, client: tuple[str, int] | None) -> None:
        """Leave everything that arrives unread: pings get no answer."""
        for transport in self._transports(client):
            transport.pause_reading()

    def go_on_reading(self, client: tuple[str, int] | None) -> None:
        """Read again."""
        for transport in self._transports(client):
            transport.resume_reading()

    def _transports(self, client: tuple[str, int] | None) -> list[Any]:
        found = [connection.transport for connection in list(self._open)]
        return [each for each in found if each and each.get_extra_info("peername")[:2] == client]
