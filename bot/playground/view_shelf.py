"""Modals and Home tabs: who has which open, in what state. No I/O; time and ids are passed in or random."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.playground import elements
from bot.playground.errors import Refusal
from bot.playground.roster import APP_ID, BOT_ID, TEAM_ID
from bot.playground.workspace import Wire

STACK_MAX = 3  # Source: https://docs.slack.dev/surfaces/modals (up to three views at a time)
_VIEWS_MAX = 1000


@dataclass(slots=True)
class ViewShelf:
    """Every view by id; each person's stack of open modals, lowest first; each person's Home tab."""

    views: dict[str, Wire] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def open(self, person_id: str, content: Wire) -> Wire:
        """Show a modal as the only one."""
        view = self._new(person_id, content)
        self.stacks[person_id] = [view["id"]]
        return view

    def push(self, person_id: str, content: Wire) -> Wire:
        """Show a modal on top of the open ones.

        Raises:
            Refusal: `push_limit_reached`; `not_found` when no modal is open.
        """
        stack = self.stacks.get(person_id, [])
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= STACK_MAX:
            raise Refusal("push_limit_reached")
        view = self._new(person_id, content, root_id=stack[0], previous_id=stack[-1])
        stack.append(view["id"])
        return view

    def update(self, view_id: str, content: Wire, view_hash: str = "") -> Wire:
        """Change a view in place; what people typed stays where block and action ids are the same.

        Raises:
            Refusal: `not_found`; `hash_conflict` when the view changed since `view_hash`.
        """
        view = self.views.get(view_id)
        if view is None:
            raise Refusal("not_found")
        if view_hash and view_hash != view["hash"]:
            raise Refusal("hash_conflict")
        fresh = {key: view[key] for key in _KEPT} | _shown(content)
        fresh["state"] = _carried_over(fresh["blocks"], view["state"]["values"])
        self.views[view_id] = {**fresh, "hash": _hash()}
        return self.views[view_id]

    def publish(self, person_id: str, content: Wire, view_hash: str = "") -> Wire:
        """Set the person's Home tab.

        Raises:
            Refusal: `hash_conflict`.
        """
        view_id = self.homes.get(person_id)
        if view_id:
            return self.update(view_id, content, view_hash)
        view = self._new(person_id, content)
        self.homes[person_id] = view["id"]
        return view

    def close_top(self, person_id: str, *, everything: bool = False) -> list[Wire]:
        """The views that the person no longer sees, top first."""
        stack = self.stacks.get(person_id, [])
        closed = [stack.pop() for _ in range(len(stack) if everything else min(1, len(stack)))]
        return [self.views[view_id] for view_id in closed]

    def top(self, person_id: str) -> Wire | None:
        """The modal that the person looks at."""
        stack = self.stacks.get(person_id)
        return self.views[stack[-1]] if stack else None

    def home(self, person_id: str) -> Wire | None:
        """The person's Home tab as last published."""
        return self.views.get(self.homes.get(person_id, ""))

    def by_external_id(self, external_id: str) -> str:
        """The id of the newest view with this external id, or empty."""
        return next((key for key, view in reversed(self.views.items()) if view["external_id"] == external_id), "")

    def _new(self, person_id: str, content: Wire, root_id: str = "", previous_id: str = "") -> Wire:
        view_id = f"V{secrets.token_hex(5).upper()}"
        shown = _shown(content)
        if shown["external_id"] and self.by_external_id(shown["external_id"]):
            raise Refusal("duplicate_external_id")
        own = {"id": view_id, "root_view_id": root_id or view_id, "previous_view_id": previous_id or None}
        fixed = {"team_id": TEAM_ID, "app_id": APP_ID, "app_installed_team_id": TEAM_ID, "bot_id": BOT_ID}
        state = elements.state(shown["blocks"], {})
        self.views[view_id] = {**own, **fixed, **shown, "state": state, "hash": _hash()}
        self.owners[view_id] = person_id
        self._forget_oldest()
        return self.views[view_id]

    def _forget_oldest(self) -> None:
        in_use = {*self.homes.values(), *(view_id for stack in self.stacks.values() for view_id in stack)}
        for view_id in list(self.views)[: max(0, len(self.views) - _VIEWS_MAX)]:
            if view_id not in in_use:
                del self.views[view_id], self.owners[view_id]


_KEPT = ("id", "root_view_id", "previous_view_id", "team_id", "app_id", "app_installed_team_id", "bot_id")


def _shown(content: Wire) -> Wire:
    return {
        "type": content["type"],
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": elements.with_ids(content["blocks"]),
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
    }


def _carried_over(blocks: list[Wire], old: Wire) -> Wire:
    state = elements.state(blocks, {})
    for block_id, entries in state["values"].items():
        for action_id, entry in entries.items():
            before = old.get(block_id, {}).get(action_id)
            if before and before["type"] == entry["type"]:
                entries[action_id] = before
    return state


def _hash() -> str:
    return secrets.token_hex(8)
