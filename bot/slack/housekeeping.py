"""What is no longer needed goes: finished questions and old delivery records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.intake.journal import JOURNAL_DAYS, Journal
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

_EVERY_S = 600.0
_DAY_S = 24 * 3600


class Forgets(Protocol):
    """A store of what is kept for some time."""

    def forget_before(self, moment: float) -> int:
        """How much from before `moment` (seconds since 1970) was dropped."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is kept for the same time."""

    days: float
    stores: Sequence[Forgets]


async def keep_house(journal: Journal, shelves: Sequence[Shelf]) -> None:
    """Every ten minutes, until it is cancelled. Trouble here must not stop the answers."""
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            questions = await asyncio.to_thread(journal.forget_done, time.time() - JOURNAL_DAYS * _DAY_S)
            rows = sum([await asyncio.to_thread(_clear, shelf) for shelf in shelves])
        except (StoreUnavailable, SQLAlchemyError) as error:
            log.warning("house_not_kept", code=type(error).__name__)
        else:
            log.info("house_kept", questions=questions, rows=rows)


def _clear(shelf: Shelf) -> int:
    before = time.time() - shelf.days * _DAY_S
    return sum(each.forget_before(before) for each in shelf.stores)
