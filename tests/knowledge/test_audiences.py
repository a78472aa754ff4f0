"""Documents for one channel or one workspace: found there, and nowhere else."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents import Document
from knowledge.found import Query
from knowledge.generation import EVERYBODY, read_generation
from knowledge.pages import Origin, page_of, text_digest
from knowledge.reading.texts import ReadSection, ReadText
from knowledge.retrieval import Retrieval, SearchFindings
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import generation_of
from tests.fakes.sources import source

HERE, THERE = "channel:C0HERE", "team:T0THERE"
WORDS = "van depot kitchen key money roof garden school river bridge market council harvest ticket".split()  # noqa: SIM905
SECRETS = {HERE: "zebrafish", THERE: "marigold"}


def page(name: str, text: str, audience: str = "") -> Document:
    read = ReadText(f"Plan {name}", (ReadSection((), text),))
    origin = Origin(source(audience=audience), name)
    return page_of(read, origin, origin.mark(text_digest(read)))


def sentence(chance: random.Random, *more: str) -> str:
    return f"{' '.join([*chance.sample(WORDS, 5), *more]).capitalize()}."


def corpus() -> tuple[list[Document], list[Document]]:
    """Documents for everybody, and canaries for two audiences: the same words, and a secret one."""
    chance = random.Random(20_261_122)
    shared = [document(f"C{number}", "case", {"In short": sentence(chance)}) for number in range(1, 12)]
    shared += [page(f"shared-{number}.md", sentence(chance)) for number in range(12)]
    own = [
        page(f"own-{number}.md", sentence(chance, secret), audience)
        for number in range(12)
        for audience, secret in SECRETS.items()
    ]
    return shared, own


SHARED, OWN = corpus()


@pytest.fixture(scope="module")
def mixed() -> Retrieval:
    """Everything in one index, in no order."""
    documents = [*SHARED, *OWN]
    random.Random(1).shuffle(documents)
    documents.sort(key=lambda each: each.ref)
    return Retrieval(generation_of(documents, WordEncoder()), WordEncoder())


@pytest.fixture(scope="module")
def apart() -> Retrieval:
    """An index without the canaries."""
    return Retrieval(generation_of(sorted(SHARED, key=lambda each: each.ref), WordEncoder()), WordEncoder())


def questions(count: int) -> list[str]:
    chance = random.Random(7)
    extra = [*SECRETS.values(), "Plan own-3.md", "own-5.md", OWN[0].head.title, OWN[0].ref]
    return [f"{sentence(chance)} {chance.choice(extra) if turn % 2 else ''}" for turn in range(count)]


def search(retrieval: Retrieval, text: str, *audience: str) -> SearchFindings:
    return retrieval.search(Query(((text, 1.0),), (), frozenset(audience)))


def test_no_canary_is_ever_found_by_others(mixed: Retrieval) -> None:
    """In many questions, also with the secret words and the titles themselves; nor by ref, nor put in front."""
    foreign = {each.ref: each.head.audience for each in OWN}
    own_found = 0
    for text in questions(400):
        for audience in ((), (HERE,), (THERE,), ("channel:C0OTHER",), (HERE, THERE)):
            found = search(mixed, text, *audience)
            led = found.leading_with(list(foreign))
            for each in (*found.documents, *led.documents):
                assert each.document.head.audience in {"", *audience}
                own_found += bool(each.document.head.audience)
            for ref, owner in foreign.items():
                assert (found.document(ref) is None) == (owner not in audience)
                assert bool(found.passages_of(ref)) == (owner in audience)
    assert own_found > 1_000


def test_for_everybody_else_it_is_as_if_they_were_not_there(mixed: Retrieval, apart: Retrieval) -> None:
    """The same documents with the same scores, leanings and familiarity, to the last digit."""
    for text in questions(200):
        with_own, without = search(mixed, text), search(apart, text)
        assert with_own.documents == without.documents
        assert (with_own.near, with_own.out) == (without.near, without.out)
        assert with_own.familiarity == without.familiarity
    assert mixed.documents() == apart.documents()


def test_its_own_audience_finds_a_document(mixed: Retrieval) -> None:
    """By what it says, by its title and by a word that nobody else has."""
    for each in OWN:
        audience = each.head.audience
        for text in (each.sections[0].body, each.head.title):
            assert each in [found.document for found in search(mixed, text, audience).documents[:3]]
        assert search(mixed, SECRETS[audience], audience).documents[0].document.head.audience == audience
    assert search(mixed, "zebrafish", HERE).familiarity == 1.0
    assert search(mixed, "zebrafish").familiarity == 0.0


def test_documents_to_look_through_are_those_that_may_be_seen(mixed: Retrieval) -> None:
    """Everybody's, then those of the audience."""
    assert {each.head.audience for each in mixed.documents()} == {""}
    assert {each.head.audience for each in mixed.documents(frozenset({HERE}))} == {"", HERE}
    assert len(mixed.documents(frozenset({HERE, THERE, "team:T9"}))) == len(SHARED) + len(OWN)


