"""The last pages of a report: differences, gaps, actions, what changed, and where the questions come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.walkthrough.reporting.report import Block, Heading, Item, Link, Paragraph, Table
from bot.walkthrough.reporting.wording import Wording, label, pair
from bot.walkthrough.results import Change, Gap, Results, Since
from bot.walkthrough.state import State
from prompts.catalogue.reports import ReportChange, ReportDated
from prompts.rendering import render_line

Documents = Mapping[str, tuple[str, str]]
"""Title and address of each document, by its ref."""


def closing(state: State, results: Results, words: Wording, documents: Documents) -> Iterator[Block]:
    """The blocks between the topics and the outline."""
    yield from _differences(state, results, words)
    yield from _gaps(state, results, words, documents)
    yield from _actions(state, results, words)
    if results.since:
        yield from _since(state, results.since, words)


def sources(state: State) -> Iterator[Block]:
    """Where the questions come from, and what a report is not."""
    scorecard = state.setup.scorecard
    yield Heading(1, label("sources"))
    yield Paragraph(scorecard.credit)
    yield Link(label("source"), scorecard.source_url)
    yield Paragraph(scorecard.limits)
    yield Paragraph(label("no_advice"))


def _differences(state: State, results: Results, words: Wording) -> Iterator[Block]:
    yield Heading(1, label("differences"))
    if not results.differences:
        yield Paragraph(label("no_differences"))
    for each in results.differences:
        yield Paragraph(pair(state.theme(each.topic).title, state.topic(each.topic).title), "label")
        yield from (Item(words.view(view)) for view in each.views)


def _gaps(state: State, results: Results, words: Wording, documents: Documents) -> Iterator[Block]:
    yield Heading(1, label("gaps"))
    if not results.gaps:
        yield Paragraph(label("no_gaps"))
    theme = ""
    for gap in results.gaps:
        if gap.theme.id != theme:
            theme = gap.theme.id
            yield Paragraph(gap.theme.title, "label")
        yield Item(_gap(state, gap, words), _help(state, gap, documents))


def _gap(state: State, gap: Gap, words: Wording) -> str:
    topic = state.topic(gap.topic)
    told = pair(topic.title, words.standing(gap.topic))
    return f"{told}. {label('counsel_answers')}" if topic.is_legal else told


def _help(state: State, gap: Gap, documents: Documents) -> tuple[Link, ...]:
    known = (documents[ref] for ref in state.topic(gap.topic).refs if ref in documents)
    return tuple(Link(title, url) for title, url in known)


def _actions(state: State, results: Results, words: Wording) -> Iterator[Block]:
    yield Heading(1, label("actions"))
    if not results.actions:
        yield Paragraph(label("no_actions"))
        return
    rows = tuple(
        (
            action.what,
            words.person(action.owner),
            words.due(action.due),
            state.topic(action.topic).title,
            label("done" if action.is_done else "to_do"),
        )
        for action in results.actions
    )
    yield Table(tuple(label(name) for name in ("action", "owner", "due", "topic", "phase")), rows)


def _since(state: State, since: Since, words: Wording) -> Iterator[Block]:
    yield Heading(1, label("since"))
    yield Paragraph(render_line(ReportDated("since", words.day(since.last_at))))
    if not since.changes:
        yield Paragraph(label("no_changes"))
        return
    rows = tuple(
        (state.theme(each.topic).title, state.topic(each.topic).title, _change(each)) for each in since.changes
    )
    yield Table((label("theme"), label("topic"), label("change")), rows)


def _change(change: Change) -> str:
    before, now = (label(status) if status else "" for status in (change.before, change.now))
    return render_line(ReportChange(change.kind, before, now))
