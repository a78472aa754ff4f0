"""What goes with an answer: more of its kind, the passages that it quotes, and why it came out so. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.asking.answering import FAMILIAR_SHARE_MIN
from bot.asking.answers import Answer, Citation
from bot.asking.composing import PRACTICE, UNLINKED_COSINE_MIN
from knowledge.chunking import Passage, sentences
from knowledge.documents import Document, kind_shown
from knowledge.found import Findings

Closeness = Literal["very_close", "close", "loose"]

MORE_MAX = 5
"""Documents of a kind that are offered at once: the list of the whole shelf has the others."""
CASES = frozenset({"case"})
# What is this near says the same in other words; on judged questions the right document lies above it in one of two.
VERY_CLOSE_COSINE_MIN = 0.6


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer quotes from one section of a document, under the number of its citation."""

    citation: Citation
    document: Document
    headings: tuple[str, ...]
    texts: tuple[str, ...]
    """The passages, in reading order."""
    page: int | None
    """Where they stand in a PDF, counted from 1."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One source of an answer: how near its nearest passage comes to the question, and what stands above that."""

    citation: Citation
    closeness: Closeness
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an answer came out as it did."""

    bases: tuple[Basis, ...]
    is_strange: bool
    """Most words of the question stand nowhere in the knowledge."""
    limit: str
    """Where the sources stop, or empty."""


def more_cases(answer: Answer, findings: Findings) -> tuple[Document, ...]:
    """Cases that fit the question and that the answer does not name yet, best first."""
    return _more(answer, findings, CASES)


def related_tools(answer: Answer, findings: Findings) -> tuple[Document, ...]:
    """What tells a team what to do, found by the question or tied to the answer's sources, best first."""
    return _more(answer, findings, PRACTICE)


def quoted(answer: Answer, findings: Findings) -> tuple[Quoted, ...]:
    """What the answer quotes, in the order of its numbers; the sections of a document in reading order."""
    return tuple(
        Quoted(citation, document, headings, tuple(passage.text for passage in own), page)
        for citation in answer.citations
        if (document := findings.document(citation.ref)) is not None
        for (headings, page), own in groupby(_passages_behind(answer, citation, findings), _place)
    )


def reasons(answer: Answer, findings: Findings) -> Reasons:
    """Which sources the answer has, and how close each comes."""
    bases = []
    for citation in answer.citations:
        nearest = max(findings.passages_of(citation.ref), key=lambda scored: scored.cosine, default=None)
        if nearest is not None:
            bases.append(Basis(citation, _closeness(nearest.cosine), nearest.passage.headings))
    return Reasons(tuple(bases), findings.familiarity < FAMILIAR_SHARE_MIN, answer.limit)


def _more(answer: Answer, findings: Findings, kinds: Collection[str]) -> tuple[Document, ...]:
    named = {citation.ref for citation in answer.citations}
    linked = (link.to for each in _sources(answer, findings) for link in each.head.links)
    refs = dict.fromkeys([*(each.document.ref for each in findings.documents), *linked])
    others = (findings.document(ref) for ref in refs if ref not in named)
    return tuple(each for each in others if each is not None and kind_shown(each) in kinds)[:MORE_MAX]


def _sources(answer: Answer, findings: Findings) -> Iterator[Document]:
    for citation in answer.citations:
        document = findings.document(citation.ref)
        if document is not None:
            yield document


def _passages_behind(answer: Answer, citation: Citation, findings: Findings) -> list[Passage]:
    """Those whose words stand in the answer under this number; the nearest when the words were put together anew."""
    own = findings.passages_of(citation.ref)
    said = [_flat(text) for text in _said(answer, citation.number)]
    told = {text[start:end] for text in said for start, end in sentences(text)}
    behind = [each.passage for each in own if _stands_in(_flat(each.passage.text), told, said)]
    return behind or [each.passage for each in sorted(own, key=lambda scored: scored.cosine, reverse=True)[:1]]


def _place(passage: Passage) -> tuple[tuple[str, ...], int | None]:
    return passage.headings, passage.page


def _stands_in(passage: str, told: Collection[str], said: Collection[str]) -> bool:
    return any(sentence in passage for sentence in told) or any(passage in text for text in said)


def _said(answer: Answer, number: int) -> Iterator[str]:
    example = (answer.example,) if answer.example else ()
    for each in (*answer.lead, *answer.points, *answer.team_questions, *example, *answer.reading):
        if each.citation == number and each.text:
            yield each.text


def _flat(text: str) -> str:
    return " ".join(text.split())


def _closeness(cosine: float) -> Closeness:
    if cosine >= VERY_CLOSE_COSINE_MIN:
        return "very_close"
    return "close" if cosine >= UNLINKED_COSINE_MIN else "loose"
