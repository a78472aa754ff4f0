"""Something that happens by the clock, through the durable engine: each time of the schedule is on disk, and done once.

Times that pass while the bot is off are skipped: what is published then is as current as the next time makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dbos import DBOS

_NAME = "refresh"


@dataclass(slots=True)
class Timetable:
    """When something is done. Belongs to a journal, which registers and applies it."""

    cron: str
    """In UTC; empty for never."""
    work: Callable[[str], None]
    """Called in a thread of its own with a key that is the same whenever the same time is told again."""
    _workflow: Callable[[datetime, Any], None] | None = field(default=None)

    def register(self) -> None:
        """Make the work known, before the engine starts."""

        def run(scheduled_at: datetime, _context: Any) -> None:
            self.work(f"schedule-{scheduled_at:%Y%m%dT%H%M%SZ}")

        self._workflow = DBOS.workflow(name=_NAME)(run)

    def apply(self) -> None:
        """The engine keeps to this timetable, and no longer to an earlier one."""
        if self.cron and self._workflow:
            DBOS.apply_schedules(
                [{"schedule_name": _NAME, "workflow_fn": self._workflow, "schedule": self.cron, "context": None}]
            )
        else:
            DBOS.delete_schedule(_NAME)
