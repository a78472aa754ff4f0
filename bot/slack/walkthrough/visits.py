"""One turn of the team to a topic, as a message of the thread. Data to data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.slack.block_kit.blocks import Packed
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.menus import go_to_menu
from bot.slack.walkthrough.pieces import Block, actions_shown, button, message, place_of, row, title_of
from bot.slack.walkthrough.standings import standing
from bot.slack.walkthrough.texts import Names, fit, in_a_row, named, person
from bot.walkthrough.events import STATUSES, TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import Action, Agreement, State
from knowledge.scorecards import Topic
from prompts.catalogue.walkthrough import (
    WalkAgreed,
    WalkBreak,
    WalkLegend,
    WalkNote,
    WalkOutcome,
    WalkReading,
    WalkRecord,
    WalkTopic,
)
from prompts.rendering import link, render

# What all parts of the message may hold together is shared out among them: about 9,000 characters.
_QUESTION_CHARS_MAX = 250
_HINT_CHARS_MAX = 150
_READINGS_MAX, _READING_CHARS_MAX, _LINK_CHARS_MAX = 2, 80, 600
_NOTES_MAX, _NOTE_CHARS_MAX = 3, 220
_AGREED_CHARS_MAX = 500
_NAMES_CHARS_MAX = 200
_ACTIONS_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that helps: its title, and where it can be read."""

    title: str
    url: str


def visit(
    walkthrough: WalkthroughId, state: State, number: int, names: Names, readings: Mapping[str, Reading]
) -> Packed:
    """The message of a visit: the last one of a running walkthrough has everything, the others are a line.

    Args:
        walkthrough: for the values of the buttons.
        state: where the team stands.
        number: which of the visits, from 0.
        names: of the people who wrote or answered.
        readings: the documents that help, by ref; those that are not there are left out.
    """
    topic = state.visits[number]
    if number < len(state.visits) - 1 or state.phase == "closed":
        return _earlier(walkthrough, state, number)
    if state.phase == "paused":
        resume = button(clicks.RESUME, "resume", Click(walkthrough), "primary")
        return message(*render(WalkBreak(place_of(state, topic), _question(state, topic))), row(resume))
    return message(
        *render(_topic(state, topic, readings)),
        *render(_record(state, topic, names)),
        *render(standing(state, topic, names)),
        _answers(walkthrough, state, topic),
        _writing(walkthrough, topic),
        _moving(walkthrough, state, topic),
        *render(WalkLegend()),
    )


def _earlier(walkthrough: WalkthroughId, state: State, number: int) -> Packed:
    topic = state.visits[number]
    is_below = topic in state.visits[number + 1 :]
    (part,) = render(_outcome(state, topic, is_below=is_below))
    packed = message(part)
    if is_below or number == len(state.visits) - 1:
        return packed
    change = button(clicks.CHANGE, "change", Click(walkthrough, topic))
    return Packed(packed.text, ({**packed.blocks[0], "accessory": change},))


def _outcome(state: State, topic: TopicId, *, is_below: bool) -> WalkOutcome:
    each = state.topics[topic]
    return WalkOutcome(
        title=title_of(state, topic),
        status=each.status or "",
        is_hidden=state.is_voting(topic) and bool(each.said),
        notes=len(each.notes),
        actions=len(_actions(state, topic)),
        is_agreed=each.agreement is not None,
        is_below=is_below,
    )


def _topic(state: State, topic: TopicId, readings: Mapping[str, Reading]) -> WalkTopic:
    defined = state.topic(topic)
    return WalkTopic(
        place=place_of(state, topic),
        question=_question(state, topic),
        why=fit(defined.why, _QUESTION_CHARS_MAX),
        look_for=tuple(fit(each, _HINT_CHARS_MAX) for each in defined.look_for),
        is_legal=defined.is_legal,
        readings=tuple(_readings(defined, readings)),
    )


def _question(state: State, topic: TopicId) -> str:
    return fit(state.topic(topic).question(state.setup.mode), _QUESTION_CHARS_MAX)


def _readings(topic: Topic, readings: Mapping[str, Reading]) -> Iterator[WalkReading]:
    for ref in [ref for ref in topic.refs if ref in readings][:_READINGS_MAX]:
        title, url = fit(readings[ref].title, _READING_CHARS_MAX), readings[ref].url
        # An address that would fill the message is worth less than the rest of it: the title can be searched for.
        yield WalkReading(title, url if len(link(url, title)) <= _LINK_CHARS_MAX else "")


def _record(state: State, topic: TopicId, names: Names) -> WalkRecord:
    each = state.topics[topic]
    notes = list(each.notes.values())
    open_first = sorted(_actions(state, topic), key=lambda action: (action.is_done, action.due))
    actions, more = actions_shown(state, names, open_first, _ACTIONS_CHARS_MAX, is_with_topic=False)
    return WalkRecord(
        agreed=_agreed(state, each.agreement, names) if each.agreement else None,
        notes=tuple(
            WalkNote(person(names, note.by), fit(note.text, _NOTE_CHARS_MAX) or "…") for note in notes[-_NOTES_MAX:]
        ),
        notes_total=len(notes),
        actions=actions,
        actions_more=more,
    )


def _agreed(state: State, agreement: Agreement, names: Names) -> WalkAgreed:
    partners = [named(state.partners[each].name) for each in agreement.partners if each in state.partners]
    text = fit(agreement.text, _AGREED_CHARS_MAX) or "…"
    return WalkAgreed(text, in_a_row(partners, _NAMES_CHARS_MAX), person(names, agreement.by))


def _actions(state: State, topic: TopicId) -> list[Action]:
    return [action for action in state.actions.values() if action.topic == topic]


def _answers(walkthrough: WalkthroughId, state: State, topic: TopicId) -> Block:
    is_voting = state.is_voting(topic)
    # A vote is hidden, so no button may look pressed.
    pressed = None if is_voting else state.topics[topic].status
    buttons = [
        button(
            f"{clicks.ANSWER}.{status}",
            status,
            Click(walkthrough, topic, clicks.write_answer(status, is_vote=is_voting)),
            "primary" if status == pressed else "",
        )
        for status in STATUSES
    ]
    here = Click(walkthrough, topic)
    if is_voting and state.topics[topic].said:
        buttons.append(button(clicks.REVEAL, "reveal", here))
    elif state.setup.way == "each_first" and not is_voting:
        buttons.append(button(clicks.VOTE_AGAIN, "vote_again", here))
    return row(*buttons)


def _writing(walkthrough: WalkthroughId, topic: TopicId) -> Block:
    here = Click(walkthrough, topic)
    return row(
        button(clicks.NOTE, "note", here),
        button(clicks.AGREE, "agree", here),
        button(clicks.TAKE_ACTION, "take_action", here),
        button(clicks.ASK, "ask", here),
    )


def _moving(walkthrough: WalkthroughId, state: State, topic: TopicId) -> Block:
    here = Click(walkthrough, topic)
    is_answered = state.topics[topic].status is not None or state.topics[topic].is_revealed
    onward = "finish" if topic == state.order[-1] else "next" if is_answered else "skip"
    return row(
        button(clicks.BACK, "back", here) if topic != state.order[0] else None,
        button(clicks.NEXT, onward, here),
        go_to_menu(walkthrough, state, topic) if len(state.order) > 1 else None,
    )
