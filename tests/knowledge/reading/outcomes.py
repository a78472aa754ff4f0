"""Short forms of outcomes, to compare with."""

from __future__ import annotations

from knowledge.reading.texts import Outcome, ReadText, Unreadable


def text_of(outcome: Outcome) -> ReadText:
    """The text, where there must be one."""
    assert isinstance(outcome, ReadText), outcome
    return outcome


def words_of(outcome: Outcome) -> str:
    """All that was read, without headings."""
    return "\n\n".join(section.text for section in text_of(outcome).sections)


def headings_of(outcome: Outcome) -> list[tuple[str, ...]]:
    """The headings of each section."""
    return [section.headings for section in text_of(outcome).sections]


def reason_of(outcome: Outcome) -> str:
    """The reason, where there must be one."""
    assert isinstance(outcome, Unreadable), outcome
    return outcome.reason
