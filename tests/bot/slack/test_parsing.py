"""Which events are for the coach, and what they ask."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.answers.marks import mark_of
from bot.slack.parsing import (
    TEXT_CHARS_MAX,
    Ask,
    Bot,
    Echo,
    Ignored,
    StreamEcho,
    clean,
    read_command,
    read_event,
    read_shortcut,
    reads_like_question,
    storable,
)

BOT = Bot(user_id="U0BOT", bot_id="B0BOT")


def event(**fields: Any) -> dict[str, Any]:
    """A message in a channel, with these fields changed; None takes one away."""
    base = {"type": "message", "user": "U1", "ts": "2.0", "channel": "C1", "channel_type": "channel", "text": "Hello"}
    return {key: value for key, value in (base | fields).items() if value is not None}


def read(**fields: Any) -> Ask | Echo | Ignored:
    """What the coach makes of it."""
    return read_event("T1", event(**fields), BOT)


@pytest.mark.parametrize("kind", ["message", "app_mention"])
def test_both_events_of_a_mention_have_one_key(kind: str) -> None:
    """Slack sends a mention twice; it is one question."""
    ask = read(type=kind, text="<@U0BOT> who pays?")
    assert isinstance(ask, Ask)
    assert (ask.key, ask.surface, ask.text) == ("T1:C1:2.0", "mention", "who pays?")


def test_a_mention_is_answered_in_its_thread() -> None:
    """A top-level message opens a thread of its own; a reply stays in the one that it is in."""
    top, reply = read(text="<@U0BOT> a?"), read(text="<@U0BOT> a?", thread_ts="1.0")
    assert isinstance(top, Ask)
    assert isinstance(reply, Ask)
    assert (top.thread_ts, reply.thread_ts) == ("2.0", "1.0")


def test_a_question_that_begins_a_thread_may_be_for_the_coach() -> None:
    """Whether it answers every question in this channel is looked up later."""
    ask = read(text="Who pays for what?")
    assert isinstance(ask, Ask)
    assert (ask.surface, ask.thread_ts) == ("question", "2.0")
    assert isinstance(read(text="Who pays, <@U2>?"), Ignored)
    assert isinstance(read(text="We meet on Monday."), Ignored)


@pytest.mark.parametrize(
    "marks",
    [
        {"bot_id": "B2"},
        {"bot_profile": {"id": "B2", "app_id": "A2"}},
        {"app_id": "A2"},
        {"subtype": "bot_message", "user": None, "username": "A workflow", "bot_id": "B3"},
        {"workflow_id": "Wf1"},
    ],
    ids=["bot", "profile", "user token", "workflow", "workflow in a person's name"],
)
@pytest.mark.parametrize("where", [{"channel_type": "im"}, {"type": "app_mention"}, {"thread_ts": "1.0"}])
def test_programs_are_not_answered(marks: dict[str, Any], where: dict[str, Any]) -> None:
    """Two of them would never end; what they write as a person tells that an app wrote it."""
    assert isinstance(read(text="<@U0BOT> who pays?", **where), Ask)
    assert isinstance(read(text="<@U0BOT> who pays?", **marks, **where), Ignored)


def test_coming_into_a_channel_is_one_event_for_ever() -> None:
    """Our own coming, not that of others; its key is the same each time."""
    joined = {"type": "member_joined_channel", "text": None, "ts": None}
    ask = read(user="U0BOT", inviter="U1", **joined)
    assert isinstance(ask, Ask)
    assert (ask.surface, ask.key) == ("joined", "T1:C1:joined")
    assert isinstance(read(user="U2", **joined), Ignored)


@pytest.mark.parametrize(("thread_ts", "expected"), [(None, "2.0"), ("1.0", "1.0")])
def test_a_shortcut_asks_what_the_message_says(thread_ts: str | None, expected: str) -> None:
    """In the thread that the message is in, for whoever used it; the words stay those of who wrote it."""
    body = {
        "type": "message_action",
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": "U9"},
        "trigger_id": "7.8",
        "response_url": "https://hooks.example/1",
        "message": event(text="<@U0BOT> who <https://a.example|pays>?", bot_id="B2", thread_ts=thread_ts),
    }
    ask = read_shortcut(body, BOT)
    assert (ask.surface, ask.author, ask.text, ask.ts) == ("shortcut", "U9", "who pays?", "2.0")
    assert (ask.writer, ask.written_by) == ("U1", "U1")
    assert ask.thread_ts == expected
    assert Ask(**ask.as_record()) == ask  # type: ignore[arg-type]


def test_every_direct_message_is_for_the_coach() -> None:
    """Nobody has to mention anybody there."""
    ask = read(channel_type="im", text="thanks")
    assert isinstance(ask, Ask)
    assert ask.surface == "dm"


@pytest.mark.parametrize(
    ("text", "is_for_us"),
    [
        ("And who pays?", True),
        ("what about data sharing", True),
        ("谁来付钱\uff1f", True),
        ("من يدفع؟", True),
        ("(really?)", True),
        ("Thanks, great.", False),
        ("Somehow we manage.", False),
        ("?", False),
        ("<@U2> what do you think?", False),
        ("<!here> who is in?", False),
        ("<!subteam^S1> who is in?", False),
    ],
)
def test_a_plain_reply_counts_when_it_asks_and_mentions_nobody_else(text: str, is_for_us: bool) -> None:  # noqa: FBT001
    """Whether the thread is the coach's own is looked up later."""
    found = read(text=text, thread_ts="1.0")
    assert (isinstance(found, Ask) and found.surface == "thread") is is_for_us


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "We pay."},
        {"text": "We pay.", "thread_ts": "2.0"},
        {"text": "<@U0BOT> hi", "subtype": "message_changed"},
        {"text": "<@U0BOT> hi", "edited": {"user": "U1", "ts": "3.0"}},
        {"text": "<@U0BOT> hi", "hidden": True},
        {"text": "<@U0BOT> hi", "bot_id": "B9"},
        {"text": "<@U0BOT> hi", "user": "U0BOT"},
        {"text": "<@U0BOT> hi", "user": None},
        {"text": "<@U0BOT> hi", "ts": None},
        {"text": None, "channel_type": "channel"},
        {"type": "reaction_added", "text": "<@U0BOT> hi"},
    ],
)
def test_everything_else_is_ignored(fields: dict[str, Any]) -> None:
    """Other talk, edits, deletions, bots, ourselves and what is incomplete."""
    assert isinstance(read(**fields), Ignored)


