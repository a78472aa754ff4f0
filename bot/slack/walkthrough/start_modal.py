"""The form that starts a walkthrough. Data to data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from bot.slack.block_kit.elements import OPTIONS_MAX, plain_text
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.fields import (
    DUE,
    MAIN,
    THEMES,
    Values,
    chosen,
    chosen_all,
    field,
    head,
    modal,
    picked,
    radio,
    text_box,
    typed,
)
from bot.slack.walkthrough.pieces import Block, option
from bot.slack.walkthrough.texts import label, plain_name
from bot.walkthrough.events import Way
from knowledge.scorecards import Form, Mode, Scorecard

_SCORECARD, _FORM, _MODE, _WAY = "scorecard", "form", "mode", "way"
_SEPARATOR = "/"
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class StartForm:
    """What was sent; `themes` is empty for all, `due` for no date."""

    scorecard: Scorecard
    partners: tuple[str, ...]
    form: Form
    mode: Mode
    themes: tuple[str, ...]
    way: Way
    due: str


def start_view(scorecards: Sequence[Scorecard], metadata: str) -> dict[str, Any]:
    """The form; who takes part is all that must be said.

    Args:
        scorecards: at least one; the first is proposed.
        metadata: comes back with what is sent.
    """
    partners = text_box() | {"placeholder": plain_text(label("partners_hint"))}
    due = field(DUE, "due", {"type": "datepicker"}, is_optional=True)
    fields = [field(MAIN, "partners", partners), *_kinds(scorecards), *_themes(scorecards), due]
    return modal(clicks.START, "start_title", "start_submit", metadata, [*head("start"), *fields])


def read_start(values: Values, scorecards: Sequence[Scorecard]) -> StartForm:
    """What was sent; a choice that is not there any more is the one that is proposed.

    Themes of another scorecard than the chosen one stay in, as ids that no theme has: nothing is left to ask then,
    and the form says so.
    """
    wanted = chosen(values, _SCORECARD)
    scorecard = next((each for each in scorecards if each.id == wanted), scorecards[0])
    themes = chosen_all(values, THEMES)
    own = tuple(each.partition(_SEPARATOR)[2] for each in themes if each.startswith(scorecard.id + _SEPARATOR))
    return StartForm(
        scorecard=scorecard,
        partners=tuple(line.strip() for line in typed(values, MAIN).splitlines() if line.strip()),
        form=_one_of(chosen(values, _FORM), get_args(Form)),
        mode=_one_of(chosen(values, _MODE), get_args(Mode)),
        themes=own or themes,
        way=_one_of(chosen(values, _WAY), get_args(Way)),
        due=picked(values, DUE),
    )


def _one_of(value: str, known: tuple[_Choice, ...]) -> _Choice:
    return next((each for each in known if each == value), known[0])


def _kinds(scorecards: Sequence[Scorecard]) -> Iterator[Block]:
    if len(scorecards) > 1:
        options = [option(plain_name(each.title), each.id) for each in scorecards[:OPTIONS_MAX]]
        yield field(
            _SCORECARD, "scorecard", {"type": "static_select", "options": options, "initial_option": options[0]}
        )
    yield field(_MODE, "mode", _radio(get_args(Mode)))
    yield field(_FORM, "form", radio(_forms(scorecards), "short"))
    yield field(_WAY, "way", _radio(get_args(Way)))


def _radio(values: Sequence[str]) -> Block:
    return radio([(value, label(value)) for value in values], values[0])


def _forms(scorecards: Sequence[Scorecard]) -> list[tuple[str, str]]:
    """With how many topics there are, where that is the same for all."""
    forms: tuple[Form, ...] = get_args(Form)
    if len(scorecards) > 1:
        return [(form, label(form)) for form in forms]
    return [(form, label(f"{form}_counted", len(scorecards[0].topics(form)))) for form in forms]


def _themes(scorecards: Sequence[Scorecard]) -> Iterator[Block]:
    groups = [
        {"label": plain_text(plain_name(each.title)), "options": _theme_options(each)}
        for each in scorecards[:OPTIONS_MAX]
    ]
    menu = {"type": "multi_static_select", "placeholder": plain_text(label("themes_hint"))}
    shown = {"option_groups": groups} if len(groups) > 1 else {"options": groups[0]["options"]}
    yield field(THEMES, "themes", menu | shown, is_optional=True)


def _theme_options(scorecard: Scorecard) -> list[Block]:
    return [
        option(plain_name(theme.title), f"{scorecard.id}{_SEPARATOR}{theme.id}")
        for theme in scorecard.themes[:OPTIONS_MAX]
    ]
