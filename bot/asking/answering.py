"""A question in, a reply out: read, resolve, search, judge, compose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.asking.answers import Declined, Introduction, NotFound, NothingAsked, Reply
from bot.asking.boundaries import Verdict, is_surely_ours, judge
from bot.asking.composing import citation, compose
from bot.asking.phrases import asks_who_we_are
from bot.asking.questions import Question, read, resolve
from knowledge.documents import Document
from knowledge.found import Findings, Query

# Below this no document is about the question. Set on the judged questions: the farthest in scope lies above it.
FOUND_COSINE_MIN = 0.27
# A question whose words are mostly unknown here (another language, keys pressed at random) must come much closer.
FAMILIAR_SHARE_MIN, STRANGE_COSINE_MIN = 0.4, 0.55
# Not a word is known here, and yet it is plainly out of scope ("reset my password"): then the reason can be told.
SURELY_OUT_MARGIN = 1.0
NEAREST_TITLES = 2


class Searches(Protocol):
    """What finds documents for a question."""

    def search(self, query: Query) -> Findings:
        """Documents, boundary and passages for `query`."""

    def documents(self, audience: frozenset[str] = frozenset()) -> tuple[Document, ...]:
        """Everything that those can find."""

    def audiences(self) -> frozenset[str]:
        """Those for whom there is anything of their own."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""


@dataclass(frozen=True, slots=True)
class Consideration:
    """A reply and the refs behind it in rank order, also where the coach declined.

    `findings` are all that was found; None when nothing was searched for.
    """

    reply: Reply
    refs: tuple[str, ...]
    findings: Findings | None = None


class Answering:
    """The coach, without Slack. Safe to use from several threads when its search is."""

    def __init__(self, search: Searches) -> None:
        self._search = search

    def reply(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Reply:
        """What to say to `text`.

        Args:
            text: a question.
            earlier: the questions asked before in the thread, oldest first.
            audience: those that who will read the answer belongs to (`team:T…`, `channel:C…`); without any, the answer
                is made from what everybody may see.
            collections: the only ones that are searched; without any, all are.
        """
        return self.consider(text, earlier, audience, collections).reply

    def documents(self, audience: frozenset[str] = frozenset()) -> tuple[Document, ...]:
        """Everything that answers to these are made from, to look through."""
        return self._search.documents(audience)

    def audiences(self) -> frozenset[str]:
        """Those for whom there is anything of their own (`team:T…`, `channel:C…`)."""
        return self._search.audiences()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, near where they mean the same: float32 [n, dimensions], unit rows."""
        return self._search.encode(texts)

    def consider(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Consideration:
        """As `reply`, with the ranking that led to it."""
        question = read(text)
        if question is None:
            return Consideration(NothingAsked(), ())
        if asks_who_we_are(question.text):
            return Consideration(Introduction(), ())
        query = replace(resolve(question, earlier), audience=audience, collections=collections)
        findings = self._search.search(query)
        verdict = judge(findings)
        ranked = _supported_first(findings, verdict)
        refs = tuple(each.document.ref for each in ranked.documents)
        return Consideration(_reply(question, ranked, verdict), refs, ranked)


def _reply(question: Question, findings: Findings, verdict: Verdict) -> Reply:
    is_unreadable = findings.familiarity == 0 and findings.out.margin < SURELY_OUT_MARGIN
    if verdict.scope == "out" and verdict.topic is not None and not is_unreadable:
        return Declined(verdict.topic.limit, verdict.topic.offer)
    if is_unreadable or not _is_found(findings):
        nearest = findings.documents[:NEAREST_TITLES]
        return NotFound(tuple(citation(place, each.document) for place, each in enumerate(nearest, 1)))
    answer = compose(findings, verdict.topic, shortened=question.shortened)
    return replace(answer, is_sure=verdict.topic is None and is_surely_ours(findings))


def _is_found(findings: Findings) -> bool:
    nearest = max((each.cosine for each in findings.documents), default=0.0)
    is_familiar = findings.familiarity >= FAMILIAR_SHARE_MIN
    return nearest >= (FOUND_COSINE_MIN if is_familiar else STRANGE_COSINE_MIN)


def _supported_first(findings: Findings, verdict: Verdict) -> Findings:
    """Near scope: the documents that the topic names as its support come first, in the order they were found."""
    supported = verdict.topic.refs if verdict.scope == "near" and verdict.topic else ()
    return findings.leading_with(supported) if supported else findings
