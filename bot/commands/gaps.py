"""`coach gaps`: the questions without a good answer, and one of them asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot.asking.gaps import Gap, Group, Overview, answered, ask_again, overview
from bot.asking.wording import message_for
from bot.settings import Settings, load_settings
from bot.slack.feedback.gap_list import counts, last_asked
from bot.store.gaps import Gaps
from bot.terminal import EX_NO_INPUT, print_json, stop, tell
from bot.wiring import coaching, publishing, stores
from embeddings.encoder import SentenceEncoder
from prompts.catalogue.gaps import GapNote, GapReport, ListedGap

Number = Annotated[int, typer.Argument(metavar="NUMBER")]
Json = Annotated[bool, typer.Option("--json")]


def gaps(number: Number = 0, *, as_json: Json = False) -> None:
    """List the questions without a good answer, alike ones together; with a number, ask that one again."""
    settings = load_settings(needs_slack=False)
    with stores.kept_gaps(settings) as kept:
        if number:
            _ask_again(settings, kept, number, as_json=as_json)
        else:
            _list(_overview(settings, kept.open()), as_json=as_json)


def _overview(settings: Settings, found: Sequence[Gap]) -> Overview:
    return overview(found, lambda texts: SentenceEncoder(publishing.model_name(settings)).encode(texts))


def _list(found: Overview, *, as_json: bool) -> None:
    if as_json:
        print_json({"total": found.total, "groups": [_json(each) for each in found.groups], "wordless": found.wordless})
        return
    listed = (
        ListedGap(
            each.example.id,
            " ".join((each.example.question or "").split()),
            len(each.gaps),
            counts(each.reasons),
            last_asked(each.example),
        )
        for each in found.groups
    )
    tell(GapReport(found.total, tuple(listed), counts(found.wordless)))


def _ask_again(settings: Settings, kept: Gaps, number: int, *, as_json: bool) -> None:
    found = kept.open()
    gap = next((each for each in found if each.id == number), None)
    if gap is None:
        stop(GapNote("gone", 0), EX_NO_INPUT)
    if gap.question is None:
        stop(GapNote("wordless", 0), EX_NO_INPUT)
    manifest, coach = coaching.open_coach(settings)
    groups = overview(found, coach.encode).groups
    closed = answered(coach, next(each for each in groups if gap in each.gaps).gaps)
    kept.close([each.id for each in closed], manifest.name)
    # Staff at the machine can read every document of this coach anyway.
    said = message_for(ask_again(coach, gap, gap.audience))
    if as_json:
        print_json({"closed": [each.id for each in closed], "is_closed": gap in closed})
        return
    tell(GapNote("closed" if gap in closed else "still_open", len(closed)))
    tell(said)


def _json(group: Group) -> dict[str, Any]:
    newest = group.example
    shared = {"id": newest.id, "question": newest.question, "count": len(group.gaps), "reasons": group.reasons}
    return {**shared, "last_asked": newest.asked_at, "questions": [asdict(gap) for gap in group.gaps]}
