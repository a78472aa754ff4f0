"""The tests' control at /control/: act as a person, look inside, order troubles. JSON over HTTP, loopback only."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground import people_acts, people_words
from bot.playground.errors import NoSuchName, NotAnswered, Refusal
from bot.playground.faults import Fault
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import BOT_HANDLE, BOT_USER_ID, Person
from bot.playground.socket_hub import Delivery
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Channel, Message, Wire, replies, top_level

WAIT_MAX_S = 60.0
Handler = Callable[[Request], Awaitable[Response]]


class Control:
    """The endpoints; one set for each playground."""

    def __init__(self, slack: LocalSlack, sockets: SocketMode) -> None:
        """Work on this playground and its sockets."""
        self._slack = slack
        self._sockets = sockets

    def routes(self) -> list[Route]:
        """All of them, to mount under /control."""
        posts: dict[str, Callable[[Wire], Awaitable[Wire]]] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "join": self._join,
            "share_file": self._share_file,
            "command": self._command,
            "shortcut": self._shortcut,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "open_home": self._open_home,
            "fault": self._fault,
            "socket": self._socket,
            "redeliver": self._redeliver,
        }
        gets: dict[str, Callable[[Wire], Awaitable[Wire]]] = {
            "people": self._people,
            "messages": self._messages,
            "views": self._views,
            "calls": self._calls,
            "deliveries": self._deliveries,
        }
        posted = [Route(f"/{name}", _posted(act), methods=["POST"]) for name, act in posts.items()]
        return posted + [Route(f"/{name}", _asked(look), methods=["GET"]) for name, look in gets.items()]

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
        workspace = self._slack.workspace
        is_app = body["person"].lstrip("@") == BOT_HANDLE
        person_id = BOT_USER_ID if is_app else workspace.find_person(body["person"]).id
        people_words.join(self._slack, person_id, workspace.find_channel(body["channel"]))
        return {}

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

    async def _people(self, _query: Wire) -> Wire:
        people = [
            {"id": person.id, "handle": person.handle, "organisation": person.organisation.name}
            for person in self._slack.workspace.people.values()
        ]
        return {"people": people}

    async def _messages(self, query: Wire) -> Wire:
        person = self._slack.workspace.find_person(query["person"]) if "person" in query else None
        channel = self._slack.workspace.find_channel(query["channel"], person)
        thread_ts, count_min = query.get("thread_ts", ""), int(query.get("count_min", 0))

        def found() -> list[Message]:
            return _seen(channel, thread_ts, person)

        await self._slack.bus.until(lambda: len(found()) >= count_min, _wait_s(query))
        shown = [message.wire | ({"only_for": message.only_for} if message.only_for else {}) for message in found()]
        return {"messages": shown}

    async def _views(self, query: Wire) -> Wire:
        person = self._slack.workspace.find_person(query["person"])
        views = self._slack.views
        kind = query.get("kind", "modal")
        found = views.home if kind == "home" else views.top
        await self._slack.bus.until(lambda: found(person.id) is not None, _wait_s(query))
        return {"view": found(person.id)}

    async def _calls(self, query: Wire) -> Wire:
        method, count_min = query.get("method", ""), int(query.get("count_min", 0))

        def found() -> list[Wire]:
            kept = [call for call in self._slack.calls if method in {"", call.method}]
            return [
                {
                    "time": call.at_s,
                    "method": call.method,
                    "arguments": call.arguments,
                    "response": call.response,
                    "ok": bool(call.response.get("ok")),
                    "took_ms": call.took_ms,
                }
                for call in kept
            ]

        await self._slack.bus.until(lambda: len(found()) >= count_min, _wait_s(query))
        return {"calls": found()}

    async def _deliveries(self, query: Wire) -> Wire:
        hub, acked_min = self._slack.hub, int(query.get("acked_min", 0))
        await self._slack.bus.until(
            lambda: sum(bool(each.acked_at_s) for each in hub.deliveries) >= acked_min, _wait_s(query)
        )
        return {"deliveries": [_delivery_wire(delivery) for delivery in hub.deliveries]}

    def _whom_and_where(self, body: Wire) -> tuple[Person, Channel]:
        person = self._slack.workspace.find_person(body["person"])
        return person, self._slack.workspace.find_channel(body["channel"], person)


def _posted(act: Callable[[Wire], Awaitable[Wire]]) -> Handler:
    async def handle(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"ok": False, "error": "send_json"}, 415)
        body = json.loads(await request.body() or b"{}")
        return await _answered(act, body)

    return handle


def _asked(look: Callable[[Wire], Awaitable[Wire]]) -> Handler:
    async def handle(request: Request) -> Response:
        return await _answered(look, dict(request.query_params))

    return handle


async def _answered(act: Callable[[Wire], Awaitable[Wire]], body: Any) -> Response:  # noqa: ANN401 -- whatever JSON came
    try:
        return JSONResponse({"ok": True, **await act(body)})
    except Refusal as refusal:
        return JSONResponse(refusal.body, 400)
    except NotAnswered as error:
        return JSONResponse({"ok": False, "error": str(error)}, 504)
    except NoSuchName as error:
        return JSONResponse({"ok": False, "error": "no_such_name", "name": str(error)}, 404)
    except KeyError as error:
        return JSONResponse({"ok": False, "error": "missing", "name": str(error)}, 400)


def _wait_s(query: Wire) -> float:
    return min(float(query.get("wait_s", 0)), WAIT_MAX_S)


def _seen(channel: Channel, thread_ts: str, person: Person | None) -> list[Message]:
    person_id = person.id if person else ""
    if thread_ts:
        return replies(channel, thread_ts, person_id)
    return top_level(channel, person_id)


def _delivery_wire(delivery: Delivery) -> Wire:
    first_s = delivery.attempts[0].at_s if delivery.attempts else 0.0
    return {
        "kind": delivery.kind,
        "event_id": delivery.event_id,
        "event_type": delivery.payload.get("event", {}).get("type", delivery.payload.get("type", "")),
        "payload": delivery.payload,
        "attempts": [
            {
                "envelope_id": attempt.envelope_id,
                "at": attempt.at_s,
                "retry_attempt": attempt.retry_attempt,
                "retry_reason": attempt.retry_reason,
            }
            for attempt in delivery.attempts
        ],
        "acked_at": delivery.acked_at_s or None,
        "ack_ms": (delivery.acked_at_s - first_s) * 1000 if delivery.acked_at_s else None,
        "ack_payload": delivery.ack_payload,
        "failed": delivery.failed,
    }
