"""The control's looks inside, at /control/: messages, views, calls, deliveries. They can wait for what comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.errors import NoSuchName, NotAnswered, Refusal
from bot.playground.local_slack import LocalSlack
from bot.playground.roster import Person
from bot.playground.socket_hub import Delivery
from bot.playground.workspace import Channel, Message, Wire, replies, top_level

WAIT_MAX_S = 60.0
Handler = Callable[[Request], Awaitable[Response]]


class ControlLooks:
    """The endpoints; one set for each playground."""

    def __init__(self, slack: LocalSlack) -> None:
        """Look into this playground."""
        self._slack = slack

    def routes(self) -> list[Route]:
        """All of them, to mount under /control."""
        looks: dict[str, Callable[[Wire], Awaitable[Wire]]] = {
            "people": self._people,
            "messages": self._messages,
            "views": self._views,
            "calls": self._calls,
            "deliveries": self._deliveries,
        }
        return [Route(f"/{name}", _asked(look), methods=["GET"]) for name, look in looks.items()]

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


async def answered(act: Callable[[Wire], Awaitable[Wire]], body: Any) -> Response:
    """The deed's or the look's result as JSON, or what was wrong with it."""
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


def _asked(look: Callable[[Wire], Awaitable[Wire]]) -> Handler:
    async def handle(request: Request) -> Response:
        return await answered(look, dict(request.query_params))

    return handle


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
