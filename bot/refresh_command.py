"""`coach refresh`: what the sources hold now, shown first if wanted, then published."""

from __future__ import annotations

import getpass
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot import wiring
from bot.errors import BotError
from bot.settings import Settings, load_settings
from bot.terminal import print_json, progress_shown, tell
from knowledge.planning import Plan, Planned
from knowledge.refreshing import Draft, Refreshed
from prompts.catalogue.gaps import GapsClosed
from prompts.catalogue.knowing import PlanList, PlanPage, PlanRow, ReasonWords
from prompts.catalogue.terminal import RefreshReport
from prompts.rendering import render_terminal

_ROWS_MAX = 20

Force = Annotated[bool, typer.Option("--force")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
By = Annotated[str, typer.Option("--by")]
Json = Annotated[bool, typer.Option("--json")]


def refresh(*, dry_run: DryRun = False, force: Force = False, by: By = "", as_json: Json = False) -> None:
    """Publish the content and the sources as they are now; `--dry-run` only shows what would change."""
    settings = load_settings(needs_slack=False)
    if dry_run:
        _show(wiring.draft_refresh(settings), as_json=as_json)
    else:
        _publish(settings, by or _user(), force=force, as_json=as_json)


def _show(draft: Draft, *, as_json: bool) -> None:
    if as_json:
        print_json({"changed": draft.is_change, "recipe": asdict(draft.recipe), "plan": _plan_json(draft.plan)})
    else:
        tell(_page(draft.plan, is_dry=True, would_change=draft.is_change))


def _publish(settings: Settings, by: str, *, force: bool, as_json: bool) -> None:
    started = time.perf_counter()
    with progress_shown() as report:
        done = wiring.refresh(settings, report, force=force, by=by)
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
        return tuple(dict.fromkeys(gap.question or "" for gap in wiring.close_gaps(settings)))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return ()


def _refreshed_json(done: Refreshed, seconds: float) -> dict[str, Any]:
    told = {"encoded": done.encoded, "changed": done.changed, "seconds": seconds}
    return {**asdict(done.manifest), **told, "plan": _plan_json(done.plan)}


def _plan_json(plan: Plan) -> dict[str, list[dict[str, str]]]:
    return {
        kind: [{"ref": row.ref, "name": row.name, "reason": _reason(row.reason), "code": row.reason} for row in rows]
        for kind, rows in _lists(plan).items()
    }


def _page(plan: Plan, *, is_dry: bool, would_change: bool) -> PlanPage:
    shown = {kind: rows for kind, rows in _lists(plan).items() if rows and kind != "unchanged"}
    lists = tuple(_list(kind, rows) for kind, rows in shown.items())
    return PlanPage(lists, len(plan.unchanged), is_dry=is_dry, would_change=would_change)


def _lists(plan: Plan) -> Mapping[str, Sequence[Planned]]:
    names = ("added", "changed", "removed", "failed", "stale", "unchanged")
    return {name: getattr(plan, name) for name in names}


def _list(kind: str, rows: Sequence[Planned]) -> PlanList:
    shown = tuple(PlanRow(row.name, _reason(row.reason)) for row in rows[:_ROWS_MAX])
    return PlanList(kind, len(rows), shown, len(rows) - len(shown))


def _reason(reason: str) -> str:
    return render_terminal(ReasonWords(reason)).strip() if reason else ""


def _user() -> str:
    """Who runs the command, as the system knows them; in a container there may be no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
