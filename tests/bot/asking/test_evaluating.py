"""Judged questions: what a file may hold, how a row is made, and what the figures say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.asking.answering import Consideration
from bot.asking.answers import Declined, NotFound
from bot.asking.evaluating import Judged, NotJudged, Row, evaluate, figures, parse_judged
from tests.benchmarks.judged import questions_of


class PlainCoach:
    """Ranks what it was given for each question, and remembers what came before; declines when it ranks nothing."""

    def __init__(self, ranked: Mapping[str, tuple[str, ...]]) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._ranked = ranked

    def consider(self, text: str, earlier: Sequence[str] = ()) -> Consideration:
        self.asked.append((text, tuple(earlier)))
        refs = self._ranked.get(text, ())
        return Consideration(NotFound(()) if refs else Declined("law", ""), refs)


def row(refs: tuple[str, ...], expect: tuple[str, ...], scope: Any = "in", outcome: str = "answer") -> Row:
    return Row(Judged(("who pays?",), scope, expect), outcome, refs)


def test_questions_and_threads_are_read() -> None:
    """Scope is `in` when not given; what else stands there (a reason) is for people."""
    loaded = [
        {"question": "who pays?", "expect": ["T1", "SC"]},
        {"question": "can they sue?", "scope": "out", "reason": "law"},
        {"turns": ["who pays?", "and when?"], "scope": "near", "expect": None},
    ]
    assert parse_judged(loaded) == (
        Judged(("who pays?",), "in", ("T1", "SC")),
        Judged(("can they sue?",), "out", ()),
        Judged(("who pays?", "and when?"), "near", ()),
    )


@pytest.mark.parametrize(
    "loaded",
    [None, [], {}, {"question": "who?"}, "who?", 7],
    ids=["empty file", "empty", "no keys", "one", "text", "7"],
)
def test_what_is_no_list_is_refused(loaded: Any) -> None:
    """So is a list without anything in it."""
    with pytest.raises(NotJudged):
        parse_judged(loaded)


@pytest.mark.parametrize(
    "entry",
    [
        "who pays?",
        {},
        {"question": None},
        {"question": 2014},
        {"question": " "},
        {"question": ["who?"]},
        {"turns": "who?"},
        {"turns": ["who?", 3]},
        {"turns": ["who?", ""]},
        {"turns": []},
        {"question": "who?", "scope": "maybe"},
        {"question": "who?", "scope": ["in"]},
        {"question": "who?", "scope": None},
        {"question": "who?", "expect": "T1"},
        {"question": "who?", "expect": {"T1": 1}},
        {"question": "who?", "expect": [1]},
        {"question": "who?", "expect": [None]},
        {"question": "who?", "expect": [["T1"]]},
    ],
    ids=str,
)
def test_an_entry_of_another_shape_is_named_by_its_place(entry: Any) -> None:
    """Counted from 1."""
    with pytest.raises(NotJudged, match=r"^2$"):
        parse_judged([{"question": "who pays?"}, entry])


def test_rows_come_in_order_and_threads_are_judged_on_their_last_turn() -> None:
    """The turns before are what was asked earlier, oldest first."""
    judged = parse_judged([{"turns": ["one", "two", "three"], "expect": ["T1"]}, {"question": "sue?", "scope": "out"}])
    coach = PlainCoach({"three": ("T2", "T1")})
    assert evaluate(coach, judged) == (Row(judged[0], "not_found", ("T2", "T1")), Row(judged[1], "declined", ()))
    assert coach.asked == [("three", ("one", "two")), ("sue?", ())]


def test_figures_are_means_over_what_expects_something() -> None:
    """Worked out by hand: found first, third and never; a question that expects nothing does not count."""
    rows = [row(("T1",), ("T1", "T2")), row(("T3", "T4", "T1"), ("T1",)), row(("T5",), ("T1",)), row(("T5",), ())]
    made = figures(rows)
    assert made.expecting == 3
    assert made.hit_at_1 == pytest.approx(1 / 3)
    assert made.hit_at_3 == pytest.approx(2 / 3)
    assert made.mrr == pytest.approx((1 + 1 / 3 + 0) / 3)
    # Two are right and one of them was found: 1 over 1 + 1/log2(3); then the third place: 1/log2(4).
    assert made.ndcg_at_10 == pytest.approx((1 / (1 + 0.6309297535714575) + 0.5 + 0) / 3)


def test_declined_is_a_share_of_each_scope_that_is_there() -> None:
    """In the order of their names; one scope can be looked at alone."""
    rows = [
        row(("T1",), ("T1",)),
        row(("T1",), (), "out", "declined"),
        row(("T1",), (), "out"),
        row(("T2",), ("T1",), "in", "declined"),
    ]
    assert list(figures(rows).declined.items()) == [("in", 0.5), ("out", 0.5)]
    alone = figures(rows, "out")
    assert (dict(alone.declined), alone.expecting) == ({"out": 0.5}, 0)
    assert figures(rows, "in").hit_at_1 == 0.5


def test_without_rows_the_figures_are_nought() -> None:
    """And nothing is divided by it."""
    made = figures([])
    assert (made.hit_at_1, made.hit_at_3, made.mrr, made.ndcg_at_10, made.expecting) == (0, 0, 0, 0, 0)
    assert made.declined == {}


@pytest.mark.parametrize("name", ["finding", "practice", "threads", "scope"])
def test_the_judged_questions_that_ship_can_be_read(name: str) -> None:
    """Every file of them."""
    assert parse_judged(questions_of(name))
