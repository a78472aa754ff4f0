"""From a name to addresses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Protocol

from knowledge.web.networks import IPAddress


class Resolver(Protocol):
    """Who knows which addresses a name has."""

    def resolve(self, host: str, timeout_s: float) -> tuple[IPAddress, ...]:
        """Its addresses, each once, the preferred one first; none when there are none or nobody knows in time."""


class SystemResolver:
    """The machine's own: files and name servers."""

    def __init__(self, look_up: Callable[..., list[Any]] = socket.getaddrinfo) -> None:
        self._look_up = look_up

    def resolve(self, host: str, timeout_s: float) -> tuple[IPAddress, ...]:
        """Its addresses, each once, the preferred one first; none when there are none or nobody knows in time."""
        found: list[IPAddress] = []

        def look_up() -> None:
            # Bytes: a text would be taken for a name in another script and changed.
            with suppress(OSError):
                entries = self._look_up(host.encode("ascii"), None, type=socket.SOCK_STREAM)
                found.extend(ip_address(entry[4][0]) for entry in entries)

        # The system's call knows no deadline; a thread that nobody waits for any more ends on its own.
        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(timeout_s)
        return () if thread.is_alive() else tuple(dict.fromkeys(found))