def test_our_own_post_is_an_echo() -> None:
    """Its first block tells which reply it is."""
    mark = mark_of("T1:C1:2.0/0")
    assert read(bot_id="B0BOT", user="U0BOT", blocks=[{"block_id": mark}]) == Echo(mark=mark, ts="2.0")


def test_our_own_message_that_begins_to_grow_is_known_by_its_thread() -> None:
    """Slack tells of it without its blocks; with them, or once it has grown, it is an echo like any other."""
    begun = {"bot_id": "B0BOT", "user": "U0BOT", "text": "", "thread_ts": "1.0", "streaming_state": "in_progress"}
    mark = mark_of("T1:C1:2.0/0")
    assert read(**begun) == StreamEcho("C1", "1.0", "2.0")
    assert read(**begun, blocks=[{"block_id": mark}]) == Echo(mark=mark, ts="2.0")
    assert isinstance(read(**begun | {"streaming_state": "completed"}), Ignored)
    assert isinstance(read(**begun | {"bot_id": "B9", "user": "U9"}), Ignored)
    assert isinstance(read(**begun | {"thread_ts": None}), Ignored)


@pytest.mark.parametrize("blocks", [None, [], [{}], [{"block_id": "abc"}], [{"block_id": "reply-xyz"}]])
def test_our_other_posts_and_other_bots_are_no_echo(blocks: Any) -> None:
    """A mark counts only on a message of our own."""
    assert isinstance(read(bot_id="B0BOT", blocks=blocks), Ignored)
    assert isinstance(read(bot_id="B9", blocks=[{"block_id": mark_of("k")}]), Ignored)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<@U0BOT>", ""),
        ("<@U0BOT> who &amp; what &lt;now&gt;?", "who & what <now>?"),
        ("see <https://example.org/a|the site> and <https://example.org/b>", "see the site and https://example.org/b"),
        ("in <#C1|general> with <@U2> and <!channel>", "in general with   and"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_markup_becomes_plain_words(text: str, cleaned: str) -> None:
    """What is kept is what the person meant."""
    assert clean(text, BOT.user_id) == cleaned


@given(st.text(alphabet=st.characters(codec=None), max_size=400), st.integers(1, 60))
def test_any_text_can_be_kept(text: str, times: int) -> None:
    """Bounded, without what databases refuse, in linear time."""
    cleaned = clean(text * times, BOT.user_id)
    assert len(cleaned) <= TEXT_CHARS_MAX
    assert "\x00" not in cleaned
    cleaned.encode()


@given(st.text(alphabet="?!how <>|@#&;. \n", max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    """No text breaks the question test."""
    assert reads_like_question(text) in {True, False}


def test_a_command_is_private_and_keyed_by_its_trigger() -> None:
    """There is no message to thread under, only an address to answer to."""
    body = {"trigger_id": "1.2.3", "channel_id": "C1", "user_id": "U1", "response_url": "https://example.org/r"}
    ask = read_command("T1", body, "who pays?")
    assert (ask.key, ask.surface, ask.response_url) == ("T1:command:1.2.3", "command", "https://example.org/r")
    assert Ask(**json.loads(json.dumps(ask.as_record()))) == ask


def test_what_no_database_keeps_is_left_out_of_forms_as_well() -> None:
    """NUL and half a character go; markup that a person typed into a form stays as they typed it."""
    assert storable("a\x00b\ud800 <b> &amp;") == "ab <b> &amp;"
