"""The control at /control/: act as a person, order troubles. JSON over HTTP, loopback only."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground import people_acts, people_words
from bot.playground.control_looks import Handler, answered
from bot.playground.faults import Fault
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import BOT_HANDLE, BOT_USER_ID, Person
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Channel, Wire


class Control:
    """The endpoints; one set for each playground."""

    def __init__(self, slack: LocalSlack, sockets: SocketMode) -> None:
        """Work on this playground and its sockets."""
        self._slack = slack
        self._sockets = sockets

    def routes(self) -> list[Route]:
        """All of them, to mount under /control beside the looks."""
        posts: dict[str, Callable[[Wire], Awaitable[Wire]]] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "join": self._join,
            "leave": self._leave,
            "share_file": self._share_file,
            "command": self._command,
            "shortcut": self._shortcut,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "open_home": self._open_home,
            "stop": self._stop,
            "fault": self._fault,
            "socket": self._socket,
            "redeliver": self._redeliver,
            "uninstall": self._uninstall,
        }
        return [Route(f"/{name}", _posted(act), methods=["POST"]) for name, act in posts.items()]

    async def _say(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        return {"ts": people_words.say(self._slack, person, channel, body["text"], body.get("thread_ts") or "")}

    async def _edit(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        people_words.edit(self._slack, person, channel, body["ts"], body["text"])
        return {}

    async def _delete(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        people_words.delete(self._slack, person, channel, body["ts"])
        return {}

    async def _react(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        people_words.toggle_reaction(self._slack, person, channel, body["ts"], body["name"])
        return {}

    async def _join(self, body: Wire) -> Wire:
        people_words.join(self._slack, self._member(body), self._slack.workspace.find_channel(body["channel"]))
        return {}

    async def _leave(self, body: Wire) -> Wire:
        people_words.leave(self._slack, self._member(body), self._slack.workspace.find_channel(body["channel"]))
        return {}

    def _member(self, body: Wire) -> str:
        is_app = body["person"].lstrip("@") == BOT_HANDLE
        return BOT_USER_ID if is_app else self._slack.workspace.find_person(body["person"]).id

    async def _share_file(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        content = base64.b64decode(body["content_base64"]) if "content_base64" in body else body["content"].encode()
        file = self._slack.files.begin(body["name"], len(content), person.id)
        self._slack.files.fill(file.id, content)
        thread_ts = body.get("thread_ts") or ""
        ts = people_words.share_file(self._slack, person, channel, file, body.get("text", ""), thread_ts)
        return {"ts": ts, "file_id": file.id}

    async def _command(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        return {"ack": await people_acts.command(self._slack, person, channel, body["text"])}

    async def _shortcut(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        return {"ack": await people_acts.use_shortcut(self._slack, person, channel, body["ts"], body["callback_id"])}

    async def _click(self, body: Wire) -> Wire:
        person = self._slack.workspace.find_person(body["person"])
        action_id, choice = body["action_id"], body.get("value") or ""
        if "view_id" in body:
            answers = body.get("values", {})
            return {
                "ack": await people_acts.click_in_view(self._slack, person, body["view_id"], action_id, choice, answers)
            }
        _, channel = self._whom_and_where(body)
        block_id = body.get("block_id", "")
        ack = await people_acts.click(self._slack, person, channel, body["ts"], action_id, choice, block_id)
        return {"ack": ack}

    async def _submit(self, body: Wire) -> Wire:
        owner_id = self._slack.views.owners.get(body["view_id"], "")
        person = self._slack.workspace.find_person(owner_id)
        errors = await people_acts.submit(self._slack, person, body["view_id"], body.get("values", {}))
        return {"errors": errors}

    async def _close(self, body: Wire) -> Wire:
        await people_acts.close_view(self._slack, self._slack.workspace.find_person(body["person"]))
        return {}

    async def _open_home(self, body: Wire) -> Wire:
        person = self._slack.workspace.find_person(body["person"])
        people_acts.open_home(self._slack, person, body.get("tab", "home"))
        return {}

    async def _stop(self, body: Wire) -> Wire:
        person, channel = self._whom_and_where(body)
        people_acts.stop_session(self._slack, person, channel, body["thread_ts"])
        return {}

    async def _fault(self, body: Wire) -> Wire:
        if body.get("clear"):
            self._slack.faults.clear()
            return {}
        self._slack.faults.order(
            Fault(
                body.get("method", "*"),
                body["kind"],
                int(body.get("times", 1)),
                body.get("error", "internal_error"),
                int(body.get("retry_after", 1)),
                bool(body.get("applied", False)),
            )
        )
        return {}

    async def _socket(self, body: Wire) -> Wire:
        return {"sockets": self._sockets.break_links(body["action"])}

    async def _redeliver(self, body: Wire) -> Wire:
        wanted = body.get("event_id", "all")
        found = [each for each in self._slack.hub.deliveries if each.event_id and wanted in {"all", each.event_id}]
        for delivery in found * int(body.get("times", 1)):
            self._slack.hub.redeliver(delivery)
        return {"events": len(found)}

    async def _uninstall(self, body: Wire) -> Wire:
        if body.get("silently"):
            self._slack.is_installed = False
        else:
            self._slack.uninstall()
        return {}

    def _whom_and_where(self, body: Wire) -> tuple[Person, Channel]:
        person = self._slack.workspace.find_person(body["person"])
        return person, self._slack.workspace.find_channel(body["channel"], person)


def _posted(act: Callable[[Wire], Awaitable[Wire]]) -> Handler:
    async def handle(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"ok": False, "error": "send_json"}, 415)
        body = json.loads(await request.body() or b"{}")
        return await answered(act, body)

    return handle
