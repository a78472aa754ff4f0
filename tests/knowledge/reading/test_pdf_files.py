"""PDFs become a section a page."""

from __future__ import annotations

import zlib

import pytest

from knowledge.reading.texts import ReadSection, ReadText
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import reason_of, text_of, words_of
from tests.knowledge.reading.pdf_files import encrypted_pdf, pdf, pdf_of, scanned_pdf

INFO = b"/Title (Partnering plan) /CreationDate (D:20240102030405Z)"
BODY = [
    "{} partners decide together what each of them brings to the work, and they",
    "write it down in words that all of them under\u00ad",
    "stand. The cross-sector team meets every month and talks about its cross-",
    "sector aims.",
    "\u2022 a first {} bullet",
    "\u2022 a second bullet that is long enough to go on in the line which comes",
    "after it, says {}",
]
NAMES = ["City", "School", "Church", "Bank", "Club"]
REPORT = [
    ["Annual report", f"Volume 7, page {number}", *(line.format(name) for line in BODY), f"Page {number} of 5"]
    for number, name in enumerate(NAMES, start=1)
]


def test_each_page_is_a_section_with_its_number(reader: Reader) -> None:
    """Lines become paragraphs, cut words become whole, and what runs along the edges of all pages goes."""
    text = text_of(reader.read_bytes(pdf(REPORT, INFO), "plan.pdf"))
    assert (text.title, text.date) == ("Partnering plan", "2024-01-02")
    assert [(section.headings, section.page) for section in text.sections] == [((), page) for page in range(1, 6)]
    assert [section.text for section in text.sections] == [
        f"{name} partners decide together what each of them brings to the work, and they write it down in words that "
        "all of them understand. The cross-sector team meets every month and talks about its cross-sector aims.\n\n"
        f"- a first {name} bullet\n"
        f"- a second bullet that is long enough to go on in the line which comes after it, says {name}"
        for name in NAMES
    ]


def test_a_sentence_that_goes_on_overleaf_stands_whole_where_it_starts(reader: Reader) -> None:
    """So that it is found, and cited with that page."""
    source = pdf([["The partners agreed in the end that the", "1"], ["land stays with the city.", "New words.", "2"]])
    assert reader.read_bytes(source, "a.pdf") == ReadText(
        "",
        (
            ReadSection((), "The partners agreed in the end that the land stays with the city.", 1),
            ReadSection((), "New words.", 2),
        ),
    )


def test_a_table_of_contents_is_left_out(reader: Reader) -> None:
    """It says nothing that does not come again."""
    source = pdf([["Contents", "1 Partners . . . . . . . . 3", "2 Money.............. iv", "Words... and so on."]])
    assert words_of(reader.read_bytes(source, "a.pdf")) == "Contents\n\nWords... and so on."


def test_pages_without_text_keep_the_numbers_of_the_others_right(reader: Reader) -> None:
    """A blank page counts, as it does in every viewer."""
    sections = text_of(reader.read_bytes(pdf([["One."], [], ["Three."]]), "a.pdf")).sections
    assert [section.page for section in sections] == [1, 3]


@pytest.mark.parametrize("title", [b"Microsoft Word - plan final.doc", b"untitled", b"plan.indd", b""])
def test_titles_that_programs_fill_in_are_none(reader: Reader, title: bytes) -> None:
    """Better no title than the name of a draft."""
    source = pdf([["Words."]], b"/Title (%s) /CreationDate (yesterday)" % title)
    assert text_of(reader.read_bytes(source, "a.pdf")) == ReadText("", (ReadSection((), "Words.", 1),))


def test_a_pdf_is_known_by_what_is_in_it(reader: Reader) -> None:
    """Whatever it is called, and with some junk before its start."""
    assert words_of(reader.read_bytes(pdf([["Words."]]), "plan.txt")) == "Words."
    assert words_of(reader.read_bytes(b"junk\n" + pdf([["Words."]]), "plan")) == "Words."


def test_encrypted_scanned_and_empty_are_told_apart(reader: Reader) -> None:
    """Each needs something else of a person."""
    plain = pdf([["Words."]])
    assert reason_of(reader.read_bytes(encrypted_pdf(plain, "secret"), "a.pdf")) == "encrypted"
    assert words_of(reader.read_bytes(encrypted_pdf(plain, ""), "a.pdf")) == "Words."
    assert reason_of(reader.read_bytes(scanned_pdf(), "a.pdf")) == "scanned"
    assert reason_of(reader.read_bytes(pdf([[], [" "]]), "a.pdf")) == "empty"


def test_a_pdf_cut_off_anywhere_is_never_taken_for_whole(reader: Reader) -> None:
    """Also one that grew by a later part which is cut: the earlier part alone would be an old state."""
    whole = pdf(REPORT[:2])
    outcomes = {str(reader.read_bytes(whole[:size], "a.pdf")) for size in range(10, len(whole) - 60, 37)}
    assert outcomes == {"Unreadable(reason='corrupt')"}
    grown = whole + b"\n20 0 obj\n<< /Type /Page"
    assert reason_of(reader.read_bytes(grown, "a.pdf")) == "corrupt"


def test_a_damaged_start_is_damage_and_not_another_sort_of_file(reader: Reader) -> None:
    """The name says what it was."""
    assert reason_of(reader.read_bytes(bytes(range(256)) * 40, "plan.pdf")) == "corrupt"
    assert reason_of(reader.read_bytes(bytes(range(256)) * 40, "plan.bin")) == "not_a_document"


def test_more_pages_than_are_taken_are_refused(reader: Reader) -> None:
    """At once, not after the time of a file."""
    content = zlib.compress(b"")
    assert reason_of(reader.read_bytes(pdf_of([content] * 2_001, b"/FlateDecode"), "a.pdf")) == "too_large"
