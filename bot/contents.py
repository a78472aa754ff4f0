"""`knowledge/CONTENTS.md` as a message: what the collections hold and how far it is confirmed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from knowledge.browsing import reading_order
from knowledge.documents import Document
from knowledge.front_matter import Status
from prompts.catalogue.terminal import ContentsEntry, ContentsPage, ContentsRow

STATUSES: tuple[Status, ...] = get_args(Status)


def contents_page(documents: Sequence[Document]) -> ContentsPage:
    """Every collection with its documents in reading order."""
    collections = sorted({document.collection for document in documents})
    return ContentsPage(STATUSES, tuple(_row(name, documents) for name in collections))


def _row(collection: str, documents: Sequence[Document]) -> ContentsRow:
    own = sorted((each for each in documents if each.collection == collection), key=reading_order)
    entries = tuple(
        ContentsEntry(each.ref, each.head.title, each.head.source_url, each.head.status, each.head.status_note)
        for each in own
    )
    counts = tuple(sum(each.head.status == status for each in own) for status in STATUSES)
    return ContentsRow(collection, len(own), counts, entries)
