"""A question becomes a message, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from bot.asking.answers import Answer, Reply
from bot.slack.incidents import apology
from prompts.catalogue.message import Message

log = structlog.get_logger(__name__)


class Replies(Protocol):
    """What answers questions; threads may use it at once."""

    def reply(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Reply:
        """The reply to `text`, read after the earlier questions of its thread, for those in `audience`."""


class Composer:
    """The coach and its words. Threads may use it at once."""

    def __init__(self, coach: Replies, message_for: Callable[[Reply], Message]) -> None:
        """`message_for` puts a reply into words."""
        self._coach = coach
        self._message_for = message_for

    def is_sure(self, key: str, text: str, audience: frozenset[str], collections: frozenset[str]) -> bool:
        """Whether the answer to a question that nobody put to the coach would be to the point."""
        try:
            reply = self._coach.reply(text, (), audience, collections)
        except Exception:  # a defect, and nobody waits for an answer
            log.exception("guess_broke", key=key)
            return False
        return isinstance(reply, Answer) and reply.is_sure

    def compose(
        self,
        key: str,
        text: str,
        earlier: Sequence[str],
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> tuple[Message, str]:
        """The message and how it went, for the log; a defect becomes an apology with a number that is logged."""
        try:
            reply = self._coach.reply(text, earlier, audience, collections)
            return self._message_for(reply), reply.outcome
        except Exception:  # noqa: BLE001 -- a defect meets a person: logged with its number
            return apology("answer_broke", key=key), "trouble"
