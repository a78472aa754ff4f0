"""Errors of this package.

StoreRefused      refused: another library, database or folder is needed; the message says which
StoreUnavailable  unavailable: the database does not answer or has no space
"""

from __future__ import annotations

from bot.errors import Refused, Unavailable
from prompts.catalogue.terminal import StoreRefusedMessage, StoreUnavailableMessage


class StoreRefused(Refused):
    """The database cannot be used as it is."""

    def __init__(self, kind: str, found: str = "", wanted: str = "") -> None:
        """`found` is the version or path at hand, `wanted` the one that is needed."""
        super().__init__(StoreRefusedMessage(kind=kind, found=found, wanted=wanted))


class StoreUnavailable(Unavailable):
    """The database does not answer or has no space."""

    def __init__(self) -> None:
        """The words are always the same."""
        super().__init__(StoreUnavailableMessage())
