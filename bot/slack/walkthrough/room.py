"""The room in which walkthroughs are moved on, and what comes back to people. Any thread; no call to Slack."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.slack.block_kit.blocks import Packed
from bot.slack.directory import Directory
from bot.slack.parsing import Ask, clean
from bot.slack.walkthrough import cards
from bot.slack.walkthrough.clicks import Click
from bot.store.walkthrough_messages import WalkthroughMessages
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.commands import Command
from bot.walkthrough.events import NoteId, PersonId, TopicId
from bot.walkthrough.guiding import Guide, Outcome, WalkthroughId
from bot.walkthrough.refusals import Refusal
from knowledge.scorecards import Scorecard

# A message of Slack has at most 40,000 characters, and a note is kept whole.
# Source: https://docs.slack.dev/changelog/2018-truncating-really-long-messages
NOTE_CHARS_MAX = 40_000


@dataclass(frozen=True, slots=True)
class Effects:
    """What is to be done once everything is on disk."""

    show: tuple[WalkthroughId, ...] = ()
    """What Slack shows of these may have to change."""
    tell: tuple[Packed, ...] = ()
    """For the person alone."""
    view: dict[str, Any] | None = None
    """A modal to open."""
    errors: dict[str, str] | None = None
    """What the modal that was sent has to say, by block; it stays open with everything typed."""
    react: str = ""
    ask: Ask | None = None
    report: WalkthroughId | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that a walkthrough needs to be found and moved on."""

    team: str
    guide: Guide
    walkthroughs: Walkthroughs
    messages: WalkthroughMessages
    directory: Directory
    scorecards: Sequence[Scorecard]
    clock: Callable[[], float]
    """Seconds since 1970."""

    def do(self, walkthrough: WalkthroughId, key: str, command: Command, by: str, *, is_quiet: bool = False) -> Effects:
        """The command done; a refusal is told to the person, unless that would only puzzle them."""
        outcome = self.handle(walkthrough, key, command, PersonId(by))
        if outcome.refusal:
            return Effects() if is_quiet else Effects(tell=(self.refused(walkthrough, outcome, by, None),))
        return Effects(show=(walkthrough,))

    def handle(self, walkthrough: WalkthroughId, key: str, command: Command, by: PersonId) -> Outcome:
        """What came of the command.

        Raises:
            StoreUnavailable: it was not kept.
        """
        outcome = self.guide.handle(walkthrough, key, command, by, self.clock())
        if outcome is None:
            raise LookupError(walkthrough)
        return outcome

    def refused(self, walkthrough: WalkthroughId, outcome: Outcome, by: str, then: Click | None) -> Packed:
        """Why it may not happen; somebody who has not joined gets the buttons to join, which do `then` as well."""
        refusal = outcome.refusal or Refusal("moved_on")
        if refusal.kind == "not_joined":
            proposed, _ = self.directory.proposal(outcome.state, by)
            return cards.join_first(walkthrough, outcome.state, then, proposed)
        return cards.said(refusal.kind, refusal.about)

    def tz(self, user: str) -> str:
        """Somebody's time zone (IANA name), or empty."""
        person = self.directory.find(user)
        return person.tz if person else ""

    def today(self, tz: str, days: int = 0) -> str:
        """The ISO date so many days from now where somebody is."""
        try:
            zone = ZoneInfo(tz or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        return (datetime.fromtimestamp(self.clock(), zone) + timedelta(days=days)).date().isoformat()

    def read(self, text: str) -> str:
        """A person's words, with the names of those whom they mention."""
        mentioned = _MENTION.findall(text[: NOTE_CHARS_MAX * 2])
        names = self.directory.names(PersonId(user) for user in mentioned)
        named = _MENTION.sub(lambda match: "@" + names[PersonId(match[1])] if match[1] in names else " ", text)
        return clean(named, bot_user_id="", chars_max=NOTE_CHARS_MAX)


def own_note(topic: TopicId, person: str) -> NoteId:
    """The note that somebody writes in the modal: one a topic, which they can open again."""
    return NoteId(f"own:{topic}:{person}")


def digest(value: object) -> str:
    """A short name for plain data, always the same."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:_DIGEST_CHARS]


# Source: https://docs.slack.dev/messaging/formatting-message-text#mentioning-users
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_DIGEST_CHARS = 10
