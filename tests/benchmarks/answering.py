"""A question to rendered blocks, beside the bare encoding of the same question; also with 100,000 passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.asking.answering import Answering
from bot.asking.evaluating import parse_judged
from bot.asking.wording import message_for
from bot.slack.block_kit.blocks import pack
from bot.wiring import coaching, publishing
from embeddings.encoder import SentenceEncoder
from embeddings.lexical import LexicalIndex
from embeddings.vectors import VectorIndex
from knowledge.entries import Entry
from knowledge.generation import Generation
from knowledge.retrieval import Retrieval
from prompts.rendering import render
from tests.benchmarks.figures import Figure, at_most, median, settings_in, times_ms
from tests.benchmarks.judged import questions_of

MANY = 100_000
ROUNDS = 150


def measure(home: Path) -> list[Figure]:
    """Medians, all in one run, so that the ratio means something on any machine."""
    settings = settings_in(home)
    publishing.refresh(settings, lambda _: None)
    _, generation = coaching.open_generation(settings)
    encoder = SentenceEncoder(publishing.model_name(settings))
    asked = [judged.turns[-1] for judged in parse_judged(questions_of("practice"))][:ROUNDS]
    few = _to_blocks(Answering(Retrieval(generation, encoder)))
    many = _to_blocks(Answering(Retrieval(enlarged(generation, MANY), encoder)))
    for work in (lambda text: encoder.encode([text]), few, many):
        times_ms(work, asked[:20])
    bare = median(times_ms(lambda text: encoder.encode([text]), asked))
    whole = median(times_ms(few, asked))
    return [
        at_most("question to blocks, times bare encoding", whole / bare, 2.0, "x"),
        at_most("question to blocks, p50", whole, 40, "ms"),
        at_most("question to blocks at 100,000 passages, p50", median(times_ms(many, asked)), 60, "ms"),
    ]


def enlarged(generation: Generation, size: int) -> Generation:
    """The same documents with `size` entries more: copies of passages with a little noise in vector and words."""
    rng = np.random.default_rng(0)
    passages = [(row, entry) for row, entry in enumerate(generation.entries) if entry.passage is not None]
    chosen = rng.integers(0, len(passages), size)
    rows: NDArray[np.float32] = generation.vectors.rows[[passages[pick][0] for pick in chosen]]
    noisy = rows + rng.normal(0, 0.02, rows.shape).astype(np.float32)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    copies = [passages[pick][1] for pick in chosen]
    more = (Entry(each.owner, f"{each.text} {place}", each.passage) for place, each in enumerate(copies))
    entries = [*generation.entries, *more]
    order = sorted(range(len(entries)), key=lambda place: entries[place].owner)
    vectors = np.vstack([generation.vectors.rows, noisy])[order]
    ordered = tuple(entries[place] for place in order)
    return Generation(
        generation.documents,
        ordered,
        VectorIndex.build(vectors),
        LexicalIndex.build([entry.text for entry in ordered]),
        generation.boundaries,
        generation.boundaries_text,
        generation.boundary_vectors,
    )


def _to_blocks(coach: Answering) -> Callable[[str], object]:
    return lambda text: pack(render(message_for(coach.reply(text))))
