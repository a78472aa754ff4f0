"""What each person has chosen for themselves, on the Home tab."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select

from bot.store.engines import writing_trouble
from bot.store.inserting import put
from bot.store.tables import person_settings


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """What somebody has chosen; these are the values of those who have chosen nothing."""

    is_private: bool = False
    """Whether answers to `/coach ask` and the like go to the person alone."""
    dates: str = "mdy"
    """How the person likes dates: `mdy`, `dmy` or `iso`."""


class PersonSettings:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def of(self, team: str, person: str) -> PersonChoice:
        """What this person has chosen, or what holds for those who have not.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (person_settings.c.team == team, person_settings.c.person == person)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(select(person_settings.c.private, person_settings.c.dates).where(*own)).first()
        return PersonChoice(*row) if row else PersonChoice()

    def keep(self, team: str, person: str, choice: PersonChoice) -> None:
        """From now on this holds for the person.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            put(
                connection,
                person_settings,
                team=team,
                person=person,
                private=choice.is_private,
                dates=choice.dates,
            )
