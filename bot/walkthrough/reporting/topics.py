"""The middle of a report: every topic with what was said, agreed and noted, and the outline for the agreement."""

from __future__ import annotations

from collections.abc import Iterator

from bot.walkthrough.events import TopicId
from bot.walkthrough.reporting.report import Block, Fact, Heading, Item, Paragraph, Quoted
from bot.walkthrough.reporting.wording import Wording, label
from bot.walkthrough.results import differ, is_visible, views_of
from bot.walkthrough.state import State


def topic_by_topic(state: State, words: Wording) -> Iterator[Block]:
    """Every theme with its topics."""
    yield Heading(1, label("topics"))
    for theme in state.themes():
        yield Heading(2, theme.title)
        for topic in state.topics_of(theme):
            yield from _topic(state, topic, words)


def outline(state: State, words: Wording) -> Iterator[Block]:
    """The headings of an agreement, with the team's own words under each."""
    yield Heading(1, label("outline"))
    yield Paragraph(label("about_outline"))
    for theme in state.themes():
        yield Heading(2, theme.heading)
        yield Paragraph(label("wording"), "small")
        written = [block for topic in state.topics_of(theme) for block in _written(state, topic, words)]
        yield from written or [Paragraph(label("nothing_written"))]


def _topic(state: State, topic: TopicId, words: Wording) -> Iterator[Block]:
    defined, each = state.topic(topic), state.topics[topic]
    yield Heading(3, defined.title)
    yield Paragraph(defined.question(state.setup.mode))
    yield Fact(label("status"), words.standing(topic))
    if defined.is_legal:
        yield Fact(label("counsel"), label("counsel_answers"))
    if each.agreement:
        yield Paragraph(label("agreed"), "label")
        yield Quoted(each.agreement.text, words.agreed(each.agreement))
    yield from _said(state, topic, words)
    if each.notes:
        yield Paragraph(label("notes"), "label")
        yield from (Quoted(note.text, words.byline(note)) for note in each.notes.values())
    actions = [action for action in state.actions.values() if action.topic == topic]
    if actions:
        yield Paragraph(label("actions"), "label")
        yield from (Item(words.action(action)) for action in actions)


def _said(state: State, topic: TopicId, words: Wording) -> Iterator[Block]:
    """Who said what, where people answered for themselves first, or do not say the same."""
    if not is_visible(state, topic):
        if state.topics[topic].said:
            yield Paragraph(label("hidden"), "small")
        return
    views = views_of(state, topic)
    if views and (state.setup.way == "each_first" or differ(views)):
        yield Paragraph(label("said"), "label")
        yield from (Item(words.view(view)) for view in views)


def _written(state: State, topic: TopicId, words: Wording) -> Iterator[Block]:
    each = state.topics[topic]
    if not each.agreement and not each.notes:
        return
    yield Paragraph(state.topic(topic).title, "label")
    if each.agreement:
        yield Quoted(each.agreement.text, words.agreed(each.agreement))
    yield from (Quoted(note.text, words.byline(note)) for note in each.notes.values())
