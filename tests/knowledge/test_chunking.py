"""Documents into passages."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import PASSAGE_WORDS_MAX, Passage, passages, sentences
from knowledge.content_files import read_documents
from knowledge.documents import Document, Section
from tests.fakes.documents import document

# A single sentence longer than this is cut between words; below it, a sentence stays whole.
SENTENCE_WORDS_MAX = PASSAGE_WORDS_MAX * 3
BULLET = re.compile(r"(?m)^[ \t]*(?:[-*]|\d+\.)(?=[ \t])")
EMPTY = document("T1", "tool")

words = st.sampled_from(
    ["partners", "Agree", "U.S.", "e.g.", "St.", "who", "3.5", "I-BEST", "café", "東京", "(early)", "“Yes”", "-", "A."]
)
line = st.lists(words, min_size=1, max_size=70).map(" ".join)
sentence = st.builds(lambda text, mark: text + mark, line, st.sampled_from([".", "?", "!", '."', "", " …"]))
paragraph = st.lists(sentence, min_size=1, max_size=4).flatmap(
    lambda each: st.sampled_from([" ", "\n"]).map(lambda gap: gap.join(each))
)
block = st.one_of(
    paragraph,
    st.lists(paragraph, min_size=1, max_size=4).map(lambda each: "\n".join(f"- {text}" for text in each)),
    st.lists(sentence, min_size=1, max_size=3).map(
        lambda each: "\n".join(f"{n}. {text}" for n, text in enumerate(each, 1))
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
)
bodies = st.lists(block, min_size=1, max_size=5).flatmap(
    lambda each: st.sampled_from(["\n\n", "\n", "\n \n"]).map(lambda gap: gap.join(each))
)


def document_of(given_bodies: list[str]) -> Document:
    """A document with these section bodies, as `parse` would cut them."""
    text, sections = "", []
    for body in given_bodies:
        text += "\n## Heading\n\n"
        sections.append(Section("Heading", body.strip(), len(text) + len(body) - len(body.lstrip()), 1))
        text += body
    return replace(EMPTY, text=text, sections=tuple(sections))


def check(found: list[Passage], given_document: Document) -> None:
    """What holds for every document."""
    text = given_document.text
    assert all(each.text == text[each.start : each.end] for each in found)
    assert all(each.text == each.text.strip() and each.text for each in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    for section in given_document.sections:
        inside = [
            each for each in found if section.start <= each.start and each.end <= section.start + len(section.body)
        ]
        left = BULLET.sub(" ", _without(section, inside))
        assert not re.sub(r"[-*]|\d+\.", "", left).strip()
    assert all(len(each.text.split()) <= SENTENCE_WORDS_MAX for each in found)


def _without(section: Section, inside: list[Passage]) -> str:
    """What of a section is in none of its passages."""
    edges = [
        section.start,
        *(edge for each in inside for edge in (each.start, each.end)),
        section.start + len(section.body),
    ]
    return "\n".join(
        section.body[start - section.start : end - section.start]
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


@given(st.lists(bodies, min_size=1, max_size=3))
def test_spans_rebuild_the_document(given_bodies: list[str]) -> None:
    """Passages are slices in order, never overlap, and leave out nothing but space and the marks of bullets."""
    made = document_of(given_bodies)
    check(passages(made), made)


@given(st.lists(bodies, min_size=1, max_size=2))
def test_a_passage_ends_where_a_sentence_ends(given_bodies: list[str]) -> None:
    """Or its bullet or paragraph does; only a sentence over the limit is cut inside."""
    made = document_of(given_bodies)
    for each in passages(made):
        after = made.text[each.end :]
        at_end = re.match(r"[ \t]*(?:\n|\Z)", after) or re.search(r"[.!?][\"'”’)]*\Z", each.text) or not after.strip()  # noqa: RUF001 -- both sorts of mark
        assert at_end or len(each.text.split()) == SENTENCE_WORDS_MAX


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_whole_sentences_are_packed_up_to_the_limit(sizes: list[int]) -> None:
    """More than 48 words only where a single sentence is longer; two neighbours would not have fitted together."""
    text = " ".join("Word" + " word" * (size - 1) + "." for size in sizes)
    found = [len(each.text.split()) for each in passages(document_of([text]))]
    assert sum(found) == sum(sizes)
    assert all(count <= PASSAGE_WORDS_MAX or count in sizes for count in found)
    starts = [sum(found[:place]) for place in range(len(found))]
    assert set(starts) <= {sum(sizes[:place]) for place in range(len(sizes))}


def test_a_sentence_over_the_limit_is_cut_between_words() -> None:
    """So that the encoder reads all of it."""
    found = passages(document_of([" ".join(["word"] * 400) + "."]))
    assert [len(each.text.split()) for each in found] == [144, 144, 112]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        (
            "Ask Dr. Smith of St. Louis, e.g. Monday. Then wait.",
            ["Ask Dr. Smith of St. Louis, e.g. Monday.", "Then wait."],
        ),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ("It cost $3.5 million. 200 people came.", ["It cost $3.5 million.", "200 people came."]),
        ("Without an end", ["Without an end"]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    """Abbreviations and figures do not end one."""
    assert [text[start:end].strip() for start, end in sentences(text)] == expected


def test_a_bullet_is_a_passage_of_its_own() -> None:
    """Without its mark; a line that goes on belongs to it."""
    made = document("T1", "tool", {"What to do": "- Agree on roles.\n- Write down\n  who pays.\n\nThen meet."})
    found = [each for each in passages(made) if each.headings[-1] == "What to do"]
    assert [each.text for each in found] == ["Agree on roles.", "Write down\n  who pays.", "Then meet."]
    assert found[0].embedded == "Title of T1. What to do. Agree on roles."


def test_the_real_documents_hold_to_it() -> None:
    """Every document that the coach ships with, word for word."""
    for made in read_documents():
        check(passages(made), made)
