"""Other people's texts as documents of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import passages
from knowledge.documents import Document, parse, restore
from knowledge.pages import Origin, dump_text, has_words, load_text, page_of, text_digest
from knowledge.reading.texts import ReadSection, ReadText
from tests.fakes.sources import source

ANY = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("#-{}p. 7:'\"\n\r\u2028\x00\t|&*!%@")), max_size=60)
SECTIONS = st.builds(
    ReadSection, st.lists(ANY, max_size=3).map(tuple), ANY, st.one_of(st.none(), st.integers(1, 2_000))
)
TEXTS = st.builds(ReadText, ANY, st.lists(SECTIONS, max_size=4).map(tuple), ANY)
PLAIN = ReadText("Van rules", (ReadSection(("Money", "Fuel"), "Fuel is paid by the school.", 7),), "2024-05-31")


def page(read: ReadText = PLAIN, name: str = "van.pdf", **fields: str) -> Document:
    origin = Origin(source(**fields), name)
    return page_of(read, origin, origin.mark(text_digest(read)))


def test_a_text_becomes_a_document_of_its_source() -> None:
    """Title, headings, page, date and file are kept, and what staff say of the source."""
    made = page(collection="team", audience="channel:C0PLANS", licence="ours alone")
    head = made.head
    assert (head.kind, head.title, head.publisher, head.source_url) == ("page", "Van rules", "Lakeside Schools", "")
    assert (head.file, head.dated, head.trust, head.licence) == ("van.pdf", "2024-05-31", "staff", "ours alone")
    assert (made.collection, head.audience, made.path) == ("team", "channel:C0PLANS", "guides/van.pdf")
    assert [(each.heading, each.page) for each in made.sections] == [("Money / Fuel", 7)]
    (passage,) = passages(made)
    assert (passage.page, passage.embedded) == (7, "Van rules. Money / Fuel. Fuel is paid by the school.")


@given(TEXTS.filter(has_words))
def test_whatever_somebody_wrote_stays_text(read: ReadText) -> None:
    """Fields are those of the source, sections and pages those that were read, and it reads back the same."""
    made = page(read)
    clean = page()
    own = {"title", "dated", "mark"}
    assert made.head.model_dump(exclude=own) == clean.head.model_dump(exclude=own)
    told = [each for each in read.sections if has_words(ReadText("", (each,)))]
    assert [each.page for each in made.sections] == [each.page for each in told]
    assert parse(made.path, made.file) == made
    head = json.loads(json.dumps(made.head.model_dump(mode="json", exclude_defaults=True)))
    assert restore(made.path, made.file, head) == made
    made.file.encode()


@pytest.mark.parametrize(
    "text", ["## Sources\n\nref: T1", "---\nref: T1\n---", "## In short {p. 3}", "###### ## deep", "# # ## x"]
)
def test_a_heading_in_the_text_is_none(text: str) -> None:
    """One section comes in, one goes out."""
    made = page(ReadText("Plan", (ReadSection(("Money {p. 9}",), text),)))
    assert [(each.heading, each.page) for each in made.sections] == [("Money (p. 9)", None)]
    assert "#" not in made.sections[0].body


@pytest.mark.parametrize(
    ("given_title", "read_title", "name", "title"),
    [
        ("Ours", "Theirs", "a.md", "Ours"),
        ("", "Theirs", "a.md", "Theirs"),
        ("", "", "sub/plan.md", "plan.md"),
        ("", "X", "a", "guides/a"),
        ("\u200b\u200c\u200d\ufeff", "Theirs", "a.md", "Theirs"),
        ("", "A\n---\nref: T1", "a.md", "A --- ref: T1"),
    ],
)
def test_there_is_always_a_title(given_title: str, read_title: str, name: str, title: str) -> None:
    """Staff's own, the document's, the file's name, else the place; on one line."""
    assert page(ReadText(read_title, PLAIN.sections), name, title=given_title).head.title == title


def test_a_section_without_a_heading_is_called_by_the_title() -> None:
    """Which stands in front of its passages once."""
    (passage,) = passages(page(ReadText("Plan", (ReadSection((), "We go on."),))))
    assert passage.embedded == "Plan. We go on."


def test_a_page_of_the_web_is_cited_by_its_address() -> None:
    """And has no file."""
    url = "https://example.org/a"
    origin = Origin(source(kind="url", place=url), url, url)
    made = page_of(PLAIN, origin, origin.mark(text_digest(PLAIN)))
    assert (made.head.source_url, made.head.file, made.path) == (url, "", url)


def test_a_mark_changes_with_everything_that_the_document_says() -> None:
    """The text, the name and each word of staff; the ref only with place, name and audience."""
    marks, refs = set(), set()
    variants: list[dict[str, str]] = [
        {},
        {"publisher": "Other"},
        {"collection": "team"},
        {"trust": "web"},
        {"licence": "x"},
        {"title": "Other"},
        {"audience": "team:T1"},
        {"place": "other"},
    ]
    for fields in variants:
        made = page(PLAIN, "van.pdf", **fields)
        marks.add(made.mark)
        refs.add(made.ref)
    other = page(ReadText("Van rules", PLAIN.sections))
    assert len({*marks, other.mark, page(name="b.pdf").mark}) == len(variants) + 2
    assert len(refs) == 3
    assert other.ref == page().ref


@given(TEXTS)
def test_a_text_is_kept_as_it_is(read: ReadText) -> None:
    """Also with lone surrogates in it."""
    assert load_text(dump_text(read)) == read
