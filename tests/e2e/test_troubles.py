"""Slack, the network, the disk or the process fails; each question still gets exactly one reply."""

from __future__ import annotations

import signal
import time
from typing import Any

import pytest

from tests.e2e.conftest import Stage

# Closing what is open takes a second or two on a busy machine; the waits that a stop must cut short take ten and more.
STOP_S_MAX = 5
TERMINAL = ("not_in_channel", "channel_not_found", "is_archived")


async def posted_once(stage: Stage, ts: str) -> None:
    """The thread has one reply, and still has one after a later question was answered."""
    assert len(await stage.replies(ts)) == 1
    other = await stage.say("@coach is anything else under way?")
    await stage.replies(other)
    await stage.settled()
    assert len(await stage.replies(ts)) == 1


async def test_a_rate_limit_is_waited_out(served: Stage) -> None:
    """No call is made before Slack's Retry-After has passed."""
    await served.act("fault", method="chat.postMessage", kind="rate_limited", retry_after=1, times=2)
    ts = await served.say("@coach how do we start?")
    await posted_once(served, ts)
    times = [call["time"] for call in await served.calls("chat.postMessage")]
    assert times[1] - times[0] >= 1
    assert times[2] - times[1] >= 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "http_500"},
        {"kind": "http_500", "applied": True},
        {"kind": "error", "error": "internal_error"},
        {"kind": "error", "error": "internal_error", "applied": True},
        {"kind": "reset"},
        {"kind": "reset", "applied": True},
    ],
    ids=lambda fault: " ".join(map(str, fault.values())),
)
async def test_a_post_that_may_be_there_is_not_posted_twice(served: Stage, fault: dict[str, Any]) -> None:
    """Slack broke down, before or after it took the post: the person sees one reply."""
    await served.act("fault", method="chat.postMessage", **fault)
    ts = await served.say("@coach how do we start?")
    await posted_once(served, ts)


@pytest.mark.parametrize("code", TERMINAL)
async def test_a_closed_channel_ends_the_question(served: Stage, code: str) -> None:
    """Where Slack will never take the reply it is tried once, and the log names the code and no words."""
    await served.act("fault", method="chat.postMessage", kind="error", error=code)
    await served.say("@coach canary-in-the-mine?")
    await served.logged("reply_refused")
    await served.logged("replied")
    assert len(await served.calls("chat.postMessage")) == 1
    assert f'"code": "{code}"' in served.log()
    assert "canary" not in served.log()


async def test_a_status_that_fails_does_not_matter(served: Stage) -> None:
    """The status line is a courtesy."""
    await served.act("fault", method="assistant.threads.setStatus", kind="error", error="internal_error")
    ts = await served.say("@coach how do we start?")
    await posted_once(served, ts)


@pytest.mark.parametrize(("action", "seconds"), [("refresh", 5), ("fin", 8), ("rst", 8)])
async def test_a_broken_socket_is_replaced(served: Stage, action: str, seconds: float) -> None:
    """A question that is asked while the socket is broken is answered within seconds."""
    broken_at = time.monotonic()
    await served.act("socket", action=action)
    ts = await served.say("@coach how do we start?")
    await posted_once(served, ts)
    assert time.monotonic() - broken_at < seconds


@pytest.mark.parametrize("is_slow_to_let_in", [False, True], ids=["soon let in", "first try hangs"])
async def test_a_silent_socket_is_noticed(served: Stage, is_slow_to_let_in: bool) -> None:  # noqa: FBT001 -- a case
    """No packet, no close: a new socket is open within seconds, even when Slack's door hangs at the first try."""
    if is_slow_to_let_in:
        await served.act("fault", method="apps.connections.open", kind="hang")
    await served.act("socket", action="blackhole")
    ts = await served.say("@coach how do we start?")
    await served.connected(count_min=2)
    if is_slow_to_let_in:
        await served.logged("socket_silent")
    # Slack, too, finds out that the old socket is dead, and sends again what it owes.
    await served.act("socket", action="restore")
    await posted_once(served, ts)


async def test_a_killed_bot_answers_every_question_once_after_its_start(served: Stage) -> None:
    """Killed with five questions under way: after the restart each of them has exactly one reply."""
    asked = [await served.say(f"@coach slow question {number}?") for number in range(5)]
    await served.logged("event_kept", count_min=1)
    await served.end_bot(signal.SIGKILL)
    await served.start_bot()
    for ts in asked:
        assert len(await served.replies(ts)) == 1
    await served.settled()
    assert len(served.posts()) == len(set(served.posts())) == 5


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_killed_bot_on_postgresql_answers_every_question_once(stage: Stage, database_url: str) -> None:
    """The same promise on either engine."""
    await stage.start_bot(COACH_DATABASE_URL=database_url)
    await stage.connected()
    asked = [await stage.say(f"@coach slow question {number}?") for number in range(5)]
    await stage.calls("chat.postMessage", count_min=2)
    await stage.end_bot(signal.SIGKILL)
    await stage.start_bot(COACH_DATABASE_URL=database_url)
    for ts in asked:
        assert len(await stage.replies(ts)) == 1
    await stage.settled()
    assert len(stage.posts()) == len(set(stage.posts())) == 5


