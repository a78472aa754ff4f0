"""Lists and cards: what travels in them, and that Slack takes them whatever the documents hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.rules import check_blocks, checked_view
from bot.slack.block_kit.browsing import (
    ALL,
    PAGE_SIZE,
    Stand,
    choices,
    elsewhere,
    look,
    read,
    tidy,
    token_of,
    wish_of,
    write,
)
from bot.slack.block_kit.card_blocks import (
    ADDRESS_S_MAX,
    ASK,
    Back,
    card_view,
    note_view,
    read_back,
    read_card_question,
    write_back,
)
from bot.slack.block_kit.list_blocks import OPEN, list_message, search_view
from knowledge.browsing import SHELVES, Page, Unmatched, facets_of
from knowledge.content_files import read_documents
from knowledge.documents import Document
from tests.fakes.documents import document as document_of

DOCUMENTS = read_documents()
BACK = Back("C1", "https://hooks.example.org/response/" + "x" * 200, 1_000, "C4")
words = st.text(max_size=90)
shelves = st.sampled_from(sorted(SHELVES))


@st.composite
def stands(draw: st.DrawFn) -> Stand:
    """Any stand that people, old messages or a forger can bring about."""
    stand = Stand(draw(shelves)).with_words(draw(words | st.sampled_from(["", "city", "wildfrie"])))
    for facet in SHELVES[stand.shelf].facets:
        real = [value for each in DOCUMENTS for value in facets_of(each).get(facet, ())]
        token = draw(
            st.sampled_from([ALL, *sorted({token_of(value) for value in real})]) | st.text(min_size=1, max_size=150)
        )
        stand = stand.with_choice(facet, token)
    return stand.turned(draw(st.integers(1, 9_999)))


def crowd(title: str, place: str, count: int, body: str = "It works.") -> tuple[Document, ...]:
    """Many cases with long titles, each at a place of its own."""
    one = document_of("C1", "case", {"In_short": body})
    heads = ({"ref": f"C{number}", "title": title, "place": f"{place} {number}"} for number in range(1, count + 1))
    return tuple(replace(one, head=one.head.model_copy(update=head)) for head in heads)


def elements(blocks: Any, kind: str) -> list[dict[str, Any]]:
    """Every element of a kind in the blocks."""
    nested = [each for block in blocks for each in (*block.get("elements", ()), block.get("accessory", {}))]
    return [each for each in nested if each.get("type") == kind]


@given(stands())
def test_a_stand_travels_whole(stand: Stand) -> None:
    """What is written reads back as it was, in the space that a block_id has."""
    assert len(write(stand)) <= 255
    assert read(write(stand)) == stand


@given(st.text(max_size=300))
def test_what_we_did_not_write_does_not_read(text: str) -> None:
    """Neither an error nor a stand that does not exist."""
    stand = read(text)
    assert stand is None or stand.shelf in SHELVES


@pytest.mark.parametrize(
    "text",
    ["", "cases", "cases|", "cases|x||||", "cases|²||||", "shelf|1||||", "cases|1||", "cases|1|" + "x" * 41 + "|||"],
)
def test_a_forged_stand_is_nothing(text: str) -> None:
    """Unknown shelves, pages that are no numbers, fields too few or too long."""
    assert read(text) is None


@given(stands())
def test_every_list_is_one_that_slack_takes(stand: Stand) -> None:
    """Whatever is wished for, found or not, on whatever page."""
    message = list_message(DOCUMENTS, stand)
    check_blocks(list(message.blocks))
    assert message.text
    assert len(elements(message.blocks, "button")) >= 1
    found = look(DOCUMENTS, stand)
    if isinstance(found, Page):
        shown = [each["value"] for each in elements(message.blocks, "button") if each["action_id"] == OPEN]
        assert shown == [each.ref for each in found.documents]
        assert len(shown) <= PAGE_SIZE


titles = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=3, max_size=200)


@given(titles, st.integers(1, 240))
def test_any_documents_make_a_list_and_cards_that_slack_takes(title: str, count: int) -> None:
    """Long titles, hundreds of places, text in any script."""
    long_place = "A very long name of a place that goes on and on " * 3
    documents = crowd(title, long_place, count, body="A long text. " * 900)
    for stand in (Stand("cases"), Stand("cases", page=99), Stand("cases").with_words(title), Stand("tools")):
        check_blocks(list(list_message(documents, stand).blocks))
    checked_view(card_view(documents, documents[-1], BACK), "modal")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.ref)
def test_every_card_is_one_that_slack_takes(document: Document) -> None:
    """With its title, its source, and the button that asks, or the note in its place."""
    view = card_view(DOCUMENTS, document, BACK)
    checked_view(view, "modal")
    assert len(view["private_metadata"]) <= 3_000
    assert document.head.source_url.partition("?")[0] in str(view["blocks"])
    assert [each["value"] for each in elements(view["blocks"], "button") if each["action_id"] == ASK] == [
        document.head.title
    ]
    for note in ("asked", "too_old"):
        asked = checked_view(card_view(DOCUMENTS, document, BACK, note), "modal")
        assert ASK not in str(asked["blocks"])


@given(stands())
def test_the_search_box_is_one_that_slack_takes(stand: Stand) -> None:
    """It holds the words that were searched for before."""
    view = checked_view(search_view(stand, write_back(BACK.to(write(stand)))), "modal")
    assert view["blocks"][0]["element"].get("initial_value", "") == stand.words
    assert read(read_back(view["private_metadata"]).about) == stand  # type: ignore[union-attr]


def test_a_note_alone_is_one_that_slack_takes() -> None:
    """For a card whose document is gone."""
    checked_view(note_view("gone"), "modal")


@pytest.mark.parametrize("shelf", SHELVES)
def test_no_choice_of_a_menu_leads_to_nothing(shelf: str) -> None:
    """Each menu offers what there is once the others are met."""
    for facet in SHELVES[shelf].facets:
        for value in choices(DOCUMENTS, Stand(shelf), facet):
            narrowed = Stand(shelf).with_choice(facet, token_of(value))
            assert isinstance(look(DOCUMENTS, narrowed), Page), value
            for other in SHELVES[shelf].facets:
                for second in choices(DOCUMENTS, narrowed, other):
                    assert isinstance(look(DOCUMENTS, narrowed.with_choice(other, token_of(second))), Page)


def test_the_menus_show_what_is_chosen() -> None:
    """The chosen value is the initial one of its menu, all the others say that nothing is."""
    message = list_message(DOCUMENTS, Stand("cases").with_choice("issue_area", "education"))
    chosen = {each["action_id"]: each["initial_option"]["value"] for each in elements(message.blocks, "static_select")}
    assert chosen == {"browse.pick.issue_area": "education", "browse.pick.sector": ALL, "browse.pick.place": ALL}


def test_a_page_past_the_end_is_the_last() -> None:
    """And from there the only way is back."""
    message = list_message(DOCUMENTS, Stand("cases", page=9_999))
    turns = [
        each["action_id"] for each in elements(message.blocks, "button") if each["action_id"].startswith("browse.go.")
    ]
    assert turns == ["browse.go.previous"]
    assert "Page 3 of 3" in message.text


def test_a_misspelt_word_offers_the_nearest_title() -> None:
    """As a button that opens it."""
    message = list_message(DOCUMENTS, Stand("cases").with_words("wildfrie"))
    assert "Did you mean" in message.text
    assert [each["value"] for each in elements(message.blocks, "button") if each["action_id"] == OPEN] == ["C4"]


def test_a_word_of_another_shelf_leads_there() -> None:
    """With how much there is."""
    stand = Stand("cases").with_words("backbone")
    assert [name for name, _ in elsewhere(DOCUMENTS, stand)] == ["library"]
    assert "In the library" in str(list_message(DOCUMENTS, stand).blocks)


def test_a_value_that_is_gone_says_what_there_is() -> None:
    """A list from before a refresh may hold a place that no document has any more."""
    stand = Stand("cases").with_choice("place", "Flagstaf, Arizona")
    assert isinstance(look(DOCUMENTS, stand), Unmatched)
    message = list_message(DOCUMENTS, stand)
    assert 'Did you mean "Flagstaff, Arizona"?' in message.text
    (nearest,) = [each for each in elements(message.blocks, "button") if each["action_id"] == "browse.go.nearest"]
    assert isinstance(look(DOCUMENTS, read(nearest["value"])), Page)  # type: ignore[arg-type]


@given(st.text(min_size=1, max_size=200))
def test_a_long_value_has_a_short_name(value: str) -> None:
    """The name fits, holds nothing that would break the rest, and finds its value again."""
    token = token_of(value)
    assert len(token) <= 40
    assert "|" not in token
    assert token != ALL
    assert len(tidy(value)) <= 60


def test_a_long_value_is_found_by_its_name() -> None:
    """Two places that start alike stay two."""
    documents = crowd("A case", "A place | with a name that is much longer than forty characters", 2)
    values = choices(documents, Stand("cases"), "place")
    assert len({token_of(value) for value in values}) == 2
    for value in values:
        stand = read(write(Stand("cases").with_choice("place", token_of(value))))
        assert stand is not None
        assert wish_of(documents, stand).facets == {"place": value}


@given(
    st.text(max_size=200)
    | st.sampled_from(['{"channel":1}', "[]", "null", '{"channel":"","response_url":"","opened_at":"x","about":""}'])
)
def test_forged_metadata_is_nothing(text: str) -> None:
    """A card with metadata that is not ours asks nothing."""
    assert read_back(text) is None
    assert read_card_question(click(private_metadata=text), now=1_000) is None


def click(action_id: str = ASK, private_metadata: str = write_back(BACK)) -> dict[str, Any]:
    """*Ask about this*, as Slack sends it."""
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {"id": "V1", "private_metadata": private_metadata},
        "actions": [{"action_id": action_id, "value": "Tell the Story"}],
    }


def test_a_card_asks_as_the_command_does() -> None:
    """Answered to the one who asked, where the card was opened; the same click again is the same question."""
    ask = read_card_question(click(), now=1_000 + ADDRESS_S_MAX)
    assert ask is not None
    assert (ask.surface, ask.channel, ask.author, ask.text) == ("command", "C1", "U1", "Tell the Story")
    assert ask.response_url == BACK.response_url
    assert ask == read_card_question(click(), now=1_001)


def test_a_card_that_was_open_too_long_asks_nothing() -> None:
    """Slack would not take the answer any more."""
    assert read_card_question(click(), now=1_001 + ADDRESS_S_MAX) is None


@pytest.mark.parametrize("body", [{}, {"type": "block_actions"}, {"type": "block_actions", "actions": []}, click(OPEN)])
def test_other_interactions_ask_nothing(body: dict[str, Any]) -> None:
    """Only the one button does."""
    assert read_card_question(body, now=1_000) is None
