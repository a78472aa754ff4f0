"""The judged questions that come with the coach, put to an index before it serves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import yaml

from bot.asking.answering import Answering
from bot.asking.evaluating import Judged, evaluate, figures, parse_judged
from bot.asking.questions import read, resolve
from embeddings.encoder import Encoder
from embeddings.recalling import Recalling
from knowledge.content_files import KNOWLEDGE_DIR
from knowledge.found import Query
from knowledge.generation import Generation
from knowledge.manifests import JudgedFigures
from knowledge.retrieval import Retrieval

JUDGED_DIR = KNOWLEDGE_DIR / "judged"


def judged_questions(folder: Path = JUDGED_DIR) -> tuple[Judged, ...]:
    """Every question in the folder that expects a document, in the order of files and lines.

    Raises:
        NotJudged: a file holds something else.
    """
    files = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))
    parsed = (parse_judged(yaml.load(text, yaml.CSafeLoader)) for text in files)
    return tuple(judged for each in parsed for judged in each if judged.expect)


class JudgedSet:
    """`knowledge.refreshing.Judges` with the questions of a folder, which is read when they are first needed."""

    def __init__(self, folder: Path = JUDGED_DIR) -> None:
        self._folder = folder

    @cached_property
    def questions(self) -> tuple[Judged, ...]:
        """Those that expect a document."""
        return judged_questions(self._folder)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text that answering them will search for."""
        return tuple(dict.fromkeys(text for query in self._queries for text, _ in query.texts))

    def judge(self, generation: Generation, encoder: Encoder) -> JudgedFigures:
        """How well `generation` answers them."""
        recalling = Recalling(encoder, generation.vectors_asked())
        retrieval = Retrieval(generation, recalling, self._queries)
        made = figures(evaluate(Answering(retrieval), self.questions))
        return JudgedFigures(_digest(self.questions), len(self.questions), made.hit_at_3, made.ndcg_at_10)

    @cached_property
    def _queries(self) -> tuple[Query, ...]:
        """What answering them will search for."""
        return tuple(_searched(self.questions))


def _searched(questions: Sequence[Judged]) -> Iterator[Query]:
    for judged in questions:
        question = read(judged.turns[-1])
        if question is not None:
            yield resolve(question, judged.turns[:-1])


def _digest(questions: Sequence[Judged]) -> str:
    return hashlib.sha256(json.dumps([asdict(each) for each in questions]).encode()).hexdigest()[:16]
