"""How the dense and the lexical ranking are put together, compared: `python -m tests.benchmarks.fusion`.

Takes minutes and promises nothing, so it is no part of `make bench`. `--collection` names the folder of a public
collection: corpus.jsonl (_id, title, text), queries.jsonl (_id, text), qrels.tsv (query, document, relevance; one
heading line).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ["HF_HUB_OFFLINE"] = "1"

from bot.asking.evaluating import Judged, parse_judged
from bot.asking.questions import read, resolve
from embeddings.encoder import Encoder, SentenceEncoder
from embeddings.evaluation import hit_at, ndcg_at
from embeddings.lexical import LexicalIndex
from embeddings.search import AGREEMENT_SHARE, DENSE_WEIGHT, agreed, best_of, from_floor, fuse, top
from knowledge.content_files import read_boundaries, read_documents
from knowledge.found import Query
from knowledge.generation import Generation
from knowledge.refresh import build
from knowledge.remembering import NOTHING
from knowledge.retrieval import PROBE_SHARE, Retrieval, _bonus
from tests.benchmarks.judged import questions_of

JUDGED_SETS = ("practice", "finding", "threads", "scope")
WEIGHTS = (0.5, 0.7, 0.8, 0.9, 0.95)
DEPTH = 10
QUERIES_MAX = 1_000
SEED = 0
RESAMPLES = 2_000

Scores = NDArray[np.float32]
Fusion = Callable[[Scores, Scores], Scores]


@dataclass(frozen=True, slots=True)
class Case:
    """One question, with what every document scores for it: each float32 [documents]."""

    group: str
    expect: frozenset[str]
    best: Scores
    agreed: Scores
    lexical: Scores
    bonus: Scores
    probe: Scores

    def dense(self, share: float = AGREEMENT_SHARE) -> Scores:
        """The dense scores, had the agreement of the best entries this share beside the single best."""
        return self.best + np.float32(share / AGREEMENT_SHARE) * (self.agreed - self.best)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One ranking, judged."""

    group: str
    hit_at_1: float
    hit_at_3: float
    ndcg_at_10: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What is added to the fused score, and how far agreement counts in the dense one."""

    bonus: float
    probe: float
    agreement: float = AGREEMENT_SHARE


Way = Callable[[Case], Scores]
PLAIN = Shares(0.0, 0.0)
AS_IT_IS = Shares(1.0, PROBE_SHARE)


def main() -> None:
    """Measure, and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, help="folder of a public collection")
    collection: Path | None = parser.parse_args().collection
    encoder = SentenceEncoder()
    refs, cases = judged_cases(encoder)
    _show("Judged, without kinds bonus and probe", _ways(PLAIN), refs, cases)
    _show("Judged, with kinds bonus and probe", _ways(AS_IT_IS), refs, cases)
    _show(f"Judged, dense {DENSE_WEIGHT} with one thing changed", _variants(), refs, cases)
    if collection is not None:
        _show(collection.name, _ways(PLAIN), *public_cases(collection, encoder))


def judged_cases(encoder: Encoder) -> tuple[list[str], list[Case]]:
    """The refs of all documents, and a case for each judged question that expects any of them."""
    generation = build(read_documents(), read_boundaries(), encoder, NOTHING, lambda _: None)
    retrieval = Retrieval(generation, encoder)
    cases = [
        _judged_case(name, judged, generation, retrieval)
        for name in JUDGED_SETS
        for judged in parse_judged(questions_of(name))
        if judged.expect
    ]
    return [document.ref for document in generation.documents], cases


def public_cases(folder: Path, encoder: Encoder) -> tuple[list[str], list[Case]]:
    """The ids of all documents, and a case for each of at most `QUERIES_MAX` queries, drawn with a fixed seed.

    A document is one entry here: agreement, bonus and probe have nothing to work on.
    """
    corpus = {row["_id"]: f"{row.get('title', '')}. {row['text']}" for row in _rows(folder / "corpus.jsonl")}
    relevant = _relevant(folder / "qrels.tsv")
    asked = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in relevant}
    order = np.random.default_rng(SEED).permutation(sorted(asked))[:QUERIES_MAX].tolist()
    cosines = encoder.encode([asked[query] for query in order]) @ encoder.encode(list(corpus.values())).T
    words = LexicalIndex.build(list(corpus.values()))
    nothing = np.zeros(len(corpus), dtype=np.float32)
    cases = [
        Case(folder.name, relevant[query], row, row, words.scores(asked[query]), nothing, nothing)
        for query, row in zip(order, cosines, strict=True)
    ]
    return list(corpus), cases


def reciprocal_ranks(dense: Scores, lexical: Scores, k: int) -> Scores:
    """Reciprocal rank fusion: float32 [n], the best being 1 so that a bonus weighs as it does elsewhere.

    Source: Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009.
    """
    total = np.zeros(len(dense), dtype=np.float32)
    for scores, ranked in ((dense, len(dense)), (lexical, int(np.count_nonzero(lexical)))):
        total[top(scores, ranked)] += 1 / (k + np.arange(1, ranked + 1, dtype=np.float32))
    return from_floor(total, 0.0)


