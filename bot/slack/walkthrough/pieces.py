"""Pieces that the messages of a walkthrough are made of. Data to data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack.block_kit.blocks import FALLBACK_CHARS_MAX, Packed, pack, split
from bot.slack.block_kit.elements import OPTION_CHARS_MAX, plain_text
from bot.slack.block_kit.elements import button as plain_button
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.texts import Names, cost, day, first_that_fit, fit, label, person, plain_name
from bot.walkthrough.events import OBSERVER, PartnerId, TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.joining import PARTNERS_MAX
from bot.walkthrough.state import Action, State
from knowledge.scorecards import Theme, Topic
from prompts.catalogue.walkthrough import WalkAction, WalkPlace
from prompts.rendering import Part, plain

Block = dict[str, Any]

# More buttons than this become a menu.
_JOIN_BUTTONS_MAX = 5
TITLE_CHARS_MAX = 80
"""Of a theme, a topic or a scorecard, once it is escaped."""
_ACTION_CHARS_MAX = 150


def message(*items: Part | Block) -> Packed:
    """One message of rendered parts and ready blocks, in this order."""
    blocks: list[Block] = []
    for item in items:
        blocks += [item] if isinstance(item, dict) else [block for packed in pack([item]) for block in packed.blocks]
    parts = tuple(item for item in items if not isinstance(item, dict))
    return Packed(next(split(plain(parts), FALLBACK_CHARS_MAX), ""), tuple(blocks))


def row(*elements: Block | None) -> Block:
    """Buttons and menus side by side."""
    return {"type": "actions", "elements": [each for each in elements if each]}


def button(name: str, words: str, click: Click, style: str = "") -> Block:
    """A button; `words` is the name of its label."""
    more = {"style": style} if style else {}
    return plain_button(name, label(words), clicks.write(click), **more)


def option(words: str, click: Click | str) -> Block:
    """A choice of a menu; the words are those of people, or ready."""
    value = click if isinstance(click, str) else clicks.write(click)
    return {"text": plain_text(words, OPTION_CHARS_MAX), "value": value}


def join_row(
    walkthrough: WalkthroughId, state: State, then: Click, proposed: PartnerId | None, *, may_watch: bool
) -> Block:
    """The buttons to join: the partners, one more, or none; joining does `then` as well when it names a status."""
    extra = f",{then.extra}" if then.extra else ""
    joins = {each.id: Click(walkthrough, then.topic, f"{each.id}{extra}") for each in state.partners.values()}
    # The one that is proposed comes first; the others stay as they are.
    ordered = sorted(state.partners.values(), key=lambda each: each.id != proposed)
    is_menu = len(ordered) > _JOIN_BUTTONS_MAX
    shown = [each for each in ordered if not is_menu or each.id == proposed]
    buttons = [
        plain_button(
            f"{clicks.JOIN}.{each.id}",
            plain_name(each.name),
            clicks.write(joins[each.id]),
            **({"style": "primary"} if each.id == proposed else {}),
        )
        for each in shown
    ]
    choice = {
        "type": "static_select",
        "action_id": clicks.JOIN,
        "placeholder": plain_text(label("choose_partner")),
        "options": [option(plain_name(each.name), joins[each.id]) for each in state.partners.values()],
    }
    is_full = len(ordered) >= PARTNERS_MAX
    return row(
        *buttons,
        choice if is_menu else None,
        None if is_full else button(clicks.JOIN_AS, "another", Click(walkthrough)),
        button(clicks.OBSERVE, "observe", Click(walkthrough, extra=OBSERVER)) if may_watch else None,
    )


def place_of(state: State, topic: TopicId) -> WalkPlace:
    """Where a topic stands among the others."""
    themes = [theme.id for theme in state.themes()]
    theme = state.theme(topic)
    return WalkPlace(
        theme=fit(theme.title, TITLE_CHARS_MAX),
        theme_number=themes.index(theme.id) + 1,
        themes=len(themes),
        topic=title_of(state, topic),
        topic_number=state.order.index(topic) + 1,
        topics=len(state.order),
    )


def by_theme(state: State) -> list[tuple[Theme, list[Topic]]]:
    """Every theme with those of its topics that are asked, in order."""
    setup = state.setup
    found: dict[str, tuple[Theme, list[Topic]]] = {}
    for theme, topic in setup.scorecard.topics(setup.form, setup.themes):
        found.setdefault(theme.id, (theme, []))[1].append(topic)
    return list(found.values())


def title_of(state: State, topic: TopicId) -> str:
    """The short name of a topic."""
    return fit(state.topic(topic).title, TITLE_CHARS_MAX)


def scorecard_title(state: State) -> str:
    """What the scorecard is called."""
    return fit(state.setup.scorecard.title, TITLE_CHARS_MAX)


def answered(state: State) -> int:
    """How many topics have an answer."""
    return sum(each.status is not None for each in state.topics.values())


def actions_shown(
    state: State, names: Names, actions: Sequence[Action], chars_max: int, *, is_with_topic: bool
) -> tuple[tuple[WalkAction, ...], int]:
    """The first actions that fit, and how many are left."""
    lines = [
        WalkAction(
            what=fit(each.what, _ACTION_CHARS_MAX),
            owner=person(names, each.owner),
            due=day(each.due),
            is_done=each.is_done,
            topic=title_of(state, each.topic) if is_with_topic else "",
        )
        for each in actions
    ]
    return first_that_fit(lines, lambda line: cost(line.what + line.owner + line.due + line.topic) + 20, chars_max)