@pytest.mark.parametrize("round_number", range(4))
async def test_a_bot_killed_right_after_its_post_does_not_post_again(served: Stage, round_number: int) -> None:
    """Slack has the post but the bot died before it knew: the echo tells its successor."""
    asked = [await served.say(f"@coach question {number} of round {round_number}?") for number in range(5)]
    await served.calls("chat.postMessage", count_min=1 + round_number)
    await served.end_bot(signal.SIGKILL)
    await served.start_bot()
    for ts in asked:
        assert len(await served.replies(ts)) == 1
    await served.settled()
    assert len(served.posts()) == len(set(served.posts())) == 5


async def test_a_post_whose_answer_was_lost_in_a_crash_is_found_again(served: Stage) -> None:
    """The post is there, its answer never came, the process is gone: there is no second post."""
    await served.act("fault", method="chat.postMessage", kind="hang", applied=True)
    ts = await served.say("@coach how do we start?")
    await served.replies(ts)
    await served.end_bot(signal.SIGKILL)
    await served.start_bot()
    await posted_once(served, ts)


async def test_questions_asked_while_the_bot_is_away_are_answered(stage: Stage) -> None:
    """Slack keeps what nobody acknowledged."""
    ts = await stage.say("@coach how do we start?")
    await stage.start_bot()
    await posted_once(stage, ts)


async def test_a_follow_up_is_known_after_a_restart(served: Stage) -> None:
    """The thread is remembered by the bot itself."""
    ts = await served.say("@coach how do we start?")
    await served.replies(ts)
    assert await served.end_bot() == 0
    await served.start_bot()
    await served.say("And who pays for that?", thread_ts=ts)
    replies = await served.replies(ts, count_min=3)
    assert "Earlier questions: 1" in replies[1]["text"]
    assert not await served.calls("conversations.replies")


async def test_sigterm_finishes_what_is_under_way(served: Stage) -> None:
    """A deploy loses nothing: the answer goes out, then the process ends well and soon."""
    ts = await served.say("@coach slow question?")
    await served.logged("event_kept")
    stopped_at = time.monotonic()
    assert await served.end_bot(signal.SIGTERM) == 0
    assert time.monotonic() - stopped_at < 10
    assert len(await served.replies(ts)) == 1


async def test_a_wrong_token_is_told_in_words(stage: Stage) -> None:
    """No traceback: which variable, what Slack said, what to do."""
    await stage.start_bot(SLACK_BOT_TOKEN="xoxb-wrong")
    assert await stage.bot_exit() == 78
    assert "Slack does not accept the token in SLACK_BOT_TOKEN (invalid_auth)" in stage.log()
    assert "Traceback" not in stage.log()
    assert "xoxb-wrong" not in stage.log()


@pytest.mark.parametrize("kind", ["hang", "reset", "http_500", "error", "rate_limited"])
async def test_a_stop_does_not_wait_for_a_slack_that_lets_nobody_in(stage: Stage, kind: str) -> None:
    """Slack hangs or refuses whenever a socket is asked for; told to stop, the bot is gone within seconds."""
    await stage.act("fault", method="apps.connections.open", kind=kind, times=1_000, retry_after=60)
    await stage.start_bot()
    await stage.calls("apps.connections.open", count_min=1)
    asked_at = time.monotonic()
    assert await stage.end_bot() == 0
    assert time.monotonic() - asked_at < STOP_S_MAX
    assert '"event": "stopped"' in stage.log()
    assert "Traceback" not in stage.log()


async def test_an_answer_that_is_no_json_is_trouble_that_passes(stage: Stage) -> None:
    """A proxy that answers for Slack with a page of its own, when a socket is asked for, does not end the bot."""
    await stage.act("fault", method="apps.connections.open", kind="http_500", times=2)
    await stage.start_bot()
    await stage.connected()
    assert len(await stage.replies(await stage.say("@coach how do we start?"))) == 1
    assert "Traceback" not in stage.log()


async def test_a_wrong_app_token_is_told_in_words(stage: Stage) -> None:
    """The other token has its own mend."""
    await stage.start_bot(SLACK_APP_TOKEN="xapp-wrong")
    assert await stage.bot_exit() == 78
    assert "Slack does not accept the token in SLACK_APP_TOKEN" in stage.log()
    assert "Traceback" not in stage.log()


async def test_missing_tokens_are_told_together(stage: Stage) -> None:
    """Both variables are named at once."""
    await stage.start_bot(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert await stage.bot_exit() == 78
    assert "SLACK_BOT_TOKEN is missing" in stage.log()
    assert "SLACK_APP_TOKEN is missing" in stage.log()


async def test_nothing_secret_reaches_the_log(served: Stage) -> None:
    """At debug level, after good and bad calls: no words of people, no tokens, no addresses that let one in."""
    await served.act("fault", method="chat.postMessage", kind="http_500")
    ts = await served.say("@coach canary-in-the-mine?")
    await served.replies(ts)
    await served.act("command", person="maya", channel="warm-homes", text="/coach ask canary-in-the-mine?")
    await served.logged("replied", count_min=2)
    assert await served.end_bot() == 0
    for secret in ("canary", "Start small", "xoxb-", "xapp-", "/response/", "ticket="):
        assert secret not in served.log()
