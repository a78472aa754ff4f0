"""In, near or out of scope, from how close a question is to examples of each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.boundaries import Scope, Topic
    from knowledge.found import Nearness


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scope of a question, and the topic whose words say so (none in scope)."""

    scope: Scope
    topic: Topic | None
