"""Owners hear of their actions, and a facilitator of a walkthrough that fell silent, each once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendError, SendRefused
from bot.slack.walkthrough import cards
from bot.slack.walkthrough.room import Room
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.errors import StoreUnavailable
from bot.walkthrough.commands import Nudge, Remind
from bot.walkthrough.events import NOBODY, PersonId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.reminders import ActionReminder, IdleQuestion, QuietHours, due
from bot.walkthrough.state import State

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reminding:
    """What sends reminders."""

    room: Room
    outbox: Outbox
    calls: RoomCalls
    quiet: Callable[[str], QuietHours]
    """When nobody is reminded of what a channel is about."""

    def look(self) -> None:
        """Everything that is due by now is sent; what cannot be sent yet is due at the next look.

        One walkthrough in trouble does not stop the others.
        """
        try:
            waiting = self.room.walkthroughs.due(self.room.team, self.room.clock())
        except StoreUnavailable as error:
            log.warning("reminders_not_looked_up", code=type(error).__name__)
            return
        for walkthrough in waiting:
            try:
                self._look_at(walkthrough)
            except (SendError, StoreUnavailable) as error:
                log.info("reminder_put_off", walkthrough=walkthrough, code=type(error).__name__)
            except Exception:  # a defect with one walkthrough ends here
                log.exception("reminder_broke", walkthrough=walkthrough, incident=secrets.token_hex(4))

    def _look_at(self, walkthrough: WalkthroughId) -> None:
        state = self.room.guide.state(walkthrough)
        place, root = self.room.walkthroughs.place(walkthrough), self.room.messages.root_of(walkthrough)
        if state is None or place is None or root is None:
            return
        thread = Address(place.channel, root)
        quiet, now = self.quiet(place.channel), self.room.clock()
        for each in due(state, now):
            # Not written down, so that it is due again at the next look.
            if quiet.start and quiet.hold(now, self._tz(state, each)):
                continue
            match each:
                case ActionReminder():
                    self._remind(walkthrough, state, each, thread)
                case IdleQuestion():
                    self._ask_how_to_go_on(walkthrough, state, thread)

    def _tz(self, state: State, due_now: ActionReminder | IdleQuestion) -> str:
        match due_now:
            case ActionReminder(action=action):
                return state.actions[action].tz
            case IdleQuestion():
                return self.room.tz(state.facilitator)

    def _remind(self, walkthrough: WalkthroughId, state: State, reminder: ActionReminder, thread: Address) -> None:
        action = state.actions[reminder.action]
        packed = cards.reminder(walkthrough, state, action, reminder.kind, self._link(thread))
        key = f"walk:{walkthrough}:remind:{action.id}:{reminder.day}"
        self._send(key, action.owner, packed, thread)
        self.room.guide.handle(walkthrough, key, Remind(action.id, reminder.day), NOBODY, self.room.clock())

    def _ask_how_to_go_on(self, walkthrough: WalkthroughId, state: State, thread: Address) -> None:
        packed = cards.idle_question(walkthrough, state, self._link(thread))
        key = f"walk:{walkthrough}:idle:{state.version}"
        self._send(key, state.facilitator, packed, thread)
        self.room.guide.handle(walkthrough, key, Nudge(), NOBODY, self.room.clock())

    def _send(self, key: str, to: PersonId, packed: Packed, thread: Address) -> None:
        """To the person alone where Slack allows it; to the thread otherwise, so that it is not lost."""
        try:
            direct = Address(self.calls.open_direct(to)) if to else thread
            self.outbox.deliver_one(key, direct, packed)
        except SendRefused as error:
            log.info("reminder_to_thread", code=error.code)
            self._send_to_thread(key, packed, thread)

    def _send_to_thread(self, key: str, packed: Packed, thread: Address) -> None:
        try:
            self.outbox.deliver_one(f"{key}:thread", thread, packed)
        except SendRefused as error:
            # The channel is closed to us as well: nobody can be reached, and asking again would change nothing.
            log.warning("reminder_refused", code=error.code)

    def _link(self, thread: Address) -> str:
        try:
            return self.calls.link_to(thread.channel, thread.thread_ts)
        except SendRefused:
            return ""
