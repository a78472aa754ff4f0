"""What this Slack does not have: asked for once, then done without."""

from __future__ import annotations

import structlog

log = structlog.get_logger(__name__)

UNKNOWN_METHOD = "unknown_method"


class Lacking:
    """The methods that Slack said it does not know. Threads may use it at once."""

    def __init__(self) -> None:
        """Nothing is known to be missing."""
        self._methods: set[str] = set()

    def has(self, method: str) -> bool:
        """Whether Slack may know this method."""
        return method not in self._methods

    def learn(self, method: str, code: str) -> None:
        """Slack answered a call of this method with this code."""
        if code == UNKNOWN_METHOD and method not in self._methods:
            self._methods.add(method)
            log.warning("method_unknown", method=method)
