"""What staff read about a refresh, by the name of its golden file. Names and reasons are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from prompts.catalogue.message import Message
from prompts.catalogue.refreshing import (
    AuditLine,
    AuditLog,
    RefreshCard,
    RefreshLabel,
    RefreshList,
    RefreshNote,
    RefreshRow,
    StaffHelp,
)

HOSTILE = "<!channel> *bold* _it_ ~no~ `code` & <https://evil.example|click>\u202e\u200b"
LISTS = (
    RefreshList("added", 14, (RefreshRow("guides/Who pays.pdf", ""), RefreshRow(HOSTILE, "")), 12),
    RefreshList("changed", 1, (RefreshRow("toolkit/T1.md", ""),), 0),
    RefreshList("removed", 1, (RefreshRow("old.docx", ""),), 0),
    RefreshList("failed", 1, (RefreshRow("scan.pdf", "It holds pictures of pages and no text."),), 0),
    RefreshList("stale", 1, (RefreshRow("https://example.org/a", HOSTILE),), 0),
    RefreshList("unchanged", 180, (), 0),
)
CLOSED = RefreshList("closed", 5, (RefreshRow("Who pays the driver?", ""), RefreshRow(HOSTILE, "")), 2)
PHASES = ("planning", "planned", "empty", "publishing", "published", "undoing", "undone", "discarded", "failed")
NOTES = ("not_staff", "coming_channel", "coming_direct", "not_reached", "too_old", "moved_on", "newer", "not_kept")
DEEDS = ("planned", "published", "discarded", "undone", "added", "taken_out", "failed", "refused")
LABELS = ("publish", "discard", "undo", "again", "undo_title", "undo_text", "cancel")


def card(
    phase: str, *, note: str = "", detail: str = "", asked_by: str = "Alex Kim", by: str = "Alex Kim"
) -> RefreshCard:
    """A card with all its lists; one that publishes is half done."""
    is_going = phase == "publishing"
    lists = () if phase in {"planning", "failed"} else LISTS if phase == "planned" and not note else LISTS[-1:]
    return RefreshCard(
        phase=phase,
        note=note,
        detail=detail,
        lists=lists,
        asked_by=asked_by,
        by=by,
        bar="▰▰▱▱" if is_going else "",
        done=128 if is_going else 0,
        total=256 if is_going else 0,
        looked=300 if phase == "planning" else 0,
    )


REFRESHING: Mapping[str, Message] = {
    **{f"messages/refresh/card.{phase}": card(phase) for phase in PHASES},
    "messages/refresh/card.outdated": card("planned", note="outdated"),
    "messages/refresh/card.interrupted": card("planned", note="interrupted"),
    "messages/refresh/card.not_undone": card("published", note="not_undone", detail="That index is gone."),
    "messages/refresh/card.refused": card("failed", detail=HOSTILE),
    "messages/refresh/card.closed_gaps": replace(card("published"), lists=(CLOSED, LISTS[-1])),
    "messages/refresh/card.scheduled": card("published", asked_by="", by=""),
    **{f"messages/refresh/note.{kind}": RefreshNote(kind) for kind in NOTES},
    "messages/refresh/note.faster": RefreshNote("moved_on", HOSTILE),
    **{f"messages/refresh/label.{name}": RefreshLabel(name) for name in LABELS},
    "messages/refresh/staff_help": StaffHelp(),
    "terminal/audit.some": AuditLog(
        (
            *(AuditLine("2026-11-22 10:15 UTC", "U0ALEX", deed, "3f2a added=3") for deed in DEEDS),
            AuditLine("2026-11-22 04:00 UTC", "", "published", ""),
        )
    ),
    "terminal/audit.none": AuditLog(()),
}
