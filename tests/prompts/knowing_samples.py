"""The messages about sources, refreshes and generations, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from knowledge.reading.texts import Reason as FileReason
from knowledge.sources import SourceFaultKind
from knowledge.web.outcomes import Reason as PageReason
from prompts.catalogue import knowing
from prompts.catalogue.message import Message
from prompts.catalogue.terminal import ContentFault

REASONS = (*get_args(FileReason), *get_args(PageReason), "empty_folder", "sitemap_cut")
FIGURES = (("hit@3", "0.921"), ("ndcg@10", "0.814"))
LISTS = (
    knowing.PlanList("added", 2, (knowing.PlanRow("guides/plan.md", ""),), 1),
    knowing.PlanList("changed", 1, (knowing.PlanRow("guides/money.pdf", ""),), 0),
    knowing.PlanList("removed", 1, (knowing.PlanRow("guides/old.txt", ""),), 0),
    knowing.PlanList("failed", 1, (knowing.PlanRow("guides/scan.pdf", "it is a scan"),), 0),
    knowing.PlanList("stale", 1, (knowing.PlanRow("https://example.org/a", "the site has trouble"),), 0),
)


def fault_kinds(alias: object) -> tuple[str, ...]:
    """Every literal in an alias, those of the aliases inside it included."""
    return tuple(str(kind) for kind in get_args(alias))


def source_faults() -> knowing.SourceFaults:
    """One fault of each kind."""
    shown = (
        ContentFault("sources.yaml", line, kind, "sources.0.path", "path")
        for line, kind in enumerate(fault_kinds(SourceFaultKind), 1)
    )
    return knowing.SourceFaults(tuple(shown))


def generation(name: str, *, serves: bool, by: str = "ann", is_whole: bool = True) -> knowing.ListedGeneration:
    """A row of the list of generations."""
    if not is_whole:
        return knowing.ListedGeneration(name, "", "", 0, 0, (), serves=False, is_whole=False)
    figures = FIGURES if serves else ()
    return knowing.ListedGeneration(name, "2026-11-22 21:54 UTC", by, 184, 5_085, figures, serves=serves, is_whole=True)


KNOWING: Mapping[str, Message] = {
    **{f"terminal/reason.{reason}": knowing.ReasonWords(reason) for reason in (*REASONS, "odd")},
    "terminal/source_faults": source_faults(),
    **{
        f"terminal/source_state.{name}": knowing.SourceState("~/guides", *known)
        for name, known in {
            "fault": ("it is not there", "2026-11-22 09:00", "", 1, 0, ""),
            "unread": ("", "", "", 0, 0, ""),
            "whole": ("", "2026-11-22 09:00", "2026-11-22 09:00", 12, 0, ""),
            "partly": ("", "2026-11-22 09:00", "2026-11-20 09:00", 1, 1, "it is a scan"),
            "never_whole": ("", "2026-11-22 09:00", "", 0, 2, "the site took too long"),
        }.items()
    },
    "terminal/plan.dry": knowing.PlanPage(LISTS, 182, is_dry=True, would_change=True),
    "terminal/plan.done": knowing.PlanPage(LISTS[:1], 182, is_dry=False, would_change=True),
    "terminal/plan.nothing": knowing.PlanPage((), 182, is_dry=True, would_change=False),
    "terminal/looking": knowing.Looking(1_200),
    "terminal/encoding": knowing.Encoding(256, 3_120),
    "terminal/refresh_held.vanishing": knowing.RefreshHeld("vanishing", (("removed", "50"), ("known", "184"))),
    "terminal/refresh_held.fallen": knowing.RefreshHeld("fallen", (("hit@3", "7"), ("ndcg@10", "6"))),
    "terminal/generations.some": knowing.GenerationList(
        (
            generation("20261122T215406Z-dc4a5fae", serves=True),
            generation("20261121T215406Z-11111111", serves=False, by=""),
            generation("20261120T215406Z-22222222", serves=False, is_whole=False),
        ),
        is_pinned=False,
    ),
    "terminal/generations.pinned": knowing.GenerationList(
        (generation("20261122T215406Z-dc4a5fae", serves=True),), is_pinned=True
    ),
    "terminal/generations.none": knowing.GenerationList((), is_pinned=False),
    "terminal/rolled_back": knowing.RolledBack("20261121T215406Z-11111111", "2026-11-21 21:54 UTC", 182),
    "terminal/rollback_trouble.no_such": knowing.RollbackTrouble("no_such", "2026", ()),
    "terminal/rollback_trouble.near": knowing.RollbackTrouble("no_such", "2026", ("20261121T215406Z-11111111",)),
    **{
        f"terminal/rollback_trouble.{reason}": knowing.RollbackTrouble(reason, "20261121T215406Z-11111111", ())
        for reason in ("none_before", "serving", "broken", "other_model")
    },
}
