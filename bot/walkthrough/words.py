"""What plain words in the thread of a walkthrough mean, and whether a mention asks to start one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from bot.walkthrough.commands import Answer, Close, Command, GoTo, Pause, Resume, Reveal, Turn, VoteAgain
from bot.walkthrough.events import Status, TopicId
from bot.walkthrough.state import State


@dataclass(frozen=True, slots=True)
class Steering:
    """The words do what a button does."""

    command: Command


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants to see something; the walkthrough stays as it is."""

    kind: Literal["status", "report", "help"]


@dataclass(frozen=True, slots=True)
class NoSuchTopic:
    """They name nothing that is asked here; `nearest` are the titles most like it, best first."""

    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A note."""


Reading = Steering | Wish | NoSuchTopic | Plain


def read_words(text: str, state: State) -> Reading:
    """What a reply in the thread means. Only a whole text steers: "open question: who pays?" is a note."""
    # Longer than any name in a scorecard is no instruction, and need not be looked at.
    if len(text) > _STEERING_CHARS_MAX:
        return Plain()
    words = _folded(text).strip(_AROUND)
    wish = _WISHES.get(words.rstrip(_AROUND + "?"))
    if wish:
        return wish
    # "Settled?" asks the others, and decides nothing.
    if words.endswith("?"):
        return Plain()
    found = _GO_TO.fullmatch(words)
    named = found["name"].strip(_AROUND) if found else ""
    steer = _STEERING.get(words) or _TURNING.get(named)
    if steer:
        return Steering(steer(state))
    is_one_line = "\n" not in text.strip()
    return _go_to(named, state) if named and is_one_line else Plain()


def starts_walkthrough(text: str) -> bool:
    """Whether a mention asks to start a walkthrough, and nothing else: a question about scorecards does not."""
    return len(text) <= _START_CHARS_MAX and _START.fullmatch(_folded(text)) is not None


def continues_walkthrough(text: str) -> bool:
    """Whether somebody asks where their walkthrough is, and nothing else."""
    return len(text) <= _START_CHARS_MAX and _CONTINUE.fullmatch(_folded(text)) is not None


_STEERING_CHARS_MAX = 100
# Space, Slack's marks for bold, italic, struck and code, quotation marks, and what ends a sentence. No question mark.
_AROUND = " *_~`\"'\u201c\u201d\u2018\u2019.,;:!\u2026"
# What is this like a title counts as that one misspelt: one slip in four letters. Source: rapidfuzz's ratio, 0 to 100.
_LIKENESS_MIN = 75
# Shorter words are alike by chance; they must be the same.
_TELLING_CHARS_MIN = 4
_NEAREST = 2


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


_Steer = Callable[[State], Command]


def _answer(status: Status) -> _Steer:
    return lambda state: Answer(state.current, status, is_vote=state.is_voting(state.current))


def _turn(way: Literal["next", "back"]) -> _Steer:
    return lambda state: Turn(state.current, way)


def _each(means: Mapping[tuple[str, ...], _Steer]) -> Mapping[str, _Steer]:
    return {word: steer for words, steer in means.items() for word in words}


_TURNING = _each(
    {
        ("skip", "skip it", "skip this", "next", "next topic", "next question"): _turn("next"),
        ("back", "go back", "previous", "previous topic", "previous question"): _turn("back"),
    }
)
_STEERING = {
    **_TURNING,
    **_each(
        {
            ("settled",): _answer("settled"),
            ("partly", "partially"): _answer("partly"),
            ("open",): _answer("open"),
            ("n/a", "na", "n.a", "not applicable", "does not apply", "doesn't apply"): _answer("not_applicable"),
            ("pause",): lambda _: Pause(),
            ("resume", "continue", "go on", "reopen"): lambda _: Resume(),
            ("close", "finish", "end"): lambda _: Close(),
            ("reveal",): lambda state: Reveal(state.current),
            ("vote again",): lambda state: VoteAgain(state.current),
        }
    ),
}
_WISHES = {
    "status": Wish("status"),
    "where are we": Wish("status"),
    "report": Wish("report"),
    "help": Wish("help"),
}
_GO_TO = re.compile(r"go ?to:? (?:the )?(?:(?:theme|topic) (?:of |on |about )?)?(?P<name>.+)")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Goal:
    title: str
    names: tuple[str, ...]
    topic: TopicId


def _go_to(named: str, state: State) -> Steering | NoSuchTopic:
    # Themes come first, so that of two that are equally like it the theme is meant; sorting keeps their order.
    ranked = sorted(_goals(state), key=lambda goal: _likeness(named, goal.names), reverse=True)
    if _likeness(named, ranked[0].names)[0] >= _LIKENESS_MIN:
        return Steering(GoTo(ranked[0].topic))
    return NoSuchTopic(tuple(dict.fromkeys(goal.title for goal in ranked))[:_NEAREST])


def _goals(state: State) -> Iterable[_Goal]:
    for theme in state.themes():
        topics = state.topics_of(theme)
        unanswered = (topic for topic in topics if state.topics[topic].status is None)
        yield _Goal(theme.title, (theme.title.casefold(), theme.id), next(unanswered, topics[0]))
    for topic in state.order:
        title = state.topic(topic).title
        yield _Goal(title, (title.casefold(), topic), topic)


def _likeness(named: str, names: tuple[str, ...]) -> tuple[float, float]:
    """How like they are, 0 to 100: as wholes or by the named word that is least like any other; then as wholes."""
    whole = max(fuzz.ratio(named, name) for name in names)
    by_words = max(min((_likest(word, name) for word in _WORD.findall(named)), default=0.0) for name in names)
    return max(whole, by_words), whole


def _likest(word: str, name: str) -> float:
    others = _WORD.findall(name)
    if len(word) < _TELLING_CHARS_MIN:
        return 100.0 if word in others else 0.0
    return max((100.0 if other.startswith(word) else fuzz.ratio(word, other) for other in others), default=0.0)


_START_CHARS_MAX = 200
_HELLO = r"(?:(?:hi|hello|hey|ok(?:ay)?|please|coach|all|team|everyone|so|now|yes)\b[,.!:]* )*"
_WISH = r"(?:(?:can|could|would|will|shall) (?:you|we|i)|let'?s|let us|(?:we|i)(?:'d| would)? (?:want|like|need) to)"
_BEGIN = r"(?:start|begin|open|launch|do|run|try|set up|kick off|(?:go|run|work|walk|walk us) through)"
_WHAT = (
    r"(?:(?:an?|the|our|another|this) )?(?:(?:new|short|full|partnering|partnership|agreement) )*"
    r"(?:score ?card|walk(?: |-)?through)"
)
_END = r"(?:,? (?:please|now|here|today|together|again|for us|with us|in (?:this|the) (?:channel|thread)))*"
# "Let's do the partnering agreement scorecard with Acme, please!", or the bare name. With partners and a question mark
# it is a real question: "can we start a scorecard with skeptical partners?".
_START = re.compile(
    rf"{_HELLO}(?:{_WHAT}{_END}[ .!]*"
    rf"|(?:{_WISH} )?(?:please )?{_BEGIN} {_WHAT}(?: of {_WHAT})?(?:{_END}[ .!?]*| (?:with|between|for) [^?]+))"
)
_CONTINUE = re.compile(
    r"(?:please )?(?:continue|resume|open|show(?: me)?|go on with|back to) (?:my|our|the) "
    r"(?:walkthroughs?|scorecards?)(?: please)?[.!?]*"
)
