"""Connections that go to checked addresses only, and end in time."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2

from knowledge.web.errors import Stopped
from knowledge.web.networks import IPAddress

# More addresses than this are not tried: each may take seconds.
ADDRESSES_TRIED_MAX = 4


class Deadline:
    """Counts the seconds that one request has, whatever trickles in meanwhile."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self, at_most: float | None = None) -> float:
        """Seconds left, more than 0.

        Raises:
            httpcore2.ReadTimeout: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time of this request is over")
        return left if at_most is None else min(left, at_most)


class PinnedNetwork(httpcore2.NetworkBackend):
    """Connects one host to the addresses that were checked for it; the name is never looked up again.

    The name itself stays in the request's `Host` and in the TLS handshake, where the certificate is compared with it.
    """

    def __init__(
        self,
        host: str,
        addresses: Sequence[IPAddress],
        deadline: Deadline,
        connect_s: float,
        network: httpcore2.NetworkBackend,
    ) -> None:
        self._host = host
        self._addresses = addresses[:ADDRESSES_TRIED_MAX]
        self._deadline = deadline
        self._connect_s = connect_s
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline says
        local_address: str | None = None,  # noqa: ARG002 - always any
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to the first of the addresses that answers."""
        if host != self._host:
            raise httpcore2.ConnectError(f"only {self._host} was checked")
        fault: Exception = httpcore2.ConnectError("there is no address")
        for address in self._addresses:
            timeout_s = self._deadline.left_s(self._connect_s)
            try:
                stream = self._network.connect_tcp(str(address), port, timeout_s, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
            else:
                return _TimedStream(stream, self._deadline, self._connect_s)
        raise fault


class _TimedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, connect_s: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._connect_s = connect_s

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left_s(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as for connecting
    ) -> httpcore2.NetworkStream:
        timeout_s = self._deadline.left_s(self._connect_s)
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, timeout_s)
        except httpcore2.ConnectError as error:
            # Told apart here: further up, the library takes the cause away.
            raise Stopped("tls" if isinstance(error.__cause__, ssl.SSLError) else "no_connection") from error
        return _TimedStream(secured, self._deadline, self._connect_s)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
