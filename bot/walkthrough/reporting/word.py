"""A report as a Word document: real headings, tables with head rows, links, a footer with page numbers.

Paragraphs are put into the document's XML by style ids that are looked up once: the library's own way looks every
style up anew, which takes seconds for a long report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Length

from bot.walkthrough.reporting import word_styles as styles
from bot.walkthrough.reporting.report import (
    Block,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Quoted,
    Report,
    Table,
    cleaned,
    web_address,
)

_AUTHOR = "Partnership Coach"
_LANGUAGE = "en-US"
# The library takes no more characters for a property.  Source: docx.oxml.coreprops
_PROPERTY_CHARS_MAX = 255
_PARAGRAPH_STYLES = {"text": styles.TEXT, "small": styles.SMALL, "label": styles.LABEL}
# A column is as wide as its longest cell asks for, between these: short ones stay legible, long ones wrap.
_COLUMN_CHARS_MIN, _COLUMN_CHARS_MAX = 9, 36


def write_docx(report: Report) -> bytes:
    """The whole report as a .docx file."""
    document = docx.Document()
    styles.prepare_styles(document, _LANGUAGE)
    _describe(document, report)
    _frame(document, report)
    pages = _Pages(document)
    pages.add_paragraph(styles.TITLE, _line(report.title))
    pages.add_paragraph(styles.SUBTITLE, _line(report.subtitle))
    for block in report.blocks:
        pages.add(block)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _describe(document: Document, report: Report) -> None:
    """What a file's properties show, and what search and screen readers use."""
    properties = document.core_properties
    properties.title = _line(report.title)[:_PROPERTY_CHARS_MAX]
    properties.subject = _line(report.subtitle)[:_PROPERTY_CHARS_MAX]
    properties.author = properties.last_modified_by = _AUTHOR
    properties.language = _LANGUAGE
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.now(UTC)


def _frame(document: Document, report: Report) -> None:
    """The title above every page but the first, and the number below each."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(_line(report.title))
    for footer in (section.footer, section.first_page_footer):
        footer.paragraphs[0].style = document.styles[styles.FOOTER]
        footer.paragraphs[0].add_run(f"{_line(report.page)} ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer.part.element.p_lst[0].append(field)


class _Pages:
    """The body of a document, written from the top to the end."""

    def __init__(self, document: Document) -> None:
        self._part, self._body = document.part, document.element.body
        self._ids = {style.name: style.style_id for style in document.styles}

    def add(self, block: Block) -> None:
        """Put one block at the end."""
        match block:
            case Heading(level=level, text=text):
                self.add_paragraph(styles.HEADINGS[level], _line(text))
            case Paragraph(text=text, kind=kind):
                self.add_paragraph(_PARAGRAPH_STYLES[kind], _line(text))
            case Fact(label=label, text=text):
                paragraph = self.add_paragraph(styles.FACT, f"{_line(label)}: ", styles.STRONG)
                self._add_run(paragraph, _line(text))
            case Quoted(text=text, byline=byline):
                self.add_paragraph(styles.QUOTE, cleaned(text))
                self.add_paragraph(styles.BYLINE, _line(byline))
            case Item(text=text, links=links):
                self.add_paragraph(styles.ITEM, _line(text))
                for link in links:
                    self._add_link(styles.INNER_ITEM, link)
            case Link():
                self._add_link(styles.TEXT, block)
            case Table():
                self._add_table(block)

    def add_paragraph(self, style: str, text: str, run_style: str = "") -> CT_P:
        """A paragraph at the end of the body; line breaks and tabs in the text stay."""
        paragraph: CT_P = self._body.add_p()
        paragraph.style = self._ids[style]
        self._add_run(paragraph, text, run_style)
        return paragraph

    def _add_run(self, paragraph: CT_P, text: str, style: str = "") -> None:
        run = paragraph.add_r()
        run.text = text
        if style:
            run.style = self._ids[style]

    def _add_link(self, style: str, link: Link) -> None:
        url, words = web_address(link.url), _line(link.text)
        paragraph = self.add_paragraph(style, words, styles.LINK if url else "")
        if url:
            wrapper = OxmlElement("w:hyperlink")
            wrapper.set(qn("r:id"), self._part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            wrapper.append(paragraph.r_lst[0])
            paragraph.append(wrapper)

    def _add_table(self, block: Table) -> None:
        rows = [block.head, *block.rows]
        table = CT_Tbl.new_tbl(len(rows), len(block.head), styles.TEXT_WIDTH)
        self._body.insert_element_before(table, "w:sectPr")
        table.tblStyle_val = self._ids[styles.TABLE]
        widths = _widths(rows)
        for column, width in zip(table.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        for row, cells in zip(table.tr_lst, rows, strict=True):
            self._fill_row(row, cells, widths)
        # The head is read out as one, and repeated on every page.
        table.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.add_paragraph(styles.CELL, "")

    def _fill_row(self, row: CT_Row, cells: Sequence[str], widths: Sequence[Length]) -> None:
        for cell, text, width in zip(row.tc_lst, cells, widths, strict=True):
            cell.width = width
            paragraph = cell.p_lst[0]
            paragraph.style = self._ids[styles.CELL]
            self._add_run(paragraph, cleaned(text))


def _widths(rows: Sequence[Sequence[str]]) -> list[Length]:
    """The width of each column, by what its longest cell asks for; together that of the text."""
    longest = (max(len(cell) for cell in column) for column in zip(*rows, strict=True))
    wanted = [min(max(chars, _COLUMN_CHARS_MIN), _COLUMN_CHARS_MAX) for chars in longest]
    return [Length(styles.TEXT_WIDTH * chars // sum(wanted)) for chars in wanted]


def _line(text: str) -> str:
    """Text on one line."""
    return " ".join(cleaned(text).split())
