"""Somebody asks for a person's help, and somebody says that it is settled: on disk before the ack, shown after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendError, SendRefused
from bot.slack.helping.cards import HelpPress, help_card, help_note, staff_card
from bot.slack.helping.experts import Experts
from bot.slack.incidents import packed_apology
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable
from bot.store.help_requests import HelpRequest, HelpRequests

log = structlog.get_logger(__name__)


class Room(Protocol):
    """What shows people things."""

    def update(self, channel: str, ts: str, message: Packed) -> None:
        """The message reads like this from now on."""

    def whisper(self, channel: str, thread_ts: str, user: str, message: Packed) -> None:
        """A message in the thread that only this person sees."""

    def link_to(self, channel: str, ts: str) -> str:
        """The address of a message."""


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Every method may be called from any thread but the loop's."""

    team: str
    requests: HelpRequests
    conversations: Conversations
    experts: Experts
    outbox: Outbox
    room: Room

    def ask(self, pressed: HelpPress) -> str:
        """A key of the note's template: the call is on disk when it is `asked`, once for each question.

        Raises:
            StoreUnavailable: it was not kept.
        """
        turn = self.conversations.turn_of(pressed.team, pressed.channel, pressed.question_ts)
        if turn is None:
            return "gone"
        known = self.requests.of(pressed.team, pressed.channel, pressed.question_ts)
        if known is not None:
            return "asked_already" if known.ts else "asked"
        helpers = self.experts.of(pressed.team, pressed.channel)
        if not helpers:
            return "nobody"
        place = (pressed.team, pressed.channel, pressed.question_ts, turn.thread.thread_ts)
        is_first = self.requests.make(HelpRequest(*place, pressed.person, helpers.ids, time.time()))
        return "asked" if is_first else "asked_already"

    def may_ask(self, team: str, channel: str, question_ts: str) -> bool:
        """Whether a person can be asked about this question: not where its answer is for one person alone.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_known = self.conversations.turn_of(team, channel, question_ts) is not None
        return is_known and bool(self.experts.of(team, channel))

    def post(self, team: str, channel: str, question_ts: str) -> str:
        """A key of the note's template: `asked` once the call stands in the thread, which it does once.

        Raises:
            SendLater, StoreUnavailable: try again.
        """
        request = self.requests.of(team, channel, question_ts)
        if request is None:
            return "gone"
        if not request.ts and self.conversations.turn_of(team, channel, question_ts) is None:
            # It was put off, and meanwhile the question was taken back.
            self.requests.withdraw(request)
            return "gone"
        try:
            if not request.ts:
                self._post(request)
        except SendRefused as error:
            log.warning("help_refused", code=error.code)
            self.requests.withdraw(request)
            return "closed"
        return "asked"

    def resolve(self, pressed: HelpPress) -> Packed | None:
        """What to tell the presser: nothing when it is they who settled it, and that is on disk.

        Raises:
            StoreUnavailable: it was not kept.
        """
        request = self.requests.of(pressed.team, pressed.channel, pressed.question_ts)
        if request is None:
            return help_note("gone")
        if self.requests.resolve(request, pressed.person, time.time()):
            return None
        now = self.requests.of(pressed.team, pressed.channel, pressed.question_ts) or request
        return None if now.resolved_by == pressed.person else help_note("resolved_already", now.resolved_by)

    def show(self, pressed: HelpPress) -> None:
        """The call in the thread says how it stands.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        request = self.requests.of(pressed.team, pressed.channel, pressed.question_ts)
        if request is None or not request.ts:
            return
        try:
            self.room.update(request.channel, request.ts, help_card(request, *self._about(request)))
        except SendError as error:
            log.warning("help_not_shown", code=error.code)

    def unposted(self) -> tuple[HelpRequest, ...]:
        """The calls of this workspace that Slack is not known to have.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return self.requests.unposted(self.team)

    def _post(self, request: HelpRequest) -> None:
        question, link = self._about(request)
        address = Address(request.channel, request.thread_ts)
        ts = self.outbox.deliver_one(request.key, address, help_card(request, question, link))
        helpers = self.experts.of(request.team, request.channel)
        if not request.experts and helpers.channel:
            self._tell_staff(request, helpers.channel, question, link)
        self.requests.note_posted(request, ts)

    def _tell_staff(self, request: HelpRequest, channel: str, question: str, link: str) -> None:
        try:
            key = f"{request.key}/staff"
            self.outbox.deliver_one(key, Address(channel), staff_card(request, question, link))
        except SendRefused as error:
            # The call stands in its thread all the same; that we are not let into the staff channel is for the log.
            log.warning("staff_not_told", code=error.code)

    def _about(self, request: HelpRequest) -> tuple[str, str]:
        turn = self.conversations.turn_of(request.team, request.channel, request.question_ts)
        try:
            link = self.room.link_to(request.channel, request.question_ts)
        except SendError as error:
            log.info("no_link", code=error.code)
            link = ""
        return (turn.question if turn else ""), link


def attempted(act: Callable[[], Packed | None]) -> Packed | None:
    """What `act` says, or what to tell people when it broke."""
    try:
        return act()
    except StoreUnavailable:
        return help_note("not_kept")
    except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
        return packed_apology("help_broke")
