"""Rings when something changed that may be shown in several places."""

from __future__ import annotations

from collections.abc import Callable

from bot.walkthrough.guiding import WalkthroughId

Hears = Callable[[WalkthroughId | None], None]


class Bell:
    """Rung from any thread; whoever hears it must not keep it waiting."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._hear: list[Hears] = []

    def listen(self, hear: Hears) -> None:
        """`hear` is called with the walkthrough that changed, or with None when it was the knowledge."""
        self._hear.append(hear)

    def ring(self, walkthrough: WalkthroughId | None = None) -> None:
        """This walkthrough changed; without one, the knowledge."""
        for hear in self._hear:
            hear(walkthrough)
