"""What became of a message is read from Slack's events, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.following.changes import read_change, read_changed_question
from bot.slack.parsing import Ask, Bot

BOT = Bot("U0BOT", "B0BOT")
WORDS = {"type": "message", "user": "U1", "ts": "1.000001", "text": "Who pays?"}


def changed(previous: dict[str, Any], **now: Any) -> Ask | None:
    message = {**WORDS, "edited": {"user": "U1", "ts": "2.000001"}, **now}
    event = {"subtype": "message_changed", "message": message, "previous_message": {**WORDS, **previous}}
    return read_change("T1", {"type": "message", "channel": "C1", "event_ts": "2.000002", **event}, BOT)


def deleted(**previous: Any) -> Ask | None:
    event = {"subtype": "message_deleted", "deleted_ts": "1.000001", "previous_message": {**WORDS, **previous}}
    return read_change("T1", {"type": "message", "channel": "C1", "event_ts": "3.000001", **event}, BOT)


def test_an_edit_names_the_question_and_its_own_time() -> None:
    """The same edit has the same key however often it is told; a later one has another."""
    found = changed({}, text="Who pays <@U0BOT>, and when?", thread_ts="0.500000")
    assert found
    assert (found.surface, found.text) == ("called", "Who pays  , and when?")
    assert (found.about, found.thread_ts, found.changed_ts) == ("T1:C1:1.000001", "0.500000", "2.000001")
    again = changed({"text": "Who pays <@U0BOT>"}, text="Who pays <@U0BOT>?")
    assert again
    assert (again.surface, again.key) == ("edited", found.key)
    later = changed({}, text="Else", edited={"ts": "9.000001"})
    assert later
    assert later.key != found.key


@pytest.mark.parametrize(
    "now",
    [
        {"attachments": [{"title": "unfurled"}]},
        {"text": "Other", "bot_id": "B0BOT", "user": "U0BOT"},
        {"text": "Other", "user": ""},
        {"text": "Other", "ts": ""},
    ],
)
def test_what_is_no_change_of_a_persons_words_is_none(now: dict[str, Any]) -> None:
    """A link that unfurls, our own posts, and what is incomplete."""
    assert changed({}, **now) is None


def test_a_deleted_message_has_one_key_in_both_forms() -> None:
    """Slack tells of the first message of a thread by a tombstone, of any other plainly."""
    plain, tomb = deleted(), changed({}, subtype="tombstone", user="USLACKBOT", text="This message was deleted.")
    assert plain
    assert tomb
    assert plain.key == tomb.key
    assert (tomb.surface, tomb.author, tomb.text) == ("deleted", "U1", "")
    assert deleted(bot_id="B0BOT") is None


IN_ROOM = {"type": "message", "channel": "C1", "channel_type": "channel", "event_ts": "2.000002"}


def question_of(text: str, before: str, **fields: Any) -> tuple[str, str] | None:
    """The surface and the words of the question that an edited message is, or was."""
    message, previous = {**WORDS, "text": text, **fields}, {**WORDS, "text": before, **fields}
    edited = {**message, "edited": {"ts": "2.000001"}}
    event = {**IN_ROOM, "subtype": "message_changed", "message": edited, "previous_message": previous}
    change = read_change("T1", event, BOT)
    assert change
    asked = read_changed_question(change, event, BOT)
    assert asked is None or (asked.key, asked.changed_ts) == ("T1:C1:1.000001", "2.000001")
    return (asked.surface, asked.text) if asked else None


def test_a_changed_message_is_the_question_that_it_is_now() -> None:
    """Where it was one at any time: without the mention, or no longer put as a question, it has its last words."""
    assert question_of("<@U0BOT> hello", "hello") == ("mention", "hello")
    assert question_of("hello again", "<@U0BOT> hello") == ("mention", "hello again")
    assert question_of("We pay.", "Who pays?", thread_ts="0.500000") == ("thread", "We pay.")
    assert question_of("Who pays?", "We pay.") == ("question", "Who pays?")
    assert question_of("Lunch at one.", "Lunch at two.") is None
    assert question_of("<@U0BOT> look", "<@U0BOT> see", files=[{"id": "F1"}]) is None


def test_other_events_are_none_of_ours() -> None:
    """A new message, a reaction."""
    assert read_change("T1", {**WORDS, "channel": "C1"}, BOT) is None
    assert read_change("T1", {"type": "reaction_added"}, BOT) is None
