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
from bot.playground.installing import Installing
from bot.playground.local_slack import Call, LocalSlack
from bot.playground.methods.registry import METHODS
from bot.playground.roster import APP_ID, APP_TOKEN
from bot.playground.wire import Connections
from bot.playground.workspace import Wire

HANG_S = 300.0  # longer than any client's own timeout
OPEN_SOCKET_METHOD = "apps.connections.open"
TOKEN_METHOD = "oauth.v2.access"  # noqa: S105 -- the name of a method


class WebApi:
    """The endpoint; one for each playground."""

    def __init__(self, installing: Installing, connections: Connections) -> None:
        """Work on the workspaces that installed the app; faults break connections of this server."""
        self._installing = installing
        self._connections = connections

    async def handle(self, request: Request) -> Response:
        """Slack's answer to one call."""
        started_s = time.perf_counter()
        method = request.path_params["method"]
        args = await _arguments(request)
        token = str(args.pop("token", ""))
        authorization = request.headers.get("authorization", "")
        slack = self._installing.whose(authorization, token)
        args = slack.inside(args)
        fault = slack.faults.take(method, str(args.get("channel", "")))
        if fault and not fault.applied:
            _record(slack, method, args, {"ok": False, "fault": fault.kind}, started_s)
            return await self._strike(fault, request)
        response = self._answer(slack, method, args, (authorization, token))
        _record(slack, method, args, response, started_s)
        if fault:
            return await self._strike(fault, request)
        scopes = ",".join(sorted(slack.setup.grant.scopes))
        return JSONResponse(slack.abroad(response), headers={"x-oauth-scopes": scopes})

    def _answer(self, slack: LocalSlack, method: str, args: Wire, credentials: tuple[str, str]) -> Wire:
        try:
            if method == OPEN_SOCKET_METHOD:
                rules.check_token(*credentials, APP_TOKEN)
                host = slack.base_url.removeprefix("http")
                return {"ok": True, "url": f"ws{host}/link/?ticket={time.time_ns():x}&app_id={APP_ID}"}
            if method == TOKEN_METHOD:
                return self._installing.exchange(args, credentials[0])
            if method not in METHODS:
                raise Refusal("unknown_method", req_method=method)  # noqa: TRY301 -- one place turns refusals into answers
            if method != "api.test":
                rules.check_bot_token(*credentials, slack.tokens, is_installed=slack.is_installed)
                slack.setup.grant.check_method(method, _kind(slack, args))
            return METHODS[method](slack, args)
        except Refusal as refusal:
            return refusal.body

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


def _kind(slack: LocalSlack, args: Wire) -> str:
    channel = slack.workspace.channels.get(str(args.get("channel", "")))
    return channel.kind if channel else ""


def _record(slack: LocalSlack, method: str, args: Wire, response: Wire, started_s: float) -> None:
    took_ms = (time.perf_counter() - started_s) * 1000
    # The answer goes through JSON because messages in it change later and a record must not.
    frozen = json.loads(json.dumps(response))
    slack.calls.append(Call(slack.clock(), method, args, frozen, took_ms))
    slack.bus.tell()


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
