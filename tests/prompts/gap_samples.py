"""The messages of feedback and gaps, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue import gaps
from prompts.catalogue.message import Message

REASONS = (gaps.ReasonCount("not_found", 2), gaps.ReasonCount("declined", 1), gaps.ReasonCount("disliked", 3))
HOSTILE = "<!channel> *who* `pays` <https://evil.example|here>?"

GAPS: Mapping[str, Message] = {
    "messages/feedback_label": gaps.FeedbackLabel("not_relevant"),
    "messages/feedback_note.not_kept": gaps.FeedbackNote("not_kept"),
    "messages/feedback_note.too_late": gaps.FeedbackNote("too_late"),
    "messages/gaps_head.none": gaps.GapsHead(0, 0),
    "messages/gaps_head.one": gaps.GapsHead(1, 1),
    "messages/gaps_head.some": gaps.GapsHead(7, 3),
    "messages/gaps_head.wordless": gaps.GapsHead(2, 0),
    "messages/gap_entry": gaps.GapEntry("How do we insure volunteers?", 6, REASONS, "3 March 2026"),
    "messages/gap_entry.hostile": gaps.GapEntry(HOSTILE, 1, REASONS[:1], "3 March 2026"),
    "messages/gaps_foot.both": gaps.GapsFoot(REASONS, 1),
    "messages/gaps_foot.hidden": gaps.GapsFoot((), 12),
    "messages/gaps_foot.wordless": gaps.GapsFoot(REASONS[:1], 0),
    "messages/gap_note.closed_one": gaps.GapNote("closed", 1),
    **{
        f"messages/gap_note.{kind}": gaps.GapNote(kind, 3)
        for kind in ("staff_only", "closed", "closed_there", "still_open", "gone", "wordless", "again")
    },
    "terminal/gaps.none": gaps.GapReport(0, (), ()),
    "terminal/gaps.some": gaps.GapReport(
        8,
        (
            gaps.ListedGap(12, "How do we insure volunteers?", 6, REASONS, "3 March 2026"),
            gaps.ListedGap(4, HOSTILE, 1, REASONS[:1], "28 February 2026"),
        ),
        REASONS[1:2],
    ),
    "terminal/gaps.wordless": gaps.GapReport(2, (), REASONS[:1]),
    "terminal/gaps_closed.some": gaps.GapsClosed(("How do we insure volunteers?", HOSTILE)),
    "terminal/gaps_closed.none": gaps.GapsClosed(()),
}
