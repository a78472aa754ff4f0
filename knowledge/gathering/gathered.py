"""What the sources hold now. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.documents import Document
from knowledge.planning import Item, Lost


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every file and page that was found, and what could not be looked through.

    `makers` give the document of each item that has a mark, by ref; a text is only then taken from the disk.
    """

    items: tuple[Item, ...]
    lost: tuple[Lost, ...]
    makers: Mapping[str, Callable[[], Document]]


NOTHING = Gathered((), (), {})
