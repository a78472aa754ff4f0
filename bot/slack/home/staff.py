"""The part of the Home tab that only staff see. Data to data."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.slack.home.days import day_words
from bot.slack.home.facts import Facts, StaffFacts
from bot.slack.home.labels import heading, lines
from bot.slack.walkthrough.texts import fit
from prompts.catalogue.home import HomeFigures, HomeKnowledge, HomeSources
from prompts.catalogue.message import Message

# With less than this a refresh may find no room.
FREE_MB_MIN = 500
_TROUBLED_MAX, _PLACE_CHARS_MAX, _NAME_CHARS_MAX = 8, 150, 100


def staff_section(facts: Facts) -> list[dict[str, Any]]:
    """How the knowledge and the coach are; nothing for those who are not staff."""
    if facts.staff is None:
        return []
    messages = (_knowledge(facts.staff, facts.dates), _sources(facts.staff), _figures(facts.staff, facts.dates))
    return [heading("staff_head"), *(_section(each) for each in messages)]


def _knowledge(staff: StaffFacts, style: str) -> HomeKnowledge:
    refresh = staff.refresh
    return HomeKnowledge(
        generation=fit(staff.generation, _NAME_CHARS_MAX),
        made=_day(staff.made, style),
        is_pinned=staff.is_pinned,
        phase=refresh.phase if refresh else "",
        by=fit(refresh.by, _NAME_CHARS_MAX) if refresh else "",
        day=_day(refresh.day if refresh else None, style),
    )


def _sources(staff: StaffFacts) -> HomeSources:
    named = tuple(fit(place, _PLACE_CHARS_MAX) for place in staff.troubled[:_TROUBLED_MAX])
    return HomeSources(staff.sources, named, len(staff.troubled) - len(named), staff.is_list_broken)


def _figures(staff: StaffFacts, style: str) -> HomeFigures:
    since = day_words(staff.running_since, style)
    is_disk_full = staff.free_mb < FREE_MB_MIN
    return HomeFigures(staff.gaps, staff.up, staff.down, since, staff.free_mb, staff.scopes, is_disk_full=is_disk_full)


def _day(day: date | None, style: str) -> str:
    return day_words(day, style) if day else ""


def _section(message: Message) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": lines(message), "verbatim": True}}
