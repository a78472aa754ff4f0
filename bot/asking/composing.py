"""An answer out of documents' own sections, without a language model. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.asking.answers import (
    Answer,
    Citation,
    Example,
    Reading,
    Statement,
    TeamQuestion,
)
from knowledge.boundaries import Topic
from knowledge.chunking import Passage, sentences
from knowledge.documents import Document
from knowledge.found import Findings, ScoredPassage
from knowledge.headings import IN_SHORT, NOT_ESTABLISHED, OUR_QUESTIONS, SIGNS, SOURCE_QUESTIONS, WHAT_TO_DO, WHY_OPEN

UNKNOWN_PUBLISHER = "unknown"
LEAD_SENTENCES_MAX = 3
POINTS_MAX = 4
TEAM_QUESTIONS_MAX = 3
READING_MAX = 2
# Passages of a page that lead an answer: the nearest, and a second one that is hardly further.
PAGE_PASSAGES_MAX = 2
PAGE_COSINE_SPREAD = 0.08
# Kinds whose sections tell a team what to do.
PRACTICE = frozenset({"tool", "theme", "stage"})
READABLE = frozenset({"resource", "study", "page"})
_POINT_HEADINGS = {"study": "Takeaways", "resource": "How to use it"}
# A lead takes no detail from what asks, excuses or was said already, nor from signs: they sound like the question.
_NO_DETAIL = frozenset({IN_SHORT, WHAT_TO_DO, SIGNS, SOURCE_QUESTIONS, OUR_QUESTIONS, NOT_ESTABLISHED, WHY_OPEN})
# A passage outside the summary joins the lead when it fits the question this well, and better than the summary.
DETAIL_COSINE_MIN = 0.5
DETAIL_LEAD_MARGIN = 0.05
# What a link is worth beside the cosine: a linked case or reading beats an unlinked one that is only slightly nearer.
LINK_BONUS = 0.15
# Below this a case or a reading that nobody linked is a coincidence.
UNLINKED_COSINE_MIN = 0.45
# A bullet or paragraph ends before the next bullet or an empty line; a plain line break goes on.
_BLOCK_END = re.compile(r"\n(?=[ \t]*(?:[-*] |\n))")


def compose(findings: Findings, topic: Topic | None, *, shortened: bool) -> Answer:
    """The answer to a question, from what it found.

    Args:
        findings: with at least one document; the first leads.
        topic: the near topic that says where the sources stop, or None.
        shortened: only the start of the question was read.
    """
    main = findings.documents[0].document
    practice = main if main.head.kind in PRACTICE else _best(findings, PRACTICE)
    notes = _Citations()
    lead = _lead(main, findings, notes)
    points = _points(main, practice, findings, notes)
    asked = _team_questions(practice, findings, notes)
    example = None if main.head.kind == "case" else _example(main, findings, notes)
    reading = _reading(main, findings, notes)
    return Answer(
        lead,
        points,
        asked,
        example,
        reading,
        notes.all,
        limit=topic.limit if topic else "",
        offer=topic.offer if topic else "",
        shortened=shortened,
    )


def citation(number: int, document: Document) -> Citation:
    """`document` as a source with this number; says what is partial about it."""
    head = document.head
    publisher = "" if head.publisher == UNKNOWN_PUBLISHER else head.publisher
    owner = head.audience.partition(":")[0]
    file = "" if head.source_url else head.file
    note = _first(head.status_note)
    return Citation(number, head.ref, head.kind, head.title, publisher, head.source_url, note, file=file, owner=owner)


class _Citations:
    """Sources in the order in which they are first cited."""

    def __init__(self) -> None:
        self.all: tuple[Citation, ...] = ()

    def number(self, document: Document) -> int:
        for known in self.all:
            if known.ref == document.ref:
                return known.number
        self.all = (*self.all, citation(len(self.all) + 1, document))
        return len(self.all)

    def cite(self, document: Document, passage: Passage) -> int:
        """As `number`, and the page on which the passage stands is named."""
        number = self.number(document)
        known = self.all[number - 1]
        if passage.page is not None:
            pages = tuple(sorted({*known.pages, passage.page}))
            self.all = (*self.all[: number - 1], replace(known, pages=pages), *self.all[number:])
        return number


def _lead(main: Document, findings: Findings, notes: _Citations) -> tuple[Statement, ...]:
    if main.head.kind == "page":
        return tuple(_quoted(each.passage, main, notes) for each in _telling(findings.passages_of(main.ref)))
    number = notes.number(main)
    texts = _split(main.section(IN_SHORT))[:LEAD_SENTENCES_MAX]
    detail = _detail(findings.passages_of(main.ref))
    if detail and detail not in texts:
        texts = [*texts[: LEAD_SENTENCES_MAX - 1], detail]
    return tuple(Statement(text, number) for text in texts)


def _telling(passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """The passages of a page that fit the question best, in reading order."""
    ranked = sorted(passages, key=lambda scored: scored.cosine, reverse=True)[:PAGE_PASSAGES_MAX]
    near = [scored for scored in ranked if scored.cosine >= ranked[0].cosine - PAGE_COSINE_SPREAD]
    return [scored for scored in passages if scored in near]


def _quoted(passage: Passage, document: Document, notes: _Citations) -> Statement:
    return Statement(" ".join(passage.text.split()), notes.cite(document, passage))


def _detail(passages: Sequence[ScoredPassage]) -> str:
    """The one passage that fits the question clearly better than the document's own summary, or nothing."""
    summary = max((scored.cosine for scored in passages if _heading(scored) == IN_SHORT), default=0.0)
    best = max((p for p in passages if _heading(p) not in _NO_DETAIL), key=lambda p: p.cosine, default=None)
    if best is None or best.cosine < max(DETAIL_COSINE_MIN, summary + DETAIL_LEAD_MARGIN):
        return ""
    return best.passage.text


