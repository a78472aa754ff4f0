"""`/slack/events`: events, clicks, forms and commands, each answered as over a socket."""

from __future__ import annotations

import json

import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.slack import metrics
from bot.slack.connection.entrance import Entrance
from bot.slack.connection.http.reading import BODY_S_MAX, NotTaken, check_signature, read_body, read_payload

log = structlog.get_logger(__name__)


class Events:
    """The endpoint. Belongs to the loop."""

    def __init__(self, signing_secret: str, entrance: Entrance, body_s_max: float = BODY_S_MAX) -> None:
        """What Slack signed goes to the entrance; a body may take `body_s_max` seconds."""
        self._body_s_max = body_s_max
        self._verifier = SignatureVerifier(signing_secret)
        self._entrance = entrance

    async def handle(self, request: Request) -> Response:
        """Slack's answer; whatever is not Slack's hears no more than a number."""
        try:
            raw = await read_body(request, self._body_s_max)
            check_signature(self._verifier, raw, request)
            payload = read_payload(request.headers.get("content-type", ""), raw)
        except NotTaken as refused:
            log.info("request_refused", status=refused.status, why=str(refused))
            metrics.REFUSED.labels(str(refused.status)).inc()
            # A body that was not read to its end would stand in the way of the next request.
            return Response(status_code=refused.status, headers={"connection": "close"})
        if payload.get("type") == "url_verification":
            return PlainTextResponse(str(payload.get("challenge") or ""))
        if payload.get("ssl_check"):
            return Response(status_code=200)
        answer = await self._entrance.async_dispatch(_as_bolt_request(payload, request))
        headers = {name: values[0] for name, values in answer.headers.items() if values}
        return Response(answer.body, answer.status, headers)


def _as_bolt_request(payload: dict[str, object], request: Request) -> AsyncBoltRequest:
    """The payload as it was read here: Bolt's own reading takes a command with the word "payload" in it for empty."""
    headers = {name: [value] for name, value in request.headers.items() if name.startswith("x-slack-retry")}
    return AsyncBoltRequest(body=json.dumps(payload), headers={**headers, "content-type": ["application/json"]})
