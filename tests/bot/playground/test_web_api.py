"""Web API methods that work, in Slack's shapes."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.errors import NotStarted
from bot.playground.roster import BOT_TOKEN, BOT_USER_ID
from bot.playground.server import Playground, in_thread
from tests.bot.playground.conftest import Stage

HOMES = "C0WARMHOMES"


async def test_posting_updating_and_deleting(stage: Stage) -> None:
    """A message is posted, changed and taken away; history shows each state."""
    posted = await stage.client.chat_postMessage(channel="#warm-homes", text="one")
    assert posted["channel"] == HOMES
    assert posted["message"]["user"] == BOT_USER_ID
    await stage.client.chat_update(channel=HOMES, ts=posted["ts"], text="two")
    history = await stage.client.conversations_history(channel=HOMES)
    assert [message["text"] for message in history["messages"]] == ["two"]
    await stage.client.chat_delete(channel=HOMES, ts=posted["ts"])
    assert (await stage.client.conversations_history(channel=HOMES))["messages"] == []


async def test_history_comes_in_pages(stage: Stage) -> None:
    """Newest first, with a cursor while there is more."""
    for number in range(5):
        await stage.client.chat_postMessage(channel=HOMES, text=str(number))
    texts = [
        message["text"]
        async for page in await stage.client.conversations_history(channel=HOMES, limit=2)
        for message in page["messages"]
    ]
    assert texts == ["4", "3", "2", "1", "0"]


async def test_who_is_who(stage: Stage) -> None:
    """Guests, partners from other workspaces and staff can be told apart; partners' teams have names."""
    users = {user["name"]: user for user in (await stage.client.users_list())["members"]}
    assert users["priya"]["is_restricted"]
    assert users["daniel"]["is_stranger"]
    assert users["alex"]["is_admin"]
    assert (await stage.client.team_info(team=users["daniel"]["team_id"]))["team"]["name"] == "Northlight Energy"
    auth = await stage.client.auth_test()
    assert (auth["user_id"], (await stage.client.bots_info(bot=auth["bot_id"]))["bot"]["user_id"]) == (BOT_USER_ID,) * 2


async def test_direct_conversations_open_for_a_person(stage: Stage) -> None:
    """conversations.open gives the DM's id; posting to the person's id lands in the same place."""
    opened = await stage.client.conversations_open(users="U0PRIYA")
    posted = await stage.client.chat_postMessage(channel="U0PRIYA", text="hello")
    assert posted["channel"] == opened["channel"]["id"]
    info = await stage.client.conversations_info(channel=posted["channel"])
    assert info["channel"]["is_im"]
    members = await stage.client.conversations_members(channel=HOMES)
    assert "U0DANIEL" in members["members"]
    assert len((await stage.client.conversations_list(types="public_channel,private_channel"))["channels"]) == 5


async def test_an_ephemeral_is_for_one_person(stage: Stage) -> None:
    """Others do not see it, and history does not have it."""
    await stage.client.chat_postEphemeral(channel=HOMES, user="U0SAM", text="psst")
    assert len((await stage.look("messages", channel="warm-homes", person="sam"))["messages"]) == 1
    assert (await stage.look("messages", channel="warm-homes", person="maya"))["messages"] == []
    assert (await stage.client.conversations_history(channel=HOMES))["messages"] == []


async def test_a_stream_grows_and_ends(stage: Stage) -> None:
    """start, append and stop make one message; after its end, or five minutes, it takes nothing more."""
    root = await stage.say("tell me")
    stream = await stage.client.chat_stream(
        channel=HOMES, thread_ts=root, recipient_team_id="T0PLAYGRND", recipient_user_id="U0MAYA", buffer_size=1
    )
    await stream.append(markdown_text="one ")
    await stream.append(markdown_text="two")
    await stream.stop()
    found = (await stage.look("messages", channel="warm-homes", thread_ts=root))["messages"]
    assert [message["text"] for message in found] == ["one two"]
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        await stage.client.chat_appendStream(channel=HOMES, ts=found[0]["ts"], markdown_text="three")


def _chunk(*words: str) -> list[dict[str, Any]]:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": each}} for each in words]
    return [{"type": "blocks", "blocks": blocks}]


