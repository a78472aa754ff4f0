"""Judged questions against the coach: figures, and one row a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, get_args

from bot.asking.answering import Consideration
from embeddings.evaluation import hit_at, mean, ndcg_at, reciprocal_rank
from knowledge.boundaries import Scope

NDCG_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, or the turns of a thread, with its scope and the refs of which any is right."""

    turns: tuple[str, ...]
    scope: Scope
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """How one judged question went; `refs` in rank order, also where the coach declined."""

    judged: Judged
    outcome: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the questions that expect something, 0 to 1, and the share declined in each scope."""

    hit_at_1: float
    hit_at_3: float
    mrr: float
    ndcg_at_10: float
    expecting: int
    declined: Mapping[str, float]


class NotJudged(Exception):
    """The file is no list of judged questions; the text says where."""


class Considers(Protocol):
    """What answers, and says what it ranked."""

    def consider(self, text: str, earlier: Sequence[str] = ()) -> Consideration:
        """The reply to `text` after `earlier`, with the refs behind it."""


def parse_judged(loaded: Any) -> tuple[Judged, ...]:
    """Judged questions from what a YAML file holds.

    Raises:
        NotJudged: naming the first entry that is not one.
    """
    if not isinstance(loaded, list) or not loaded:
        raise NotJudged("1")
    return tuple(_judged(place, entry) for place, entry in enumerate(loaded, start=1))


def evaluate(coach: Considers, questions: Iterable[Judged]) -> tuple[Row, ...]:
    """One row a question, in order. A thread is judged on its last turn."""
    return tuple(_row(coach, judged) for judged in questions)


def figures(rows: Sequence[Row], scope: Scope | None = None) -> Figures:
    """The figures over `rows`, or over those of one scope."""
    chosen = [row for row in rows if scope in {None, row.judged.scope}]
    expecting = [row for row in chosen if row.judged.expect]
    scopes = sorted({row.judged.scope for row in chosen})
    return Figures(
        mean([hit_at(row.refs, row.judged.expect, 1) for row in expecting]),
        mean([hit_at(row.refs, row.judged.expect, 3) for row in expecting]),
        mean([reciprocal_rank(row.refs, row.judged.expect) for row in expecting]),
        mean([ndcg_at(row.refs, row.judged.expect, NDCG_DEPTH) for row in expecting]),
        len(expecting),
        {
            name: mean([float(row.outcome == "declined") for row in chosen if row.judged.scope == name])
            for name in scopes
        },
    )


def _row(coach: Considers, judged: Judged) -> Row:
    considered = coach.consider(judged.turns[-1], judged.turns[:-1])
    return Row(judged, considered.reply.outcome, considered.refs)


def _judged(place: int, entry: Any) -> Judged:
    if not isinstance(entry, dict):
        raise NotJudged(str(place))
    scope: Any = entry.get("scope", "in")
    turns, expect = entry.get("turns") or [entry.get("question")], entry.get("expect") or []
    if scope not in get_args(Scope) or not _are_texts(turns) or not _are_texts(expect):
        raise NotJudged(str(place))
    return Judged(tuple(turns), scope, tuple(expect))


def _are_texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) and each.strip() for each in given)
