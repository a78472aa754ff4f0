"""What was asked: cleaned, limited, and made whole from what was asked before in the thread. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking.phrases import asked_kinds, greets, leans
from knowledge.found import Query
from prompts.invisible import INVISIBLE

# More than this is not even cleaned: its start says what is wanted. Source: OWASP LLM06:2026, bounded input.
CLEANED_CHARS_MAX = 16_000
# The encoder reads 256 tokens, about 1,000 characters; more would never be read.
SEARCHED_CHARS_MAX = 1_200
# Share of the follow-up itself when it is searched together with the question before it. On 36 judged threads
# about half found most, and more than searching the two run together as one text.
FOLLOW_UP_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be searched for. `shortened`: only its first part was read."""

    text: str
    shortened: bool


def read(raw: str) -> Question | None:
    """The question in `raw`, as plain text without mentions, links, markup and invisible characters.

    Returns:
        None when nothing is left that could be asked: no letter or digit of any script, or only a greeting.
    """
    cut = raw[:CLEANED_CHARS_MAX]
    text = _ENTITY.sub(lambda match: _ENTITIES[match.group()], _SLACK_TOKEN.sub(_label, cut))
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    text = " ".join(_MARKS.sub(" ", _EMOJI.sub(" ", text)).split())
    if not any(character.isalnum() for character in text) or greets(text):
        return None
    shortened = len(text) > SEARCHED_CHARS_MAX or len(raw) > len(cut)
    return Question(text[:SEARCHED_CHARS_MAX], shortened)


def resolve(question: Question, earlier: Sequence[str]) -> Query:
    """What to search for, given the questions asked before in the thread, oldest first.

    A question that leans on what came before ("and who pays for that?") is searched with it; any other stands alone.
    """
    kinds = asked_kinds(question.text)
    asked = [found for raw in earlier if (found := read(raw))]
    if not asked or not leans(question.text):
        return Query(((question.text, 1.0),), kinds)
    # The last one that stands by itself; a thread that only ever leaned hangs on its first.
    before = next((found for found in reversed(asked) if not leans(found.text)), asked[0])
    return Query(((question.text, FOLLOW_UP_SHARE), (before.text, 1 - FOLLOW_UP_SHARE)), kinds)


_SLACK_TOKEN = re.compile(r"<(?:[@#!][^<>|]*|(?:https?|mailto|tel):[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_EMOJI = re.compile(r":[a-z0-9_+'-]{1,100}:")
_MARKS = re.compile(r"[*_~`<>|]+")


def _label(match: re.Match[str]) -> str:
    return f" {match['label'] or ''} "
