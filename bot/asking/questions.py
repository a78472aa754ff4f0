"""What was asked: cleaned, limited, and made whole from what was asked before in the thread. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.found import Query

# More than this is not even cleaned: its start says what is wanted. Source: OWASP LLM06:2026, bounded input.
CLEANED_CHARS_MAX = 16_000
# The encoder reads 256 tokens, about 1,000 characters; more would never be read.
SEARCHED_CHARS_MAX = 1_200
# Share of the follow-up itself when it is searched together with the question before it.
FOLLOW_UP_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be searched for. `shortened`: only its first part was read."""

    text: str
    shortened: bool


def read(raw: str) -> Question | None:
    """The question in `raw`, as plain text without mentions, links, markup and invisible characters.

    Returns:
        None when nothing is left that could be asked: no letter or digit of any script.
    """
    cut = raw[:CLEANED_CHARS_MAX]
    text = _ENTITY.sub(lambda match: _ENTITIES[match.group()], _SLACK_TOKEN.sub(_label, cut))
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = " ".join(_MARKS.sub(" ", _EMOJI.sub(" ", text)).split())
    if not any(character.isalnum() for character in text):
        return None
    shortened = len(text) > SEARCHED_CHARS_MAX or len(raw) > len(cut)
    return Question(text[:SEARCHED_CHARS_MAX], shortened)


def resolve(question: Question, earlier: Sequence[str]) -> Query:
    """What to search for, given the questions asked before in the thread, oldest first.

    A question that leans on what came before ("and who pays for that?") is searched with it; any other stands alone.
    """
    kinds = asked_kinds(question.text)
    before = next((found for raw in reversed(earlier) if (found := read(raw)) and not leans(found.text)), None)
    if before is None or not leans(question.text):
        return Query(((question.text, 1.0),), kinds)
    together = f"{before.text} {question.text}"
    return Query(((question.text, FOLLOW_UP_SHARE), (together, 1 - FOLLOW_UP_SHARE)), kinds)


def leans(text: str) -> bool:
    """Whether a question needs the one before it: it opens with "and", "what if", or points at something unnamed."""
    words = text.split()
    if _OPENS_LEANING.search(text):
        return True
    named = [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY_WORDS]
    return len(words) <= _SHORT_WORDS_MAX and (bool(_POINTS_BACK.search(text)) or len(named) <= 1)


def asked_kinds(text: str) -> frozenset[str]:
    """The kinds of document that a question asks for by name ("a case with…", "is there a paper on…")."""
    return frozenset(kind for pattern, kinds in _KIND_WORDS if pattern.search(text) for kind in kinds)


_SHORT_WORDS_MAX = 12
_SLACK_TOKEN = re.compile(r"<(?:[@#!][^<>|]*|(?:https?|mailto|tel):[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_EMOJI = re.compile(r":[a-z0-9_+'-]{1,100}:")
_MARKS = re.compile(r"[*_~`<>|]+")
_INVISIBLE = re.compile(
    "\x1b\\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPENS_LEANING = re.compile(
    r"^(?:ok(?:ay)?|thanks|great|good|hm+|yes|no)?[,.! ]*"
    r"(?:and\b|but\b|or\b|so\b|then\b|also\b|what if\b|what about\b|how about\b|why (?:not|is that)\b|any (?:examples?|cases?|others?)\b"
    r"|an? example\b|for example\b|who else\b|what else\b|anything else\b|tell me more\b|more (?:on|about) (?:that|this|it)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:that|this|it|its|they|them|their|those|these|he|she|him|her|one|ones|there|instead)\b", re.IGNORECASE
)
_EMPTY_WORDS = frozenset(
    "a about again all an and any are as at be but by can could do does for from give got had has have how i if in is "
    "it its like me more much my need of on one or our please really same say should show so some such tell than that "
    "the their them then there these they this those to try us want was we were what when where which who why will with "
    "would you your example examples".split()
)
# Asked for as a thing ("is there a paper on", "a case with"): the bare word is not enough, since partners also write
# reports, keep books and study things.
_THING = r"\b(?:an?|any|the|some|good|that|which|one|other|more|your|recommended|short|free)\s+(?:[\w'-]+\s+){{0,3}}?(?:{0})\b"
_ABOUT = r"\s+(?:on|about|by|for|from|with|of|where|that|which|to|in|like|between|covering)\b"
_READABLE = (
    r"papers?|articles?|reports?|books?|guides?|guidebooks?|webinars?|handbooks?|templates?|checklists?|toolkits?|resources?|"
    r"surveys?|inventor(?:y|ies)|primers?|manuals?|briefs?|posts?|playbooks?"
)
_KIND_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (
            r"\bcase stud(?:y|ies)\b|\b(?:an?|any|the|some|real|good) (?:[\w'-]+ ){0,2}(?:case|example)s?" + _ABOUT + r"|"
            r"\b(?:real[- ]life|real) examples?\b|^(?:any )?(?:cases|examples?)\b|"
            r"\b(?:has|have|did|do|does) (?:any|another|some|other)\w* (?:[\w'-]+ ){0,3}?(?:done|tried|managed|handled?|solved?|dealt|"
            r"cit(?:y|ies)|towns?|count(?:y|ies)|places?|schools?|groups?)\b|\bhas any(?:one|body) (?:else )?(?:ever )?\w+|"
            r"\bwho else (?:has|did)\b|\bhow did (?:another|other|some|any) \w+",
            ("case",),
        ),
        (
            _THING.format(_READABLE) + _ABOUT + r"|\b(?:something|anything|what (?:can|should) (?:i|we)) (?:good )?(?:to )?read\b|"
            r"\bfurther reading\b|\breading list\b|\b(?:papers|articles|books|resources)" + _ABOUT,
            ("resource",),
        ),
        (
            r"\b(?:any|the|some|what|does|is there|recent|new|academic|latest) (?:\w+ )?(?:research|stud(?:y|ies)|evidence|scholars?)"
            r"(?:\s+(?:on|about|say|says|show|shows|find|found|into|that|behind|by|of|around)\b|\s*\?)|\bresearch briefings?\b|"
            r"\bresearchers? (?:say|find|found|think)\b",
            ("study", "resource"),
        ),
        (r"\b(?:the|your|intersector) toolkit\b(?! by)|\bwhich tool\b|\btoolkit (?:say|tool)", ("tool", "stage")),
    )
)


def _label(match: re.Match[str]) -> str:
    return f" {match['label'] or ''} "
