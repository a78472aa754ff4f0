"""What the coach says about what it keeps of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was kept about a person, and whether it is gone now (for a terminal)."""

    template: ClassVar[str] = "terminal/forgotten.j2"
    person: str
    count: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class NotAPerson:
    """That is no id of a person (for a terminal)."""

    template: ClassVar[str] = "terminal/not_a_person.j2"
    given: str
