"""Documents: what staff write, parsed and checked. Pure: text comes in, documents or faults go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.front_matter import (
    ASKED_AS_MAX,
    ASKED_AS_MIN,
    FrontMatter,
    HeadFault,
    Kind,
    parse_head,
)

IN_SHORT = "In short"
WHAT_TO_DO = "What to do"
SOURCE_QUESTIONS = "Questions from the source"
OUR_QUESTIONS = "Questions of our own"
SIGNS = "Signs you need it"
WHY_OPEN = "Why open it"
OUTCOME = "What came of it"
NOT_ESTABLISHED = "What is not established"

# Section headings in the order in which they may stand; True: required. The README of this folder says the same.
SECTIONS: Mapping[Kind, Mapping[str, bool]] = {
    "tool": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": True,
        "If you skip it": True,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        "Example": False,
        NOT_ESTABLISHED: False,
    },
    "stage": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": False,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        NOT_ESTABLISHED: False,
    },
    "theme": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": False,
        "When drafting": False,
        "When reviewing": False,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        "What neighbouring guides cover": False,
        NOT_ESTABLISHED: False,
    },
    "case": {
        IN_SHORT: True,
        "The problem": False,
        "Who took part": False,
        "What each gave": False,
        "How they worked": False,
        OUTCOME: False,
        NOT_ESTABLISHED: False,
    },
    "resource": {
        IN_SHORT: True,
        WHY_OPEN: True,
        "What it says": False,
        "How to use it": False,
        NOT_ESTABLISHED: False,
    },
    "study": {
        IN_SHORT: True,
        "What it found": True,
        "Takeaways": False,
        "Who it is for": False,
        NOT_ESTABLISHED: False,
    },
}
COLLECTIONS: Mapping[Kind, str] = {
    "tool": "toolkit",
    "stage": "toolkit",
    "theme": "agreements",
    "case": "cases",
    "resource": "library",
    "study": "research",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that must be mended: where, what, and how."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        """`path:line: what. mend`."""
        return f"{self.path}:{self.line}: {self.what}. {self.mend}"


@dataclass(frozen=True, slots=True)
class Section:
    """One `##` section. `start` is the offset of its body in the document's text, in characters."""

    heading: str
    body: str
    start: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One tool, stage, case, resource, study or agreement theme, with its sections in file order.

    `file` is the whole file as it was written, `text` what follows the front matter.
    """

    path: str
    file: str
    head: FrontMatter
    text: str
    sections: tuple[Section, ...]

    @property
    def ref(self) -> str:
        """The document's code: `T1`, `SC-roles`, `C4`."""
        return self.head.ref

    @property
    def collection(self) -> str:
        """toolkit, cases, library, research or agreements."""
        return COLLECTIONS[self.head.kind]

    def section(self, heading: str) -> str:
        """The body under `heading`, empty when the document has no such section."""
        return next((section.body for section in self.sections if section.heading == heading), "")


def parse(path: str, text: str) -> Document:
    """The document in `text`; `path` is only used to name it in faults.

    Raises:
        BrokenDocument: with every fault found, in file order.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    match = _HEAD.match(text)
    if match is None:
        raise BrokenDocument(
            [Fault(path, 1, "the file does not start with front matter", "Start it with `---`, fields, `---`.")]
        )
    try:
        head = parse_head(match["head"], first_line=2)
    except HeadFault as error:
        raise BrokenDocument([Fault(path, *each) for each in error.faults]) from error
    body_line = text[: match.end()].count("\n") + 1
    body = text[match.end() :]
    document = Document(path, text, head, body, tuple(_sections(body, body_line)))
    faults = [*_head_faults(document), *_section_faults(document)]
    if faults:
        raise BrokenDocument(faults)
    return document


def faults_between(documents: Sequence[Document]) -> list[Fault]:
    """What is wrong only when documents are seen together: a ref used twice, a link to no document."""
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for document in documents:
        if document.ref in owner:
            what = f"`ref: {document.ref}` is also the ref of {owner[document.ref]}"
            faults.append(Fault(document.path, 2, what, "Give one of them another ref."))
        owner.setdefault(document.ref, document.path)
    for document in documents:
        for link in document.head.links:
            if link.to not in owner:
                what = f"a link goes to `{link.to}`, and there is no such document"
                faults.append(Fault(document.path, 2, what, "Correct the ref or take the link out."))
    return faults


class BrokenDocument(Exception):
    """A file that cannot be taken as a document."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


_HEAD = re.compile(r"\A---[ \t]*\n(?P<head>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^## +(?P<title>.+?)[ \t]*$", re.MULTILINE)


def _sections(text: str, first_line: int) -> Iterable[Section]:
    marks = list(_HEADING.finditer(text))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        start, end = mark.end(), after.start() if after else len(text)
        raw = text[start:end]
        start += len(raw) - len(raw.lstrip())
        yield Section(mark["title"], raw.strip(), start, first_line + text[: mark.start()].count("\n"))


def _head_faults(document: Document) -> Iterable[Fault]:
    head, path = document.head, document.path
    if not ASKED_AS_MIN <= len(head.asked_as) <= ASKED_AS_MAX:
        what = f"`asked_as` has {len(head.asked_as)} phrasings"
        yield Fault(path, 2, what, f"Write {ASKED_AS_MIN} to {ASKED_AS_MAX}, in practitioners' own words.")
    if len({phrasing.casefold() for phrasing in head.asked_as}) < len(head.asked_as):
        yield Fault(path, 2, "`asked_as` says the same phrasing twice", "Take one out.")
    if head.status != "confirmed" and not head.status_note:
        yield Fault(path, 2, f"`status: {head.status}` needs a `status_note`", "Say in one sentence what is missing.")
    if head.kind == "tool" and head.stage is None:
        yield Fault(path, 2, "a tool needs its `stage`", "Add `stage: diagnosis` or another stage.")
    if head.kind == "resource" and None in {head.type, head.availability, head.listing}:
        yield Fault(path, 2, "a resource needs `type`, `availability` and `listing`", "Add the missing field.")
    if document.ref in {link.to for link in head.links}:
        yield Fault(path, 2, "the document links to itself", "Take that link out.")


def _section_faults(document: Document) -> Iterable[Fault]:
    allowed = SECTIONS[document.head.kind]
    headings = [section.heading for section in document.sections]
    for section in document.sections:
        if section.heading not in allowed:
            mend = f"A {document.head.kind} has: {', '.join(allowed)}."
            yield Fault(document.path, section.line, f"`## {section.heading}` is not a section of its kind", mend)
        elif not section.body:
            yield Fault(document.path, section.line, f"`## {section.heading}` is empty", "Write it or take it out.")
    known = [heading for heading in headings if heading in allowed]
    if known != [heading for heading in allowed if heading in known]:
        mend = f"The order is: {', '.join(allowed)}; each once."
        yield Fault(document.path, document.sections[0].line, "the sections are out of order or repeated", mend)
    for heading, required in allowed.items():
        excused = document.head.status == "blurb" and heading != IN_SHORT
        if required and heading not in headings and not excused:
            yield Fault(document.path, 1, f"`## {heading}` is missing", "Add it.")

