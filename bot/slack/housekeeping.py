"""What is no longer needed goes: finished questions and old delivery records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.journal import KEPT_S, Journal
from bot.store.deliveries import Deliveries
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

_EVERY_S = 600.0
_DAY_S = 24 * 3600


class Forgets(Protocol):
    """A store of what is kept for some time."""

    def forget_before(self, moment: float) -> int:
        """How much from before `moment` (seconds since 1970) was dropped."""


async def keep_house(journal: Journal, deliveries: Deliveries, said: Sequence[Forgets], questions_days: int) -> None:
    """Every ten minutes, until it is cancelled. Trouble here must not stop the answers.

    Args:
        journal: of questions.
        deliveries: of replies.
        said: what people asked and what they thought of the answers.
        questions_days: how long that is kept.
    """
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            before = time.time() - KEPT_S
            questions = await asyncio.to_thread(journal.forget_done, before)
            records = await asyncio.to_thread(deliveries.forget_before, before)
            long_ago = time.time() - questions_days * _DAY_S
            words = sum([await asyncio.to_thread(each.forget_before, long_ago) for each in said])
        except (StoreUnavailable, SQLAlchemyError) as error:
            log.warning("house_not_kept", code=type(error).__name__)
        else:
            log.info("house_kept", questions=questions, records=records, words=words)