FUSIONS: Mapping[str, Fusion] = {
    "dense alone": partial(fuse, weight=1.0),
    "BM25 alone": partial(fuse, weight=0.0),
    "rank fusion, k 60": partial(reciprocal_ranks, k=60),
    "rank fusion, k 10": partial(reciprocal_ranks, k=10),
} | {f"min-max, dense {weight}": partial(fuse, weight=weight) for weight in WEIGHTS}
KEPT: Fusion = partial(fuse, weight=DENSE_WEIGHT)


def _fused(case: Case, fusion: Fusion, shares: Shares) -> Scores:
    fused = fusion(case.dense(shares.agreement), case.lexical)
    added = np.float32(shares.bonus) * case.bonus + np.float32(shares.probe) * case.probe
    return np.asarray(fused + added, dtype=np.float32)


def _ways(shares: Shares) -> dict[str, Way]:
    return {name: partial(_fused, fusion=fusion, shares=shares) for name, fusion in FUSIONS.items()}


def _variants() -> dict[str, Way]:
    changed = {"as it is": AS_IT_IS, "no kinds bonus": replace(AS_IT_IS, bonus=0.0)}
    changed |= {f"probe {share}": replace(AS_IT_IS, probe=share) for share in (0.0, 0.1, 0.2)}
    changed |= {f"agreement share {share}": replace(AS_IT_IS, agreement=share) for share in (0.0, 0.3, 0.5, 1.0)}
    return {name: partial(_fused, fusion=KEPT, shares=shares) for name, shares in changed.items()}


def _judged_case(name: str, judged: Judged, generation: Generation, retrieval: Retrieval) -> Case:
    query = _query(judged)
    vector, lexical = retrieval._vector(query), retrieval._lexical(query)
    size, owners = len(generation.documents), generation.owners
    cosines = generation.vectors.rows @ vector
    bonus = [_bonus(document.head.kind, query) for document in generation.documents]
    return Case(
        name,
        frozenset(judged.expect),
        best_of(cosines, owners, size),
        agreed(cosines, owners, size),
        best_of(lexical, owners, size),
        np.array(bonus, dtype=np.float32),
        from_floor(retrieval._about.scores(vector), 0.0),
    )


def _query(judged: Judged) -> Query:
    question = read(judged.turns[-1])
    if question is None:
        raise ValueError(f"nothing is asked in {judged.turns[-1]!r}")
    return resolve(question, judged.turns[:-1])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _relevant(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        for query, document, relevance in rows:
            if float(relevance) > 0:
                found.setdefault(query, set()).add(document)
    return {query: frozenset(documents) for query, documents in found.items()}


def _outcome(case: Case, scores: Scores, refs: Sequence[str]) -> Outcome:
    ranked = [refs[place] for place in top(scores, DEPTH)]
    expect = case.expect
    return Outcome(case.group, hit_at(ranked, expect, 1), hit_at(ranked, expect, 3), ndcg_at(ranked, expect, DEPTH))


def _show(title: str, ways: Mapping[str, Way], refs: Sequence[str], cases: Sequence[Case]) -> None:
    groups = list(dict.fromkeys(case.group for case in cases))
    columns = {group: {group} for group in groups} | ({"all": set(groups)} if len(groups) > 1 else {})
    sizes = [f"{name} ({sum(case.group in column for case in cases)})" for name, column in columns.items()]
    made = {name: [_outcome(case, way(case), refs) for case in cases] for name, way in ways.items()}
    kept = made[next(name for name in made if name in {"as it is", f"min-max, dense {DENSE_WEIGHT}"})]
    print(f"\n{title}: hit@1 / hit@3; nDCG@{DEPTH}, and its gain on dense {DENSE_WEIGHT}, 95 in 100 resamples\n")
    print(f"| | {' | '.join(sizes)} | nDCG@{DEPTH} | gain |")
    print("|---|" + "---|" * (len(sizes) + 2))
    for name, outcomes in made.items():
        cells = [_hits([each for each in outcomes if each.group in column]) for column in columns.values()]
        worth = np.mean([outcome.ndcg_at_10 for outcome in outcomes])
        print(f"| {name} | {' | '.join(cells)} | {worth:.3f} | {_interval(outcomes, kept)} |")


def _hits(outcomes: Sequence[Outcome]) -> str:
    first, third = ([outcome.hit_at_1 for outcome in outcomes], [outcome.hit_at_3 for outcome in outcomes])
    return f"{np.mean(first):.3f} / {np.mean(third):.3f}"


def _interval(outcomes: Sequence[Outcome], kept: Sequence[Outcome]) -> str:
    """Where the mean difference in nDCG lies in 95 of 100 resamples of the questions."""
    if outcomes is kept:
        return ""
    less = np.array([one.ndcg_at_10 - other.ndcg_at_10 for one, other in zip(outcomes, kept, strict=True)])
    drawn = np.random.default_rng(SEED).integers(0, len(less), (RESAMPLES, len(less)))
    low, high = np.percentile(less[drawn].mean(axis=1), (2.5, 97.5))
    return f"{low:+.3f} to {high:+.3f}"


if __name__ == "__main__":
    main()
