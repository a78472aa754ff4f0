"""Web sites on this machine: real servers that answer as a test says, and one that only counts who comes."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler

HTML = "text/html; charset=utf-8"
PAGE = b"<html><head><title>Clinics</title></head><body><h1>Clinics</h1><p>Two clinics share a nurse.</p></body></html>"

Reply = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request, and the means to answer it well or badly."""

    server: _Server
    timeout = 20

    def do_GET(self) -> None:
        """Answer as the test says; a path without an answer is not found."""
        site = self.server.site
        site.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        site.replies.get(self.path, status(404))(self)

    def answer(self, code: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """A proper answer."""
        self.send_response(code)
        for name, value in ({"Content-Type": HTML, "Content-Length": str(len(body))} | dict(headers or {})).items():
            self.send_header(name, value.encode().decode("latin-1"))  # as UTF-8, which the parent class refuses
        self.end_headers()
        self.wfile.write(body)

    def trickle(self, start: bytes, drop: bytes) -> None:
        """`start`, then a drop now and then until the reader gives up."""
        self.wfile.write(start)
        while not self.server.site.closing.wait(0.01):
            self.wfile.write(drop)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, *_: object) -> None:
        """A reader that leaves early is what many tests are about."""


class Site:
    """A server on loopback; `replies` by path, `seen` holds every request."""

    def __init__(self, replies: Mapping[str, Reply] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.replies = dict(replies or {})
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Visit)
        self._server.site = self
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def authority(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        """Of a page here."""
        return f"http://{self.authority}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for path, _ in self.seen if path != "/robots.txt"]

    def serve(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and let nobody wait."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def serving(replies: Mapping[str, Reply] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers until the end of the block."""
    site = Site(replies, tls)
    site.serve()
    try:
        yield site
    finally:
        site.close()


def page(body: bytes = PAGE, content_type: str = HTML, **headers: str) -> Reply:
    """An answer with this page; `headers` with `_` for `-`."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.answer(200, body, {"Content-Type": content_type} | more)


def status(code: int, **headers: str) -> Reply:
    """An answer with this status."""
    return lambda visit: visit.answer(code, b"", {name.replace("_", "-"): value for name, value in headers.items()})


def raw(answer: bytes) -> Reply:
    """These bytes, whatever they are."""

    def send(visit: Visit) -> None:
        visit.wfile.write(answer)

    return send


def redirect(location: str, code: int = 302) -> Reply:
    """An answer that sends the reader on."""
    return status(code, Location=location)


def in_turn(*replies: Reply) -> Reply:
    """The first answer first, the last one from then on."""
    left = list(replies)

    def answer(visit: Visit) -> None:
        reply = left.pop(0) if len(left) > 1 else left[0]
        reply(visit)

    return answer


class Canary:
    """Listens on every address of this machine and counts who connects."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self.port = int(listening.getsockname()[1])

    def visitors(self) -> int:
        """How many connections came before this one, which it makes itself: they queue in order."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as own:
            me, count = own.getsockname()[1], 0
            while True:
                connection, address = self._listening.accept()
                connection.close()
                if address[1] == me:
                    return count
                count += 1


@contextmanager
def canary() -> Iterator[Canary]:
    """A canary on IPv6 and IPv4; on IPv4 alone where the machine has no IPv6."""
    family, host = socket.AF_INET, "0.0.0.0"
    with suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        family, host = socket.AF_INET6, "::"
    with socket.create_server((host, 0), family=family, backlog=512, dualstack_ipv6=family is socket.AF_INET6) as found:
        found.settimeout(5)
        yield Canary(found)
