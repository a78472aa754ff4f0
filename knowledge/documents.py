"""Documents: what staff write, parsed and checked. Pure: text comes in, documents or faults go out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.checked_yaml import FieldFaultKind, FieldsBroken
from knowledge.front_matter import ASKED_AS_MAX, ASKED_AS_MIN, FrontMatter, Kind, parse_head
from knowledge.headings import IN_SHORT, SECTIONS

COLLECTIONS: Mapping[Kind, str] = {
    "tool": "toolkit",
    "stage": "toolkit",
    "theme": "agreements",
    "case": "cases",
    "resource": "library",
    "study": "research",
    "page": "library",
}


FaultKind = Literal[
    "no_head",
    FieldFaultKind,
    "phrasing_count",
    "phrasing_twice",
    "status_note",
    "tool_stage",
    "resource_fields",
    "self_link",
    "text_before_sections",
    "unknown_section",
    "empty_section",
    "section_order",
    "missing_section",
    "ref_twice",
    "dead_link",
    "not_utf8",
    "unreadable",
    "no_documents",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that must be mended. `kind` is a key of the template that says it; the rest fills it in."""

    path: str
    line: int
    kind: FaultKind
    about: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One `##` section. `start` is the offset of its body in the document's text, in characters.

    `page` is the page of a PDF that it was read from, counted from 1: `{p. 7}` behind the heading.
    """

    heading: str
    body: str
    start: int
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One tool, stage, case, resource, study, agreement theme or page of staff, with its sections in file order.

    `file` is the whole file as it was written, `text` what follows the front matter.
    """

    path: str
    file: str
    head: FrontMatter
    text: str
    sections: tuple[Section, ...]

    @property
    def ref(self) -> str:
        """The document's code: `T1`, `SC-roles`, `C4`, `D-0123456789ab`."""
        return self.head.ref

    @property
    def collection(self) -> str:
        """toolkit, cases, library, research, agreements or team."""
        return self.head.collection or COLLECTIONS[self.head.kind]

    @property
    def mark(self) -> str:
        """Another one whenever anything of the document changes: 64 hex digits."""
        return self.head.mark or mark_of(self.path, self.file)

    def section(self, heading: str) -> str:
        """The body under `heading`, empty when the document has no such section."""
        return next((section.body for section in self.sections if section.heading == heading), "")


def mark_of(path: str, file: str) -> str:
    """The mark of a document that has none of its own in its head."""
    return hashlib.sha256(f"{path}\0{file}".encode()).hexdigest()


def heading_of(words: str, page: int | None) -> str:
    """The line above a section: `## Money {p. 7}`."""
    return f"## {words}{'' if page is None else f' {{p. {page}}}'}"


def kind_shown(document: Document) -> str:
    """What people would call the document: a page that staff put with the cases is asked for as a case."""
    if document.head.kind != "page":
        return document.head.kind
    return _KINDS_OF_PAGES.get(document.collection, "page")


