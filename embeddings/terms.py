"""The words of a text as they are matched. Pure."""

from __future__ import annotations

import re

import Stemmer

# Bump when the same text would give other terms, also by another release of the stemmer: the words of every index are
# then read again.
TERMS_VERSION = 1
_TERM = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")  # noqa: RUF001 -- people type both apostrophes
_JOINT = re.compile(r"[-'’.]")  # noqa: RUF001 -- as above
_STOP = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could did do does
    doing don for from get got had has have having he her here him his how i if in into is it its just let like
    ll me more most my no not now of off on or our ours out over own re s she should so some such t than that
    the their them then there these they this those to too up us ve very was we were what when where which while
    who whom why will with would you your yours""".split()  # noqa: SIM905 -- a hundred words read better as text
)


def terms(text: str) -> list[str]:
    """The words of `text` as they are matched: stemmed, no stop words; "I-BEST" is both `ibest` and its parts."""
    found: list[str] = []
    for match in _TERM.finditer(text.casefold()):
        word = match.group()
        if word.isalnum():
            parts = [word]
        else:
            parts = _JOINT.split(word)
            found.append("".join(parts))
        found.extend(part for part in parts if part not in _STOP)
    return list(_stemmer().stemWords(found))


def _stemmer() -> Stemmer.Stemmer:
    # Not shared: a Stemmer is not safe to use from two threads at once, and making one costs microseconds.
    return Stemmer.Stemmer("english")
