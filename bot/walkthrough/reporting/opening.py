"""The first pages of a report: what it is about, who took part, where each theme stands."""

from __future__ import annotations

from collections.abc import Iterator

from bot.walkthrough.events import NOBODY, OBSERVER
from bot.walkthrough.reporting.report import Block, Fact, Heading, Paragraph, Table
from bot.walkthrough.reporting.wording import Wording, label
from bot.walkthrough.results import STANDINGS, Results, people_seen
from bot.walkthrough.state import State


def opening(state: State, results: Results, words: Wording) -> Iterator[Block]:
    """The blocks before the topics."""
    yield from _about(state, words)
    yield Heading(1, label("people"))
    yield Table((label("partner"), label("person")), tuple(_people(state, words)))
    yield Heading(1, label("coverage"))
    yield Paragraph(label("no_score"))
    yield _coverage(results)


def _about(state: State, words: Wording) -> Iterator[Block]:
    setup = state.setup
    yield Fact(label("partners"), words.partners(state.partners))
    yield Fact(label("started"), words.day(state.started_at))
    yield Fact(label("last_at"), words.day(state.last_at))
    if setup.due:
        yield Fact(label("due"), words.due(setup.due))
    yield Fact(label("mode"), label(setup.mode))
    yield Fact(label("form"), label(setup.form))
    yield Fact(label("way"), label(setup.way))
    yield Fact(label("phase"), label(state.phase))
    if state.facilitator != NOBODY:
        yield Fact(label("facilitator"), words.person(state.facilitator))


def _people(state: State, words: Wording) -> Iterator[tuple[str, str]]:
    for partner in state.partners.values():
        yield partner.name, words.people(state.speakers(partner.id))
    observers = state.speakers(OBSERVER)
    if observers:
        yield label("observers"), words.people(observers)
    others = [person for person in people_seen(state) if person not in state.people and person != NOBODY]
    if others:
        yield label("others"), words.people(others)


def _coverage(results: Results) -> Table:
    head = (label("theme"), *(label(standing) for standing in STANDINGS))
    rows = ((each.theme.title, *(str(count) for count in each.counts.values())) for each in results.coverage)
    return Table(head, tuple(rows))
