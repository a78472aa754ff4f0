"""The judged questions that come with the coach. They were written by others than the phrasings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.asking.evaluating import evaluate, figures, parse_judged
from bot.judging import JUDGED_DIR
from bot.wiring import coaching, publishing
from tests.benchmarks.figures import Figure, at_least, said, settings_in


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
    return rows