def _points(main: Document, practice: Document | None, findings: Findings, notes: _Citations) -> tuple[Statement, ...]:
    heading = WHAT_TO_DO if main.head.kind in PRACTICE else _POINT_HEADINGS.get(main.head.kind, "")
    source = main if heading and main.section(heading) else practice
    if source is None:
        return ()
    chosen = _fitting(findings.passages_of(source.ref), heading if source is main else WHAT_TO_DO, POINTS_MAX)
    return tuple(Statement(text, notes.number(source)) for text in chosen)


def _team_questions(practice: Document | None, findings: Findings, notes: _Citations) -> tuple[TeamQuestion, ...]:
    if practice is None:
        return ()
    passages = findings.passages_of(practice.ref)
    published = _fitting(passages, SOURCE_QUESTIONS, TEAM_QUESTIONS_MAX)
    own = _fitting(passages, OUR_QUESTIONS, TEAM_QUESTIONS_MAX - len(published))
    number = notes.number(practice) if published or own else 0
    return (
        *(TeamQuestion(text, ours=False, citation=number) for text in published),
        *(TeamQuestion(text, ours=True, citation=number) for text in own),
    )


def _example(main: Document, findings: Findings, notes: _Citations) -> Example | None:
    for case in _related(main, findings, {"case"}):
        if case.head.status != "blurb":
            return Example(case.head.title, " ".join(_split(case.section(IN_SHORT))[:2]), notes.number(case))
    return None


def _reading(main: Document, findings: Findings, notes: _Citations) -> tuple[Reading, ...]:
    chosen = _related(main, findings, READABLE)[:READING_MAX]
    return tuple(_worth_reading(each, findings, notes) for each in chosen)


def _worth_reading(document: Document, findings: Findings, notes: _Citations) -> Reading:
    title = document.head.title
    if document.head.kind != "page":
        why = _first(document.section(WHY_OPEN) or document.section(IN_SHORT))
        return Reading(title, why, notes.number(document))
    best = max(findings.passages_of(document.ref), key=lambda scored: scored.cosine, default=None)
    if best is None:
        return Reading(title, "", notes.number(document))
    return Reading(title, _first(best.passage.text), notes.cite(document, best.passage))


def _related(main: Document, findings: Findings, kinds: Collection[str]) -> list[Document]:
    """Documents of `kinds` to go with the main one: linked from it or found by the question, best first."""
    found = {each.document.ref: each for each in findings.documents}
    linked = [link.to for link in main.head.links]
    refs = dict.fromkeys([*linked, *found])
    scored: list[tuple[float, Document]] = []
    for ref in refs:
        document = findings.document(ref)
        if document is None or ref == main.ref or document.head.kind not in kinds:
            continue
        cosine = found[ref].cosine if ref in found else _nearest(findings.passages_of(ref))
        if ref in linked or cosine >= UNLINKED_COSINE_MIN:
            scored.append((cosine + (LINK_BONUS if ref in linked else 0.0), document))
    return [document for _, document in sorted(scored, key=lambda pair: pair[0], reverse=True)]


def _best(findings: Findings, kinds: Collection[str]) -> Document | None:
    """The best ranked document of `kinds` after the first; if none was found, what the first links to by hand."""
    main, *ranked = (each.document for each in findings.documents)
    linked = (findings.document(link.to) for link in main.head.links)
    return next((each for each in (*ranked, *linked) if each is not None and each.head.kind in kinds), None)


def _fitting(passages: Sequence[ScoredPassage], heading: str, count: int) -> list[str]:
    """The `count` passages under `heading` that fit the question best, in reading order."""
    own = [scored for scored in passages if _heading(scored) == heading]
    chosen = sorted(own, key=lambda scored: scored.cosine, reverse=True)[: max(count, 0)]
    return [scored.passage.text for scored in own if scored in chosen]


def _heading(scored: ScoredPassage) -> str:
    return scored.passage.headings[-1]


def _nearest(passages: Sequence[ScoredPassage]) -> float:
    return max((scored.cosine for scored in passages), default=0.0)


def _split(text: str) -> list[str]:
    flat = " ".join(text.split())
    return [flat[start:end] for start, end in sentences(flat)]


def _first(text: str) -> str:
    """The first sentence of the first bullet or paragraph."""
    return next(iter(_split(_BLOCK_END.split(text.strip(), maxsplit=1)[0].removeprefix("- "))), "")
