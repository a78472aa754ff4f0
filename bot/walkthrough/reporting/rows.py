"""A walkthrough as one flat table: a row for every topic, answer, agreement, note and action, each with its topic.

Days are ISO dates here and not words, so that a spreadsheet can sort them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from bot.walkthrough.events import TopicId
from bot.walkthrough.reporting.report import Table
from bot.walkthrough.reporting.wording import Wording, label
from bot.walkthrough.results import views_of
from bot.walkthrough.state import State


@dataclass(frozen=True, slots=True)
class _Row:
    """One row; the names of its fields are labels, which head the columns."""

    row: str
    theme: str
    topic: str
    question: str
    status: str
    counsel: str
    answer: str = ""
    text: str = ""
    person: str = ""
    partner: str = ""
    date: str = ""
    due: str = ""
    state: str = ""


def flat(state: State, words: Wording) -> Table:
    """All rows, topic by topic."""
    columns = [field.name for field in fields(_Row)]
    made = [row for topic in state.order for row in _rows(state, topic, words)]
    cells = (tuple(str(getattr(row, column)) for column in columns) for row in made)
    return Table(tuple(label(column) for column in columns), tuple(cells))


def _rows(state: State, topic: TopicId, words: Wording) -> Iterator[_Row]:
    defined, each = state.topic(topic), state.topics[topic]
    own = _Row(
        label("topic"),
        state.theme(topic).title,
        defined.title,
        defined.question(state.setup.mode),
        words.standing(topic),
        label("yes") if defined.is_legal else "",
    )
    yield own
    yield from _answers(state, topic, own, words)
    if each.agreement:
        who, when = words.person(each.agreement.by), words.day_of(each.agreement.at).isoformat()
        known = [partner for partner in each.agreement.partners if partner in state.partners]
        text, partners = each.agreement.text, words.partners(known)
        yield replace(own, row=label("agreement"), text=text, person=who, partner=partners, date=when)
    for note in each.notes.values():
        who, when = words.person(note.by), words.day_of(note.at).isoformat()
        yield replace(own, row=label("note"), text=note.text, person=who, partner=words.partner_of(note.by), date=when)
    yield from _actions(state, topic, own, words)


def _answers(state: State, topic: TopicId, own: _Row, words: Wording) -> Iterator[_Row]:
    for view in views_of(state, topic):
        for said in view.said:
            yield replace(
                own,
                row=label("answer"),
                answer=label(said.status),
                person=words.person(said.by),
                partner=state.partners[view.partner].name,
                date=words.day_of(said.at).isoformat(),
            )


def _actions(state: State, topic: TopicId, own: _Row, words: Wording) -> Iterator[_Row]:
    for action in state.actions.values():
        if action.topic == topic:
            yield replace(
                own,
                row=label("action"),
                text=action.what,
                person=words.person(action.owner),
                partner=words.partner_of(action.owner),
                due=action.due,
                state=label("done" if action.is_done else "to_do"),
            )
