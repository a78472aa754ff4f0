"""The headings that each kind of document may have, in their order. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.front_matter import Kind

IN_SHORT = "In short"
WHAT_TO_DO = "What to do"
SOURCE_QUESTIONS = "Questions from the source"
OUR_QUESTIONS = "Questions of our own"
SIGNS = "Signs you need it"
WHY_OPEN = "Why open it"
OUTCOME = "What came of it"
NOT_ESTABLISHED = "What is not established"

# Section headings in the order in which they may stand; True: required. The README of this folder says the same.
# A page is what staff add: it has the headings that its author gave it.
SECTIONS: Mapping[Kind, Mapping[str, bool]] = {
    "tool": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": True,
        "If you skip it": True,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        "Example": False,
        NOT_ESTABLISHED: False,
    },
    "stage": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": False,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        NOT_ESTABLISHED: False,
    },
    "theme": {
        IN_SHORT: True,
        WHAT_TO_DO: True,
        SIGNS: False,
        "Why it matters": False,
        "When drafting": False,
        "When reviewing": False,
        SOURCE_QUESTIONS: False,
        OUR_QUESTIONS: False,
        "What neighbouring guides cover": False,
        NOT_ESTABLISHED: False,
    },
    "case": {
        IN_SHORT: True,
        "The problem": False,
        "Who took part": False,
        "What each gave": False,
        "How they worked": False,
        OUTCOME: False,
        NOT_ESTABLISHED: False,
    },
    "resource": {
        IN_SHORT: True,
        WHY_OPEN: True,
        "What it says": False,
        "How to use it": False,
        NOT_ESTABLISHED: False,
    },
    "study": {
        IN_SHORT: True,
        "What it found": True,
        "Takeaways": False,
        "Who it is for": False,
        NOT_ESTABLISHED: False,
    },
    "page": {},
}
