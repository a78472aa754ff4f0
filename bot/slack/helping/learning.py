"""What a person replied becomes something that the coach knows: staff press one button, and see what would change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.slack.adding.replies import ReadsThreads, write_place
from bot.slack.adding.wishes import Item, Wish
from bot.slack.errors import SendError
from bot.slack.helping.cards import LEARN, HelpPress
from bot.slack.identity import Identity
from bot.slack.parsing import clean
from bot.slack.web_api.room_calls import Reply
from bot.store.additions import Addition
from bot.store.audit import Audit
from bot.store.conversations import Conversations
from bot.store.help_requests import HelpRequest, HelpRequests

log = structlog.get_logger(__name__)
_TITLE_CHARS_MAX = 150


@dataclass(frozen=True, slots=True)
class Learning:
    """For any thread but the loop's."""

    identity: Identity
    requests: HelpRequests
    conversations: Conversations
    audit: Audit
    room: ReadsThreads
    begin: Callable[[Addition], bool]
    """Whether an addition is new; it is on disk."""
    go_on: Callable[[str], object]
    """Works on an addition that is on disk."""

    def learn(self, pressed: HelpPress, *, is_staff: bool) -> str:
        """A key of the note's template: `learning` once it is on disk that the reply is to be added.

        Raises:
            StoreUnavailable: it was not kept.
        """
        if not is_staff:
            log.info("refused", person=pressed.person, wanted=LEARN)
            self.audit.note(pressed.team, pressed.person, "refused", LEARN)
            return "not_staff"
        request = self.requests.of(pressed.team, pressed.channel, pressed.question_ts)
        if request is None:
            return "gone"
        turn = self.conversations.turn_of(pressed.team, pressed.channel, pressed.question_ts)
        reply = self._best(request, turn.author if turn else "")
        if reply is None:
            return "no_reply"
        title = " ".join((turn.question if turn else clean(reply.text, bot_user_id="")).split())[:_TITLE_CHARS_MAX]
        place = write_place(request.channel, request.thread_ts, reply.ts)
        wish = Wish((Item("reply", place, title),), title=title, audience=f"channel:{request.channel}")
        body, now = wish.to_json(), time.time()
        id_ = f"reply:{pressed.team}:{request.channel}:{reply.ts}"
        wanted = Addition(id_, pressed.team, pressed.person, request.channel, reply.ts, "waiting", body, now)
        if not self.begin(wanted):
            return "learnt_already"
        self.go_on(id_)
        return "learning"

    def _best(self, request: HelpRequest, asker: str) -> Reply | None:
        try:
            replies = self.room.replies(request.channel, request.thread_ts, request.ts)
        except SendError as error:
            log.warning("replies_not_read", code=error.code)
            return None
        return best_reply(replies, request.experts, asker)


def best_reply(replies: Sequence[Reply], experts: Sequence[str], asker: str) -> Reply | None:
    """The reply with most to say: of the experts who are named, else of anybody but who asked."""
    named = [each for each in replies if each.person in experts]
    others = [each for each in replies if each.person != asker]
    return max(named or others, key=lambda each: len(each.text), default=None)