def test_parts_come_back_from_disk(mixed: Retrieval, tmp_path: Path) -> None:
    """Rows, words and the answers to questions."""
    made = generation_of(sorted([*SHARED, *OWN], key=lambda each: each.ref), WordEncoder())
    made.write(tmp_path)
    read = read_generation(tmp_path)
    assert (read.documents, read.entries, read.parts) == (made.documents, made.entries, made.parts)
    assert list(read.parts) == [EVERYBODY, HERE, THERE]
    loaded = Retrieval(read, WordEncoder())
    for text in questions(20):
        assert search(loaded, text, HERE).documents == search(mixed, text, HERE).documents


def test_an_index_may_hold_nothing_for_everybody_but_boundaries() -> None:
    """The parts are there, and each audience has its own."""
    made = generation_of([page("own.md", "The zebrafish swims.", HERE), document("C1", "case")], WordEncoder())
    assert made.parts[EVERYBODY].documents == range(1)
    assert made.parts[HERE].documents == range(1, 2)
    assert made.parts[HERE].rows.stop == len(made.entries)


def test_a_page_without_phrasings_is_found_beside_documents_that_have_some(apart: Retrieval) -> None:
    """Its nearest passage speaks for it."""
    each = next(each for each in SHARED if each.head.kind == "page")
    first = search(apart, each.sections[0].body).documents[0]
    assert first.document == each
    assert first.cosine > 0.7


def test_a_page_is_asked_for_as_what_it_was_put_with() -> None:
    """One in the collection of cases is a case."""
    case = page_of(*_made("cases"))
    guide = page_of(*_made("library"))
    both = Retrieval(generation_of([case, guide, document("C1", "case", title="Other")], WordEncoder()), WordEncoder())
    for kind, collection in (("case", "cases"), ("resource", "library")):
        found = both.search(Query((("the van leaves", 1.0),), (kind,)))
        assert found.documents[0].document.collection == collection


def _made(collection: str) -> tuple[ReadText, Origin, str]:
    read = ReadText("", (ReadSection((), "The van leaves."),))
    origin = Origin(source(collection=collection, place=collection), "van.md")
    return read, origin, origin.mark(text_digest(read))


def test_rows_of_a_part_are_searched_alone() -> None:
    """The nearest of these rows, exactly; no rows, nothing."""
    generation = generation_of(SHARED, WordEncoder())
    rows = range(10, 60)
    vector = generation.vectors.rows[100]
    places, cosines = generation.vectors.nearest(vector, 20, rows)
    wanted = np.sort(generation.vectors.rows[rows.start : rows.stop] @ vector)[::-1][:20]
    np.testing.assert_allclose(cosines, wanted, atol=1e-6)
    assert set(places) <= set(rows)
    assert len(generation.vectors.nearest(vector, 20, range(5, 5))[0]) == 0
    assert replace(Query((("x", 1.0),)), audience=frozenset({HERE})).audience == {HERE}
