"""What Slack said about people, so that it need not be asked for every message."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, select

from bot.store.engines import writing_trouble
from bot.store.inserting import put
from bot.store.tables import people
from bot.walkthrough.events import PersonId


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a workspace, as Slack describes them."""

    team: str
    """The workspace of the conversation."""
    user: PersonId
    name: str
    """The display name."""
    tz: str
    """An IANA name, or empty when it is not known."""
    home_team: str
    """The workspace that the person belongs to; another one than `team` in a shared channel."""
    seen_at: float
    """When Slack said so, seconds since 1970."""


class People:
    """Everybody whom Slack has described."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def keep(self, person: Person) -> None:
        """This is how Slack describes them now.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            put(
                connection,
                people,
                team=person.team,
                user=person.user,
                name=person.name,
                tz=person.tz,
                home_team=person.home_team,
                seen_at=person.seen_at,
            )

    def find(self, team: str, user: str) -> Person | None:
        """The person, or None when Slack was never asked.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = select(people).where(people.c.team == team, people.c.user == user)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(statement).first()
        return Person(*row) if row else None

    def names(self, team: str, users: Collection[PersonId]) -> dict[PersonId, str]:
        """The display names of those of `users` who are known.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        statement = select(people.c.user, people.c.name).where(people.c.team == team, people.c.user.in_(users))
        with writing_trouble(), self._engine.connect() as connection:
            return {PersonId(user): name for user, name in connection.execute(statement)}
