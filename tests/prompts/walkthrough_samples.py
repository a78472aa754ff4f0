"""The messages of a walkthrough, by the name of their golden files. What people wrote is hostile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from bot.walkthrough.refusals import RefusalKind
from prompts.catalogue import walkthrough as walk
from prompts.catalogue import walkthrough_notices as notices
from prompts.catalogue import walkthrough_results as results
from prompts.catalogue.message import Message
from prompts.catalogue.walkthrough_results import WalkStands

_Made = TypeVar("_Made")
HOSTILE = "<!channel> *bold* _it_ ~no~ `code` & <https://evil.example|click>\u202e\u200b"
# What the short notes of each kind name; the others name nothing.
_ABOUTS = {
    "not_concerned": "Write the missions",
    "moved_on": HOSTILE,
    "past_due": "January 2, 2026",
    "long_partner": HOSTILE,
    "twice_partner": HOSTILE,
    "vote_kept": "partly",
    "joined": HOSTILE,
    "note_kept": "Who speaks",
    "trouble": "3f2a9c1b",
    "snoozed": "January 2, 2026",
    "handed_over": HOSTILE,
    "kept_elsewhere": "Who speaks",
    "which_topic": "Who speaks, Money",
}
ACKNOWLEDGEMENTS = (
    *("vote_kept", "joined", "observing", "note_kept", "note_too_late", "action_done", "snoozed", "handed_over"),
    *("asked", "report_coming", "gone", "elsewhere", "not_invited", "archived", "kept_elsewhere", "vote_in_public"),
    *("which_topic", "needs_channel", "no_scorecards", "not_kept", "again", "trouble"),
)


def changed(message: _Made, **fields: Any) -> _Made:
    """The message with other values."""
    names = type(message).__slots__  # type: ignore[attr-defined]
    return type(message)(**{name: fields.get(name, getattr(message, name)) for name in names})


def people(*names: str, more: int = 0) -> walk.WalkPeople:
    """Some names."""
    return walk.WalkPeople(names, more)


PLACE = walk.WalkPlace("Decisions and governance", 3, 12, "Who decides", 5, 14)
CARD = walk.WalkCard(
    title="Partnering agreement scorecard",
    form="short",
    mode="drafting",
    way="together",
    due="December 4, 2026",
    phase="running",
    place=PLACE,
    answered=4,
    bar="▰▰▰▰▱▱▱▱▱▱▱▱▱▱",
    partners=(
        walk.WalkPartner("Riverside Council", people("Ana Lopez", "Ben Smith", more=2)),
        walk.WalkPartner(HOSTILE, people()),
    ),
    observers=people("Cleo"),
    facilitator="Ana Lopez",
    has_speakers=True,
)
TOPIC = walk.WalkTopic(
    place=PLACE,
    question="Who decides what, and how?",
    why="People trust a decision when they know who took it.",
    look_for=("what each partner decides alone", "what all decide together"),
    is_legal=True,
    readings=(
        walk.WalkReading("Share Discretion", "https://example.org/a?b=1&c=2"),
        walk.WalkReading("A title without an address", ""),
    ),
)
ACTIONS = (
    walk.WalkAction("Ask the board", "Ana Lopez", "December 1, 2026", is_done=True, topic="Who decides"),
    walk.WalkAction(HOSTILE, HOSTILE, "December 3, 2026", is_done=False, topic="Who speaks"),
)
RECORD = walk.WalkRecord(
    agreed=walk.WalkAgreed(HOSTILE, people("Riverside Council", HOSTILE, more=1), "Ana Lopez"),
    notes=(walk.WalkNote("Ben Smith", HOSTILE), walk.WalkNote(HOSTILE, "Ask the board first.")),
    notes_total=7,
    actions=ACTIONS,
    actions_more=3,
)
SAYINGS = (walk.WalkSaying("settled", people("Ana", "Ben", more=2)), walk.WalkSaying("open", people(HOSTILE)))
VIEWS = (
    walk.WalkView("Riverside Council", SAYINGS),
    walk.WalkView(HOSTILE, (walk.WalkSaying("not_applicable", people("Dan")),)),
    walk.WalkView("Acme", (walk.WalkSaying("partly", people("Eve")),)),
)
NOBODY = people()
SPREAD = walk.WalkSpread(
    (walk.WalkCount("settled", 2), walk.WalkCount("partly", 1), walk.WalkCount("not_applicable", 1)),
    people("Riverside Council", HOSTILE),
    people("Acme", more=1),
)
REVEALED = walk.WalkStanding("revealed", "", VIEWS, 1, 5, 7, SPREAD)
OUTCOME = walk.WalkOutcome(
    title="Who decides", status="partly", is_hidden=False, notes=3, actions=1, is_agreed=True, is_below=False
)
BARE = changed(OUTCOME, status="", notes=0, actions=0, is_agreed=False)
OVERVIEW = results.WalkOverview(
    title="Partnering agreement scorecard",
    phase="running",
    place=PLACE,
    answered=4,
    themes=(
        results.WalkTheme(
            "Decisions and governance",
            tuple(
                results.WalkGroup(standing, people(f"Topic {number}", "Who decides", more=number))
                for number, standing in enumerate(("settled", "partly", "open", "not_applicable", "unanswered"))
            ),
        ),
    ),
    themes_more=1,
    actions=ACTIONS[1:],
    actions_more=2,
)
CLOSING = results.WalkClosing(
    title="Partnering agreement scorecard",
    coverage=(
        results.WalkCovered("Decisions and governance", (WalkStands("settled", 2), WalkStands("open", 1))),
        results.WalkCovered(
            "Money",
            (
                WalkStands("partly", 1),
                WalkStands("not_applicable", 1),
                WalkStands("unanswered", 3),
            ),
        ),
    ),
    coverage_more=2,
    gaps=(
        results.WalkTheme(
            "Money",
            (
                results.WalkGroup("open", people("Sharing costs", "Who holds it")),
                results.WalkGroup("unanswered", people("Auditing", more=2)),
            ),
        ),
    ),
    gaps_more=1,
    differences=(results.WalkDifference("Sharing costs", VIEWS, 1),),
    differences_more=2,
    actions=ACTIONS,
    actions_more=4,
    since=results.WalkSince(
        "March 2, 2026",
        (
            results.WalkChange("Who decides", "changed", "open", "settled"),
            results.WalkChange("Who speaks", "newly_answered", "", "partly"),
            results.WalkChange("Sharing costs", "no_longer_answered", "not_applicable", ""),
        ),
        1,
    ),
)
REMINDER = notices.WalkReminder(
    "before", HOSTILE, "December 4, 2026", "Who decides", "Partnering agreement scorecard", "https://a.example/thread"
)

WALKTHROUGH: Mapping[str, Message] = {
    "messages/walk/label.plain": notices.WalkLabel("another", 0),
    "messages/walk/label.counted": notices.WalkLabel("short_counted", 14),
    **{
        f"messages/walk/said.{kind}": notices.WalkSaid(kind, _ABOUTS.get(kind, ""))
        for kind in (*get_args(RefusalKind), *ACKNOWLEDGEMENTS)
    },
    **{
        f"messages/walk/said.{kind}_bare": notices.WalkSaid(kind, "")
        for kind in _ABOUTS
        if kind not in {"not_concerned", "handed_over"}
    },
    "messages/walk/help": notices.WalkHelp(),
    "messages/walk/card.running": CARD,
    "messages/walk/card.first": changed(
        CARD,
        way="each_first",
        mode="reviewing",
        form="full",
        due="",
        answered=0,
        bar="▱▱▱▱",
        has_speakers=False,
        observers=people(),
        facilitator="",
    ),
    "messages/walk/card.paused": changed(CARD, phase="paused", answered=1),
    "messages/walk/card.closed": changed(CARD, phase="closed"),
    "messages/walk/card_foot": walk.WalkCardFoot(
        "3f2a9c1b", "All questions are our own wording.", "Built on their work.", "https://example.org/scorecard"
    ),
    "messages/walk/topic.legal": TOPIC,
    "messages/walk/topic.plain": changed(TOPIC, is_legal=False, readings=()),
    "messages/walk/record.full": RECORD,
    "messages/walk/record.one": changed(
        RECORD,
        agreed=walk.WalkAgreed("Each decides on its own money.", NOBODY, "Ana Lopez"),
        notes=RECORD.notes[:1],
        notes_total=1,
        actions=ACTIONS[:1],
        actions_more=0,
    ),
    "messages/walk/standing.unanswered": walk.WalkStanding("together", "", (), 0, 0, 2, None),
    "messages/walk/standing.together": walk.WalkStanding("together", "not_applicable", (), 0, 0, 2, None),
    "messages/walk/standing.differing": walk.WalkStanding("together", "partly", VIEWS, 0, 3, 3, None),
    "messages/walk/standing.hidden": walk.WalkStanding("hidden", "", (), 0, 0, 3, None),
    "messages/walk/standing.hidden_again": walk.WalkStanding("hidden", "open", (), 0, 1, 3, None),
    "messages/walk/standing.revealed": REVEALED,
    "messages/walk/standing.unanimous": walk.WalkStanding(
        "revealed", "settled", VIEWS[:1], 0, 3, 3, walk.WalkSpread((walk.WalkCount("settled", 3),), NOBODY, NOBODY)
    ),
    "messages/walk/standing.silent": walk.WalkStanding(
        "revealed", "", VIEWS[1:2], 0, 1, 3, walk.WalkSpread((walk.WalkCount("open", 1),), NOBODY, people("Acme"))
    ),
    "messages/walk/legend": walk.WalkLegend(),
    "messages/walk/break": walk.WalkBreak(PLACE, "Who decides what, and how?"),
    "messages/walk/outcome.full": OUTCOME,
    "messages/walk/outcome.bare": BARE,
    "messages/walk/outcome.hidden": changed(BARE, is_hidden=True, notes=1, actions=2),
    "messages/walk/outcome.below": changed(OUTCOME, is_below=True),
    "messages/walk/overview.running": OVERVIEW,
    "messages/walk/overview.paused": changed(OVERVIEW, phase="paused", themes_more=3),
    "messages/walk/overview.closed": changed(OVERVIEW, phase="closed", themes_more=0, actions=(), actions_more=0),
    "messages/walk/closing.full": CLOSING,
    "messages/walk/closing.one_more": changed(CLOSING, coverage_more=1, gaps_more=2, differences_more=1),
    "messages/walk/closing.nothing": results.WalkClosing(
        "Small scorecard", CLOSING.coverage[:1], 0, (), 0, (), 0, (), 0, results.WalkSince("March 2, 2026", (), 0)
    ),
    **{
        f"messages/walk/reminder.{kind}": changed(REMINDER, kind=kind)
        for kind in ("before", "today", "overdue", "snoozed")
    },
    "messages/walk/reminder.no_link": changed(REMINDER, thread_link=""),
    "messages/walk/idle.link": notices.WalkIdle("Small scorecard", "Who decides", "https://a.example/thread"),
    "messages/walk/idle.no_link": notices.WalkIdle("Small scorecard", "Who decides", ""),
    "messages/walk/join_first.answer": notices.WalkJoinFirst("not_applicable", "Who decides"),
    "messages/walk/join_first.plain": notices.WalkJoinFirst("", ""),
    "messages/walk/files": walk.WalkFiles("Small scorecard"),
    "messages/walk/chart_title": walk.WalkChartTitle("Small scorecard"),
    "messages/walk/offer": notices.WalkOffer(),
    **{
        f"messages/walk/modal_head.{kind}": notices.WalkModalHead(kind, "Small scorecard", "Who decides what, and how?")
        for kind in ("start", "join", "hand_over", "too_long", "topic")
    },
}
