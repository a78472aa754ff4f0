"""The parts of feedback and gaps put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from bot.asking.answers import Reply
from bot.asking.gaps import Replies
from bot.settings import Settings
from bot.slack.feedback.gap_desk import GapDesk, Staff
from bot.slack.web_api.calls import SlackCalls
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from knowledge.generations import Generations
from prompts.catalogue.message import Message


class GapCoach(Replies, Protocol):
    """What answers questions, and tells which are alike."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The coach, and what puts its replies into words."""

    coach: GapCoach
    message_for: Callable[[Reply], Message]


@dataclass(frozen=True, slots=True)
class Parts:
    """What keeps what people think, and what shows staff what is missing."""

    feedback: Feedback
    gaps: Gaps
    desk: GapDesk


def assemble(engine: Engine, settings: Settings, answers: Answers, staff: Staff, calls: SlackCalls) -> Parts:
    """Everything for the feedback of one workspace."""
    gaps = Gaps(engine, keeps_words=settings.keeps_questions)
    coach, serving = answers.coach, Generations(settings.index).pointer
    desk = GapDesk(gaps, staff, calls, coach, coach.encode, answers.message_for, serving)
    return Parts(Feedback(engine, keeps_words=settings.keeps_questions), gaps, desk)
