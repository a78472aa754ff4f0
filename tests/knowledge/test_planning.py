"""What a refresh would change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.planning import Item, Known, Lost, Planned, fallen, marks_after, plan, vanishing

REFS = st.sampled_from([f"D-{number:08x}" for number in range(12)])
MARKS = st.sampled_from(["a" * 64, "b" * 64, "c" * 64])
SOURCES = st.sampled_from(["", "11111111", "22222222"])
KNOWN = st.dictionaries(REFS, st.builds(Known, REFS, MARKS, SOURCES))
ITEMS = st.lists(
    st.builds(Item, REFS, REFS, st.one_of(st.just(""), MARKS), SOURCES, st.sampled_from(["", "scanned"])),
    unique_by=lambda item: item.ref,
)
LOST = st.lists(st.builds(Lost, SOURCES, REFS, st.just(""), st.sampled_from(["", "missing"])), max_size=2)


@given(KNOWN, ITEMS, LOST)
def test_planning_after_a_refresh_is_empty(known: dict[str, Known], items: list[Item], lost: list[Lost]) -> None:
    """With the same items once more nothing is added, changed or removed."""
    made = plan(known, items, lost)
    marks = marks_after(made, known, items)
    names = {item.ref: (item.name, item.source) for item in items}
    after = {
        ref: Known(names[ref][0], mark, names[ref][1]) if ref in names else known[ref] for ref, mark in marks.items()
    }
    assert plan(after, items, lost).is_empty


@given(KNOWN, ITEMS, LOST)
def test_every_document_is_in_one_list(known: dict[str, Known], items: list[Item], lost: list[Lost]) -> None:
    """Known or found, it is planned for once."""
    made = plan(known, items, lost)
    lists = (made.added, made.changed, made.removed, made.unchanged, made.stale, made.failed)
    refs = [row.ref for rows in lists for row in rows if row.ref]
    assert sorted(refs) == sorted({*known, *(item.ref for item in items)})


def test_each_becomes_what_it_is() -> None:
    """Added, changed, removed, unchanged; failed where nothing is known, else stale with the reason."""
    known = {ref: Known(f"{ref}.md", "a" * 64, "s") for ref in ("same", "other", "gone", "unread", "older")}
    items = [
        Item("same", "same.md", "a" * 64, "s"),
        Item("other", "other.md", "b" * 64, "s"),
        Item("new", "new.md", "c" * 64, "s"),
        Item("unread", "unread.md", "", "s", "corrupt"),
        Item("never", "never.md", "", "s", "scanned"),
        Item("older", "older.md", "a" * 64, "s", "slow"),
    ]
    made = plan(known, items)
    assert made.unchanged == (Planned("same", "same.md"),)
    assert made.changed == (Planned("other", "other.md"),)
    assert made.added == (Planned("new", "new.md"),)
    assert made.removed == (Planned("gone", "gone.md"),)
    assert made.failed == (Planned("never", "never.md", "scanned"),)
    assert made.stale == (Planned("older", "older.md", "slow"), Planned("unread", "unread.md", "corrupt"))
    assert list(marks_after(made, known, items)) == ["new", "older", "other", "same", "unread"]


def test_what_could_not_be_looked_through_stays() -> None:
    """All of a source, or what is below one of its folders; the source itself is told as failed."""
    known = {
        "a": Known("guides/a.md", "a" * 64, "s"),
        "b": Known("guides/sub/b.md", "b" * 64, "s"),
        "t": Known("other/t.md", "c" * 64, "t"),
    }
    whole = plan(known, [], [Lost("s", "guides", reason="missing")])
    assert [row.ref for row in whole.stale] == ["a", "b"]
    assert [row.ref for row in whole.removed] == ["t"]
    assert whole.failed == (Planned("", "guides", "missing"),)
    part = plan(known, [], [Lost("s", "guides/sub", "guides/sub/", "not_allowed")])
    assert ([row.ref for row in part.stale], [row.ref for row in part.removed]) == (["b"], ["a", "t"])


def test_where_nobody_looked_nothing_is_told() -> None:
    """What is known of the source is unchanged."""
    made = plan({"a": Known("guides/a.md", "a" * 64, "s")}, [], [Lost("s", "")])
    assert (made.unchanged, made.stale, made.failed) == ((Planned("a", "guides/a.md"),), (), ())


def test_content_of_the_coach_belongs_to_no_source() -> None:
    """A lost source does not keep it."""
    assert plan({"T1": Known("T1.md", "a" * 64)}, [], [Lost("", "x", reason="missing")]).removed


@pytest.mark.parametrize(("removed", "known", "share"), [(0, 10, 0.0), (2, 10, 0.2), (3, 10, 0.3), (0, 0, 0.0)])
def test_the_share_that_vanishes(removed: int, known: int, share: float) -> None:
    """Of what was there before."""
    before = {str(number): Known(str(number), "a" * 64) for number in range(known)}
    items = [Item(ref, ref, "a" * 64) for ref in list(before)[removed:]]
    assert vanishing(plan(before, items), known) == pytest.approx(share)


def test_a_fall_of_more_than_five_points_is_told() -> None:
    """Exactly five are not too many, nor is a rise; a figure that only one of them has does not compare."""
    assert fallen({"hit@3": 0.90, "ndcg@10": 0.80, "old": 1.0}, {"hit@3": 0.84, "ndcg@10": 0.81}) == {
        "hit@3": pytest.approx(6.0)
    }
    assert fallen({"hit@3": 0.75}, {"hit@3": 0.70}) == {}