def parse(path: str, text: str) -> Document:
    """The document in `text`; `path` is only used to name it in faults.

    Raises:
        BrokenDocument: with every fault found, in file order.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    match = _HEAD.match(text)
    if match is None:
        raise BrokenDocument([Fault(path, 1, "no_head")])
    try:
        head = parse_head(match["head"], first_line=2)
    except FieldsBroken as error:
        raise BrokenDocument([Fault(path, *each) for each in error.faults]) from error
    body_line = text[: match.end()].count("\n") + 1
    body = text[match.end() :]
    document = Document(path, text, head, body, tuple(_sections(body, body_line)))
    faults = [*_head_faults(document), *_preamble_faults(document, body_line), *_section_faults(document)]
    if faults:
        raise BrokenDocument(faults, head.ref)
    return document


def restore(path: str, text: str, head: Any) -> Document:
    """The document that `parse` gave for `text` once, without checking it again; `head` are its fields as JSON."""
    match = _HEAD.match(text)
    body = text[match.end() :] if match else text
    body_line = text[: len(text) - len(body)].count("\n") + 1
    return Document(path, text, FrontMatter.model_validate(head), body, tuple(_sections(body, body_line)))


def faults_between(documents: Sequence[Document], broken: Collection[str] = ()) -> list[Fault]:
    """What is wrong only when documents are seen together: a ref used twice, a link to no document.

    Args:
        documents: those that are whole.
        broken: refs of the others; a link to one of them is no fault of its own.
    """
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for document in documents:
        if document.ref in owner:
            faults.append(Fault(document.path, 2, "ref_twice", document.ref, owner[document.ref]))
        owner.setdefault(document.ref, document.path)
    links = ((document, link.to) for document in documents for link in document.head.links)
    faults += [Fault(document.path, 2, "dead_link", to) for document, to in links if to not in {*owner, *broken}]
    return faults


class BrokenDocument(Exception):
    """A file that cannot be taken as a document; `ref` is the one it has, empty when that could not be read either."""

    def __init__(self, faults: Iterable[Fault], ref: str = "") -> None:
        self.faults, self.ref = tuple(faults), ref
        super().__init__(*self.faults)


_KINDS_OF_PAGES: Mapping[str, Kind] = {
    "toolkit": "tool",
    "cases": "case",
    "library": "resource",
    "research": "study",
    "agreements": "theme",
}
_HEAD = re.compile(r"\A---[ \t]*\n(?P<head>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^## +(?P<title>.+?)(?: \{p\. (?P<page>\d{1,6})\})?[ \t]*$", re.MULTILINE)


def _sections(text: str, first_line: int) -> Iterable[Section]:
    marks = list(_HEADING.finditer(text))
    line, counted = first_line, 0
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        start, end = mark.end(), after.start() if after else len(text)
        raw = text[start:end]
        start += len(raw) - len(raw.lstrip())
        line, counted = line + text.count("\n", counted, mark.start()), mark.start()
        yield Section(mark["title"], raw.strip(), start, line, int(mark["page"]) if mark["page"] else None)


def _head_faults(document: Document) -> Iterable[Fault]:
    head, path = document.head, document.path
    if not head.source_url and head.kind != "page":
        yield Fault(path, 2, "missing_field", "source_url")
    if not ASKED_AS_MIN <= len(head.asked_as) <= ASKED_AS_MAX and (head.asked_as or head.kind != "page"):
        yield Fault(path, 2, "phrasing_count", str(len(head.asked_as)), f"{ASKED_AS_MIN}-{ASKED_AS_MAX}")
    if len({phrasing.casefold() for phrasing in head.asked_as}) < len(head.asked_as):
        yield Fault(path, 2, "phrasing_twice")
    if head.status != "confirmed" and not head.status_note:
        yield Fault(path, 2, "status_note", head.status)
    if head.kind == "tool" and head.stage is None:
        yield Fault(path, 2, "tool_stage")
    if head.kind == "resource" and None in {head.type, head.availability, head.listing}:
        yield Fault(path, 2, "resource_fields")
    if document.ref in {link.to for link in head.links}:
        yield Fault(path, 2, "self_link", document.ref)


def _preamble_faults(document: Document, body_line: int) -> Iterable[Fault]:
    first = _HEADING.search(document.text)
    before = document.text[: first.start() if first else None]
    if before.strip():
        blank = before[: len(before) - len(before.lstrip())]
        yield Fault(document.path, body_line + blank.count("\n"), "text_before_sections")


def _section_faults(document: Document) -> Iterable[Fault]:
    allowed = SECTIONS[document.head.kind]
    order = ", ".join(allowed)
    headings = [section.heading for section in document.sections]
    for section in document.sections:
        if section.heading not in allowed and document.head.kind != "page":
            yield Fault(document.path, section.line, "unknown_section", section.heading, order)
        elif not section.body:
            yield Fault(document.path, section.line, "empty_section", section.heading)
    known = [heading for heading in headings if heading in allowed]
    if known != [heading for heading in allowed if heading in known]:
        yield Fault(document.path, document.sections[0].line, "section_order", hint=order)
    for heading, required in allowed.items():
        excused = document.head.status == "blurb" and heading != IN_SHORT
        if required and heading not in headings and not excused:
            yield Fault(document.path, 1, "missing_section", heading)
