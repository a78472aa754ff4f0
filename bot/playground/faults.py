"""Troubles ordered by a test: which call goes wrong next, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.playground.errors import NoSuchName

FaultKind = Literal["http_500", "rate_limited", "error", "hang", "reset"]


@dataclass(slots=True)
class Fault:
    """A trouble for the next `times` calls of a method (`*` is any).

    `applied` carries the call out first, so that only the answer is lost.
    """

    method: str
    kind: FaultKind
    times: int = 1
    error: str = "internal_error"
    retry_after_s: int = 1
    applied: bool = False
    channel: str = ""
    """Only calls for this channel; empty for any."""


@dataclass(slots=True)
class FaultBook:
    """The faults that wait for their call, in the order they came."""

    waiting: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> None:
        """Add a fault.

        Raises:
            NoSuchName: there is no such kind of fault.
        """
        if fault.kind not in get_args(FaultKind):
            raise NoSuchName(fault.kind)
        self.waiting.append(fault)

    def take(self, method: str, channel: str = "") -> Fault | None:
        """The fault that strikes this call, counted down; None when the call goes well."""
        for fault in self.waiting:
            if fault.method in {"*", method} and fault.channel in {"", channel}:
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget every fault."""
        self.waiting.clear()