async def test_a_stream_of_blocks_is_told_when_it_has_grown(stage: Stage) -> None:
    """The app hears that it began, without a word of it, and what it says when it ends; between the two, nothing."""
    root = await stage.say("tell me")
    stream = await stage.client.chat_stream(
        channel=HOMES, thread_ts=root, recipient_team_id="T0PLAYGRND", recipient_user_id="U0MAYA"
    )
    await stream.append(chunks=_chunk("one"))
    await stream.append(chunks=_chunk("two", "three"))
    await stream.stop(chunks=_chunk("four"))
    _, begun, grown = [delivery.payload["event"] for delivery in stage.slack.hub.deliveries]
    assert (begun["text"], begun["streaming_state"], "blocks" in begun) == ("", "in_progress", False)
    assert grown["subtype"] == "message_changed"
    assert grown["message"]["streaming_state"] == "completed"
    assert [block["text"]["text"] for block in grown["message"]["blocks"]] == ["one", "two", "three", "four"]
    assert grown["message"]["text"] == "one\ntwo\nthree\nfour"


async def test_status_prompts_links_and_reactions(stage: Stage) -> None:
    """The smaller methods keep what they are told; a status ends with the app's reply in the thread."""
    ts = await stage.say("hello")
    await stage.client.assistant_threads_setStatus(channel_id=HOMES, thread_ts=ts, status="is thinking…")
    assert stage.slack.workspace.status(HOMES, stage.slack.clock())
    await stage.client.chat_postMessage(channel=HOMES, thread_ts=ts, text="done")
    assert stage.slack.workspace.status(HOMES, stage.slack.clock()) is None
    prompts = [{"title": "Who pays?", "message": "Who pays for what?"}]
    await stage.client.assistant_threads_setSuggestedPrompts(channel_id="D0MAYA", prompts=prompts)
    assert stage.slack.workspace.prompts["D0MAYA"].pairs == (("Who pays?", "Who pays for what?"),)
    await stage.client.reactions_add(channel=HOMES, timestamp=ts, name="eyes")
    assert stage.slack.workspace.message(HOMES, ts).wire["reactions"][0]["users"] == [BOT_USER_ID]
    link = (await stage.client.chat_getPermalink(channel=HOMES, message_ts=ts))["permalink"]
    async with stage._session.get(link) as response:
        assert response.status == 200


async def test_a_file_is_uploaded_and_fetched(stage: Stage) -> None:
    """files_upload_v2 posts the file in the thread; its link needs the token."""
    ts = await stage.say("a report, please")
    await stage.client.files_upload_v2(channel=HOMES, thread_ts=ts, filename="report.csv", content="a,b\n1,2\n")
    message = (await stage.look("messages", channel="warm-homes", thread_ts=ts, count_min=1))["messages"][0]
    url = message["files"][0]["url_private_download"]
    async with stage._session.get(url) as response:
        assert response.status == 403
    async with stage._session.get(url, headers={"authorization": f"Bearer {BOT_TOKEN}"}) as response:
        assert await response.text() == "a,b\n1,2\n"
        assert response.headers["content-disposition"].startswith("attachment")


async def test_every_call_is_on_record(stage: Stage) -> None:
    """The record has time, method, arguments and answer; a later change of the message leaves it alone."""
    posted = await stage.client.chat_postMessage(channel=HOMES, text="one")
    await stage.client.chat_update(channel=HOMES, ts=posted["ts"], text="two")
    call = (await stage.look("calls", method="chat.postMessage"))["calls"][0]
    assert call["arguments"]["text"] == "one"
    assert call["response"]["message"]["text"] == "one"
    assert call["ok"]
    assert datetime.fromtimestamp(call["time"], UTC).year >= 2026


async def test_other_sites_cannot_reach_in(stage: Stage) -> None:
    """A foreign Host header is refused, and the control takes nothing but JSON."""
    async with stage._session.get(stage.playground.url, headers={"host": "evil.example"}) as response:
        assert response.status == 400
    async with stage._session.post(f"{stage.playground.url}/control/say", data="person=maya") as response:
        assert response.status == 415


async def test_a_taken_port_is_said_so(stage: Stage) -> None:
    """Starting on a port in use fails with NotStarted."""
    port = int(stage.playground.url.rsplit(":", 1)[1])
    with pytest.raises(NotStarted):
        await Playground(port).start()


def test_it_runs_in_a_thread_too() -> None:
    """A synchronous program can use it while it runs in a thread, and the thread ends with it."""
    with in_thread() as playground:
        client = WebClient(BOT_TOKEN, base_url=playground.api_url)
        assert client.chat_postMessage(channel=HOMES, text="hello")["ok"]
    assert all(thread.name != "playground" for thread in threading.enumerate())


async def test_it_stops_while_a_page_watches() -> None:
    """Stopping lets the live view go at once and closes the port."""
    async with aiohttp.ClientSession() as session:
        async with asyncio.timeout(5), Playground() as playground:
            live = await session.get(f"{playground.url}/live")
            assert await live.content.readline() == b"retry: 500\n"
        with pytest.raises(aiohttp.ClientError):
            await session.get(playground.url)
        live.close()
