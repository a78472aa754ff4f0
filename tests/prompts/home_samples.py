"""The messages of the Home and Messages tabs, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue import answers, home
from prompts.catalogue.message import Message

HOSTILE = "<!channel> *who* `pays` <https://evil.example|here>?"
NOTES = [
    "asked",
    "shelf",
    "saved",
    "done",
    "resumed",
    "forgotten",
    "nothing_asked",
    "too_old",
    "not_kept",
    "again",
    "no_walks",
    "no_actions",
    "no_questions",
    "more",
]
PHASES = ["planning", "planned", "empty", "publishing", "published", "undoing", "undone", "discarded", "failed"]
LABELS = [
    "ask_head",
    "question",
    "question_hint",
    "ask",
    "walks_head",
    "continue",
    "resume",
    "actions_head",
    "done",
    "questions_head",
    "browse_head",
    "tools",
    "cases",
    "library",
    "settings_head",
    "private",
    "private_no",
    "private_yes",
    "dates",
    "data_head",
    "data",
    "forget",
    "forget_title",
    "forget_text",
    "cancel",
    "staff_head",
]
GENERATION = "20261122T101500Z-3f2a9c1b"

HOME: Mapping[str, Message] = {
    **{f"messages/home/label.{name}": home.HomeLabel(name) for name in LABELS},
    **{f"messages/home/note.{kind}": home.HomeNote(kind, 3) for kind in NOTES},
    **{f"messages/home/day.{style}": home.HomeDay(2026, 3, 4, style) for style in ("mdy", "dmy", "iso")},
    "messages/home/walk.running": home.HomeWalk("Partnering agreement", "Sharing costs", 3, 12, is_paused=False),
    "messages/home/walk.paused": home.HomeWalk(HOSTILE, HOSTILE, 0, 6, is_paused=True),
    "messages/home/action": home.HomeAction("Ask the board", "March 4, 2026", is_late=False, title="Agreement"),
    "messages/home/action.late": home.HomeAction(HOSTILE, "March 4, 2026", is_late=True, title=HOSTILE),
    **{
        f"messages/home/question.{outcome}": home.HomeQuestion("Who pays?", outcome, "March 4, 2026", "")
        for outcome in ("answer", "partial", "not_found", "declined", "help")
    },
    "messages/home/question.hostile": home.HomeQuestion(HOSTILE, "answer", "4 March 2026", "https://a.example/p1"),
    "messages/home/asked": home.HomeAsked("Who pays for what?"),
    "messages/home/asked.hostile": home.HomeAsked(HOSTILE),
    **{
        f"messages/home/knowledge.{phase}": home.HomeKnowledge(
            GENERATION, "November 22, 2026", is_pinned=False, phase=phase, by="Alex Kim", day="November 22, 2026"
        )
        for phase in PHASES
    },
    "messages/home/knowledge.pinned": home.HomeKnowledge(
        GENERATION, "November 22, 2026", is_pinned=True, phase="published", by="", day="November 22, 2026"
    ),
    "messages/home/knowledge.none": home.HomeKnowledge("", "", is_pinned=False, phase="", by="", day=""),
    "messages/home/sources.none": home.HomeSources(0, (), 0, is_list_broken=False),
    "messages/home/sources.well": home.HomeSources(3, (), 0, is_list_broken=False),
    "messages/home/sources.troubled": home.HomeSources(9, ("handbook/", HOSTILE), 4, is_list_broken=False),
    "messages/home/sources.broken": home.HomeSources(0, (), 0, is_list_broken=True),
    "messages/home/figures": home.HomeFigures(7, 12, 3, "November 22, 2026", 20_480, (), is_disk_full=False),
    "messages/home/figures.scopes": home.HomeFigures(
        7, 12, 3, "November 22, 2026", 20_480, ("files:read", "im:write"), is_disk_full=False
    ),
    "messages/home/figures.full": home.HomeFigures(1, 0, 0, "November 22, 2026", 120, (), is_disk_full=True),
    "messages/home/figures.none": home.HomeFigures(0, 0, 0, "2026-11-22", 20_480, (), is_disk_full=False),
    "messages/home/continued.none": home.ContinuedWalks(0),
    "messages/home/continued.one": home.ContinuedWalks(1),
    "messages/home/continued.some": home.ContinuedWalks(3),
    "messages/home/loading": home.LoadingMessages(),
    "messages/suggested_prompts.new": answers.SuggestedPrompts("new", ""),
    "messages/suggested_prompts.walkthrough": answers.SuggestedPrompts("walkthrough", "Partnering agreement"),
}
