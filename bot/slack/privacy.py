"""What is kept about a person, in the database and in the journal: shown, or taken out. For any thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from bot.slack.intake.journal import JournalPages
from bot.store.engines import drop_old_pages
from bot.store.personal import PersonalData

JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Privacy:
    """Everything that is kept about people, wherever it lies. The tables must be up to date."""

    engine: Engine

    def of(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """What is kept about this person (by Slack's id), by where it lies.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        asked: list[dict[str, Any]] = [dict(record) for record in JournalPages(self.engine).of(person)]
        kept = PersonalData(self.engine).of(person)
        return {**kept, JOURNAL: asked} if asked else kept

    def forget(self, person: str) -> int:
        """How many things told of this person; from now on none does, but a question that is being answered right now.

        Raises:
            StoreUnavailable: the database does not answer; it can be told again.
        """
        # The journal first: what it holds would come back as a turn if it were answered in between.
        count = JournalPages(self.engine).forget(person) + PersonalData(self.engine).forget(person, time.time())
        drop_old_pages(self.engine)
        return count
