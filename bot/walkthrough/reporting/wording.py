"""The words of a report: names, days and labels, each through its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache

from bot.walkthrough.events import PartnerId, PersonId, TopicId
from bot.walkthrough.results import View, standing_of, views_of
from bot.walkthrough.state import Action, Agreement, Note, State
from prompts.catalogue.reports import (
    ReportAction,
    ReportAgreement,
    ReportByline,
    ReportDay,
    ReportLabel,
    ReportNames,
    ReportPair,
    ReportPerson,
    ReportView,
)
from prompts.rendering import render_line


@lru_cache(maxsize=256)
def label(name: str) -> str:
    """A heading, label or standing sentence."""
    return render_line(ReportLabel(name))


def day_words(day: date) -> str:
    """A day as every report writes it."""
    return render_line(ReportDay(day.year, day.month, day.day))


def pair(first: str, second: str) -> str:
    """Two things on one line."""
    return render_line(ReportPair(first, second))


class Wording:
    """Words for what is in one walkthrough."""

    def __init__(self, state: State, names: Mapping[PersonId, str], zone: tzinfo) -> None:
        self._state, self._names, self._zone = state, names, zone

    def day_of(self, at: float) -> date:
        """The day of a time."""
        return datetime.fromtimestamp(at, self._zone).date()

    def day(self, at: float) -> str:
        """The day of a time, in words."""
        return day_words(self.day_of(at))

    def due(self, day: str) -> str:
        """An ISO date in words; anything else as it is."""
        try:
            return day_words(date.fromisoformat(day))
        except ValueError:
            return day

    def person(self, person: PersonId) -> str:
        """The name of a person."""
        return render_line(ReportPerson(self._names.get(person, ""), person))

    def people(self, people: Iterable[PersonId]) -> str:
        """Names in a row, or that there is nobody yet."""
        named = tuple(self.person(person) for person in people)
        return render_line(ReportNames(named)) if named else label("nobody")

    def partners(self, partners: Iterable[PartnerId]) -> str:
        """Names of partners in a row."""
        return render_line(ReportNames(tuple(self._state.partners[partner].name for partner in partners)))

    def partner_of(self, person: PersonId) -> str:
        """The name of the partner for whom somebody speaks, or nothing."""
        partner = self._state.spoke_for(person)
        return partner.name if partner else ""

    def byline(self, note: Note) -> str:
        """Who wrote a note, for whom and when."""
        return render_line(ReportByline(self.person(note.by), self.partner_of(note.by), self.day(note.at)))

    def agreed(self, agreement: Agreement) -> str:
        """Who agreed, who wrote it down and when."""
        partners = tuple(self._state.partners[each].name for each in agreement.partners if each in self._state.partners)
        return render_line(ReportAgreement(partners, self.person(agreement.by), self.day(agreement.at)))

    def view(self, view: View) -> str:
        """What a partner says."""
        said = tuple(
            (label(status), tuple(self.person(each.by) for each in view.said if each.status == status))
            for status in view.statuses
        )
        return render_line(ReportView(self._state.partners[view.partner].name, view.is_of_two_minds, said))

    def action(self, action: Action) -> str:
        """What somebody takes on, who, and until when."""
        return render_line(ReportAction(action.what, self.person(action.owner), self.due(action.due), action.is_done))

    def standing(self, topic: TopicId) -> str:
        """How a topic stands; that partners have answered for themselves is no joint answer yet."""
        standing = standing_of(self._state, topic)
        is_told_apart = standing == "unanswered" and views_of(self._state, topic)
        return label("no_joint_answer" if is_told_apart else standing)
