"""One request to one checked address, and no more of the answer than a reader needs."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import httpcore2

from knowledge.web.connecting import Deadline, PinnedNetwork
from knowledge.web.errors import Stopped
from knowledge.web.gzipped import unpacked
from knowledge.web.messages import WITH_PAGE, Answer, Request
from knowledge.web.networks import IPAddress


@dataclass(frozen=True, slots=True)
class Wire:
    """How a request travels; `addresses` were checked for it."""

    addresses: Sequence[IPAddress]
    deadline: Deadline
    connect_s: float
    network: httpcore2.NetworkBackend
    tls: ssl.SSLContext


def exchange(request: Request, wire: Wire) -> Answer:
    """The answer, on a connection of its own.

    Raises:
        Stopped: there is none, or none that can be used.
    """
    to = request.to
    pinned = PinnedNetwork(to.host, wire.addresses, wire.deadline, wire.connect_s, wire.network)
    url = httpcore2.URL(scheme=to.scheme, host=to.host, port=to.port, target=to.target)
    headers = [("Host", to.origin.partition("://")[2]), *request.headers.items()]
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=wire.tls, max_connections=1, network_backend=pinned) as pool,
            pool.stream("GET", url, headers=headers) as response,
        ):
            return _answer(request, response, wire.deadline)
    except httpcore2.TimeoutException as error:
        raise Stopped("slow") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise Stopped("no_connection") from error


def _answer(request: Request, response: httpcore2.Response, deadline: Deadline) -> Answer:
    headers = {name.decode("latin-1").lower(): _text(value) for name, value in response.headers}
    if response.status not in WITH_PAGE:
        return Answer(response.status, headers)
    if not request.takes(headers.get("content-type", "")):
        raise Stopped("wrong_type")
    told = headers.get("content-length", "")
    if told.isdecimal() and int(told) > request.bytes_max:
        raise Stopped("too_large")
    return Answer(response.status, headers, _body(response, headers, request.bytes_max, deadline))


def _body(response: httpcore2.Response, headers: Mapping[str, str], bytes_max: int, deadline: Deadline) -> bytes:
    chunks = _capped(response.iter_stream(), bytes_max, deadline)
    match headers.get("content-encoding", "").strip().lower():
        case "" | "identity":
            body = bytearray()
            for chunk in chunks:  # joined at once: millions of tiny chunks would weigh more than what they carry
                body += chunk
            return bytes(body)
        case "gzip" | "x-gzip":
            return unpacked(chunks, bytes_max)
        case _:
            raise Stopped("wrong_type")


def _capped(chunks: Iterable[bytes], bytes_max: int, deadline: Deadline) -> Iterator[bytes]:
    taken = 0
    for chunk in chunks:
        deadline.left_s()
        taken += len(chunk)
        if taken > bytes_max:
            raise Stopped("too_large")
        yield chunk


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
