"""What the words of a question give away: that it leans on another, that it asks for a kind of document. Pure."""

from __future__ import annotations

import re


def greets(text: str) -> bool:
    """Whether a message only greets or thanks, and asks nothing."""
    return bool(_GREETING.fullmatch(text))


def asks_who_we_are(text: str) -> bool:
    """Whether a message asks what the coach is or can do, and nothing else."""
    return bool(_ABOUT_US.fullmatch(text))


def leans(text: str) -> bool:
    """Whether a question needs the one before it: it opens with "and", "what if", or points at something unnamed."""
    if _OPENS_LEANING.match(text):
        return True
    named = [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY_WORDS]
    return len(text.split()) <= _SHORT_WORDS_MAX and (bool(_POINTS_BACK.search(text)) or len(named) <= 1)


def asked_kinds(text: str) -> frozenset[str]:
    """The kinds of document that a question asks for by name ("a case with…", "is there a paper on…")."""
    return frozenset(kind for pattern, kinds in _KIND_PATTERNS if pattern.search(text) for kind in kinds)


# A question this short with a "that" or "they" in it says too little to be searched for by itself.
_SHORT_WORDS_MAX = 12
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # noqa: RUF001 -- people type both apostrophes
_GREETING = re.compile(
    r"""(?:(?:hi|hello|hey|hiya|howdy|good\ (?:morning|afternoon|evening|day)|thanks?|thank\ you|thx|cheers
        |ok(?:ay)?|great|cool|nice|perfect|super|awesome|wonderful|test|ping|there|all|everyone|coach
        |so\ much|a\ lot|very\ much|that\ help(?:s|ed)|got\ it|will\ do|bye|goodbye|see\ you|stop|never\ ?mind
        |sorry|wrong\ channel|yes|no|yep|nope|sure|more|why|what|how)\b[\s,.!?]*)+""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT_US = re.compile(
    r"""(?:(?:hi|hello|hey)\b[,.!\ ]*)?
        (?:help(?:\ me)?|(?:so\ )?what\ (?:can|do|could)\ you\ (?:do|know|help\ (?:me\ )?with)
        |who\ are\ you|what\ are\ you|what\ is\ this|what\ can\ i\ ask(?:\ you)?
        |how\ do(?:es)?\ (?:this|you|it)\ work|how\ can\ you\ help(?:\ me|\ us)?)[\s.!?]*""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENS_LEANING = re.compile(
    r"""(?:ok(?:ay)?|thanks|great|good|hm+|yes|no)?[,.!\ ]*
        (?:(?:and|but|or|so|then|also|what\ if|what\ about|how\ about|why\ (?:not|is\ that)|an?\ example|for\ example
        |any\ (?:examples?|cases?|others?)|who\ else|what\ else|anything\ else|tell\ me\ more
        |more\ (?:on|about)\ (?:that|this|it))\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_POINTS_BACK = re.compile(r"\b(?:that|this|it|they|them|those|these|he|she|him|her|there|instead)\b", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    """a about again all an and any are as at be but by can could do does example examples for from give got had has
    have how i if in is it its like me more much my need of on one or our please really same say should show so some
    such tell than that the their them then there these they this those to try us want was we were what when where which
    who
    why will with would you your""".split()  # noqa: SIM905 -- ninety words read better as text
)

# Asked for as a thing ("is there a paper on", "a case with"): the bare word is not enough, since partners also write
# reports, keep books and study things.
_ABOUT = r"\s+(?:on|about|by|for|from|with|of|where|that|which|to|in|like|between|covering)\b"
_CASES = rf"""
    \bcase\ stud(?:y|ies)\b
    | \b(?:an?|any|the|some|real|good)\ (?:[\w'-]+\ ){{0,2}}(?:case|example)s?{_ABOUT}
    | \b(?:real[-\ ]life|real)\ examples?\b
    | ^(?:any\ )?(?:cases|examples?)\b
    | \b(?:has|have|did|do|does)\ (?:any|another|some|other)\w*\ (?:[\w'-]+\ ){{0,3}}?
      (?:done|tried|managed|handled?|solved?|dealt|cit(?:y|ies)|towns?|count(?:y|ies)|places?|schools?|groups?)\b
    | \bhas\ any(?:one|body)\ (?:else\ )?(?:ever\ )?\w+
    | \bwho\ else\ (?:has|did)\b
    | \bhow\ did\ (?:another|other|some|any)\ \w+
"""
_READABLE = r"""(?:papers?|articles?|reports?|books?|guides?|guidebooks?|webinars?|handbooks?|templates?|checklists?
    |toolkits?|resources?|surveys?|inventor(?:y|ies)|primers?|manuals?|briefs?|posts?|playbooks?)"""
_RESOURCES = rf"""
    \b(?:an?|any|the|some|good|that|which|one|other|more|your|recommended|short|free)\s+(?:[\w'-]+\s+){{0,3}}?
      {_READABLE}\b{_ABOUT}
    | \b(?:something|anything|what\ (?:can|should)\ (?:i|we))\ (?:good\ )?(?:to\ )?read\b
    | \bfurther\ reading\b
    | \breading\ list\b
    | \b(?:papers|articles|books|resources){_ABOUT}
"""
_STUDIES = r"""
    \b(?:any|the|some|what|does|is\ there|recent|new|academic|latest)\ (?:\w+\ )?
      (?:research|stud(?:y|ies)|evidence|scholars?)
      (?:\s+(?:on|about|say|says|show|shows|find|found|into|that|behind|by|of|around)\b|\s*\?)
    | \bresearch\ briefings?\b
    | \bresearchers?\ (?:say|find|found|think)\b
"""
_TOOLS = r"\b(?:the|your|intersector)\ toolkit\b(?!\ by) | \bwhich\ tool\b | \btoolkit\ (?:say|tool)"
_KIND_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.VERBOSE), kinds)
    for pattern, kinds in (
        (_CASES, ("case",)),
        (_RESOURCES, ("resource",)),
        (_STUDIES, ("study", "resource")),
        (_TOOLS, ("tool", "stage")),
    )
)
