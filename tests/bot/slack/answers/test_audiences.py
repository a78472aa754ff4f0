"""What was added for one channel or one workspace is used nowhere else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.slack.answers.audiences import Audiences
from bot.slack.parsing import Ask

SERVED = frozenset({"team:T1", "channel:C1"})
ASK = Ask(key="k", surface="mention", team="T1", channel="C1", thread_ts="1.0", ts="1.0", author="U1", text="Who pays?")


@dataclass(frozen=True, slots=True)
class Members:
    """Knows the full members of the workspace."""

    people: frozenset[str] = frozenset({"U1"})

    async def is_own(self, person: str) -> bool:
        """Whether the person is one of them."""
        return person in self.people


@dataclass(frozen=True, slots=True)
class Rooms:
    """Knows the channels where a guest, or nobody knows who, reads along."""

    open: frozenset[str] = frozenset({"C3"})

    async def are_own(self, channel: str) -> bool:
        """Whether the channel is none of them."""
        return channel not in self.open


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (ASK, SERVED),
        (replace(ASK, channel="C2"), frozenset({"team:T1"})),
        (replace(ASK, author="U2"), frozenset({"channel:C1"})),
        (replace(ASK, shared="yes"), frozenset({"channel:C1"})),
        (replace(ASK, surface="dm", channel="D1", author="U2"), frozenset()),
        (replace(ASK, surface="dm", channel="D1"), frozenset({"team:T1"})),
        (replace(ASK, surface="command"), SERVED),
        (replace(ASK, channel="C3"), frozenset()),
        (replace(ASK, channel="C3", surface="share"), frozenset()),
        (replace(ASK, channel="C3", surface="command"), frozenset({"team:T1"})),
        (replace(ASK, channel="C3", surface="shortcut"), frozenset({"team:T1"})),
    ],
    ids=[
        "member",
        "another channel",
        "guest",
        "shared channel",
        "guest in a direct conversation",
        "member in a direct conversation",
        "command",
        "guests read along",
        "shared with guests",
        "for a member alone beside guests",
        "the same from a message",
    ],
)
async def test_an_answer_draws_on_what_its_readers_may_see(ask: Ask, expected: frozenset[str]) -> None:
    """The channel's own documents for everybody there; the workspace's for its members, where nobody else reads."""
    audiences = Audiences(Members(), Rooms(), asyncio.get_running_loop(), lambda: SERVED)
    assert await asyncio.to_thread(audiences.of, ask) == expected


async def test_what_nobody_added_is_not_asked_for() -> None:
    """Without documents of their own, nobody is looked up."""
    audiences = Audiences(Members(), Rooms(), asyncio.get_running_loop(), frozenset)
    assert await asyncio.to_thread(audiences.of, ASK) == frozenset()
