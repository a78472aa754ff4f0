"""Hostile words in reports: no formula in a table, no link but ours in Word and Markdown, no field, no picture."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from urllib.parse import unquote

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.walkthrough.reporting.report import Report, cleaned
from bot.walkthrough.reports import write_csv, write_docx, write_markdown
from tests.bot.walkthrough.meeting import ALI, ANN, BEA, CAL
from tests.bot.walkthrough.reporting_samples import DOCUMENTS, DUE_SOON, full, reported
from tests.fakes.payloads import PAYLOADS, WORKED_OUT
from tests.fakes.scorecards import SCORECARD

OURS = {SCORECARD.source_url, *(url for _, url in DOCUMENTS.values())}
_FORMULA = re.compile(r"\s*[=+@\uff1d\uff0b\uff20-]|[\t\r\n]")
# What other readers of Markdown than CommonMark's make links of by themselves.
_BARE = re.compile(r"(?<!\]\(<)(?:https?://|\bwww\.)", re.IGNORECASE)


@pytest.fixture(params=list(PAYLOADS.values()), ids=list(PAYLOADS))
def made(request: pytest.FixtureRequest) -> Report:
    """A report in which notes, an agreement, actions, partners and people bear the payload."""
    payload: str = request.param
    # As long as the form takes.
    short = " ".join(payload.split())[:50]
    command = replace(DUE_SOON, partners=tuple(f"{short} {number}" for number in range(3)))
    names = dict.fromkeys((ANN, ALI, BEA, CAL), payload)
    # Whoever writes nothing but spaces has written nothing.
    report, _ = reported(full(command, text=payload if payload.strip() else f"x{payload}"), names=names)
    return report


def test_no_cell_is_a_formula(made: Report) -> None:
    """Every row has as many cells as the head, and each begins as text."""
    table = write_csv(made).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(table, newline="")))
    assert len(rows) == len(made.sheet.rows) + 1
    assert {len(row) for row in rows} == {len(made.sheet.head)}
    assert not [cell for row in rows for cell in row if _FORMULA.match(cell)]
    assert not [each for each in WORKED_OUT if each in table]


def test_a_word_file_links_to_our_sources_only(made: Report) -> None:
    """No other link, no field that Word would work out, no text outside of runs."""
    document = docx.Document(BytesIO(write_docx(made)))
    outside = [each for each in document.part.rels.values() if each.is_external]
    assert {each.reltype for each in outside} <= {RELATIONSHIP_TYPE.HYPERLINK}
    assert {unquote(each.target_ref) for each in outside} <= {unquote(url) for url in OURS}
    xml = document.element.xml
    assert "instrText" not in xml
    assert "fldSimple" not in xml
    assert "<w:drawing" not in xml


def test_markdown_links_to_our_sources_only(made: Report) -> None:
    """No other link, no tag, no picture; nor for readers that link bare addresses."""
    text = write_markdown(made)
    tokens = [
        each for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text) for each in _all(token)
    ]
    assert not {each.type for each in tokens} & {
        "html_block",
        "html_inline",
        "image",
        "fence",
        "code_block",
        "code_inline",
    }
    links = {str(each.attrs["href"]) for each in tokens if each.type == "link_open"}
    assert {unquote(each) for each in links} <= {unquote(url) for url in OURS}
    assert not _BARE.findall(text)
    assert cleaned(text) == text


def _all(token: Token) -> list[Token]:
    return [token, *(inner for child in token.children or () for inner in _all(child))]
