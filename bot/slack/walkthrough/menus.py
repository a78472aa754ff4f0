"""The menu that leads from one topic to another. Data to data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.slack.block_kit.elements import OPTION_CHARS_MAX, OPTIONS_MAX, plain_text
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.pieces import Block, by_theme, option
from bot.slack.walkthrough.texts import first_that_fit, label, plain_name
from bot.walkthrough.events import TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import State
from knowledge.scorecards import Theme, Topic

# Of what the whole message may hold.
_CHARS_MAX = 2_400


def go_to_menu(walkthrough: WalkthroughId, state: State, here: TopicId) -> Block:
    """Every topic under its theme, with how it stands; what does not fit is left out, the statuses first."""
    menu = {
        "type": "static_select",
        "action_id": clicks.GO_TO,
        "placeholder": plain_text(label("go_to")),
    }
    for is_telling in (True, False):
        groups = [_group(walkthrough, state, theme, topics, is_telling=is_telling) for theme, topics in by_theme(state)]
        if _fits(groups):
            return menu | {"option_groups": groups}
    return menu | {"options": _few(walkthrough, state, here)}


def _group(
    walkthrough: WalkthroughId, state: State, theme: Theme, topics: Sequence[Topic], *, is_telling: bool
) -> Block:
    options = [option(_words(state, topic, is_telling=is_telling), Click(walkthrough, topic.id)) for topic in topics]
    return {"label": plain_text(plain_name(theme.title), OPTION_CHARS_MAX), "options": options}


def _words(state: State, topic: Topic, *, is_telling: bool) -> str:
    title, status = plain_name(topic.title), state.topics[TopicId(topic.id)].status
    return f"{title} · {label(status)}" if status and is_telling else title


def _fits(groups: list[Block]) -> bool:
    if len(groups) > OPTIONS_MAX or any(len(group["options"]) > OPTIONS_MAX for group in groups):
        return False
    texts = (each["text"] for group in groups for each in ({"text": group["label"]}, *group["options"]))
    return sum(len(text["text"]) for text in texts) <= _CHARS_MAX


def _few(walkthrough: WalkthroughId, state: State, here: TopicId) -> list[Block]:
    """The topics of this theme, and the way into each of the others."""
    options = [option(words, Click(walkthrough, topic)) for words, topic in _ways(state, state.theme(here))]
    kept, _ = first_that_fit(options[:OPTIONS_MAX], lambda each: len(each["text"]["text"]), _CHARS_MAX)
    return list(kept)


def _ways(state: State, own: Theme) -> Iterator[tuple[str, str]]:
    others = []
    for theme, topics in by_theme(state):
        if theme.id == own.id:
            yield from ((_words(state, topic, is_telling=True), topic.id) for topic in topics)
        else:
            others.append((plain_name(theme.title), topics[0].id))
    yield from others
