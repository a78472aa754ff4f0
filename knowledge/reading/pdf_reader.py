"""PDFs, read by pypdf: the text of each page."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject

from knowledge.reading.cleaning import clean, one_line
from knowledge.reading.errors import CannotRead
from knowledge.reading.outline import Outline
from knowledge.reading.page_blocks import blocks
from knowledge.reading.texts import Outcome, Unreadable

# About what is read within the time of one file.
PAGES_MAX = 2_000
# After the last end mark come no objects, unless a newer part was cut off.
_OBJECT_AFTER_END = re.compile(rb"(?:\A|\s)\d+\s+\d+\s+obj\b")
# Titles that programs fill in by themselves: names of files and of nothing.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)\b|untitled|document\d*$|.*\.(?:docx?|pdf|indd|pptx?|qxd|tex)$", re.IGNORECASE
)


def read_pdf(data: bytes, text_chars_max: int) -> Outcome:
    """A section for each page that has text.

    Raises:
        CannotRead: it is encrypted or cut off; there is more text or pages than is taken, or a stream swells beyond
            measure.
    """
    if _OBJECT_AFTER_END.search(data, max(0, data.rfind(b"%%EOF"))) and b"%%EOF" in data:
        raise CannotRead("corrupt")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotRead("encrypted")
    try:
        return _read(reader, text_chars_max)
    except LimitReachedError as error:
        raise CannotRead("too_large") from error


def _read(reader: PdfReader, text_chars_max: int) -> Outcome:
    if len(reader.pages) > PAGES_MAX:
        raise CannotRead("too_large")
    texts: list[str] = []
    chars = 0
    has_pictures = False
    for page in reader.pages:
        # A soft hyphen at the end of a line is where a word was cut.
        texts.append(clean(page.extract_text().replace("\xad\n", "-\n")))
        chars += len(texts[-1])
        if chars > text_chars_max:
            raise CannotRead("too_large")
        has_pictures = has_pictures or (not texts[-1].strip() and _has_pictures(page))
    if not any(map(str.strip, texts)):
        return Unreadable("scanned" if has_pictures else "empty")
    return _outlined(texts, text_chars_max).finish(title=_title(reader), date=_date(reader))


def _outlined(texts: list[str], text_chars_max: int) -> Outline:
    outline = Outline(text_chars_max)
    for number, page in enumerate(blocks(texts), start=1):
        outline.start_page(number)
        for block in page:
            (outline.add_bullet if block.is_bullet else outline.add_paragraph)(block.text)
    return outline


def _has_pictures(page: PageObject) -> bool:
    """Whether the page shows pictures, itself or in a form that it shows."""
    shown = _shown(page)
    forms = [each for each in shown if each.get("/Subtype") == "/Form"]
    shown += [inner for form in forms for inner in _shown(form)]
    contents = page.get_contents()
    has_inline = contents is not None and b"BI" in contents.get_data() and b" ID" in contents.get_data()
    return has_inline or any(each.get("/Subtype") == "/Image" for each in shown)


def _shown(owner: DictionaryObject) -> list[DictionaryObject]:
    resources: Any = owner.get("/Resources", {})
    objects: Any = resources.get_object().get("/XObject", {}) if resources else {}
    found = [each.get_object() for each in objects.get_object().values()] if objects else []
    return [each for each in found if isinstance(each, DictionaryObject)]


def _title(reader: PdfReader) -> str:
    title = one_line(str((reader.metadata.title if reader.metadata else "") or ""))
    return "" if _NO_TITLE.match(title) else title


def _date(reader: PdfReader) -> str:
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except ValueError:
        # A date as no calendar has it is none.
        return ""
    return made.date().isoformat() if isinstance(made, datetime) else ""
