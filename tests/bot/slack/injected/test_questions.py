"""Hostile questions: answered from our documents alone, and quoted as text where they are quoted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.asking.answers import Answer, Reply
from bot.asking.following import quoted, reasons
from bot.asking.gaps import Gap, Group, Overview
from bot.asking.wording import message_for
from bot.slack.answers.composing import Composer
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.browsing import Stand
from bot.slack.block_kit.list_blocks import list_message, search_view
from bot.slack.feedback.gap_list import gap_list
from bot.slack.following.shown import passage_view, why_view
from bot.slack.helping.cards import help_card, staff_card
from bot.slack.home.facts import Facts, OwnQuestion
from bot.slack.home.view import home_view
from bot.slack.parsing import Ask, Bot, read_command, read_event
from bot.slack.refreshing.cards import card
from bot.slack.refreshing.stories import Story
from bot.slack.walkthrough.texts import fit
from bot.store.help_requests import HelpRequest
from bot.store.refreshes import Kept
from knowledge.browsing import SHELVES
from knowledge.found import Query
from prompts.catalogue.home import HomeAsked
from prompts.catalogue.private import SharedHead
from prompts.rendering import render
from tests.bot.slack.injected.hostile_library import Library
from tests.bot.slack.injected.strict_slack import Allowed, message_faults, shown_text, view_faults
from tests.fakes.payloads import CANARY, EVIL, PAYLOADS

ORDINARY = "How do we share resources?"
LINK = "https://riverton.slack.example/archives/C1/p1"
CALL = HelpRequest("T1", "C1", "1700000000.000100", "1700000000.000100", "U1", ("U2", "S1"), 1_000.0)
QUOTING = Allowed({LINK}, {"<@U1>", "<@U2>", "<!subteam^S1>"})
"""The call for help links to the question, and mentions who asked and who is asked."""


def asked(payload: str) -> list[str]:
    """What reaches the coach of a message, a command, and one with a real question in it."""
    bot = Bot("U0COACH", "B0COACH")
    fields = {"type": "app_mention", "user": "U1", "ts": "1.1", "channel": "C1"}
    texts = (payload, f"<@U0COACH> {ORDINARY} {payload}", f"{payload}\n{ORDINARY}")
    events = [read_event("T1", {**fields, "text": text}, bot) for text in texts]
    assert all(isinstance(each, Ask) for each in events)
    asks = [*(each for each in events if isinstance(each, Ask)), read_command("T1", {"trigger_id": "1"}, payload)]
    return [each.text for each in asks]


def answers(library: Library, payload: str) -> Iterator[Packed]:
    """The replies as they are posted, to questions and to follow-ups of them."""
    composer = Composer(library.answering, message_for)
    for text in asked(payload):
        for earlier in ((), (ORDINARY, text)):
            message, outcome = composer.compose("key", text, earlier)
            assert outcome != "trouble"
            yield from pack(render(message))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_question_is_answered_and_obeyed_by_nothing(plain: Library, payload: str) -> None:
    """Only our documents speak: no canary, no foreign address, no mention, no defect."""
    allowed = plain.allowed
    for message in answers(plain, payload):
        assert message_faults(message, allowed) == []
        said = shown_text([message.text, message.blocks])
        assert CANARY not in said
        assert EVIL not in said


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_question_that_is_quoted_is_text(plain: Library, payload: str) -> None:
    """For experts, for staff, above a shared answer, in what explains it, in lists of questions."""
    for text in (payload, *asked(payload)):
        for message in quoting(text):
            assert message_faults(message, QUOTING) == []
    for view in views_quoting(plain, payload):
        assert view_faults(view, Allowed({*plain.allowed.urls, LINK})) == []


def quoting(text: str) -> Iterator[Packed]:
    """Every message that repeats a question."""
    yield help_card(CALL, text, LINK)
    yield staff_card(CALL, text, LINK)
    yield from pack(render(SharedHead("Ana", fit(text, 300))))
    yield from pack(render(HomeAsked(fit(text, 300))))
    gaps = tuple(Gap(number, 1.0, "not_found", text, text) for number in range(3))
    yield gap_list(Overview((Group(gaps), Group(gaps[:1])), {"not_found": 2}))
    for phase in ("published", "failed"):
        yield card(Kept("0123456789abcdef", "T1", "C1", "U1", phase, "{}", 1.0), Story(detail=text), {}, None, gaps)


def views_quoting(library: Library, text: str) -> Iterator[dict[str, Any]]:
    """Every modal and tab that repeats a question."""
    findings = library.retrieval.search(Query([(ORDINARY, 1.0)]))
    reply: Reply = library.answering.reply(ORDINARY)
    assert isinstance(reply, Answer)
    yield why_view(text, text, reasons(reply, findings))
    yield passage_view(quoted(reply, findings))
    yield home_view(Facts(questions=(OwnQuestion(text, "answer", date(2026, 3, 4), LINK),)))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_words_that_are_searched_for_are_text(plain: Library, payload: str) -> None:
    """In a list that has nothing, in one that has, and in the box to search again."""
    allowed = plain.allowed
    for shelf in SHELVES:
        for words in (payload, f"city {payload}"):
            stand = Stand(shelf).with_words(words)
            assert message_faults(list_message(plain.documents, stand), allowed) == []
            assert view_faults(search_view(stand, "{}"), allowed) == []
