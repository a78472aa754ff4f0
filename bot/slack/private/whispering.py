"""What one person alone is told, where they asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendRefused
from bot.slack.parsing import Ask

log = structlog.get_logger(__name__)


class Responds(Protocol):
    """What answers an interaction."""

    def respond(self, response_url: str, message: Packed) -> None:
        """The message for this person alone."""


class Whispers(Protocol):
    """What tells one person something in a channel that we are in."""

    def whisper(self, channel: str, thread_ts: str, user: str, message: Packed) -> None:
        """The message in the thread, or in the channel itself."""


@dataclass(frozen=True, slots=True)
class Whispering:
    """Threads may use it at once."""

    interactions: Responds
    rooms: Whispers

    def tell(self, ask: Ask, message: Packed) -> None:
        """The asker sees the message, where they look: in the thread when they asked inside one.

        Raises:
            SendRefused: Slack will never take it.
            SendLater: it may work later.
        """
        # Slack shows nobody a private message in a thread that does not exist yet, and answers to a response_url
        # stand in the channel. Source: https://docs.slack.dev/reference/methods/chat.postEphemeral
        thread_ts = ask.thread_ts if ask.thread_ts != ask.ts else ""
        if ask.response_url and not thread_ts:
            self.interactions.respond(ask.response_url, message)
            return
        try:
            self.rooms.whisper(ask.channel, thread_ts, ask.author, message)
        except SendRefused as error:
            if not ask.response_url:
                raise
            # Where we are no member, the interaction's own address still reaches the person.
            log.info("whispered_beside_thread", code=error.code)
            self.interactions.respond(ask.response_url, message)
