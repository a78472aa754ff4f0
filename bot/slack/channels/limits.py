"""So much is answered and no more: to one person, in one channel, in a day, and to what answers back as programs do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.settings import Caps
from bot.slack.answers.marks import mark_of
from bot.slack.parsing import Ask
from bot.store.asked import Asked, Asking, Limit
from bot.store.notices import Notice, Notices

log = structlog.get_logger(__name__)

_HOUR_S, _DAY_S = 3_600.0, 86_400.0
# Nobody reads answers as fast as this. Two programs that answer each other do it for ever, and one of them may well
# write as a person (a user token), so that its messages look like anybody's.
THREAD_LIMIT = Limit("thread", 8, 60.0)
SILENCE_S = 600.0
"""How long the coach then says nothing to this author in this thread."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question is not answered, because so many were."""

    limit: Limit
    is_told: bool
    """Whether the person hears of it: once for each time that a limit is reached."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Threads may use it at once."""

    asked: Asked
    notices: Notices
    caps: Caps
    clock: Callable[[], float]
    """Seconds since 1970."""

    def take(self, ask: Ask) -> Refusal | None:
        """None when the question is to be answered; then it counts, once.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        # Tried again, because Slack did not take the answer: it counts already.
        if self.asked.is_taken(ask.key):
            return None
        now = self.clock()
        silenced = self.notices.said_at(_notice(ask, THREAD_LIMIT))
        if silenced is not None and now - silenced < SILENCE_S:
            return self._refusal(ask, THREAD_LIMIT, now, SILENCE_S)
        asking = Asking(ask.key, ask.team, ask.channel, _thread(ask), ask.author, now)
        reached = self.asked.take(asking, self._limits())
        if reached is None:
            return None
        return self._refusal(ask, reached, now, SILENCE_S if reached is THREAD_LIMIT else reached.within_s)

    def _limits(self) -> tuple[Limit, ...]:
        caps = self.caps
        limits = (
            Limit("person", caps.person_hour, _HOUR_S),
            Limit("channel", caps.channel_hour, _HOUR_S),
            Limit("day", caps.day, _DAY_S),
        )
        return (THREAD_LIMIT, *(each for each in limits if each.most))

    def _refusal(self, ask: Ask, limit: Limit, now: float, quiet_s: float) -> Refusal:
        # Who did not ask the coach has nothing to hear from it, and is still to hear when they do.
        is_told = ask.surface != "question" and self.notices.may_say(_notice(ask, limit), ask.key, now, quiet_s)
        log.info("limit_reached", kind=limit.kind, told=is_told)
        return Refusal(limit, is_told)


def _notice(ask: Ask, limit: Limit) -> Notice:
    """Each person hears of it once, also of a limit that others reached."""
    match limit.kind:
        case "person":
            about = ask.author
        # Marks, so that the person's id stands nowhere but in a column of its own, where it can be forgotten.
        case "channel":
            about = mark_of(f"{ask.channel}:{ask.author}")
        case "thread":
            about = mark_of(f"{ask.channel}:{_thread(ask)}:{ask.author}")
        case "day":
            about = mark_of(ask.author)
    return Notice(ask.team, limit.kind, about)


def _thread(ask: Ask) -> str:
    """What has no thread is one of its own; its key would be too long for a database that counts characters."""
    return ask.thread_ts or mark_of(ask.key)
