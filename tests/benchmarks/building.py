"""A full build, beside bare batch encoding of the same texts."""

from __future__ import annotations

import time
from pathlib import Path

from bot.wiring import publishing
from embeddings.encoder import SentenceEncoder
from knowledge.content_files import read_boundaries, read_documents
from knowledge.entries import entries_of
from knowledge.refresh import build
from knowledge.remembering import NOTHING
from tests.benchmarks.figures import Figure, at_least, said, settings_in


def measure(home: Path) -> list[Figure]:
    """Texts a second of both, the model loaded beforehand."""
    encoder = SentenceEncoder(publishing.model_name(settings_in(home)))
    documents, boundaries = read_documents(), read_boundaries()
    texts = list(dict.fromkeys(entry.text for entry in entries_of(documents)))
    encoder.encode(texts[:256])
    started = time.perf_counter()
    encoder.encode(texts)
    bare_s = time.perf_counter() - started
    started = time.perf_counter()
    made = build(documents, boundaries, encoder, NOTHING, lambda _: None)
    build_s = time.perf_counter() - started
    built = len({entry.text for entry in made.entries} | {example for example, _ in made.boundaries.examples})
    ratio = (built / build_s) / (len(texts) / bare_s)
    return [
        at_least("full build, times bare encoding", ratio, 0.85, "x"),
        said("full build", f"{build_s:.1f} s"),
    ]
