"""Errors of this package.

KnowledgeError
├── ContentBroken      refused: documents must be mended; carries every fault found
├── BoundariesBroken   refused: boundaries.yaml must be mended
├── SourcesBroken      refused: a sources file must be mended; carries every fault found
├── RefreshRefused     refused: it would lose too much; carries what, and can be forced
├── RollbackRefused    refused: there is no such index to go back to; carries why
├── IndexMissing       refused: run `coach refresh`
├── IndexCorrupt       refused: a generation fails its own checksums
├── IndexUnavailable   unavailable: the disk does not give what is in the index
├── ReadingFailed      unavailable: no file of staff can be read, whatever is in it
├── SourceNotKept      unavailable: what was added could not be written to disk, or not be taken from it
├── TextsNotKept       unavailable: what was read from sources could not be kept, or was damaged
└── PublishFailed      unavailable: the new generation could not be written (no space, no permission)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from knowledge.documents import Fault
from knowledge.sources import SourceFault


class KnowledgeError(Exception):
    """Something is wrong with what is known."""


class ContentBroken(KnowledgeError):
    """Documents that cannot be taken as they are."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


class BoundariesBroken(KnowledgeError):
    """The file of boundary examples cannot be taken as it is."""


class SourcesBroken(KnowledgeError):
    """Lists of sources that cannot be taken as they are."""

    def __init__(self, faults: Sequence[SourceFault]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


class RefreshRefused(KnowledgeError):
    """Publishing would lose too much. `figures` say how much, by name, as they fit the reason."""

    def __init__(self, reason: Literal["vanishing", "fallen"], figures: Mapping[str, float]) -> None:
        super().__init__(reason, dict(figures))
        self.reason: Literal["vanishing", "fallen"] = reason
        self.figures = figures


class RollbackRefused(KnowledgeError):
    """There is nothing to go back to by this name; `names` are those that there are."""

    def __init__(
        self,
        reason: Literal["no_such", "none_before", "serving", "broken", "other_model"],
        name: str,
        names: Sequence[str],
    ) -> None:
        super().__init__(reason, name)
        self.reason: Literal["no_such", "none_before", "serving", "broken", "other_model"] = reason
        self.name = name
        self.names = tuple(names)


class ReadingFailed(KnowledgeError):
    """What reads files does not start: a library is missing, or there is no room for a process."""


class SourceNotKept(KnowledgeError):
    """The disk does not take what was added, or does not let go of it."""


class TextsNotKept(KnowledgeError):
    """The folder of texts that were read could not be used."""


class IndexMissing(KnowledgeError):
    """There is no index yet at this place."""


class IndexCorrupt(KnowledgeError):
    """No generation on disk is whole."""


class IndexUnavailable(KnowledgeError):
    """The disk does not let the index be read now; what is in it is not known."""


class PublishFailed(KnowledgeError):
    """The new generation could not be written; the old one still serves."""
