"""What became of a message is read from Slack's events, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.following.changes import read_change
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


def test_other_events_are_none_of_ours() -> None:
    """A new message, a reaction."""
    assert read_change("T1", {**WORDS, "channel": "C1"}, BOT) is None
    assert read_change("T1", {"type": "reaction_added"}, BOT) is None
