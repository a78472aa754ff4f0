"""Days as a person likes to read them."""

from __future__ import annotations

from datetime import date

from prompts.catalogue.home import HomeDay
from prompts.rendering import render_line

STYLES = ("mdy", "dmy", "iso")
"""In the order in which they are offered; the first one holds for whoever chose nothing."""


def day_words(day: date, style: str) -> str:
    """The day in this style; one that was forged or forgotten is the first one."""
    return render_line(HomeDay(day.year, day.month, day.day, style if style in STYLES else STYLES[0]))


def due_words(iso: str, style: str) -> str:
    """An ISO date in this style; anything else as it is."""
    try:
        return day_words(date.fromisoformat(iso), style)
    except ValueError:
        return iso
