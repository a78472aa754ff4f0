"""The Home tab of one person, within Slack's limits whatever there is. Data to data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.slack.block_kit.blocks import SECTION_CHARS_MAX, split
from bot.slack.block_kit.elements import OPTION_CHARS_MAX, button, confirmed, plain_text
from bot.slack.home import clicks
from bot.slack.home.days import STYLES, day_words, due_words
from bot.slack.home.facts import Facts, Note, OpenWalk, OwnAction, OwnQuestion
from bot.slack.home.labels import heading, label, lines, option
from bot.slack.home.staff import staff_section
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.clicks import write as write_click
from bot.slack.walkthrough.texts import fit
from knowledge.browsing import SHELVES
from prompts.catalogue.home import HomeAction, HomeNote, HomeQuestion, HomeWalk
from prompts.rendering import render_line

# Each list is cut long before the whole could come near Slack's 100 blocks.
# Source: https://docs.slack.dev/reference/views/home-tab-views
WALKS_MAX, ACTIONS_MAX, QUESTIONS_MAX = 8, 12, 6
QUESTION_CHARS_MAX = 3_000
_TITLE_CHARS_MAX, _WHAT_CHARS_MAX, _ASKED_CHARS_MAX = 100, 300, 150
_Block = dict[str, Any]
_Section = Callable[[Facts], list[_Block]]


def home_view(facts: Facts, note: Note | None = None, asked: int = 0) -> _Block:
    """The view for `views.publish`.

    Args:
        facts: what there is for this person.
        note: what is said about what was pressed last.
        asked: how often the person asked from here: each time the box is a new one, and empty.
    """
    sections = [_note(note), _ask(asked), *(section(facts) for section in SECTIONS)]
    return {"type": "home", "blocks": [block for section in sections for block in section]}


def walk_row(walk: OpenWalk, resume: str) -> _Block:
    """A walkthrough and the way into it; `resume` is what its button is called while it is paused."""
    title, topic = fit(walk.title, _TITLE_CHARS_MAX), fit(walk.topic, _TITLE_CHARS_MAX)
    text = lines(HomeWalk(title, topic, walk.answered, walk.topics, walk.is_paused))
    row: _Block = {"type": "section", "text": _mrkdwn(text)}
    if walk.is_paused:
        return {**row, "accessory": button(resume, label("resume"), write_click(Click(walk.id)), style="primary")}
    if walk.link:
        return {**row, "accessory": button(clicks.OPEN, label("continue"), "walk", url=walk.link)}
    return row


def _note(note: Note | None) -> list[_Block]:
    if note is None:
        return []
    text = note.text.strip() or render_line(HomeNote(note.kind))
    return [{"type": "context", "elements": [_mrkdwn(next(split(text, SECTION_CHARS_MAX)))]}]


def _ask(asked: int) -> list[_Block]:
    box = {
        "type": "plain_text_input",
        "action_id": clicks.QUESTION,
        "max_length": QUESTION_CHARS_MAX,
        "placeholder": plain_text(label("question_hint"), OPTION_CHARS_MAX),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    field = {
        "type": "input",
        "block_id": f"{clicks.QUESTION}.{asked}",
        "dispatch_action": True,
        "label": plain_text(label("question")),
        "element": box,
    }
    send = button(clicks.ASK, label("ask"), "ask", style="primary")
    return [heading("ask_head"), field, {"type": "actions", "elements": [send]}]


def _walks(facts: Facts) -> list[_Block]:
    rows = [walk_row(each, clicks.RESUME) for each in facts.walks[:WALKS_MAX]]
    return [heading("walks_head"), *rows, *_rest(len(facts.walks), WALKS_MAX, "no_walks")]


def _actions(facts: Facts) -> list[_Block]:
    rows = [_action(each, facts.dates) for each in facts.actions[:ACTIONS_MAX]]
    return [heading("actions_head"), *rows, *_rest(len(facts.actions), ACTIONS_MAX, "no_actions")]


def _action(action: OwnAction, style: str) -> _Block:
    what, title = fit(action.what, _WHAT_CHARS_MAX), fit(action.title, _TITLE_CHARS_MAX)
    text = lines(HomeAction(what, due_words(action.due, style), action.is_late, title))
    done = button(clicks.DONE, label("done"), write_click(Click(action.walkthrough, extra=action.id)))
    return {"type": "section", "text": _mrkdwn(text), "accessory": done}


def _questions(facts: Facts) -> list[_Block]:
    rows = [_question(each, facts.dates) for each in facts.questions[:QUESTIONS_MAX]]
    return [heading("questions_head"), *rows, *_rest(len(rows), QUESTIONS_MAX, "no_questions")]


def _question(question: OwnQuestion, style: str) -> _Block:
    asked = fit(question.question, _ASKED_CHARS_MAX) or "…"
    text = lines(HomeQuestion(asked, question.outcome, day_words(question.day, style), question.link))
    return {"type": "section", "text": _mrkdwn(text)}


def _browse(_facts: Facts) -> list[_Block]:
    shelves = [button(f"{clicks.SHELF}.{shelf}", label(shelf), shelf) for shelf in SHELVES]
    return [heading("browse_head"), {"type": "actions", "elements": shelves}]


def _settings(facts: Facts) -> list[_Block]:
    private = {"no": label("private_no"), "yes": label("private_yes")}
    dates = {style: due_words(_EXAMPLE_DAY, style) for style in STYLES}
    return [
        heading("settings_head"),
        _choice(clicks.PRIVATE, "private", private, "yes" if facts.is_private else "no"),
        _choice(clicks.DATES, "dates", dates, facts.dates),
    ]


def _choice(name: str, words: str, choices: dict[str, str], chosen: str) -> _Block:
    options = [option(text, value) for value, text in choices.items()]
    initial = next((each for each in options if each["value"] == chosen), options[0])
    menu = {"type": "static_select", "action_id": name, "options": options, "initial_option": initial}
    return {"type": "section", "block_id": name, "text": plain_text(label(words)), "accessory": menu}


def _data(_facts: Facts) -> list[_Block]:
    forget = button(clicks.FORGET, label("forget"), "yes", style="danger")
    asking = confirmed(forget, label("forget_title"), label("forget_text"), label("cancel"))
    text = plain_text(label("data"), SECTION_CHARS_MAX)
    return [heading("data_head"), {"type": "section", "text": text, "accessory": asking}]


SECTIONS: Sequence[_Section] = (_walks, _actions, _questions, _browse, _settings, _data, staff_section)
"""Below the box for a question, in this order; each is a heading and a few blocks, or nothing at all."""
_EXAMPLE_DAY = "2026-03-04"


def _rest(count: int, shown_max: int, none: str) -> list[_Block]:
    """What stands below a list: that there is nothing, or how much is left out."""
    if 0 < count <= shown_max:
        return []
    text = render_line(HomeNote("more", count - shown_max) if count else HomeNote(none))
    return [{"type": "context", "elements": [_mrkdwn(text)]}]


def _mrkdwn(text: str) -> _Block:
    # `verbatim`: Slack must not turn names and addresses in the text into mentions and links of its own.
    return {"type": "mrkdwn", "text": text, "verbatim": True}
