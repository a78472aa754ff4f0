"""What the app reaches beside the Web API: response URLs, uploads and downloads."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from bot.playground.ack_replies import reply
from bot.playground.errors import Refusal
from bot.playground.file_shelf import FILE_BYTES_MAX, media_type
from bot.playground.local_slack import Call, LocalSlack
from bot.playground.rules import check_token


class AppRoutes:
    """The endpoints; one set for each playground."""

    def __init__(self, slack: LocalSlack) -> None:
        """Work on this playground."""
        self._slack = slack

    async def respond(self, request: Request) -> Response:
        """POST /response/{key}: an answer to an interaction; Slack says plain `ok` or 404 with the error."""
        payload = await request.json()
        try:
            url = self._slack.tickets.use_response_url(request.path_params["key"], self._slack.clock())
            reply(self._slack, url, self._slack.inside(payload))
        except Refusal as refusal:
            self._record(payload, refusal.body)
            return JSONResponse(refusal.body, 404)
        self._record(payload, {"ok": True})
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """POST or PUT /upload/v1/{file_id}: the bytes, bare or as the one file of a form."""
        content = await _content(request)
        if len(content) > FILE_BYTES_MAX:
            return PlainTextResponse("file_too_large", 413)
        try:
            self._slack.files.fill(request.path_params["file_id"], content)
        except Refusal as refusal:
            return PlainTextResponse(refusal.code, 400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """GET /files-pri/{file_id}/...: the file for the app, by its token, or for the page of this playground."""
        try:
            if request.headers.get("sec-fetch-site") not in {"same-origin", "none"}:
                check_token(request.headers.get("authorization", ""), "", (self._slack.tokens or [""])[-1])
                if "files:read" not in self._slack.setup.grant.scopes:
                    # Slack does not say what is missing: it shows its login page.
                    return RedirectResponse(f"/?redir={quote(request.url.path)}", 302)
            file = self._slack.files.find(request.path_params["file_id"])
        except Refusal as refusal:
            return PlainTextResponse(refusal.code, 403)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "x-content-type-options": "nosniff",
        }
        return Response(file.content, media_type=media_type(file.name), headers=headers)

    def _record(self, payload: dict[str, object], response: dict[str, object]) -> None:
        self._slack.calls.append(Call(self._slack.clock(), "response_url", payload, response, 0.0))
        self._slack.bus.tell()


async def _content(request: Request) -> bytes:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            for value in form.values():
                if not isinstance(value, str):
                    return await value.read()
        return b""
    return await request.body()
