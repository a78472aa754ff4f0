"""`coach refresh`: what the sources hold now, shown first if wanted, then published."""

from __future__ import annotations

import gc
import getpass
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot.errors import BotError
from bot.settings import Settings, load_settings
from bot.terminal import print_json, progress_shown, reason_words, tell, warn, words_for
from bot.wiring import coaching, publishing
from embeddings.errors import EmbeddingError
from knowledge.errors import KnowledgeError
from knowledge.planning import Plan, Planned
from knowledge.refreshing import Draft, Refreshed
from prompts.catalogue.gaps import GapsClosed
from prompts.catalogue.knowing import PlanList, PlanPage, PlanRow
from prompts.catalogue.terminal import RefreshReport

_ROWS_MAX = 20
# A refresh makes millions of objects that stay to its end: looking through all of them for cycles every few thousand
# would take a third of its time. The young are still looked through, and the process ends with the refresh.
_COLLECTED = 100_000, 50, 1_000

Force = Annotated[bool, typer.Option("--force")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
By = Annotated[str, typer.Option("--by")]
Json = Annotated[bool, typer.Option("--json")]


def refresh(*, dry_run: DryRun = False, force: Force = False, by: By = "", as_json: Json = False) -> None:
    """Publish the content and the sources as they are now; `--dry-run` only shows what would change."""
    gc.set_threshold(*_COLLECTED)
    settings = load_settings(needs_slack=False)
    if dry_run:
        with progress_shown() as shown:
            draft = publishing.draft_refresh(settings, shown.looked)
        _show(draft, as_json=as_json)
    else:
        _publish(settings, by or _user(), force=force, as_json=as_json)


def _show(draft: Draft, *, as_json: bool) -> None:
    if as_json:
        print_json({"changed": draft.is_change, "recipe": asdict(draft.recipe), "plan": _plan_json(draft.plan)})
    else:
        tell(_page(draft.plan, is_dry=True, would_change=draft.is_change))


def _publish(settings: Settings, by: str, *, force: bool, as_json: bool) -> None:
    started = time.perf_counter()
    with progress_shown() as shown:
        done = publishing.refresh(settings, shown.encoded, force=force, by=by, looking=shown.looked)
    seconds = f"{time.perf_counter() - started:.1f}"
    closed = _close_gaps(settings) if done.changed else ()
    if as_json:
        print_json(_refreshed_json(done, float(seconds)) | {"gaps_closed": closed})
        return
    if not done.plan.is_empty or done.plan.failed or done.plan.stale:
        tell(_page(done.plan, is_dry=False, would_change=done.changed))
    manifest = done.manifest
    tell(RefreshReport(manifest.name, manifest.documents, manifest.entries, done.encoded, seconds, done.changed))
    if closed:
        tell(GapsClosed(closed))


def _close_gaps(settings: Settings) -> tuple[str, ...]:
    """The questions that are answered now; what was published stands, whatever becomes of the list of gaps."""
    try:
        return tuple(dict.fromkeys(gap.question or "" for gap in coaching.close_gaps(settings)))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
    except (KnowledgeError, EmbeddingError) as error:
        warn(words_for(error))
    return ()


def _refreshed_json(done: Refreshed, seconds: float) -> dict[str, Any]:
    told = {"encoded": done.encoded, "changed": done.changed, "seconds": seconds}
    return {**asdict(done.manifest), **told, "plan": _plan_json(done.plan)}


def _plan_json(plan: Plan) -> dict[str, list[dict[str, str]]]:
    return {kind: [_row_json(row) for row in rows] for kind, rows in _lists(plan).items()}


def _row_json(row: Planned) -> dict[str, str]:
    return {"ref": row.ref, "name": row.name, "reason": reason_words(row.reason), "code": row.reason}


def _page(plan: Plan, *, is_dry: bool, would_change: bool) -> PlanPage:
    shown = {kind: rows for kind, rows in _lists(plan).items() if rows and kind != "unchanged"}
    lists = tuple(_list(kind, rows) for kind, rows in shown.items())
    return PlanPage(lists, len(plan.unchanged), is_dry=is_dry, would_change=would_change)


def _lists(plan: Plan) -> Mapping[str, Sequence[Planned]]:
    names = ("added", "changed", "removed", "failed", "stale", "unchanged")
    return {name: getattr(plan, name) for name in names}


def _list(kind: str, rows: Sequence[Planned]) -> PlanList:
    shown = tuple(PlanRow(row.name, reason_words(row.reason)) for row in rows[:_ROWS_MAX])
    return PlanList(kind, len(rows), shown, len(rows) - len(shown))


def _user() -> str:
    """Who runs the command, as the system knows them; in a container there may be no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
