"""What a search brings back, as a test wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.boundaries import Topic
from knowledge.chunking import passages
from knowledge.documents import Document
from knowledge.found import Found, Leaning, Query, ScoredPassage

NO_LEANING = Leaning(-1.0, None)


@dataclass(frozen=True)
class PlainFindings:
    """`knowledge.found.Findings` out of plain values: cosines of passages are given by their text, else 0.3."""

    documents: tuple[Found, ...] = ()
    known: tuple[Document, ...] = ()
    cosines: Mapping[str, float] = field(default_factory=dict)
    near: Leaning = NO_LEANING
    out: Leaning = NO_LEANING
    familiarity: float = 1.0

    def leading_with(self, refs: Sequence[str]) -> PlainFindings:
        """These first, in the order in which they were found."""
        first = [each for each in self.documents if each.document.ref in refs]
        missing = [self.document(ref) for ref in refs if ref not in {each.document.ref for each in first}]
        first += [Found(each, 0.0, 0.0) for each in missing if each is not None]
        return replace(self, documents=(*first, *(each for each in self.documents if each not in first)))

    def passages_of(self, ref: str) -> tuple[ScoredPassage, ...]:
        """Every passage of a document in reading order."""
        document = self.document(ref)
        own = passages(document) if document else []
        return tuple(ScoredPassage(passage, self.cosines.get(passage.text, 0.3)) for passage in own)

    def document(self, ref: str) -> Document | None:
        """The document with this ref."""
        return next((each for each in (*self.known, *(f.document for f in self.documents)) if each.ref == ref), None)


@dataclass
class PlainSearch:
    """Finds the same for every question, and remembers what was searched for."""

    findings: PlainFindings
    queries: list[Query] = field(default_factory=list)

    def search(self, query: Query) -> PlainFindings:
        """What was given."""
        self.queries.append(query)
        return self.findings

    def documents(self, audience: frozenset[str] = frozenset()) -> tuple[Document, ...]:
        """Those that are known."""
        return tuple(each for each in self.findings.known if each.head.audience in {"", *audience})


def found(*documents: Document, cosine: float = 0.6) -> tuple[Found, ...]:
    """These documents, best first."""
    return tuple(Found(each, 1.0 - place / 10, cosine) for place, each in enumerate(documents))


def leaning(margin: float, scope: Literal["near", "out"] = "out", refs: Sequence[str] = ()) -> Leaning:
    """A leaning towards a topic of this scope."""
    examples = ("one", "two", "three", "four", "five")
    limit, offer = f"the {scope} limit", "An offer."
    topic = Topic(name=f"{scope} topic", scope=scope, limit=limit, offer=offer, refs=tuple(refs), examples=examples)
    return Leaning(margin, topic)
