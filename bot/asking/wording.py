"""Which message says a reply. Pure: data to data, the words are the templates'."""

from __future__ import annotations

from bot.asking.answers import Answer, Citation, Declined, Introduction, NotFound, Reply
from prompts.catalogue.answers import (
    AnswerMessage,
    DeclinedMessage,
    HelpMessage,
    Line,
    NotFoundMessage,
    NothingAskedMessage,
    Source,
    Titled,
)
from prompts.catalogue.message import Message


def message_for(reply: Reply) -> Message:
    """The message that says `reply`."""
    match reply:
        case Answer():
            return _answer(reply)
        case Declined(limit=limit, offer=offer):
            return DeclinedMessage(limit, offer)
        case NotFound(nearest=nearest):
            return NotFoundMessage(tuple(_source(each) for each in nearest))
        case Introduction():
            return HelpMessage()
        case _:
            return NothingAskedMessage()


def _answer(answer: Answer) -> AnswerMessage:
    return AnswerMessage(
        lead=tuple(Line(each.text, each.citation) for each in answer.lead),
        points=tuple(Line(each.text, each.citation) for each in answer.points),
        team_questions=tuple(Line(each.text, each.citation) for each in answer.team_questions),
        questions_ours=sum(each.ours for each in answer.team_questions),
        example=Titled(answer.example.title, answer.example.text, answer.example.citation) if answer.example else None,
        reading=tuple(Titled(each.title, each.text, each.citation) for each in answer.reading),
        sources=tuple(_source(each) for each in answer.citations),
        limit=answer.limit,
        offer=answer.offer,
        shortened=answer.shortened,
    )


def _source(each: Citation) -> Source:
    return Source(each.number, each.title, each.publisher, each.url, each.note, each.pages, each.file, each.owner)
