"""What was read from somebody's file or page, as a document of ours. Pure, and the same every time.

Headings and text are other people's: nothing in them becomes a field, another heading or a page number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from knowledge.documents import Document, heading_of, parse
from knowledge.reading.cleaning import one_line
from knowledge.reading.texts import ReadSection, ReadText
from knowledge.sources import Source

# Bump when the same text would become another document.
PAGES_VERSION = 1
HEADING_CHARS_MAX = 160
_REF_DIGITS = 12
# Source: the limits of `knowledge.front_matter`.
_TITLE_CHARS_MIN, _TITLE_CHARS_MAX, _NAME_CHARS_MAX, _DATE_CHARS_MAX = 3, 200, 400, 40
_MARKS = re.compile(r"^(?:#+[ \t]+)+")
_GAP = re.compile(r"\n{3,}")
_NEVER = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BRACES = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from: its source, what it is called there, and its address if it has one."""

    source: Source
    name: str
    url: str = ""

    @property
    def ref(self) -> str:
        """The code of the document, the same as long as source and name are."""
        return f"D-{_digest(self.source.id, self.name)[:_REF_DIGITS]}"

    @property
    def path(self) -> str:
        """What people call it: the place in the source's words."""
        if self.url:
            return self.url
        return f"{self.source.place.rstrip('/')}/{self.name}" if self.name else self.source.place

    def mark(self, text_digest: str) -> str:
        """Another one whenever the document would be: from the text's digest, without making the document."""
        source = self.source
        told = (source.collection, source.publisher, source.title, source.trust, source.licence, source.audience)
        return _digest(str(PAGES_VERSION), self.ref, self.path, *told, text_digest)


def has_words(read: ReadText) -> bool:
    """Whether any section has something to be found by."""
    return any(_body(section) for section in read.sections)


def page_of(read: ReadText, origin: Origin, mark: str) -> Document:
    """The document made of a text that `has_words`."""
    title = _title(read, origin)
    body = "\n".join(_parts(read, title))
    return parse(origin.path, f"---\n{_head(read, origin, title, mark)}---\n\n{body}")


def _head(read: ReadText, origin: Origin, title: str, mark: str) -> str:
    source = origin.source
    fields = {
        "ref": origin.ref,
        "kind": "page",
        "title": title,
        "publisher": _line(source.publisher),
        "source_url": origin.url,
        "status": "confirmed",
        "collection": source.collection,
        "audience": source.audience,
        "trust": source.trust,
        "licence": _line(source.licence),
        "file": _line(_file_name(origin))[:_NAME_CHARS_MAX],
        "dated": _line(read.date)[:_DATE_CHARS_MAX],
        "source": source.id,
        "mark": mark,
    }
    told = {name: value for name, value in fields.items() if value or name == "source_url"}
    # Values stand on one line each (`_line`), and no line is broken: none can start with `---` or look like a field.
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=10**9))


def _title(read: ReadText, origin: Origin) -> str:
    """The first of these that says anything: staff's own, the document's, the file's name, its place."""
    names = (origin.source.title, read.title, _file_name(origin), origin.path, f"{origin.source.collection} page")
    lines = (_line(name)[:_TITLE_CHARS_MAX].strip() for name in names)
    # Marks that nobody sees say nothing.
    return next(line for line in lines if len(one_line(line)) >= _TITLE_CHARS_MIN)


def _file_name(origin: Origin) -> str:
    return "" if origin.url else origin.path.rsplit("/", 1)[-1]


def _parts(read: ReadText, title: str) -> Iterator[str]:
    for section in read.sections:
        body = _body(section)
        if body:
            words = _line(" / ".join(section.headings)).translate(_BRACES)[:HEADING_CHARS_MAX].strip(" #/")
            yield f"{heading_of(words or title.translate(_BRACES), section.page)}\n\n{body}\n"


def _body(section: ReadSection) -> str:
    """The text on clean lines; one that starts like a heading is none here, and loses its marks."""
    lines = (_MARKS.sub("", _clean(line)).rstrip() for line in section.text.splitlines())
    return _GAP.sub("\n\n", "\n".join(lines)).strip()


def _line(text: str) -> str:
    return " ".join(_clean(" ".join(text.split())).split())


def _clean(line: str) -> str:
    """Without control characters, lone surrogates and what no text holds."""
    return _NEVER.sub("", line)


def text_digest(read: ReadText) -> str:
    """Another one whenever the text is: 64 hex digits."""
    return hashlib.sha256(dump_text(read).encode("utf-8", "surrogatepass")).hexdigest()


def dump_text(read: ReadText) -> str:
    """The text as JSON on one line, for `load_text`."""
    sections = [[list(each.headings), each.text, each.page] for each in read.sections]
    return json.dumps([read.title, read.date, sections], ensure_ascii=True)


def load_text(dumped: str) -> ReadText:
    """What `dump_text` wrote.

    Raises:
        ValueError, TypeError: it is not that.
    """
    title, date, sections = json.loads(dumped)
    return ReadText(title, tuple(ReadSection(tuple(headings), text, page) for headings, text, page in sections), date)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
