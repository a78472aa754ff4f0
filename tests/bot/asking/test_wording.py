"""Which message says a reply."""

from __future__ import annotations

import pytest

from bot.asking.answers import (
    Answer,
    Citation,
    Declined,
    Example,
    NotFound,
    NothingAsked,
    Reading,
    Reply,
    Statement,
    TeamQuestion,
)
from bot.asking.wording import message_for
from prompts.catalogue.answers import (
    AnswerMessage,
    DeclinedMessage,
    Line,
    NotFoundMessage,
    NothingAskedMessage,
    Source,
    Titled,
)
from prompts.rendering import plain, render

CITATIONS = (
    Citation(1, "T1", "tool", "Share Costs", "The Publisher", "https://example.org/1", ""),
    Citation(2, "C1", "case", "East Lake", "The Publisher", "https://example.org/2", "Only a summary."),
)
SOURCES = (
    Source(1, "Share Costs", "The Publisher", "https://example.org/1", ""),
    Source(2, "East Lake", "The Publisher", "https://example.org/2", "Only a summary."),
)
ANSWER = Answer(
    lead=(Statement("Agree early.", 1),),
    points=(Statement("Write it down.", 1),),
    team_questions=(
        TeamQuestion("Who pays?", ours=False, citation=1),
        TeamQuestion("Who leaves?", ours=True, citation=1),
    ),
    example=Example("East Lake", "A city did it.", 2),
    reading=(Reading("A guide", "It has a sheet.", 2),),
    citations=CITATIONS,
    limit="grants",
    offer="Ask a fundraiser.",
    shortened=True,
)


def test_an_answer_is_said_whole() -> None:
    """Nothing is lost on the way to the template, and our own questions are counted."""
    assert message_for(ANSWER) == AnswerMessage(
        lead=(Line("Agree early.", 1),),
        points=(Line("Write it down.", 1),),
        team_questions=(Line("Who pays?", 1), Line("Who leaves?", 1)),
        questions_ours=1,
        example=Titled("East Lake", "A city did it.", 2),
        reading=(Titled("A guide", "It has a sheet.", 2),),
        sources=SOURCES,
        limit="grants",
        offer="Ask a fundraiser.",
        shortened=True,
    )


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Declined("the law", "Ask counsel."), DeclinedMessage("the law", "Ask counsel.")),
        (NotFound(CITATIONS), NotFoundMessage(SOURCES)),
        (NotFound(()), NotFoundMessage(())),
        (NothingAsked(), NothingAskedMessage()),
    ],
)
def test_every_other_reply_has_a_message(reply: Reply, message: object) -> None:
    """One for each."""
    assert message_for(reply) == message


@pytest.mark.parametrize(
    "reply", [ANSWER, Declined("the law", ""), NotFound(()), NothingAsked()], ids=lambda reply: type(reply).__name__
)
def test_every_reply_can_be_shown(reply: Reply) -> None:
    """In words, through its template."""
    assert plain(render(message_for(reply))).strip()
