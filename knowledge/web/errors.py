"""Errors of this package. What can come of asking a site is an outcome, not an error: see `outcomes.py`.

KnowledgeError
├── PageNotKept    unavailable: a page that came could not be written (no space, no permission)
└── Stopped        never leaves this package: carries its reason to the `NotFetched` that the caller gets
"""

from __future__ import annotations

from knowledge.errors import KnowledgeError
from knowledge.web.outcomes import Reason


class PageNotKept(KnowledgeError):
    """The folder of kept pages could not be written; what was kept before is still there."""


class Stopped(KnowledgeError):
    """The way to a page ends here."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
