"""Documents into passages: heading-aware, ended at a sentence, small enough to be found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.documents import Document, Section

# Bump when the same document would be cut differently: stored passages are then made again.
CHUNKER_VERSION = 1
# Whole sentences to about 64 tokens found most in a trial of five sizes; English has about 0.75 words a token.
PASSAGE_WORDS_MAX = 48


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded and cited: `document.text[start:end]`, with the headings above it."""

    ref: str
    headings: tuple[str, ...]
    start: int
    end: int
    text: str
    page: int | None = None
    """Where it stands in a PDF, counted from 1."""

    @property
    def embedded(self) -> str:
        """What the encoder reads: the headings say what the passage is about."""
        return f"{'. '.join(self.headings)}. {self.text}"


def passages(document: Document) -> list[Passage]:
    """The document's passages in reading order. They never overlap, and only bullets' marks and space lie between."""
    return [
        Passage(document.ref, _headings(document, section), start, end, document.text[start:end], section.page)
        for section in document.sections
        for start, end in _spans(section)
    ]


def _headings(document: Document, section: Section) -> tuple[str, ...]:
    """Title and heading, or the title alone where the section has no other name."""
    title = document.head.title
    return (title,) if section.heading == title else (title, section.heading)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of `text`, in characters; abbreviations do not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text[start : stop.start(1)]):
            continue
        spans.append((start, stop.start(1)))
        start = stop.end()
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


# A sentence ends at its mark (and a closing quote), before space and something that can open the next one.
_STOP = re.compile(r"(?<=[.!?])[\"'”’)]*()\s+(?=[\"'“‘(]?[A-Z0-9])")  # noqa: RUF001 -- both sorts of quotation mark
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Dr|Mr|Ms|Mrs|St|vs|pp?|e\.g|i\.e|c|al|eds?|U\.S)\.)$", re.IGNORECASE)
_BLOCK = re.compile(
    r"(?:^|\n)[ \t]*(?:[-*][ \t]+|\d+\.[ \t]+)?(?P<body>[^\n]+(?:\n(?![ \t]*(?:[-*] |\d+\. |\n))[^\n]+)*)"
)


def _spans(section: Section) -> Iterator[tuple[int, int]]:
    """Spans in the document's text: a bullet or paragraph each, a long one cut between sentences."""
    for block in _BLOCK.finditer(section.body):
        offset = section.start + block.start("body")
        yield from ((offset + start, offset + end) for start, end in _pack(block["body"].rstrip()))


def _pack(block: str) -> Iterator[tuple[int, int]]:
    """Whole sentences of `block`, packed up to the limit; one sentence over the limit is cut between words."""
    begun: int | None = None
    ended = words = 0
    for start, end in (cut for span in sentences(block) for cut in _cut(block, *span)):
        size = len(block[start:end].split())
        if begun is not None and words + size > PASSAGE_WORDS_MAX:
            yield begun, ended
            begun, words = None, 0
        begun = start if begun is None else begun
        ended, words = end, words + size
    if begun is not None:
        yield begun, ended


def _cut(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    # The encoder reads 256 tokens; three limits' worth of plain words stays inside that.
    limit = PASSAGE_WORDS_MAX * 3
    sentence = block[start:end]
    if len(sentence.split()) <= limit:
        yield end - len(sentence.lstrip()), start + len(sentence.rstrip())
        return
    words = list(re.finditer(r"\S+", sentence))
    for first in range(0, len(words), limit):
        group = words[first : first + limit]
        yield start + group[0].start(), start + group[-1].end()
