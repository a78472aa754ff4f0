"""People look behind an answer, and ask for more of its kind."""

from __future__ import annotations

from typing import Any

from bot.playground.elements import interactive
from tests.e2e.conftest import Stage
from tests.e2e.test_gaps import told, view_of, words

CASES, TOOLS, MENU = "follow.cases", "follow.tools", "follow.menu"
Wire = dict[str, Any]


async def press(stage: Stage, reply: Wire, action_id: str, choice: str = "", channel: str = "warm-homes") -> None:
    body = {"person": "sam", "channel": channel, "ts": reply["ts"], "action_id": action_id, "value": choice}
    await stage.act("click", **body)


async def test_an_answer_leads_on_for_who_presses_alone(served: Stage) -> None:
    """More cases and tools, each to open; the passage with its place and source; why; nobody else sees any of it.

    The buttons still work when the coach was started again: nothing is kept but the question.
    """
    ts = await served.say("@coach how do we start?")
    (reply,) = await served.replies(ts)
    assert [block["type"] for block in reply["blocks"][-2:]] == ["actions", "context_actions"]
    assert await served.end_bot() == 0
    await served.start_bot()
    await served.connected()
    await press(served, reply, CASES)
    (cases,) = await told(served, "sam", 1)
    assert cases["thread_ts"] == ts
    assert "case" in cases["text"]
    (opening,) = [each for _, each in interactive(cases["blocks"])]
    await served.act("click", person="sam", channel="warm-homes", ts=cases["ts"], action_id=opening["action_id"])
    assert await view_of(served, "sam")
    await press(served, reply, TOOLS)
    assert "Account for Resources" in words((await told(served, "sam", 2))[-1])
    await served.act("close", person="sam")
    await press(served, reply, MENU, "Show the passage")
    passage = await view_of(served, "sam")
    assert passage
    assert "A plain tool \u203a In short" in str(passage["blocks"])
    assert "Start small." in str(passage["blocks"])
    assert "https://example.org/plain" in str(passage["blocks"])
    await served.act("close", person="sam")
    await press(served, reply, MENU, "Why this answer")
    why = await view_of(served, "sam")
    assert why
    assert "how do we start?" in str(why["blocks"])
    assert len(await served.replies(ts)) == 1
    await served.settled()
    assert all(call["ok"] for call in await served.calls(""))
