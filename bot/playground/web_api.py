"""Slack's Web API at POST /api/{method}: token, scope, faults, the method itself, and a record of every call."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground import rules
from bot.playground.errors import Refusal
from bot.playground.faults import Fault
from bot.playground.local_slack import Call, LocalSlack
from bot.playground.methods.registry import METHODS
from bot.playground.roster import APP_ID, APP_TOKEN, BOT_TOKEN
from bot.playground.wire import Connections
from bot.playground.workspace import Wire

HANG_S = 300.0  # longer than any client's own timeout
OPEN_SOCKET_METHOD = "apps.connections.open"


class WebApi:
    """The endpoint; one for each playground."""

    def __init__(self, slack: LocalSlack, connections: Connections) -> None:
        """Work on this playground; faults break connections of this server."""
        self._slack = slack
        self._connections = connections

    async def handle(self, request: Request) -> Response:
        """Slack's answer to one call."""
        started_s = time.perf_counter()
        method = request.path_params["method"]
        args = await _arguments(request)
        token = str(args.pop("token", ""))
        fault = self._slack.faults.take(method)
        if fault and not fault.applied:
            self._record(method, args, {"ok": False, "fault": fault.kind}, started_s)
            return await self._strike(fault, request)
        response = self._answer(method, args, request.headers.get("authorization", ""), token)
        self._record(method, args, response, started_s)
        if fault:
            return await self._strike(fault, request)
        return JSONResponse(response, headers={"x-oauth-scopes": ",".join(sorted(self._slack.setup.grant.scopes))})

    def _answer(self, method: str, args: Wire, authorization: str, token: str) -> Wire:
        try:
            if method == OPEN_SOCKET_METHOD:
                rules.check_token(authorization, token, APP_TOKEN)
                host = self._slack.base_url.removeprefix("http")
                return {"ok": True, "url": f"ws{host}/link/?ticket={time.time_ns():x}&app_id={APP_ID}"}
            if method not in METHODS:
                raise Refusal("unknown_method", req_method=method)  # noqa: TRY301 -- one place turns refusals into answers
            if method != "api.test":
                rules.check_token(authorization, token, BOT_TOKEN)
                self._slack.setup.grant.check_method(method, self._kind(args))
            return METHODS[method](self._slack, args)
        except Refusal as refusal:
            return refusal.body

    def _kind(self, args: Wire) -> str:
        channel = self._slack.workspace.channels.get(str(args.get("channel", "")))
        return channel.kind if channel else ""

    def _record(self, method: str, args: Wire, response: Wire, started_s: float) -> None:
        took_ms = (time.perf_counter() - started_s) * 1000
        # The answer goes through JSON because messages in it change later and a record must not.
        frozen = json.loads(json.dumps(response))
        self._slack.calls.append(Call(self._slack.clock(), method, args, frozen, took_ms))
        self._slack.bus.tell()

    async def _strike(self, fault: Fault, request: Request) -> Response:
        match fault.kind:
            case "http_500":
                return PlainTextResponse("Internal Server Error", 500)
            case "rate_limited":
                headers = {"retry-after": str(fault.retry_after_s)}
                return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
            case "error":
                return JSONResponse({"ok": False, "error": fault.error})
            case "hang":
                await _wait_for_client_to_leave(request)
            case "reset":
                self._connections.reset(_address(request))
        return PlainTextResponse("")


async def _arguments(request: Request) -> Wire:
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0]
    query: Wire = dict(request.query_params)
    if kind == "application/json":
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            sent = {}
        return query | (sent if isinstance(sent, dict) else {})
    return query | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _wait_for_client_to_leave(request: Request) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(HANG_S):
            while (await request.receive())["type"] != "http.disconnect":
                continue


def _address(request: Request) -> tuple[str, int] | None:
    return (request.client.host, request.client.port) if request.client else None
