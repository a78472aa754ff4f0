"""The judged questions that come with the coach. They were written by others than the phrasings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.asking.answering import Answering
from bot.asking.answers import Answer
from bot.asking.evaluating import evaluate, figures, parse_judged
from bot.judging import JUDGED_DIR
from bot.wiring import coaching, publishing
from tests.benchmarks.figures import Figure, at_least, at_most, said, settings_in


def questions_of(name: str) -> Any:
    """What stands in one file of judged questions."""
    return yaml.safe_load((JUDGED_DIR / f"{name}.yaml").read_text(encoding="utf-8"))


def measure(home: Path) -> list[Figure]:
    """hit@1 and hit@3 of each file, and who was declined."""
    settings = settings_in(home)
    publishing.refresh(settings, lambda _: None)
    _, coach = coaching.open_coach(settings)
    rows = []
    for name in ("practice", "finding", "threads", "scope"):
        made = figures(evaluate(coach, parse_judged(questions_of(name))))
        rows.append(said(f"judged {name}, hit@1 and hit@3", f"{made.hit_at_1:.3f} {made.hit_at_3:.3f}"))
        if name == "finding":
            rows.append(at_least("judged finding, hit@3", made.hit_at_3, 0.9))
        if name == "scope":
            declined = " ".join(f"{scope} {share:.2f}" for scope, share in made.declined.items())
            rows.append(said("judged scope, share declined", declined))
    return [*rows, *_unasked(coach)]


def _unasked(coach: Answering) -> list[Figure]:
    """Where it answers every question: what it takes for its own of an office day, and of what practitioners ask."""
    office = parse_judged(questions_of("office"))
    theirs = [
        each for name in ("practice", "finding") for each in parse_judged(questions_of(name)) if each.scope == "in"
    ]
    spoken, heard = (sum(is_sure(coach, each.turns[-1]) for each in asked) for asked in (office, theirs))
    return [
        at_most(f"judged office, answered of {len(office)} that are none of its business", spoken, 3, ""),
        said("judged practice and finding, answered unasked", f"{heard / len(theirs):.2f}"),
    ]


def is_sure(coach: Answering, question: str) -> bool:
    """Whether the coach would answer this although nobody asked it."""
    reply = coach.reply(question)
    return isinstance(reply, Answer) and reply.is_sure
