"""Which message was meant to go out, and whether Slack has it (decision 0003)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, literal_column, select, update

from bot.store.conversations import Turn, add_turn
from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import deliveries

# In these words, without a parameter, so that the index of the streamed ones is used.
_IS_STREAMED = deliveries.c.streamed_in != literal_column("''")


@dataclass(frozen=True, slots=True)
class Intent:
    """A message that is about to be posted."""

    reply_key: str
    mark: str
    """A short hash of the key; it travels inside the message, so that its echo can be known."""
    channel: str
    streamed_in: str = ""
    """The thread in which the message grows part by part; empty when it is posted at once."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known about a message before it is posted."""

    is_new: bool
    """Nobody tried before; when False without a `ts`, it may or may not have reached Slack."""
    ts: str | None
    """Slack's id of the message, once Slack is known to have it."""
    is_finished: bool = True
    """False from the first try to stream it until nothing more is to come of it."""


class Deliveries:
    """The record of what goes out."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def claim(self, intent: Intent, turn: Turn | None = None) -> Claim:
        """The intent is on disk, together with the turn, before anything is posted.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            is_new = insert_once(
                connection,
                deliveries,
                reply_key=intent.reply_key,
                mark=intent.mark,
                channel=intent.channel,
                ts=None,
                intended_at=time.time(),
                streamed_in=intent.streamed_in,
                is_finished=not intent.streamed_in,
            )
            if turn is not None:
                add_turn(connection, turn)
            if is_new:
                return Claim(is_new=True, ts=None, is_finished=not intent.streamed_in)
            found = select(deliveries.c.ts, deliveries.c.is_finished).where(deliveries.c.reply_key == intent.reply_key)
            row = connection.execute(found).one()
            return Claim(is_new=False, ts=row.ts, is_finished=row.is_finished)

    def sent(self, reply_keys: Sequence[str]) -> dict[str, str]:
        """Slack's `ts` of each of these messages that it is known to have, by key.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        known = select(deliveries.c.reply_key, deliveries.c.ts).where(
            deliveries.c.reply_key.in_(reply_keys), deliveries.c.ts.is_not(None)
        )
        with writing_trouble(), self._engine.connect() as connection:
            return {row.reply_key: row.ts for row in connection.execute(known)}

    def drop(self, reply_keys: Sequence[str]) -> None:
        """Nothing is known of these messages any more.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.reply_key.in_(reply_keys)))

    def settle(self, mark: str, ts: str) -> None:
        """Slack has the message with this mark; said twice, the first one stays.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = update(deliveries).where(deliveries.c.mark == mark, deliveries.c.ts.is_(None)).values(ts=ts)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(statement)

    def settle_stream(self, channel: str, thread_ts: str, ts: str) -> str:
        """The mark of the message that began to grow in this thread as `ts`; empty when that is not certain.

        Nothing is changed when the message is known already.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        found = select(deliveries.c.mark, deliveries.c.ts).where(
            deliveries.c.channel == channel, deliveries.c.streamed_in == thread_ts, _IS_STREAMED
        )
        with writing_trouble(), self._engine.begin() as connection:
            known: dict[str, str | None] = {row.mark: row.ts for row in connection.execute(found)}
            waiting = [mark for mark, its in known.items() if its is None]
            if ts in known.values() or len(waiting) != 1:
                return next((mark for mark, its in known.items() if its == ts), "")
            (mark,) = waiting
            settled = update(deliveries).where(deliveries.c.mark == mark, deliveries.c.ts.is_(None))
            connection.execute(settled.values(ts=ts))
            return mark

    def finish(self, mark: str) -> None:
        """Nothing more is to come of the message.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(update(deliveries).where(deliveries.c.mark == mark).values(is_finished=True))

    def withdraw(self, reply_key: str) -> None:
        """Slack certainly does not have it; the next claim is new again.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = delete(deliveries).where(deliveries.c.reply_key == reply_key, deliveries.c.ts.is_(None))
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(statement)

    def forget_before(self, moment: float) -> int:
        """How many records older than `moment` (seconds since 1970) were dropped.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(deliveries).where(deliveries.c.intended_at < moment)).rowcount
