"""Events that people cause, heard by a real Bolt app."""

from __future__ import annotations

from typing import Any

from bot.playground.roster import BOT_USER_ID, TEAM_ID
from tests.bot.playground.conftest import Stage


def record(stage: Stage) -> list[dict[str, Any]]:
    """Every event body that the app's listeners hear from now on."""
    heard: list[dict[str, Any]] = []

    async def keep(body: dict[str, Any]) -> None:
        heard.append(body)
        heard.sort(key=lambda each: order[each["event_id"]])
        stage.slack.bus.tell()

    order = _Order(stage)
    for name in ("app_mention", "message", "app_home_opened", "reaction_added", "member_joined_channel", "file_shared"):
        stage.app.event(name)(keep)
    return heard


class _Order:
    """Says in which order events were sent: Bolt handles them side by side."""

    def __init__(self, stage: Stage) -> None:
        self._hub = stage.slack.hub

    def __getitem__(self, event_id: str) -> int:
        return [delivery.event_id for delivery in self._hub.deliveries].index(event_id)


async def test_a_mention_in_a_channel_comes_as_two_events(stage: Stage) -> None:
    """One mention is app_mention and message, with one ts and two event ids; the reply lands in the thread."""
    heard = record(stage)
    await stage.connect()
    ts = await stage.say("@coach who pays?")
    assert await stage.until(lambda: len(heard) == 2)
    events = {body["event"]["type"]: body["event"] for body in heard}
    assert set(events) == {"app_mention", "message"}
    assert {event["ts"] for event in events.values()} == {ts}
    assert len({body["event_id"] for body in heard}) == 2
    assert events["message"]["channel_type"] == "channel"
    assert events["app_mention"]["text"] == f"<@{BOT_USER_ID}> who pays?"
    assert heard[0]["authorizations"][0]["user_id"] == BOT_USER_ID
    assert heard[0]["is_ext_shared_channel"] is True
    assert heard[0]["team_id"] == TEAM_ID


async def test_a_direct_message_is_one_event(stage: Stage) -> None:
    """A message to the app, even with its name in it, is message.im only."""
    heard = record(stage)
    await stage.connect()
    await stage.say("@coach hello", channel="dm", person="priya")
    assert await stage.until(lambda: len(heard) == 1)
    event = heard[0]["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", "U0PRIYA")
    assert len(stage.slack.hub.deliveries) == 1


async def test_a_thread_reply_names_its_root(stage: Stage) -> None:
    """A reply carries thread_ts and parent_user_id, and the root counts it."""
    heard = record(stage)
    await stage.connect()
    root = await stage.say("first")
    await stage.say("second", person="daniel", thread_ts=root)
    assert await stage.until(lambda: len(heard) == 2)
    assert heard[1]["event"]["thread_ts"] == root
    assert heard[1]["event"]["parent_user_id"] == "U0MAYA"
    assert heard[1]["event"]["user_team"] == "T0NORTHLT"
    answer = await stage.client.conversations_replies(channel="C0WARMHOMES", ts=root)
    assert [message["text"] for message in answer["messages"]] == ["first", "second"]
    assert answer["messages"][0]["reply_count"] == 1


async def test_edits_and_deletions_carry_the_earlier_message(stage: Stage) -> None:
    """message_changed and message_deleted hold previous_message."""
    heard = record(stage)
    await stage.connect()
    ts = await stage.say("one")
    await stage.act("edit", person="maya", channel="warm-homes", ts=ts, text="two")
    await stage.act("delete", person="maya", channel="warm-homes", ts=ts)
    assert await stage.until(lambda: len(heard) == 3)
    changed, deleted = heard[1]["event"], heard[2]["event"]
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "two")
    assert changed["previous_message"]["text"] == "one"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


async def test_the_apps_own_post_comes_back_as_an_event(stage: Stage) -> None:
    """Slack tells an app of its own messages, with bot_id, app_id and blocks."""
    await stage.client.chat_postMessage(channel="C0WARMHOMES", text="hi", blocks=[{"type": "divider"}])
    event = stage.slack.hub.deliveries[0].payload["event"]
    assert event["bot_id"]
    assert event["app_id"]
    assert event["blocks"][0]["type"] == "divider"


async def test_nothing_is_heard_from_channels_without_the_app(stage: Stage) -> None:
    """Only after it joins does the app hear a channel."""
    heard = record(stage)
    await stage.connect()
    await stage.say("@coach are you here?", channel="city-hall")
    await stage.act("join", person="coach", channel="city-hall")
    await stage.say("and now?", channel="city-hall")
    assert await stage.until(lambda: len(heard) == 2)
    assert [body["event"]["type"] for body in heard] == ["member_joined_channel", "message"]


async def test_opening_the_app_is_an_event_with_its_tab(stage: Stage) -> None:
    """app_home_opened says messages or home; home brings the view that was published."""
    heard = record(stage)
    await stage.connect()
    await stage.act("open_home", person="sam", tab="messages")
    await stage.client.views_publish(user_id="U0SAM", view={"type": "home", "blocks": [{"type": "divider"}]})
    await stage.act("open_home", person="sam", tab="home")
    assert await stage.until(lambda: len(heard) == 2)
    assert heard[0]["event"]["tab"] == "messages"
    assert heard[1]["event"]["view"]["type"] == "home"


async def test_reactions_and_files_are_events(stage: Stage) -> None:
    """A reaction names its message; a shared file comes as a message and as file_shared."""
    heard = record(stage)
    await stage.connect()
    ts = await stage.say("good idea")
    await stage.act("react", person="sam", channel="warm-homes", ts=ts, name="+1")
    await stage.act("share_file", person="alex", channel="youth-jobs", name="notes.md", content="# Notes")
    assert await stage.until(lambda: len(heard) == 4)
    kinds = [body["event"].get("subtype", body["event"]["type"]) for body in heard]
    assert kinds == ["message", "reaction_added", "file_share", "file_shared"]
    assert heard[1]["event"]["item"] == {"type": "message", "channel": "C0WARMHOMES", "ts": ts}
