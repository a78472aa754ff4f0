"""The WebSocket at /link/: Slack's Socket Mode, one connection of the app, and the ways it can break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.errors import NoSuchName
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import APP_ID
from bot.playground.wire import Connections
from bot.playground.workspace import Wire

SOCKETS_MAX = 10  # Source: https://docs.slack.dev/apis/events-api/using-socket-mode (up to 10 at a time)
DRAIN_S = 10.0  # how long an old socket lives on after `disconnect`


class Link:
    """One open socket; envelopes leave it in order."""

    def __init__(self, client: tuple[str, int] | None) -> None:
        """Start with nothing to send."""
        self.client = client
        self.is_draining = False
        self.is_silent = False
        self.outgoing: asyncio.Queue[Wire | None] = asyncio.Queue()

    def send(self, envelope: Wire) -> None:
        """Put an envelope on the wire; a silent link swallows it, as a dead network does."""
        if not self.is_silent:
            self.outgoing.put_nowait(envelope)

    def hang_up(self) -> None:
        """Close after everything before it is sent."""
        self.outgoing.put_nowait(None)


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """The part of a socket that one workspace uses."""

    link: Link
    slack: LocalSlack

    @property
    def is_draining(self) -> bool:
        """Whether Slack asked the app to open another socket."""
        return self.link.is_draining

    def send(self, envelope: Wire) -> None:
        """As the socket's own."""
        self.link.send({**envelope, "payload": self.slack.abroad(envelope["payload"])})


class SocketMode:
    """The endpoint; one for each playground."""

    def __init__(self, slacks: Sequence[LocalSlack], connections: Connections) -> None:
        """Deliver what happens in these workspaces; `break_links` breaks connections of this server."""
        self._slacks = slacks
        self._connections = connections
        self._links: set[Link] = set()

    async def handle(self, websocket: WebSocket) -> None:
        """Serve one socket until it ends."""
        await websocket.accept()
        link = Link((websocket.client.host, websocket.client.port) if websocket.client else None)
        link.send(self._hello())
        if len(self._links) >= SOCKETS_MAX:
            link.send(_disconnect("too_many_websockets"))
            link.hang_up()
            await _write(websocket, link)
            return
        self._links.add(link)
        legs = {slack: Leg(link, slack) for slack in self._slacks}
        for slack, leg in legs.items():
            slack.hub.opened(leg)
            slack.bus.tell()
        writing = asyncio.create_task(_write(websocket, link))
        try:
            await self._read(websocket)
        except WebSocketDisconnect:
            pass  # the other side left: what it owes is sent again below
        finally:
            writing.cancel()
            self._links.discard(link)
            for slack, leg in legs.items():
                slack.hub.closed(leg)
                slack.bus.tell()

    def break_links(self, action: str) -> int:
        """Do `refresh`, `fin`, `rst`, `blackhole` or `restore` to every open socket; how many there were.

        A black hole swallows only the sockets that are open now: a new connection works.

        Raises:
            NoSuchName: an unknown action.
        """
        steps = {
            "refresh": self._refresh,
            "fin": lambda link: self._connections.cut(link.client),
            "rst": lambda link: self._connections.reset(link.client),
            "blackhole": self._swallow,
            "restore": self._restore,
        }
        if action not in steps:
            raise NoSuchName(action)
        links = list(self._links)
        for link in links:
            steps[action](link)
        return len(links)

    async def _read(self, websocket: WebSocket) -> None:
        while True:
            try:
                answer = json.loads(await websocket.receive_text())
            except ValueError:
                continue  # Slack ignores what is no JSON; so do we
            if isinstance(answer, dict) and "envelope_id" in answer:
                for slack in self._slacks:
                    slack.hub.acknowledged(str(answer["envelope_id"]), slack.inside(answer.get("payload") or {}))
                    slack.bus.tell()

    def _hello(self) -> Wire:
        started = datetime.now(UTC).isoformat(sep=" ", timespec="milliseconds")
        debug = {"host": "playground", "started": started, "build_number": 1, "approximate_connection_time": 18060}
        connection = {"app_id": APP_ID}
        count = len(self._links) + 1
        return {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": connection}

    def _refresh(self, link: Link) -> None:
        link.is_draining = True
        link.send(_disconnect("refresh_requested"))
        asyncio.get_running_loop().call_later(DRAIN_S, link.hang_up)

    def _swallow(self, link: Link) -> None:
        link.is_silent = True
        self._connections.stop_reading(link.client)

    def _restore(self, link: Link) -> None:
        link.is_silent = False
        self._connections.go_on_reading(link.client)


async def _write(websocket: WebSocket, link: Link) -> None:
    while True:
        envelope = await link.outgoing.get()
        if envelope is None:
            await websocket.close()
            return
        await websocket.send_text(json.dumps(envelope))


def _disconnect(reason: str) -> Wire:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
