"""`CONTENTS.md`: what the collections hold and how far it is confirmed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from knowledge.documents import Document
from knowledge.front_matter import Status

STATUSES: tuple[Status, ...] = ("confirmed", "partial", "inferred", "blurb")


def counts(documents: Sequence[Document]) -> list[tuple[str, int, tuple[int, ...]]]:
    """One row a collection: its name, how many documents, and how many of each status in the order of `STATUSES`."""
    by_collection: dict[str, Counter[Status]] = {}
    for document in documents:
        by_collection.setdefault(document.collection, Counter())[document.head.status] += 1
    return [
        (name, sum(found.values()), tuple(found[status] for status in STATUSES))
        for name, found in sorted(by_collection.items())
    ]
