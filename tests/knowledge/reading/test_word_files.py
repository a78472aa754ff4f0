"""Word files become sections."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx
import pytest

from knowledge.reading.texts import ReadSection, ReadText
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import headings_of, reason_of, text_of, words_of
from tests.knowledge.reading.word_files import STRICT, bomb, paragraph, run, word, zipped

CORE = """<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>{}</dc:title>
<dcterms:created>2020-01-01T00:00:00Z</dcterms:created><dcterms:modified>2024-03-04T05:06:07Z</dcterms:modified>
</cp:coreProperties>"""
STYLES = """<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="House heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Circle"><w:name w:val="Circle"/><w:basedOn w:val="Circle"/></w:style>
<w:style w:styleId="Level"><w:name w:val="Ours"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:styleId="Toc1"><w:name w:val="toc 1"/></w:style>"""


def test_a_document_of_a_word_processor_becomes_sections(reader: Reader) -> None:
    """Headings by their style, lists and tables as lines."""
    made = docx.Document()
    made.add_heading("Our agreement", 0)
    made.add_heading("Partners", 1)
    made.add_paragraph("The city and the school.")
    made.add_paragraph("land", style="List Bullet")
    made.add_paragraph("rooms", style="List Number")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Who", "Gives", "City", "Land"), strict=True):
        cell.text = text
    made.add_heading("Money", 2)
    made.add_paragraph("Shared.")
    out = io.BytesIO()
    made.save(out)
    assert reader.read_bytes(out.getvalue(), "agreement.docx") == ReadText(
        "Our agreement",
        (
            ReadSection(("Partners",), "The city and the school.\n\n- land\n- rooms\n- Who | Gives\n- City | Land"),
            ReadSection(("Partners", "Money"), "Shared."),
        ),
    )


def test_headings_are_known_in_every_language_and_by_what_they_rest_on(reader: Reader) -> None:
    """Ids of styles are translated, their names are not; a style of the house rests on a built-in one."""
    body = "".join(paragraph(f"H{style}", style) + paragraph("text") for style in ("berschrift1", "Level", "Own"))
    body += paragraph("no heading", "Circle") + paragraph("HL", settings='<w:outlineLvl w:val="0"/>') + paragraph("z")
    outcome = reader.read_bytes(word(body, STYLES), "a.docx")
    assert headings_of(outcome) == [("Hberschrift1",), ("Hberschrift1", "HLevel"), ("HOwn",), ("HL",)]


def test_words_in_controls_insertions_links_and_boxes_are_read_and_deleted_ones_are_not(reader: Reader) -> None:
    """Agreements are full of forms and tracked changes."""
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
        f"<w:p>{run('Stays')}<w:ins>{run(' comes')}</w:ins><w:del><w:r><w:delText> goes</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run(' moved')}</w:moveFrom><w:hyperlink>{run(' linked')}</w:hyperlink>"
        f"<w:r><w:tab/><w:instrText>CODE</w:instrText><w:t>tab</w:t><w:noBreakHyphen/><w:t>bed</w:t></w:r>{box}</w:p>"
        + paragraph("Partners ..... 3", "Toc1")
    )
    wanted = "In a control.\n\nStays comes linked tab-bed\n\nIn a box."
    assert words_of(reader.read_bytes(word(body, STYLES), "a.docx")) == wanted
    assert words_of(reader.read_bytes(word(body, STYLES, namespace=STRICT), "a.docx")) == wanted


def test_a_frame_around_text_is_no_table(reader: Reader) -> None:
    """A table of one column is a box to look at."""
    cell = paragraph("First.") + paragraph("Second.")
    assert words_of(reader.read_bytes(word(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"), "a.docx")) == (
        "First.\n\nSecond."
    )


@pytest.mark.parametrize(("said", "title"), [("Plan", "Plan"), ("Word Document", ""), ("draft.docx", ""), ("", "")])
def test_title_and_date_come_from_the_properties(reader: Reader, said: str, title: str) -> None:
    """The date is that of the last change; titles that programs fill in are none."""
    source = word(paragraph("Words."), parts={"docProps/core.xml": CORE.format(said)})
    assert reader.read_bytes(source, "a") == ReadText(title, (ReadSection((), "Words."),), "2024-03-04")


def test_word_before_2007_is_told_whatever_it_is_called(reader: Reader) -> None:
    """A person can save it anew; a locked file is another matter."""
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for name in ("plan.doc", "plan.docx", "plan.pdf"):
        assert reason_of(reader.read_bytes(old + "WordDocument".encode("utf-16-le"), name)) == "old_word"
        assert reason_of(reader.read_bytes(old + "EncryptedPackage".encode("utf-16-le"), name)) == "encrypted"
        assert reason_of(reader.read_bytes(old + "Workbook".encode("utf-16-le"), name)) == "not_a_document"


def test_other_archives_are_no_documents_and_cut_ones_are_corrupt(reader: Reader) -> None:
    """A sheet, a presentation, an archive of files."""
    whole = word(paragraph("Words."))
    assert reason_of(reader.read_bytes(whole.replace(b"word/document.xml", b"xl/worksheets.xml"), "a.docx")) == (
        "not_a_document"
    )
    for size in range(4, len(whole), 11):
        assert reason_of(reader.read_bytes(whole[:size], "a.docx")) == "corrupt"


def test_a_bomb_is_refused_before_it_is_unpacked(reader: Reader) -> None:
    """Also one that states a size which is not true."""
    packed = bomb(64)
    assert len(packed) < 500_000
    assert reason_of(reader.read_bytes(packed, "a.docx")) == "too_large"
    with ZipFile(io.BytesIO(packed)) as archive:
        stated = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    lying = packed.replace(stated, (1_000).to_bytes(4, "little"))
    assert lying != packed
    assert reason_of(reader.read_bytes(lying, "a.docx")) == "corrupt"


@pytest.mark.parametrize("entity", ['"hahaha"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_are_never_expanded(reader: Reader, entity: str) -> None:
    """Neither a laugh that could be a billion nor a file of this machine; Word writes none."""
    body = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    source = zipped([f"<!DOCTYPE w [<!ENTITY a {entity}>]>{body}".encode()], {})
    assert reason_of(reader.read_bytes(source, "a.docx")) == "corrupt"


def test_no_words_at_all_are_said_so(reader: Reader) -> None:
    """A document of nothing but pictures."""
    assert text_of(reader.read_bytes(word(paragraph("x")), "a.docx")).sections
    assert reason_of(reader.read_bytes(word(paragraph(" ")), "a.docx")) == "no_text"
