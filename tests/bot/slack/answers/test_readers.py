"""Who reads what is said in a channel, asked of the playground's Slack."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from bot.playground import people_words
from bot.playground.roster import BOT_TOKEN, BOT_USER_ID, TEAM_ID
from bot.slack.answers.readers import AGAIN_S, KNOWN_S, Readers
from bot.slack.web_api.clients import asking_client
from tests.bot.slack.test_identity import Desk, desk

__all__ = ["desk"]

OWN, WITH_GUEST, SHARED = "C0CITYHALL", "C0AGREEMENT", "C0WARMHOMES"
GUEST = "U0PRIYA"


@pytest.fixture
async def readers(desk: Desk) -> Readers:
    """The coach is in the channel of the city's own people."""
    join(desk, BOT_USER_ID)
    return Readers(asking_client(BOT_TOKEN, desk.playground.api_url, desk.session), TEAM_ID, desk.clock)


def join(desk: Desk, person: str, channel: str = OWN) -> None:
    """Somebody comes into a channel."""
    slack = desk.playground.slack
    people_words.join(slack, person, slack.workspace.channel(channel))


def leave(desk: Desk, person: str, channel: str) -> None:
    """Somebody goes."""
    slack = desk.playground.slack
    people_words.leave(slack, person, slack.workspace.channel(channel))


@pytest.mark.parametrize(("channel", "expected"), [(OWN, True), (WITH_GUEST, False), (SHARED, False), ("C0NO", False)])
async def test_only_own_members_and_their_bots_read(readers: Readers, channel: str, *, expected: bool) -> None:
    """One guest is enough, or one person of another organization; of what Slack does not show nothing is known."""
    assert await readers.are_own(channel) is expected


async def test_slack_is_asked_once_an_hour(desk: Desk, readers: Readers) -> None:
    """However many questions there are, for each channel, and once for the accounts of all."""
    for channel in (OWN, WITH_GUEST, OWN, WITH_GUEST):
        await readers.are_own(channel)
    assert (desk.asked("conversations.members"), desk.asked("users.list")) == (2, 1)
    desk.clock.now += KNOWN_S
    assert await readers.are_own(OWN)
    assert (desk.asked("conversations.members"), desk.asked("users.list")) == (3, 2)


async def test_who_comes_and_goes_counts_at_once(desk: Desk, readers: Readers) -> None:
    """A guest who joins reads along from then on, and no more once they have left."""
    assert await readers.are_own(OWN)
    for act, expected in ((join, False), (leave, True)):
        act(desk, GUEST, OWN)
        readers.change(OWN, GUEST)
        assert await readers.are_own(OWN) is expected


async def test_a_new_colleague_is_no_stranger(desk: Desk, readers: Readers) -> None:
    """Whom the list of accounts does not hold yet is looked for in a new one."""
    people = desk.playground.slack.workspace.people
    sam = people.pop("U0SAM")
    assert not await readers.are_own(OWN)
    people["U0SAM"] = sam
    readers.change(OWN, "U0SAM")
    assert await readers.are_own(OWN)


async def test_a_member_who_becomes_a_guest_counts_within_the_hour(desk: Desk, readers: Readers) -> None:
    """Slack tells of that by no event that the coach has."""
    assert await readers.are_own(OWN)
    people = desk.playground.slack.workspace.people
    people["U0SAM"] = dataclasses.replace(people["U0SAM"], standing="guest")
    desk.clock.now += KNOWN_S
    assert not await readers.are_own(OWN)


@pytest.mark.parametrize("method", ["conversations.members", "users.list"])
async def test_what_slack_does_not_tell_is_not_believed(desk: Desk, readers: Readers, method: str) -> None:
    """Nor is it asked again with every question, but after a minute."""
    desk.breaks(method, kind="error", error="missing_scope")
    assert [await readers.are_own(OWN) for _ in range(3)] == [False] * 3
    assert desk.asked(method) == 1
    desk.mends()
    desk.clock.now += AGAIN_S
    assert await readers.are_own(OWN)


async def test_many_who_ask_at_once_share_the_list_of_accounts(desk: Desk, readers: Readers) -> None:
    """It is the long one."""
    assert await asyncio.gather(*map(readers.are_own, (OWN, WITH_GUEST, SHARED))) == [True, False, False]
    assert desk.asked("users.list") == 1
