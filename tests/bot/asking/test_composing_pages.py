"""Answers out of what staff added: other people's headings, no phrasings, pages of a PDF."""

from __future__ import annotations

import pytest

from bot.asking.answering import Answering
from bot.asking.answers import Answer
from bot.asking.composing import PAGE_PASSAGES_MAX, compose
from bot.asking.wording import message_for
from knowledge.documents import Document
from knowledge.pages import Origin, page_of, text_digest
from knowledge.reading.texts import ReadSection, ReadText
from prompts.rendering import render_terminal
from tests.fakes.documents import document, links
from tests.fakes.findings import PlainFindings, PlainSearch, found
from tests.fakes.sources import source

ONE, TWO, THREE = "The van leaves at seven.", "Fuel is paid\nby the school.", "The key hangs there."
TOOL = document("T1", "tool", {"What to do": "- Do one.\n- Do two."}, links=links("C1"))
CASE = document("C1", "case", {"In short": "A city did it."})


def page(*parts: tuple[str, int | None], name: str = "van.pdf", **fields: str) -> Document:
    read = ReadText("Van rules", tuple(ReadSection((f"Part {number}",), *part) for number, part in enumerate(parts)))
    origin = Origin(source(**fields), name)
    return page_of(read, origin, origin.mark(text_digest(read)))


VAN = page((ONE, 3), (TWO, 7), (THREE, None))


def composed(*documents: Document, cosines: dict[str, float]) -> Answer:
    return compose(PlainFindings(found(*documents), (TOOL, CASE), cosines), None, shortened=False)


@pytest.mark.parametrize(
    ("cosines", "lead", "pages"),
    [
        ({ONE: 0.5, TWO: 0.8}, ["Fuel is paid by the school."], (7,)),
        ({ONE: 0.78, TWO: 0.8}, [ONE, "Fuel is paid by the school."], (3, 7)),
        ({THREE: 0.8}, [THREE], ()),
    ],
)
def test_the_nearest_passages_lead(cosines: dict[str, float], lead: list[str], pages: tuple[int, ...]) -> None:
    """In reading order, each on one line; the citation names their pages and the file."""
    answer = composed(VAN, cosines=cosines)
    assert [each.text for each in answer.lead] == lead
    assert len(lead) <= PAGE_PASSAGES_MAX
    (cited,) = answer.citations
    assert (cited.title, cited.publisher, cited.pages, cited.file, cited.url) == (
        "Van rules", "Lakeside Schools", pages, "van.pdf", ""
    )  # fmt: skip


def test_a_page_leads_and_the_toolkit_helps() -> None:
    """Points and a case come from documents that have such sections, under their own numbers."""
    answer = composed(VAN, TOOL, CASE, cosines={TWO: 0.8})
    assert [each.text for each in answer.points] == ["Do one.", "Do two."]
    assert {each.citation for each in answer.points} == {2}
    assert answer.example is not None
    assert [each.ref for each in answer.citations] == [VAN.ref, "T1", "C1"]


def test_a_page_alone_is_an_answer() -> None:
    """Without points, questions and a case, and nothing is made up for them."""
    answer = composed(VAN, cosines={TWO: 0.8})
    assert (answer.points, answer.team_questions, answer.example, answer.reading) == ((), (), None, ())


def test_a_page_can_be_further_reading() -> None:
    """With the sentence that fits best, and its page."""
    answer = composed(TOOL, VAN, cosines={TWO: 0.8})
    assert [(each.title, each.text) for each in answer.reading] == [("Van rules", "Fuel is paid by the school.")]
    assert next(each for each in answer.citations if each.ref == VAN.ref).pages == (7,)


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("", "Van rules (van.pdf), p. 7, Lakeside Schools"),
        ("team:T0", "Van rules (van.pdf), p. 7, Lakeside Schools. Your workspace's own document."),
        ("channel:C0", "Van rules (van.pdf), p. 7, Lakeside Schools. This channel's own document."),
    ],
)
def test_it_is_cited_as_whose_it_is(audience: str, words: str) -> None:
    """Title, file, page and publisher; a team's own is called so."""
    answer = composed(page((TWO, 7), audience=audience), cosines={TWO: 0.8})
    assert render_terminal(message_for(answer)).strip().endswith(f"[1] {words}")


def test_a_page_of_the_web_is_linked() -> None:
    """By its address, without a file."""
    url = "https://example.org/van"
    read = ReadText("Van rules", (ReadSection((), ONE),))
    origin = Origin(source(kind="url", place=url), url, url)
    made = page_of(read, origin, origin.mark(text_digest(read)))
    (cited,) = composed(made, cosines={ONE: 0.8}).citations
    assert (cited.url, cited.file) == (url, "")


def test_an_audience_reaches_the_search() -> None:
    """With the question; without one it is everybody's."""
    search = PlainSearch(PlainFindings(found(TOOL)))
    coach = Answering(search)
    coach.reply("who pays for what?", (), frozenset({"channel:C0"}))
    coach.consider("who pays for what?")
    assert [query.audience for query in search.queries] == [frozenset({"channel:C0"}), frozenset()]
