"""The page at / and its live view: the playground in a browser, as one of its people."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground import page_model, people_acts
from bot.playground.bus import Change
from bot.playground.errors import NoSuchName
from bot.playground.local_slack import LocalSlack
from bot.playground.page_model import Viewer
from bot.playground.page_words import fill
from bot.playground.roster import APP_NAME, BOT_HANDLE, TEAM_NAME
from bot.playground.workspace import Wire

_STATIC = Path(__file__).parent / "static"
# No script, style or picture from anywhere but here; nothing may frame the page.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class Page:
    """The endpoints; one set for each playground."""

    def __init__(self, slack: LocalSlack) -> None:
        """Show this playground."""
        self._slack = slack

    def routes(self) -> list[Route | Mount]:
        """The page, its live view, its style and script."""
        return [
            Route("/", self.show),
            Route("/live", self.live),
            Route("/archives/{channel}/{link}", self.follow_permalink),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]

    async def show(self, request: Request) -> Response:
        """GET /?as=&channel=&thread=&tab=."""
        try:
            viewer = self._viewer(request)
        except NoSuchName:
            return RedirectResponse("/")
        if viewer.channel.kind == "im" and not viewer.thread_ts:
            people_acts.open_home(self._slack, viewer.person, "home" if viewer.tab == "home" else "messages")
        return HTMLResponse(fill("page.j2", **self._page_values(viewer)), headers=_HEADERS)

    async def live(self, request: Request) -> Response:
        """GET /live: server-sent events that keep the page current."""
        try:
            viewer = self._viewer(request)
        except NoSuchName:
            return Response(status_code=404)
        since = int(request.headers.get("last-event-id") or request.query_params.get("since") or 0)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self._news(viewer, since), media_type="text/event-stream", headers=headers)

    async def follow_permalink(self, request: Request) -> Response:
        """GET /archives/...: where chat.getPermalink points."""
        stamp = request.path_params["link"].removeprefix("p")
        ts = f"{stamp[:-6]}.{stamp[-6:]}"
        thread_ts = request.query_params.get("thread_ts", ts)
        return RedirectResponse(f"/?channel={request.path_params['channel']}&thread={thread_ts}")

    def _viewer(self, request: Request) -> Viewer:
        query, workspace = request.query_params, self._slack.workspace
        person = workspace.find_person(query["as"]) if "as" in query else next(iter(workspace.people.values()))
        mine = page_model.channels_of(self._slack, person)
        direct = workspace.direct_channel(person.id)
        channel = workspace.find_channel(query["channel"], person) if "channel" in query else mine[0]
        if person.id not in channel.members:
            channel = mine[0] if mine else direct
        return Viewer(person, channel, query.get("thread", ""), query.get("tab", "messages"))

    def _page_values(self, viewer: Viewer) -> Wire:
        slack, person, channel = self._slack, viewer.person, viewer.channel
        return {
            **self._common(viewer),
            "team": TEAM_NAME,
            "people": [(each, page_model.author_of(slack, each.id)) for each in slack.workspace.people.values()],
            "channels": page_model.channels_of(slack, person),
            "direct": slack.workspace.direct_channel(person.id),
            "messages": page_model.shown_channel(slack, person, channel),
            "thread": page_model.shown_thread(slack, person, channel, viewer.thread_ts) if viewer.thread_ts else [],
            "title": page_model.title_of(channel),
            "is_newcomer": page_model.is_newcomer(slack, person),
            "home": slack.views.home(person.id),
            "modal": slack.views.top(person.id),
            "prompts": slack.workspace.prompts.get(channel.id),
            "status": slack.workspace.status(channel.id, slack.clock()),
            "number": slack.bus.number,
            "me": page_model.author_of(slack, person.id),
        }

    def _common(self, viewer: Viewer) -> Wire:
        slack = self._slack
        return {
            "viewer": viewer,
            "names": page_model.names_of(slack),
            "everyone": list(slack.workspace.people.values()),
            "all_channels": page_model.channels_of(slack, viewer.person),
            "app_name": APP_NAME,
            "app_handle": BOT_HANDLE,
            "command": slack.setup.command,
            "shortcuts": slack.setup.shortcuts,
            "files": slack.files,
        }

    async def _news(self, viewer: Viewer, since: int) -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        with self._slack.bus.listening(since) as queue:
            while True:
                change = await queue.get()
                if change.kind == "closing":
                    return
                news = self._news_item(viewer, change) if change.person_id in {"", viewer.person.id} else None
                if news:
                    yield f"id: {change.number}\ndata: {json.dumps({'kind': change.kind, **news})}\n\n"

    def _news_item(self, viewer: Viewer, change: Change) -> Wire | None:
        if change.kind == "message":
            return self._message_item(viewer, change)
        if change.kind in {"status", "prompts"} and change.channel_id != viewer.channel.id:
            return None
        return {"channel": change.channel_id, "ts": change.ts, **self._fragment(viewer, change.kind)}

    def _fragment(self, viewer: Viewer, kind: str) -> Wire:
        slack, person_id, channel_id = self._slack, viewer.person.id, viewer.channel.id
        match kind:
            case "status":
                return {"html": self._status_line(channel_id)}
            case "prompts":
                return {"html": fill("suggested.j2", prompts=slack.workspace.prompts.get(channel_id))}
            case "modal":
                view = slack.views.top(person_id)
                return {"html": fill("modal.j2", view=view, **self._common(viewer)) if view else ""}
            case "home":
                return {"html": fill("home.j2", home=slack.views.home(person_id), **self._common(viewer))}
            case _:
                return {}

    def _status_line(self, channel_id: str) -> str:
        status = self._slack.workspace.status(channel_id, self._slack.clock())
        return fill("status.j2", status=status, app_name=APP_NAME)

    def _message_item(self, viewer: Viewer, change: Change) -> Wire | None:
        channel = self._slack.workspace.channels[change.channel_id]
        message = channel.messages.get(change.ts)
        if message is None or viewer.person.id not in channel.members:
            return None
        if message.only_for not in {"", viewer.person.id}:
            return None
        root_ts = message.wire.get("thread_ts", change.ts)
        root = channel.messages.get(root_ts)
        item: Wire = {"channel": channel.id, "ts": change.ts, "thread_ts": root_ts}
        item["own_thread"] = bool(root and root.wire.get("user") == viewer.person.id)
        item["from_app"] = "bot_id" in message.wire
        if channel.id == viewer.channel.id:
            shown = page_model.shown(self._slack, viewer.person, channel, message)
            item["html"] = fill("message.j2", message=shown, **self._common(viewer))
            item["status_html"] = self._status_line(channel.id)
        return item
