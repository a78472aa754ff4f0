"""What somebody meant who typed it a little differently."""

from __future__ import annotations

import pytest

from knowledge.spelling import nearest_holding, nearest_name

TEXTS = (
    ("fewer wildfires", "fewer wildfires a town paid for thinning trees with its partners"),
    ("foster children at school", "foster children at school teachers and partners share records"),
    ("cleaner streets", "cleaner streets neighbours and partners whether new or old"),
    ("collaboration", "collaboration among partners"),
    ("collaborations", "collaborations that partners began"),
)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("wildfires", "fewer wildfires"),
        ("wldfires", "fewer wildfires"),
        ("wildfrie", "fewer wildfires"),
        ("thining tree", "fewer wildfires"),
        ("streest", "cleaner streets"),
        ("Fewer Wildfires", "fewer wildfires"),
        ("foster kid", "foster children at school"),
        ("foster kids", "foster children at school"),
        ("wildfires in Narnia", "fewer wildfires"),
        ("collaboratoins", "collaborations"),
        ("collaboratios", "collaborations"),
        ("collaboratoin", "collaboration"),
    ],
)
def test_words_with_slips_point_at_a_text(typed: str, title: str) -> None:
    """Letters left out, doubled, wrong or swapped; a word that nobody knows beside one that says enough."""
    place = nearest_holding(typed, TEXTS)
    assert place is not None
    assert TEXTS[place][0] == title


@pytest.mark.parametrize(
    "typed",
    ["Narnia", "weather", "zz", "", "?!", "pizza partners", "for the", "quarterly accounting of wildfires in Narnia"],
)
def test_what_says_too_little_points_at_nothing(typed: str) -> None:
    """A word like none here, or too short; a word that all texts hold, or the least part of what was typed."""
    assert nearest_holding(typed, TEXTS) is None


def test_among_equals_the_title_decides_then_the_order() -> None:
    """A text that is called so comes before one that only speaks of it."""
    texts = (("one", "one harbor"), ("harbor", "harbor"), ("two", "two harbor"))
    assert nearest_holding("harbr", texts) == 1
    assert nearest_holding("harbr", (texts[0], texts[2])) == 0
    assert nearest_holding("harbr", ()) is None


@pytest.mark.parametrize(
    ("typed", "meant"), [("desing", 1), ("Design", 1), ("conservation", 2), ("zoo", None), ("", None), ("of", None)]
)
def test_a_name_is_known_by_likeness(typed: str, meant: int | None) -> None:
    """As a whole, or by each of its words."""
    assert nearest_name(typed, [("design", 1), ("environmental conservation", 2), ("art of trust", 3)]) == meant
