"""Errors of this package.

KnowledgeError
├── ContentBroken      refused: documents must be mended; carries every fault found
├── BoundariesBroken   refused: boundaries.yaml must be mended
├── IndexMissing       refused: run `coach refresh`
├── IndexCorrupt       refused: a generation fails its own checksums
└── PublishFailed      unavailable: the new generation could not be written (no space, no permission)
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import Fault


class KnowledgeError(Exception):
    """Something is wrong with what is known."""


class ContentBroken(KnowledgeError):
    """Documents that cannot be taken as they are."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


class BoundariesBroken(KnowledgeError):
    """The file of boundary examples cannot be taken as it is."""


class IndexMissing(KnowledgeError):
    """There is no index yet at this place."""


class IndexCorrupt(KnowledgeError):
    """No generation on disk is whole."""


class PublishFailed(KnowledgeError):
    """The new generation could not be written; the old one still serves."""
