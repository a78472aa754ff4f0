"""What is no longer needed goes: finished questions and old delivery records."""

from __future__ import annotations

import asyncio
import time

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.journal import KEPT_S, Journal
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

_EVERY_S = 600.0
_DAY_S = 24 * 3600


async def keep_house(
    journal: Journal, deliveries: Deliveries, conversations: Conversations, questions_days: int
) -> None:
    """Every ten minutes, until it is cancelled. Trouble here must not stop the answers."""
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            before = time.time() - KEPT_S
            questions = await asyncio.to_thread(journal.forget_done, before)
            records = await asyncio.to_thread(deliveries.forget_before, before)
            turns = await asyncio.to_thread(conversations.forget_before, time.time() - questions_days * _DAY_S)
        except (StoreUnavailable, SQLAlchemyError) as error:
            log.warning("house_not_kept", code=type(error).__name__)
        else:
            log.info("house_kept", questions=questions, records=records, turns=turns)
