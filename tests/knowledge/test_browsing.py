"""Finding without a question: filters, words, pages, and what is said when nothing matches."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.browsing import (
    SHELVES,
    Elsewhere,
    Page,
    Shelf,
    Unmatched,
    Wish,
    browse,
    by_name,
    facet_values,
    facets_of,
    reading_order,
)
from knowledge.content_files import read_documents
from knowledge.documents import Document
from tests.fakes.documents import document

DOCUMENTS = (
    document("C10", "case", place="Salem, Oregon", sectors=["government", "business"], issue_areas=["education"]),
    document(
        "C2",
        "case",
        {"In short": "A town paid for thinning trees."},
        title="Fewer Wildfires",
        place="Portland, Oregon",
        sectors=["government"],
        issue_areas=["environmental conservation"],
        other_names=["Green Ridge"],
        authors=["Ada Quill"],
        year="2014",
    ),
    document("C1", "case", place="Denver, Colorado", sectors=["business", "labor"], issue_areas=["education"]),
    document("C3", "case"),
    document("L1", "resource", title="Guide to Costs", availability="free"),
    document("L2", "resource", title="Book of Costs", type="book", availability="unknown"),
    document("R1", "study", title="Study of Costs"),
    document("T1", "tool", title="Engage Partners"),
    document("SC-roles", "theme"),
)
REAL = read_documents()
# "Coblaboration" is a pun on the word that most titles have: less one letter, it is as near to that.
PUN = "coblaboration"
# In four letters one slip is a quarter of the word.
SHORT_CHARS = 4


def look(shelf: str, words: str = "", page: int = 1, size: int = 20, /, **facets: str) -> Page | Unmatched:
    return browse(DOCUMENTS, SHELVES[shelf], Wish(facets, words), page, size)


def refs(found: Page | Unmatched) -> list[str]:
    assert isinstance(found, Page), found
    return [each.ref for each in found.documents]


def missed(found: Page | Unmatched) -> Unmatched:
    assert isinstance(found, Unmatched), found
    return found


@pytest.mark.parametrize(
    ("shelf", "expected"),
    [
        ("tools", ["SC-roles", "T1"]),
        ("cases", ["C1", "C2", "C3", "C10"]),
        ("library", ["L1", "L2", "R1"]),
    ],
)
def test_a_shelf_holds_its_collections_in_reading_order(shelf: str, expected: list[str]) -> None:
    """Numbers in refs are read as numbers: C10 comes last."""
    assert refs(look(shelf)) == expected


@pytest.mark.parametrize(
    ("shelf", "facets", "expected"),
    [
        ("cases", {"sector": "business"}, ["C1", "C10"]),
        ("cases", {"sector": " Business "}, ["C1", "C10"]),
        ("cases", {"sector": "business", "issue_area": "education", "place": "Denver, Colorado"}, ["C1"]),
        ("cases", {"place": "oregon"}, ["C2", "C10"]),
        ("cases", {"place": "Portland"}, ["C2"]),
        ("library", {"type": "book"}, ["L2"]),
        ("library", {"availability": "free"}, ["L1"]),
        ("tools", {"stage": "design"}, ["T1"]),
        ("tools", {"collection": "agreements"}, ["SC-roles"]),
    ],
)
def test_filters_narrow_the_shelf(shelf: str, facets: dict[str, str], expected: list[str]) -> None:
    """All of them must be met; case does not matter, and part of a place stands for every place in it."""
    assert refs(look(shelf, **facets)) == expected


@pytest.mark.parametrize(
    ("shelf", "facet", "value", "nearest"),
    [
        ("tools", "stage", "desing", "design"),
        ("cases", "sector", "goverment", "government"),
        ("cases", "place", "Portlnd", "Portland, Oregon"),
        ("cases", "place", "Portland, Orgon", "Portland, Oregon"),
        ("cases", "issue_area", "conservation", "environmental conservation"),
        ("cases", "place", "Narnia", ""),
        ("cases", "place", "", ""),
        ("cases", "sector", "charity", ""),
    ],
)
def test_a_value_that_does_not_exist_offers_the_nearest(shelf: str, facet: str, value: str, nearest: str) -> None:
    """If one is near: a slip of the finger or a word of it. What there is comes along, most frequent first."""
    found = missed(look(shelf, **{facet: value}))
    assert (found.about, found.value, found.nearest) == (facet, value, nearest)
    own = [each for each in DOCUMENTS if each.collection in SHELVES[shelf].collections]
    assert found.existing == tuple(facet_values(own, facet))


def test_filters_that_match_nothing_together_say_what_exists() -> None:
    """The values that the first filter could have beside the others; a lone filter leaves nothing to say."""
    found = missed(look("cases", sector="labor", place="Oregon"))
    assert (found.about, found.value, found.nearest) == ("", "", "")
    assert found.existing == ("government", "business")
    assert missed(look("cases", "zzzz", sector="labor")).existing == ()


@pytest.mark.parametrize(
    "words", ["wildfires", "FEWER wild", "green ridge", "quill", "2014", "C2", "thinning portland"]
)
def test_words_are_searched_in_all_that_names_a_document(words: str) -> None:
    """Ref, title, other names, authors, place, year and summary; every word must be there, in any order."""
    assert refs(look("cases", words)) == ["C2"]


def test_words_narrow_what_the_filters_leave() -> None:
    """Both must be met."""
    assert refs(look("library", "costs", type="book")) == ["L2"]
    assert missed(look("cases", "wildfires", sector="labor")).value == "wildfires"


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("wildfrie", "Fewer Wildfires"),
        ("gren ridge", "Fewer Wildfires"),
        ("Portlnd", "Fewer Wildfires"),
        ("Narnia", ""),
        ("zz", ""),
        ("wildfires in Narnia", "Fewer Wildfires"),
        ("fires in Narnia", ""),
        ("?!", ""),
    ],
)
def test_misspelt_words_offer_the_nearest_title(words: str, nearest: str) -> None:
    """Most of what was typed must be like words that name the document; otherwise there is no guess."""
    found = missed(look("cases", words))
    assert (found.about, found.value, found.nearest) == ("", words, nearest)


@pytest.mark.parametrize(
    ("shelf", "facets", "words", "nearest"),
    [
        ("cases", {}, "brekeley", "Financing Clean Energy in Berkeley"),
        ("cases", {}, "Flagstfaf", "Reducing the Risks of Catastrophic Wildfires in Flagstaff"),
        ("cases", {}, "eest lake", "Building a Neighborhood of Economic Opportunity in Atlanta"),
        ("cases", {}, "foster kid", "Improving Educational Outcomes for Foster Children in Marion County"),
        ("library", {}, "collectve impct", "Collective Impact"),
        ("library", {}, "Flagstaf", ""),
        ("cases", {"place": "Narnia"}, "", ""),
        ("cases", {"place": "Brekeley"}, "", "Berkeley, California"),
        ("cases", {"place": "London"}, "", ""),
        ("tools", {}, "what is the weather", ""),
    ],
)
def test_guesses_on_the_real_shelves_are_sane(shelf: str, facets: dict[str, str], words: str, nearest: str) -> None:
    """A slip finds what was meant; what is not there gets no odd guess."""
    assert missed(browse(REAL, SHELVES[shelf], Wish(facets, words), 1, 20)).nearest == nearest


def test_what_is_on_another_shelf_is_named_with_its_shelf() -> None:
    """When nothing on this shelf is near the words; words that mean nothing anywhere lead nowhere."""
    found = missed(browse(REAL, SHELVES["library"], Wish({}, "Flagstaf"), 1, 20))
    assert found.elsewhere == Elsewhere("cases", "Reducing the Risks of Catastrophic Wildfires in Flagstaff")
    assert missed(look("cases", "wildfrie")).elsewhere is None
    assert missed(look("cases", "Narnia")).elsewhere is None
    assert missed(look("cases", place="Narnia")).elsewhere is None


def slips(word: str) -> set[str]:
    """The word with one letter left out, or with two letters that changed places."""
    places = range(len(word) - 1)
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places}
    return (swapped | {word[:at] + word[at + 1 :] for at in range(len(word))}) - {word}


@pytest.mark.parametrize("shelf", SHELVES.values(), ids=lambda shelf: shelf.name)
def test_one_slip_in_a_title_still_leads_to_its_word(shelf: Shelf) -> None:
    """In the longest word of any title: there are results, or the document that is offered has that word."""
    own = [each for each in REAL if each.collection in shelf.collections]
    longest = {max(re.findall(r"[\w-]+", each.head.title.casefold()), key=len) for each in own} - {PUN}
    holding = {each.head.title: each.file.casefold() for each in own}
    for word, typed in [(each, typed) for each in longest for typed in slips(each)]:
        found = browse(REAL, shelf, Wish({}, typed), 1, 1)
        assert isinstance(found, Page) or word in holding.get(found.nearest, ""), (word, typed, found)


@pytest.mark.parametrize("each", REAL, ids=lambda each: each.ref)
def test_a_whole_title_with_a_slip_offers_that_title(each: Document) -> None:
    """Its longest word with two letters swapped in the middle, the others as they are."""
    title = each.head.title.casefold()
    word = max(re.findall(r"[\w-]+", title), key=len)
    middle = next(at for at in range(len(word) // 2, 0, -1) if word[at] != word[at - 1])
    typed = title.replace(word, word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :])
    shelf = next(shelf for shelf in SHELVES.values() if each.collection in shelf.collections)
    assert missed(browse(REAL, shelf, Wish({}, typed), 1, 1)).nearest == each.head.title


@pytest.mark.parametrize("shelf", SHELVES.values(), ids=lambda shelf: shelf.name)
def test_one_slip_in_a_value_offers_that_value(shelf: Shelf) -> None:
    """For every value of every filter that has more than four letters."""
    own = [each for each in REAL if each.collection in shelf.collections]
    values = [(facet, value) for facet in shelf.facets for value in facet_values(own, facet)]
    long = [(facet, value) for facet, value in values if len(value) > SHORT_CHARS]
    for facet, value, typed in [(*each, typed) for each in long for typed in slips(each[1].casefold())]:
        found = browse(REAL, shelf, Wish({facet: typed}), 1, 1)
        assert isinstance(found, Page) or found.nearest == value, (facet, value, typed)


def test_part_of_a_place_stands_for_all_places_in_it() -> None:
    """California has several cases, and all of them are listed."""
    found = browse(REAL, SHELVES["cases"], Wish({"place": "california"}), 1, 100)
    wanted = {each.ref for each in REAL if each.collection == "cases" and each.head.place.endswith(", California")}
    assert set(refs(found)) == wanted
    assert len(wanted) > 1


@pytest.mark.parametrize(
    ("asked", "number", "expected"),
    [(1, 1, ["C1", "C2", "C3"]), (2, 2, ["C10"]), (3, 2, ["C10"]), (10_000, 2, ["C10"]), (0, 1, ["C1", "C2", "C3"])],
)
def test_a_page_past_the_end_is_the_last(asked: int, number: int, expected: list[str]) -> None:
    """And says its own number, how many there are, and the total."""
    found = look("cases", "", asked, 3)
    assert refs(found) == expected
    assert isinstance(found, Page)
    assert (found.number, found.pages, found.total) == (number, 2, 4)


@given(size=st.integers(1, 7))
def test_pages_together_are_the_whole_shelf(size: int) -> None:
    """Each document once, in order."""
    first = look("cases", "", 1, size)
    assert isinstance(first, Page)
    together = [ref for number in range(1, first.pages + 1) for ref in refs(look("cases", "", number, size))]
    assert together == ["C1", "C2", "C3", "C10"]


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("c2", "C2"),
        (" SC-roles ", "SC-roles"),
        ("fewer wildfires", "C2"),
        ("Green Rigde", "C2"),
        ("wildfires", "C2"),
        ("Book of Costs", "L2"),
        ("guide", "L1"),
        ("of", None),
        ("Narnia", None),
        ("", None),
    ],
)
def test_a_document_is_known_by_its_names(name: str, ref: str | None) -> None:
    """Its ref, its title, another name of it, or something very like one."""
    found = by_name(DOCUMENTS, name)
    assert (found and found.ref) == ref


@pytest.mark.parametrize("each", REAL, ids=lambda each: each.ref)
def test_every_real_document_is_known_by_its_own_title(each: Any) -> None:
    """However alike titles are, and though the title of one is another name of a second."""
    found = by_name(REAL, each.head.title)
    assert found is not None
    assert found.head.title == each.head.title


@given(st.text(max_size=80))
def test_any_words_are_looked_for(words: str) -> None:
    """Whatever was typed, as words, value or name."""
    for found in (look("cases", words), look("cases", place=words)):
        assert isinstance(found, Unmatched) or found.total > 0
    by_name(DOCUMENTS, words)


def test_facets_without_a_value_are_left_out() -> None:
    """An unknown availability is none."""
    book = next(each for each in DOCUMENTS if each.ref == "L2")
    assert facets_of(book) == {"collection": ["library"], "type": ["book"]}


def test_reading_order_takes_refs_without_a_number() -> None:
    """As agreement themes have."""
    assert [each.ref for each in sorted(DOCUMENTS, key=reading_order)] == [
        "SC-roles", "C1", "C2", "C3", "C10", "L1", "L2", "R1", "T1",
    ]  # fmt: skip
