"""People ask; the bot answers, once, in the right place."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Stage

BAD_INPUT = {
    "empty mention": "@coach",
    "punctuation": "@coach ?!… --- ***",
    "emoji": "@coach :wave: 👩🏽‍🚀🇪🇺",
    "long": "@coach " + "word " * 7_900,
    "one long word": "@coach " + "x" * 39_000,
    "newlines": "@coach how\n" + "\n" * 10_000 + "so?",
    "zero width and bidi": "@coach how\u200b do \u202ewe\u202c st\u2066art\u2069\U000e0041?",
    "arabic": "@coach كيف نبدأ شراكة؟",
    "chinese": "@coach 我们如何开始合作",
    "mention bomb": "@coach " + "<!channel> <!here> <@U0SAM> " * 100 + " who pays?",
    "template": "@coach {{7*7}} {% raw %} {0} %s",
    "ansi": "@coach \x1b[31mred\x1b[0m \x00 how?",
    "lone surrogate": "@coach how \ud800 do we?",
    "broken markup": "@coach <a|b <<>> &lt;!channel&gt; `*_~",
}


async def test_a_mention_gets_one_cited_reply_in_its_thread(served: Stage) -> None:
    """A mention is two events for Slack; the person gets one answer, with its source, in the thread."""
    ts = await served.say("@coach how do we start?")
    (reply,) = await served.replies(ts)
    await served.settled()
    assert reply["thread_ts"] == ts
    assert "[1]" in reply["text"]
    assert "https://example.org/plain" in str(reply["blocks"])
    (call,) = await served.calls("chat.postMessage")
    assert call["arguments"]["unfurl_links"] in {False, "false", "0"}
    assert call["arguments"]["unfurl_media"] in {False, "false", "0"}
    assert len(await served.calls("assistant.threads.setStatus")) == 1


async def test_duplicate_deliveries_get_one_reply(served: Stage) -> None:
    """Slack may send every event again, acknowledged or not."""
    ts = await served.say("@coach how do we start?")
    await served.replies(ts)
    for _ in range(3):
        await served.act("redeliver", event_id="all", times=2)
        await served.settled()
    await served.say("@coach and the next one?", thread_ts=ts)
    assert len(await served.replies(ts, count_min=3)) == 2


async def test_a_direct_message_is_answered_in_its_thread(served: Stage) -> None:
    """In a direct conversation every message is a question, and its answer is a thread below it."""
    ts = await served.say("how do we share data?", channel="dm")
    (reply,) = await served.replies(ts, channel="dm")
    assert reply["thread_ts"] == ts


async def test_a_command_is_answered_to_its_asker_alone(served: Stage) -> None:
    """`/coach ask` works even where the coach is no member, and only the asker sees the answer."""
    await served.act("command", person="maya", channel="city-hall", text="/coach ask who pays for what?")
    found = await served.look("messages", channel="city-hall", person="maya", count_min=1, wait_s=10)
    assert [message["only_for"] for message in found["messages"]] == ["U0MAYA"]
    others = await served.look("messages", channel="city-hall", person="sam")
    assert others["messages"] == []


@pytest.mark.parametrize(
    ("text", "said"), [("", "I coach people"), ("help", "I coach people"), ("hepl", "/coach help")]
)
async def test_other_commands_are_answered_at_once(served: Stage, text: str, said: str) -> None:
    """`/coach` explains itself, and offers the nearest command for one it does not know."""
    answer = await served.act("command", person="maya", channel="warm-homes", text=f"/coach {text}")
    assert said in answer["ack"]["text"]
    assert answer["ack"]["response_type"] == "ephemeral"


async def test_follow_ups_are_answered_with_the_thread_in_mind(served: Stage) -> None:
    """In its own thread the coach takes up questions and mentions, and leaves everything else to the team."""
    ts = await served.say("@coach how do we start?")
    await served.replies(ts)
    await served.say("Thanks, that helps.", thread_ts=ts)
    await served.say("@sam what do you think?", thread_ts=ts)
    await served.say("And who pays for that?", thread_ts=ts)
    replies = await served.replies(ts, count_min=5)
    assert [("Earlier questions: 0" in r["text"], "Earlier questions: 1" in r["text"]) for r in replies] == [
        (True, False),
        (False, True),
    ]


async def test_questions_in_other_threads_are_left_alone(served: Stage) -> None:
    """A question that nobody put to the coach gets no answer."""
    ts = await served.say("Shall we meet on Monday?")
    await served.say("Where do we meet?", thread_ts=ts, person="sam")
    mine = await served.say("@coach who should be in the room?")
    await served.replies(mine)
    await served.settled()
    assert await served.replies(ts) == []
    assert len(await served.calls("chat.postMessage")) == 1


async def test_answers_of_one_thread_keep_their_order(served: Stage) -> None:
    """Five questions in a row are answered in the order in which they were asked."""
    ts = await served.say("@coach slow first?")
    for number in range(4):
        await served.say(f"@coach and number {number}?", thread_ts=ts)
    replies = await served.replies(ts, count_min=9)
    numbers = [reply["text"].partition("Earlier questions: ")[2][0] for reply in replies]
    assert numbers == ["0", "1", "2", "3", "4"]


async def test_a_long_answer_goes_on_in_further_messages(served: Stage) -> None:
    """An answer that Slack would refuse for its length is split, in order, in the same thread."""
    ts = await served.say("@coach long answer?")
    replies = await served.replies(ts, count_min=3)
    await served.logged("replied")
    await served.settled()
    assert len(replies) == len(await served.calls("chat.startStream")) >= 3
    assert all(call["ok"] for call in await served.calls(""))


async def test_a_defect_becomes_an_apology_with_a_number(served: Stage) -> None:
    """When answering breaks, the person gets a number to quote; the log has the same one, and no words of theirs."""
    ts = await served.say("@coach broken canary-in-the-mine")
    (reply,) = await served.replies(ts)
    incident = reply["text"].rstrip(".").rpartition(" ")[2]
    assert f'"incident": "{incident}"' in served.log()
    assert "canary" not in served.log()
    assert "canary" not in reply["text"]


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT.keys())
async def test_any_text_gets_one_kind_reply_that_echoes_nothing(served: Stage, text: str) -> None:
    """Whatever is typed, there is one reply, and nothing of what was typed comes back."""
    ts = await served.say(text)
    (reply,) = await served.replies(ts)
    await served.settled()
    assert len(await served.calls("chat.postMessage")) == 1
    assert "Start small" in reply["text"] or "What would you like to know" in reply["text"]
    for forbidden in ("<!", "<@", "49", "{{", "\x1b", "word word", "xxxx"):
        assert forbidden not in reply["text"]


async def test_opening_the_messages_tab_offers_questions(served: Stage) -> None:
    """An empty conversation begins with questions to choose from, set for the whole tab."""
    await served.act("open_home", person="maya", tab="messages")
    (call,) = await served.calls("assistant.threads.setSuggestedPrompts", count_min=1)
    assert call["ok"]
    assert "thread_ts" not in call["arguments"]
