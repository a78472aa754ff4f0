"""Walkthroughs kept and moved on: load, decide, write down. Threads may use it at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

from bot.walkthrough.commands import Command, Start
from bot.walkthrough.decisions import decide
from bot.walkthrough.events import Erased, Event, PersonId, Recorded
from bot.walkthrough.joining import start
from bot.walkthrough.refusals import Refusal
from bot.walkthrough.reminders import wake_at
from bot.walkthrough.state import Phase, State, fold

WalkthroughId = NewType("WalkthroughId", str)
"""Letters and digits, chosen by whoever starts it: the same start twice is one walkthrough."""

# Each try that fails means that another one got through, so that many in a row would be many people at once.
_TRIES_MAX = 50
# Folded states that are kept at hand; the others are folded again from the log.
_AT_HAND_MAX = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where the team meets."""

    team: str
    channel: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command adds to the log of a walkthrough, and what the log's owner needs to find it again."""

    walkthrough: WalkthroughId
    key: str
    """The same however often the command arrives."""
    version: int
    """Of the state that the command was decided on."""
    recorded: tuple[Recorded, ...]
    phase: Phase
    wake_at: float | None
    """When the walkthrough wants to be looked at again, in seconds since 1970."""


class VersionConflict(Exception):
    """Somebody else wrote first; decide again."""


class Log(Protocol):
    """Where events are kept."""

    def begin(self, place: Place, entry: Entry) -> bool:
        """Whether the walkthrough is new."""

    def append(self, entry: Entry) -> bool:
        """Whether the command is new; all of its events are on disk, or none is.

        Raises:
            VersionConflict: the log has gone on from the entry's version.
        """

    def knows(self, walkthrough: WalkthroughId, key: str) -> bool:
        """Whether the command with this key has been done."""

    def since(self, walkthrough: WalkthroughId, version: int) -> Sequence[Recorded]:
        """The events after the first `version` ones; none at all when there is no such walkthrough."""

    def last_in(self, place: Place, scorecard: str, before: WalkthroughId) -> WalkthroughId | None:
        """The channel's newest other walkthrough of this scorecard."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the state after it, what happened, or why it may not."""

    state: State
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None


class Guide:
    """Every walkthrough of a log."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._guard = threading.Lock()
        self._at_hand: OrderedDict[WalkthroughId, State] = OrderedDict()
        self._locks: dict[WalkthroughId, threading.Lock] = {}

    def start(
        self, walkthrough: WalkthroughId, place: Place, command: Start, by: PersonId, at: float
    ) -> State | Refusal:
        """The new walkthrough, or the one that this id has begun already.

        Raises:
            StoreUnavailable: the log cannot be written.
        """
        started = start(command)
        if isinstance(started, Refusal):
            return started
        recorded = (Recorded(started, by, at),)
        state = fold(recorded)
        self._log.begin(place, Entry(walkthrough, "start", 0, recorded, state.phase, wake_at(state)))
        return self.state(walkthrough) or state

    def handle(self, walkthrough: WalkthroughId, key: str, command: Command, by: PersonId, at: float) -> Outcome | None:
        """What came of the command, or None when there is no such walkthrough. With the same key it happens once.

        Raises:
            StoreUnavailable: the log cannot be read or written.
        """
        with self._lock(walkthrough):
            for _ in range(_TRIES_MAX):
                state = self._load(walkthrough)
                if state is None:
                    return None
                try:
                    return self._try(walkthrough, state, key, command, by, at)
                except VersionConflict:
                    continue
        raise VersionConflict

    def state(self, walkthrough: WalkthroughId) -> State | None:
        """Where a walkthrough stands, or None when there is no such one.

        Raises:
            StoreUnavailable: the log cannot be read.
        """
        with self._lock(walkthrough):
            return self._load(walkthrough)

    def _try(
        self, walkthrough: WalkthroughId, state: State, key: str, command: Command, by: PersonId, at: float
    ) -> Outcome:
        decision = decide(state, command, by)
        if isinstance(decision, Refusal):
            # What was done may look impossible when it arrives again: the team has moved on by that very command.
            return Outcome(state, refusal=None if self._log.knows(walkthrough, key) else decision)
        if not decision:
            return Outcome(state)
        recorded = tuple(Recorded(event, by, at) for event in decision)
        after = fold(recorded, state)
        entry = Entry(walkthrough, key, state.version, recorded, after.phase, wake_at(after))
        if not self._log.append(entry):
            return Outcome(self._load(walkthrough) or state)
        self._keep(walkthrough, after)
        return Outcome(after, decision)

    def _load(self, walkthrough: WalkthroughId) -> State | None:
        known = self._at_hand.get(walkthrough)
        recorded = self._log.since(walkthrough, known.version if known else 0)
        if known is None and not recorded:
            return None
        if any(isinstance(each.event, Erased) for each in recorded):
            known, recorded = None, self._log.since(walkthrough, 0)
        state = fold(recorded, known)
        self._keep(walkthrough, state)
        return state

    def _keep(self, walkthrough: WalkthroughId, state: State) -> None:
        with self._guard:
            self._at_hand[walkthrough] = state
            self._at_hand.move_to_end(walkthrough)
            while len(self._at_hand) > _AT_HAND_MAX:
                self._at_hand.popitem(last=False)

    def _lock(self, walkthrough: WalkthroughId) -> threading.Lock:
        # A lock is some hundred bytes and a workspace has few walkthroughs, so none is ever thrown away.
        with self._guard:
            return self._locks.setdefault(walkthrough, threading.Lock())
