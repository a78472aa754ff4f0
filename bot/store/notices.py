"""What was said that is not said again for a while, or ever."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, delete, select, update

from bot.store.engines import writing_trouble
from bot.store.inserting import insert_once
from bot.store.tables import notices

GREETED = "greeted"
"""The kind that is said once and never again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say; `about` names the person, channel or thread that it concerns."""

    team: str
    kind: str
    about: str


class Notices:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def may_say(self, notice: Notice, said_for: str, now: float, quiet_s: float | None = None) -> bool:
        """Whether it is to be said for this event: of several within `quiet_s` seconds, or ever, the first hears it.

        Asked again for the same event, the answer stays the same: that is how it survives a crash.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (notices.c.team == notice.team, notices.c.kind == notice.kind, notices.c.about == notice.about)
        row = {"team": notice.team, "kind": notice.kind, "about": notice.about}
        with writing_trouble(), self._engine.begin() as connection:
            if insert_once(connection, notices, **row, said_for=said_for, at=now):
                return True
            if quiet_s is not None:
                long_ago = notices.c.at < now - quiet_s
                again = update(notices).where(*own, long_ago).values(said_for=said_for, at=now)
                if connection.execute(again).rowcount > 0:
                    return True
            return bool(connection.execute(select(notices.c.said_for).where(*own)).scalar_one() == said_for)

    def said_at(self, notice: Notice) -> float | None:
        """When it was said last (seconds since 1970), or None.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (notices.c.team == notice.team, notices.c.kind == notice.kind, notices.c.about == notice.about)
        with writing_trouble(), self._engine.connect() as connection:
            return connection.execute(select(notices.c.at).where(*own)).scalar_one_or_none()

    def forget_before(self, moment: float) -> int:
        """How many from before `moment` (seconds since 1970) were dropped; what is said once and never again stays.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        old = (notices.c.at < moment, notices.c.kind != GREETED)
        with writing_trouble(), self._engine.begin() as connection:
            return connection.execute(delete(notices).where(*old)).rowcount
