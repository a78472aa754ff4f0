"""The judged questions, put to an index before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.asking.evaluating import NotJudged
from bot.judging import JudgedSet, judged_questions
from knowledge.generation import Generation
from knowledge.manifests import JudgedFigures
from knowledge.refresh import build
from knowledge.remembering import NOTHING
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES

QUESTIONS = """
- question: who pays for the van
  expect: [T1]
- turns: ["who pays for the van?", "and who drives it?"]
  expect: [T2]
- question: would a judge enforce the contract
  scope: out
"""
DOCUMENTS = (
    document("T1", "tool", {"In short": "Say who pays for the van."}),
    document("T2", "tool", {"In short": "Say who drives."}),
)


@pytest.fixture
def judged(tmp_path: Path) -> JudgedSet:
    (tmp_path / "a.yaml").write_text(QUESTIONS)
    return JudgedSet(tmp_path)


def generation(judged: JudgedSet) -> Generation:
    return build(DOCUMENTS, BOUNDARIES, WordEncoder(), NOTHING, lambda _: None, judged.texts)


def test_questions_that_expect_nothing_are_left_out(judged: JudgedSet) -> None:
    """They say nothing about finding."""
    assert [each.turns[-1] for each in judged.questions] == ["who pays for the van", "and who drives it?"]


def test_figures_are_those_of_the_generation(judged: JudgedSet) -> None:
    """Both are found among the first three; the digest stands for these questions."""
    made = judged.judge(generation(judged), WordEncoder())
    assert (made.asked, made.hit_at_3) == (2, 1.0)
    assert 0.5 < made.ndcg_at_10 <= 1.0
    assert judged.judge(generation(judged), WordEncoder()) == made


def test_nothing_is_encoded_that_the_generation_remembers(judged: JudgedSet) -> None:
    """Follow-ups too, as they are searched for."""
    encoder = WordEncoder()
    judged.judge(generation(judged), encoder)
    assert encoder.asked == []


def test_other_questions_have_another_digest(judged: JudgedSet, tmp_path: Path) -> None:
    """Figures of the two do not compare."""
    made = judged.judge(generation(judged), WordEncoder())
    (tmp_path / "b.yaml").write_text("- question: who drives\n  expect: [T2]\n")
    other = JudgedSet(tmp_path)
    assert isinstance(made, JudgedFigures)
    assert other.judge(generation(other), WordEncoder()).questions != made.questions


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """Rather than to judge by nothing."""
    (tmp_path / "a.yaml").write_text("x: 1\n")
    with pytest.raises(NotJudged):
        judged_questions(tmp_path)


def test_the_bundled_questions_are_there() -> None:
    """Hundreds, in what is installed."""
    assert len(JudgedSet().questions) > 200
