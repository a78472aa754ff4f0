"""Hostile files, pages, file names and titles: cited and shown like any other, and obeyed by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from bot.asking.answers import NotFound, Reply
from bot.asking.composing import citation
from bot.asking.following import more_cases, quoted, reasons, related_tools
from bot.asking.wording import message_for
from bot.slack.adding.candidates import read_message
from bot.slack.adding.cards import added, offer
from bot.slack.adding.form import form
from bot.slack.adding.wishes import wish_for
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.browsing import Stand
from bot.slack.block_kit.card_blocks import Back, card_view
from bot.slack.block_kit.list_blocks import list_message
from bot.slack.following.shown import more_message, passage_view, why_view
from bot.slack.refreshing.cards import card
from bot.slack.refreshing.stories import Phase, Story, read_plan
from bot.store.refreshes import Kept
from knowledge.documents import Document
from prompts.rendering import render
from tests.bot.slack.injected.hostile_library import PLACES, SITE, Library
from tests.bot.slack.injected.strict_slack import Allowed, message_faults, shown_text, view_faults
from tests.fakes.payloads import CANARY, PAYLOADS

QUESTIONS = (
    "How do we share resources?",
    "Who should sponsor our partnership?",
    "How do we agree on measures of success?",
    "What if one partner will not share its data?",
    "How do we build trust between the sectors?",
    "Who decides when the partners disagree?",
    "How do we tell the story of our partnership?",
    "Show me a case about clean energy",
    "How did Detroit work on its riverfront?",
    "What do we ask before we evaluate?",
)
BACK = Back("C1", "https://hooks.example.org/response", 1_000, "C4")
# Control characters make a file that is no text, and the plan says so.
UNREADABLE = {("null_mention", "text"), ("null_mention", "web"), ("control", "text"), ("control", "web")}


def messages(reply: Reply) -> tuple[Packed, ...]:
    """The reply as it is posted."""
    return pack(render(message_for(reply)))


def about(library: Library, document: Document) -> Iterator[Packed]:
    """Every message that can show a document."""
    answer, findings = library.answer_from(document)
    yield from messages(answer)
    yield from messages(library.answering.reply(document.head.title))
    yield from messages(NotFound((citation(1, document),)))
    yield more_message("cases", (document, *more_cases(answer, findings)))
    yield more_message("tools", related_tools(answer, findings))
    for shelf in ("library", "cases"):
        for words in (document.head.title, f"zeal {document.head.title[:30]}"):
            yield list_message((document,), Stand(shelf).with_words(words))


def views_about(library: Library, document: Document) -> Iterator[dict[str, Any]]:
    """Every modal that can show a document."""
    answer, findings = library.answer_from(document)
    yield passage_view(quoted(answer, findings))
    yield why_view(document.head.title, document.head.title, reasons(answer, findings))
    yield card_view(library.documents, document, BACK)
    yield card_view(library.documents, document, BACK, "asked")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_document_is_shown_as_text(hostile: Library, payload: str, place: str) -> None:
    """In answers that it leads, lists, cards and modals: its words, and only its own address."""
    document = hostile.hostile.get((payload, place))
    if document is None:
        assert (payload, place) in UNREADABLE
        return
    allowed = hostile.allowed
    for message in about(hostile, document):
        assert message_faults(message, allowed) == []
    for view in views_about(hostile, document):
        assert view_faults(view, allowed) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_document_that_leads_is_the_one_that_is_cited(hostile: Library, place: str) -> None:
    """So the test above has shown the words of each."""
    for (_, where), document in hostile.hostile.items():
        if where == place:
            answer, _ = hostile.answer_from(document)
            assert answer.citations[0].ref == document.ref
            assert answer.lead
            assert document.head.source_url in {"", f"{SITE}{document.head.source_url.removeprefix(SITE)}"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_other_answers_stay_as_they_are(plain: Library, hostile: Library, question: str) -> None:
    """With hundreds of hostile documents beside ours: the same lead, the same citations, not a word of theirs."""
    before, after = plain.answering.reply(question), hostile.answering.reply(question)
    assert after == before
    assert before.outcome == "answer"
    assert CANARY not in shown_text([message.blocks for message in messages(after)])


@pytest.mark.parametrize("phase", get_args(Phase))
def test_a_plan_names_files_and_nothing_more(hostile: Library, phase: str) -> None:
    """Twelve at a time, so that each is named; as new, as gone, and as a file that cannot be read."""
    rows = (*hostile.plan.added, *hostile.plan.failed)
    named = [{"name": each.name, "reason": each.reason} for each in rows]
    named += [{"name": each, "reason": each} for each in PAYLOADS.values()]
    for start in range(0, len(named), 12):
        some = named[start : start + 12]
        told = {"changed": True, "plan": {"added": some, "removed": some, "failed": some, "stale": some}}
        story = Story(plan=read_plan(told), detail=some[0]["name"], by="U1")
        shown = card(Kept("0123456789abcdef", "T1", "C1", "U1", phase, "{}", 1.0), story, {}, None)
        assert message_faults(shown, Allowed()) == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_staff_add_is_shown_by_its_name(payload: str) -> None:
    """The offer below a file, the form, and how it went: files and links of Slack, called as somebody wanted."""
    text = f"<{SITE}a|{payload}> {payload}"
    message = {"files": [{"id": "F1A", "name": payload}, {"id": "F2B", "title": payload}], "text": text}
    candidates = read_message(message)
    assert len(candidates) >= 2
    told = added("1", wish_for(candidates), "U1", {})
    for packed in (offer(candidates), told):
        assert message_faults(packed, Allowed()) == []
    for view in (form(candidates, "C1"), form(candidates[:1], "C1")):
        assert view_faults(view, Allowed()) == []
