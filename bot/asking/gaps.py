"""What people asked in vain: alike questions together, and which of them are answered by now. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from bot.asking.answers import Reply
from bot.asking.phrases import leans
from bot.asking.questions import read

Reason = Literal["not_found", "declined", "disliked"]
REASONS: tuple[Reason, ...] = get_args(Reason)
UNANSWERED: tuple[Reason, ...] = ("not_found", "declined")
"""The outcomes of a reply that leave a gap by themselves; what is disliked was answered."""

# Cosine at which two questions ask the same. With the encoder that comes with the coach, eight questions put in other
# words ("How do we insure volunteers?", "Do our volunteers need insurance?") lay between 0.755 and 0.933; of eight
# different ones on one subject ("How do we find a coordinator?", "How do we pay the coordinator?") six lay at 0.725 and
# below. The other two show the price: who pays a coordinator and who hires one fall together.
ALIKE_COSINE_MIN = 0.75

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""One row a text: float32 [n, dimensions], unit rows."""


class Replies(Protocol):
    """What answers questions."""

    def reply(self, text: str, earlier: Sequence[str] = (), audience: frozenset[str] = frozenset()) -> Reply:
        """The reply to `text`, read after the earlier questions of its thread, for those who will read it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that went without a good answer."""

    id: int
    asked_at: float
    """Seconds since 1970, UTC."""
    reason: Reason
    question: str | None
    """None where the words of people are not kept."""
    context: str = ""
    """The question before it that it leans on, or empty."""
    team: str = ""
    channel: str = ""
    """Where it was asked."""

    @property
    def audience(self) -> frozenset[str]:
        """Those who read the answer: what was added for them alone counts as well."""
        return frozenset(f"{kind}:{id_}" for kind, id_ in (("team", self.team), ("channel", self.channel)) if id_)


@dataclass(frozen=True, slots=True)
class Group:
    """Gaps that ask the same; at least one, newest first, all of them with words."""

    gaps: tuple[Gap, ...]

    @property
    def example(self) -> Gap:
        """The newest one."""
        return self.gaps[0]

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """How often each reason occurs among them."""
        return _counted(self.gaps)


@dataclass(frozen=True, slots=True)
class Overview:
    """The most frequent groups first, and how many gaps without words there are, by reason."""

    groups: tuple[Group, ...]
    wordless: Mapping[Reason, int]

    @property
    def total(self) -> int:
        """All gaps."""
        return sum(len(group.gaps) for group in self.groups) + sum(self.wordless.values())


def is_question(text: str) -> bool:
    """Whether something was asked at all; a greeting that found nothing is no gap."""
    return read(text) is not None


def context_of(text: str, earlier: Sequence[str]) -> str:
    """The earlier question, oldest first, that `text` leans on; empty when it stands by itself."""
    if not leans(text):
        return ""
    asked = [each for each in earlier if read(each)]
    return next((each for each in reversed(asked) if not leans(each)), asked[0] if asked else "")


def overview(gaps: Sequence[Gap], encode: Encode) -> Overview:
    """The gaps put in order; nothing is encoded when no two of them have words."""
    worded = [gap for gap in gaps if gap.question is not None]
    # The same words are often asked again, and encoding is what takes time.
    texts = list(dict.fromkeys(map(_text, worded)))
    if len(texts) > 1:
        rows = encode(texts)
        place = {text: row for row, text in enumerate(texts)}
        vectors = rows[[place[_text(gap)] for gap in worded]]
    else:
        vectors = np.ones((len(worded), 1), dtype=np.float32)
    return Overview(group(worded, vectors), _counted([gap for gap in gaps if gap.question is None]))


def group(gaps: Sequence[Gap], vectors: NDArray[np.float32]) -> tuple[Group, ...]:
    """Gaps that ask the same, together: the most frequent first, among equals the one that was asked last.

    Each gap joins the group whose first question is nearest to it, or begins one. The oldest go first, so that a group
    keeps its subject while more is asked.

    Args:
        gaps: with words.
        vectors: float32 [gaps, dimensions], unit rows.
    """
    firsts: list[int] = []
    members: list[list[Gap]] = []
    for row in sorted(range(len(gaps)), key=lambda each: gaps[each].asked_at):
        likeness = vectors[firsts] @ vectors[row] if firsts else np.zeros(0, dtype=np.float32)
        nearest = int(np.argmax(likeness)) if firsts else -1
        if firsts and likeness[nearest] >= ALIKE_COSINE_MIN:
            members[nearest].append(gaps[row])
        else:
            firsts.append(row)
            members.append([gaps[row]])
    groups = (Group(tuple(reversed(each))) for each in members)
    return tuple(sorted(groups, key=lambda each: (-len(each.gaps), -each.example.asked_at)))


def ask_again(coach: Replies, gap: Gap, audience: frozenset[str]) -> Reply:
    """What the coach says to the question now, read as it was then, to these. The gap must have words."""
    return coach.reply(gap.question or "", (gap.context,) if gap.context else (), audience)


def is_answered(reply: Reply) -> bool:
    """Whether a reply leaves no gap."""
    return reply.outcome not in UNANSWERED


def closed_by(coach: Replies, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Those of the gaps that this coach answers.

    What was disliked is never among them: it had an answer all along, and only a person can tell whether a new one is
    better.
    """
    return answered(coach, [gap for gap in gaps if gap.reason in UNANSWERED])


def answered(coach: Replies, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Those of the gaps that get an answer when they are asked again where they were asked, the disliked ones too."""
    asked = [gap for gap in gaps if gap.question is not None]
    # The same words in the same place are asked once.
    alike = {(_text(gap), gap.audience): gap for gap in asked}
    found = {key for key, gap in alike.items() if is_answered(ask_again(coach, gap, gap.audience))}
    return tuple(gap for gap in asked if (_text(gap), gap.audience) in found)


def _text(gap: Gap) -> str:
    return f"{gap.context} {gap.question}".strip()


def _counted(gaps: Sequence[Gap]) -> dict[Reason, int]:
    counts = Counter(gap.reason for gap in gaps)
    return {reason: counts[reason] for reason in REASONS if counts[reason]}
