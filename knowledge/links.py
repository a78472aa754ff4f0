"""The graph of links between documents. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.documents import Document
from knowledge.front_matter import Kind

# What a document of a kind needs at least one link to, so that an answer can lead on from it.
NEEDS: Mapping[Kind, tuple[frozenset[Kind], ...]] = {
    "tool": (frozenset({"tool"}), frozenset({"resource", "study"})),
    "case": (frozenset({"tool"}),),
    "theme": (frozenset({"tool"}),),
    "stage": (frozenset({"tool"}),),
}


def orphans(documents: Sequence[Document]) -> list[str]:
    """Refs of documents that lack a link which their kind needs, in order; known only by a blurb excepted."""
    kinds = {document.ref: document.head.kind for document in documents}
    return [document.ref for document in documents if _lacks(document, kinds)]


def _lacks(document: Document, kinds: Mapping[str, Kind]) -> bool:
    if document.head.status == "blurb" and document.head.kind == "case":
        return False
    linked = {kinds[link.to] for link in document.head.links if link.to in kinds}
    return any(not wanted & linked for wanted in NEEDS.get(document.head.kind, ()))
